//! The page for an address that leads nowhere: it says so and offers what there is.

use crate::app::{Edition, Page, render};
use leptos::prelude::*;

/// The not-found page.
pub fn missing(edition: &Edition) -> Page {
    let articles = || {
        edition.articles.iter().map(|article| {
            view! { <li><a href=article.slug.path()>{article.front.title.clone()}</a></li> }
        })
    };
    let main = render(|| {
        view! {
            <div class="answer">
                <h1 tabindex="-1">"There is no page at this address"</h1>
                <p>"It may have been mistyped, or the page has moved. These are the articles of this edition:"</p>
                <ul>{articles().collect_view()}</ul>
            </div>
        }
    });
    Page {
        signup: true,
        ..super::short(edition, "/404.html", "Nothing here", "There is no page at this address.", main)
    }
}
