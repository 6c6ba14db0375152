//! “My comments”: what this reader has sent from this device, and what became of it. `src/scripts/own.js` fills it in.

use crate::app::{Edition, Page, render};
use leptos::prelude::*;

/// The page of this device's own comments.
pub fn my_comments(edition: &Edition) -> Page {
    Page {
        path: "/my-comments/".to_owned(),
        language: edition.masthead.language.clone(),
        title: "My comments".to_owned(),
        description: "What you have sent from this device, and what became of it.".to_owned(),
        listed: false,
        signup: false,
        about: None,
        sheets: super::SHORT.to_vec(),
        main: render(|| {
            view! {
                <div class="answer">
                    <h1 tabindex="-1">"My comments"</h1>
                    <p>
                        "What you have sent from this device, and what became of it. The list is on this device alone: there is no \
                         account, and nobody else can see it."
                    </p>
                    <section data-own="all" aria-label="Sent from this device">
                        <p>
                            "This needs a browser with scripts. Without them, keep the link that you get when a comment is sent: it leads to its private page."
                        </p>
                    </section>
                </div>
            }
        }),
    }
}
