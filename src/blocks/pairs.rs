//! A picture and a list that say the same: each mark of the picture belongs to an entry of the list.
//!
//! A mark is a link to the body of its entry, so it leads there without a script. Live, choosing a mark opens the entry
//! where it stands, and an open entry is marked in the picture.

use crate::browser::{self, Event, Part};

/// Ties picture and list together.
pub(super) fn tie(root: &Part) {
    mark_open(root);
    root.on("toggle", |root, _| mark_open(root));
    root.on("click", |_, event| pressed(event));
}

/// A click somewhere in the block: on a mark, it opens the entry and puts the focus there.
fn pressed(event: &Event) {
    let Some(mark) = Part::origin(event).and_then(|part| part.closest("a[data-mark]")) else { return };
    let entry = mark.attribute("data-mark").and_then(|id| browser::by_id(&id)).and_then(|body| body.closest("details"));
    if let Some(entry) = entry {
        browser::take_over(event);
        entry.set("open", Some(""));
        entry.find("summary").inspect(Part::focus);
    }
}

/// Marks in the picture what is open in the list.
fn mark_open(root: &Part) {
    for mark in root.all("[data-mark]") {
        let body = mark.attribute("data-mark").and_then(|id| browser::by_id(&id));
        let open = body.and_then(|body| body.closest("details")).is_some_and(|entry| entry.attribute("open").is_some());
        mark.set("data-open", open.then_some(""));
    }
}
