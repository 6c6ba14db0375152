//! The line under a headline: who wrote it, when, and how long it takes to read.

use article::Article;
use leptos::prelude::*;

/// Byline, dates and reading time.
pub fn facts(article: &Article) -> impl IntoView + use<> {
    let front = &article.front;
    let time = |date: article::Date| view! { <time datetime=date.to_string()>{date.words()}</time> };
    let updated = front.updated.filter(|date| Some(*date) != front.published);
    view! {
        <p class="facts">
            {(!front.authors.is_empty()).then(|| view! { <span>{format!("By {}", together(&front.authors))}</span> })}
            {front.published.map(|date| view! { <span>{time(date)}</span> })}
            {updated.map(|date| view! { <span>"Updated "{time(date)}</span> })}
            <span>{format!("{} min read", article.minutes())}</span>
        </p>
    }
}

/// `A`, `A and B`, `A, B and C`.
fn together(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
