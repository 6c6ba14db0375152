//! Control characters: nobody sees them, HTML does not allow them, and feeds that hold one cannot be read at all.
//!
//! They come along when text is pasted, or as what is left of another encoding.

use crate::Problem;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

fn is_wrong(char: char) -> bool {
    char.is_control() && !matches!(char, '\n' | '\r' | '\t')
}

/// Whether a text holds one.
pub(crate) fn stands_in(text: &str) -> bool {
    text.contains(is_wrong)
}

/// Notes the first one from byte `from` on; a file that is full of them is told once.
pub(crate) fn in_source(source: &str, from: usize, problems: &mut Vec<Problem>) {
    let mut found = source[from..].char_indices().filter(|(_, char)| is_wrong(*char));
    let Some((at, char)) = found.next() else { return };
    let more = match found.count() {
        0 => String::new(),
        1 => ", and one more such character behind it".to_owned(),
        more => format!(", and {more} more such characters behind it"),
    };
    problems.push(problem(from + at..from + at + char.len_utf8(), char, &more));
}

/// Notes one in a text that is not in the file as it is, such as one with `\u0007` or `&#7;` in it.
pub(crate) fn in_value(text: &str, at: &Range<usize>, problems: &mut Vec<Problem>) {
    if let Some(char) = text.chars().find(|char| is_wrong(*char)) {
        problems.push(problem(at.clone(), char, ""));
    }
}

/// Notes one that a piece of Markdown stands for.
pub(crate) fn in_event(event: &Event<'_>, at: &Range<usize>, problems: &mut Vec<Problem>) {
    match event {
        Event::Text(text) | Event::Code(text) => in_value(text, at, problems),
        Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
            in_value(dest_url, at, problems);
            in_value(title, at, problems);
        }
        _ => {}
    }
}

fn problem(at: Range<usize>, char: char, more: &str) -> Problem {
    Problem::new(at, format!("the control character U+{:04X}, which no page can show{more}", u32::from(char)))
        .expected("text, tabs and line ends")
        .mend("take it out; where a text was pasted, paste it as plain text")
}
