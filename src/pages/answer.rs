//! The page that the endpoint fills in when it answers a reader without scripts.

use crate::app::{Edition, Page, render};
use leptos::prelude::*;

/// The page with its two slots, `{{recto:title}}` and `{{recto:answer}}`, and the style sheet of comments by its address.
pub fn answer(edition: &Edition, style: &str) -> Page {
    let style = style.to_owned();
    let main = render(|| {
        view! {
            // Within the text, from where the reader's program takes it along with a list of comments.
            <link rel="stylesheet" href=style />
            <div class="answer">
                <h1>"{{recto:title}}"</h1>
                "{{recto:answer}}"
            </div>
        }
    });
    super::short(edition, "/answer/", "{{recto:title}}", "", main)
}
