//! What a reader has opened, sorted and chosen stands in the address, so that a link shows just that.
//!
//! It stands behind `?`, before the anchor: without scripts such a link still lands at its anchor, which a browser would not
//! find if anything followed it. The page's first script restores it before the first paint, [`crate::choice`] marks what
//! was chosen. Nothing here knows the kinds: every list and
//! radio button of a block that is not as it was, and every entry that is open.

use crate::browser::{self, Entry, History, Part, Place};
use std::cell::Cell;

/// Begins to keep the address true.
pub fn watch() {
    if let Some(page) = browser::page() {
        page.on("toggle", |_, _| note());
        page.on("change", |_, _| note());
    }
}

thread_local! {
    static WAITING: Cell<bool> = const { Cell::new(false) };
}

/// Writes what is shown into the address, once before the next frame however often it is called.
pub(crate) fn note() {
    if WAITING.replace(true) {
        return;
    }
    browser::next_frame(|| {
        WAITING.set(false);
        let Some(main) = browser::page().and_then(|page| page.find("main:has(.article)")) else { return };
        let (Some(here), view) = (Place::here(), view(&main)) else { return };
        if here.view != view {
            let entry = Entry { scrolled: browser::scrolled(), ..History::entry() };
            History::replace(entry, &Place { view, ..here });
        }
    });
}

/// What is not as the page came, as a query.
fn view(main: &Part) -> String {
    let mut view = Vec::new();
    if let Some(name) = main.attribute(crate::choice::CHOSEN) {
        view.push(("about".to_owned(), name));
    }
    view.extend(main.all(".block :is([type=radio], select)").iter().filter_map(Part::changed));
    let open = main.all(".block details[open]").into_iter();
    let open: Vec<_> = open.filter_map(|entry| entry.find("[id]")?.attribute("id")).collect();
    if !open.is_empty() {
        view.push(("open".to_owned(), open.join("+")));
    }
    view.iter().map(|(name, value)| format!("{name}={}", browser::encode(value))).collect::<Vec<_>>().join("&")
}
