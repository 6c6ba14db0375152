//! The terms that an article uses, each in a note of its own that the words in the text open; on paper, a list.

use crate::blocks::source_view;
use crate::glossary::Glossary;
use article::Article;
use leptos::prelude::*;

/// The notes; nothing where the text uses no term of the glossary.
pub fn terms(article: &Article, glossary: &Glossary) -> impl IntoView + use<> {
    let notes = article.terms().into_iter().filter_map(|id| glossary.find(id)).map(|entry| {
        let term = &entry.term;
        let all = format!("/glossary/#term--{}", term.id);
        view! {
            <div class="note" id=format!("term--{}", term.id) role="note" popover="" aria-label=term.name.clone()>
                <p><strong>{term.name.clone()}</strong></p>
                {term.text.iter().map(|text| view! { <p>{text.clone()}</p> }).collect_view()}
                <p class="credit">
                    {term.has_source().then(|| view! { "Source: "{source_view(term.source.clone())}". " })}
                    <a href=all>"In the glossary"</a>
                </p>
            </div>
        }
    });
    let notes: Vec<_> = notes.collect();
    (!notes.is_empty()).then(|| view! { <div class="terms"><h2>"Terms"</h2>{notes}</div> })
}
