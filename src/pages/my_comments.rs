//! “My comments”: what this reader has sent from this device, and what became of it. `src/scripts/own.js` fills it in.

use crate::app::{Edition, Page, render};
use leptos::prelude::*;

/// The page of this device's own comments.
pub fn my_comments(edition: &Edition) -> Page {
    let main = render(|| {
        view! {
            <div class="answer">
                <h1 tabindex="-1">"My comments"</h1>
                <p>
                    "What you have sent from this device, and what became of it. The list is on this device alone, and there is \
                     no account: whoever uses this device can see it, and nobody else."
                </p>
                <section data-own="all" aria-label="Sent from this device">
                    <p>
                        "This needs a browser with scripts. Without them, keep the link that you get when a comment is sent: it leads to its private page."
                    </p>
                </section>
            </div>
        }
    });
    super::short(
        edition,
        "/my-comments/",
        "My comments",
        "What you have sent from this device, and what became of it.",
        main,
    )
}
