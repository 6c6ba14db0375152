//! How many entries a choice leaves: in a line of the block, and said to a screen reader.

use crate::browser::{self, Part};
use leptos::prelude::*;

/// Where a living block says it. Nothing while nothing is left out.
pub(super) fn line() -> AnyView {
    view! { <p class="count"></p> }.into_any()
}

/// Counts the entries that the style sheet shows, and tells it where those are not all: “3 of 5 rows”.
pub(super) fn tell(root: &Part, entries: &str, what: &str) {
    let Some(line) = root.find(".count") else { return };
    let entries = root.all(entries);
    let shown = entries.iter().filter(|entry| entry.is_shown()).count();
    let words = if shown < entries.len() { format!("{shown} of {} {what}", entries.len()) } else { String::new() };
    line.write(&words);
    if !words.is_empty() {
        browser::say(&words);
    }
}
