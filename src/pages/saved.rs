//! “Saved pages”: what this device keeps to be read offline. `src/scripts/saved.js` fills it in.

use crate::app::{BUILD, Edition, Page, list_of, render};
use leptos::prelude::*;

/// The page of what is kept.
pub fn saved(edition: &Edition) -> Page {
    let main = render(|| {
        view! {
            <div class="answer">
                <h1 tabindex="-1">"Saved pages"</h1>
                <p>
                    "What you read is kept on this device, so that it can be read without a connection. Nobody else learns of it."
                </p>
                {kept("all", "This needs a browser with scripts. Without them, your browser’s own “Save page” keeps an article whole.")}
            </div>
        }
    });
    Page {
        signup: true,
        ..super::short(
            edition,
            "/saved/",
            "Saved pages",
            "What this device keeps, to be read without a connection.",
            main,
        )
    }
}

/// Where the script puts what is kept, all about it or the list alone; until then it says this. It names the list of the
/// edition's pages, so that a device keeps that with the page.
pub(super) fn kept(what: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <section class="saved" data-saved=what data-list=list_of(BUILD) aria-label="On this device"><p>{words}</p></section>
    }
}
