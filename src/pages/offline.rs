//! What is shown in the place of a page that is not on the device while there is no connection. The service worker hands it
//! out under that page's address.

use super::saved::kept;
use crate::app::{Edition, Page, render};
use leptos::prelude::*;

/// The offline page.
pub fn offline(edition: &Edition) -> Page {
    let main = render(|| {
        view! {
            <div class="answer">
                <h1 tabindex="-1">"This page is not on this device"</h1>
                <p>
                    "There is no connection to the site now. Once there is one, the page comes by itself. "
                    <a href="">"Try again"</a>", or read what is here:"
                </p>
                {kept("list", "Your browser’s history may still have what you read before.")}
            </div>
        }
    });
    super::short(
        edition,
        "/offline/",
        "No connection",
        "This page is not on this device, and there is no connection.",
        main,
    )
}
