//! The front page: the lead article large, the others below it.

use crate::app::{Edition, Page, render};
use crate::glossary::Glossary;
use crate::parts::{facts, thumbnail};
use article::Article;
use leptos::prelude::*;

/// The front page.
pub fn home(edition: &Edition) -> Page {
    let masthead = &edition.masthead;
    let explains = !Glossary::of(&edition.articles).is_empty();
    let (lead, rest): (Vec<_>, Vec<_>) = edition.articles.iter().partition(|article| article.slug == masthead.lead);
    Page {
        path: "/".to_owned(),
        language: masthead.language.clone(),
        title: masthead.title.clone(),
        description: masthead.tagline.clone(),
        listed: true,
        signup: true,
        about: None,
        sheets: super::HOME.to_vec(),
        main: render(|| {
            view! {
                <div class="front">
                    <h1 tabindex="-1" class="front-name">{masthead.title.clone()}</h1>
                    <p class="tagline">{masthead.tagline.clone()}</p>
                    {lead.into_iter().map(|article| teaser(article, true)).collect_view()}
                    <ul class="teasers" role="list">
                        {rest.into_iter().map(|article| view! { <li>{teaser(article, false)}</li> }).collect_view()}
                    </ul>
                    {explains.then(|| view! { <p class="further"><a href="/glossary/">"Glossary of this edition"</a></p> })}
                </div>
            }
        }),
    }
}

fn teaser(article: &Article, leads: bool) -> impl IntoView + use<> {
    let front = &article.front;
    let class = if leads { "teaser leads" } else { "teaser" };
    view! {
        <article class=class>
            {front.illustration.as_ref().map(|illustration| thumbnail(illustration, leads))}
            <div>
                <p class="kicker">{front.section.clone()}</p>
                <h2><a href=article.slug.path()>{front.title.clone()}</a></h2>
                <p class="standfirst">{front.standfirst.clone()}</p>
                {facts(article)}
            </div>
        </article>
    }
}
