//! The page that the endpoint fills in when it answers a reader without scripts.

use crate::app::{Edition, Page, render};
use leptos::prelude::*;

/// The page with its two slots, `{{recto:title}}` and `{{recto:answer}}`.
pub fn answer(edition: &Edition) -> Page {
    Page {
        path: "/answer/".to_owned(),
        language: edition.masthead.language.clone(),
        title: "{{recto:title}}".to_owned(),
        description: String::new(),
        listed: false,
        about: None,
        sheets: super::SHORT.to_vec(),
        main: render(|| {
            view! {
                <div class="answer">
                    <h1>"{{recto:title}}"</h1>
                    "{{recto:answer}}"
                </div>
            }
        }),
    }
}
