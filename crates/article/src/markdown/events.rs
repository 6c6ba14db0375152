//! The stream of what Markdown says, each part with the bytes of the file that say it.

use pulldown_cmark::Event;
use std::ops::Range;

/// A part of the text with the bytes that say it.
pub(super) type Placed<'a> = (Event<'a>, Range<usize>);

/// What is still to be read.
pub(super) type Events<'a> = std::vec::IntoIter<Placed<'a>>;

/// What stands in the element that has just begun; its end is taken off too.
pub(super) fn inside<'a>(rest: &mut Events<'a>) -> Vec<Placed<'a>> {
    let mut depth = 0_usize;
    let mut inside = Vec::new();
    for (event, at) in rest {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        inside.push((event, at));
    }
    inside
}

/// The words alone.
pub(super) fn plain(events: &[Placed<'_>]) -> String {
    let words = events.iter().map(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) => text.as_ref(),
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    });
    words.collect::<String>().trim().to_owned()
}
