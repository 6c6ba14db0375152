//! What an article rests on.

use article::{Article, Source};
use leptos::prelude::*;

/// The list of sources; nothing where there are none.
pub fn sources(article: &Article) -> impl IntoView + use<> {
    let items = article.front.sources.iter().map(one_source).collect::<Vec<_>>();
    (!items.is_empty()).then(|| {
        view! {
            <section class="sources" aria-labelledby="sources">
                <h2 id="sources" tabindex="-1">"Sources"</h2>
                <ul>{items}</ul>
            </section>
        }
    })
}

fn one_source(source: &Source) -> impl IntoView + use<> {
    let title = source.title.clone();
    let date = source.date.map(|date| view! { ", "<time datetime=date.to_string()>{date.words()}</time> });
    view! {
        <li>
            {match source.url.clone() {
                Some(url) => view! { <a href=url><cite>{title}</cite></a> }.into_any(),
                None => view! { <cite>{title}</cite> }.into_any(),
            }}
            {source.publisher.clone().map(|publisher| format!(", {publisher}"))}
            {date}
            "."
            {source.note.clone().map(|note| view! { " "<span class="remark">{note}</span> })}
        </li>
    }
}
