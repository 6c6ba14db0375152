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
    root.on("pointerover", |_, event| explain(event));
}

/// Under the pointer a mark says what it stands for, in the words of its entry.
fn explain(event: &Event) {
    if let Some((mark, entry)) = Part::origin(event).and_then(|part| part.closest("a[data-mark]")).and_then(belonging)
        && let Some(summary) = entry.find("summary")
    {
        mark.explain(&summary.text());
    }
}

/// A mark with the entry that it belongs to.
fn belonging(mark: Part) -> Option<(Part, Part)> {
    let entry = browser::by_id(mark.attribute("href")?.strip_prefix('#')?)?.closest("details")?;
    Some((mark, entry))
}

/// A click somewhere in the block: on a mark, it opens the entry and puts the focus there.
fn pressed(event: &Event) {
    if let Some((_, entry)) = Part::origin(event).and_then(|part| part.closest("a[data-mark]")).and_then(belonging) {
        browser::take_over(event);
        entry.set("open", Some(""));
        entry.find("summary").inspect(Part::focus);
    }
}

/// Marks in the picture what is open in the list.
fn mark_open(root: &Part) {
    for (mark, entry) in root.all("[data-mark]").into_iter().filter_map(belonging) {
        mark.set("data-open", entry.attribute("open").is_some().then_some(""));
    }
}
