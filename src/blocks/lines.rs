//! The line grammar that blocks share: `name: value` at the start of a line begins an entry, and indented lines belong
//! to it.

use article::{BadLine, closest};
use leptos::prelude::*;

/// One entry of a block's body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// Which line of the body, counted from 0.
    pub(super) line: usize,
    /// What stands before the first `: `.
    pub(super) name: &'a str,
    /// What stands behind it.
    pub(super) value: &'a str,
    /// The indented lines below it, without their indent.
    pub(super) below: Vec<(usize, &'a str)>,
}

/// Takes a body apart; lines that fit nowhere are noted, and the rest is read all the same.
pub(super) fn entries<'a>(body: &'a str, expected: &str, bad: &mut Vec<BadLine>) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for (number, line) in body.lines().enumerate() {
        let text = line.trim();
        if text.is_empty() {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            match entries.last_mut() {
                Some(entry) => entry.below.push((number, text)),
                None => bad.push(BadLine::new(number, "an indented line that belongs to nothing", expected)),
            }
        } else if let Some((name, value)) = pair(text) {
            entries.push(Entry { line: number, name, value, below: Vec::new() });
        } else {
            bad.push(BadLine::new(number, format!("`{text}`, which has no `:`"), expected));
        }
    }
    entries
}

impl Entry<'_> {
    /// Takes a title up; notes one that there is already, and lines below it.
    pub(super) fn title(&self, title: &mut String, expected: &str, bad: &mut Vec<BadLine>) {
        if !title.is_empty() {
            bad.push(BadLine::new(self.line, "a second title", "one line `title:`"));
        }
        self.value.clone_into(title);
        self.none_below(expected, bad);
    }

    /// Notes a line below an entry that can have none, such as a title.
    pub(super) fn none_below(&self, expected: &str, bad: &mut Vec<BadLine>) {
        if let Some((line, _)) = self.below.first() {
            bad.push(BadLine::new(*line, "an indented line that belongs to nothing", expected));
        }
    }
}

/// What to write instead of a word that is none of those there are.
pub(super) fn one_of<'a>(written: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match closest(written, known.clone()) {
        Some(near) => format!("`{near}`"),
        None => format!("one of {}", known.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
    }
}

/// `name: value`. The colon of `12:30` or of an address is none: a blank or the line's end follows it.
pub(super) fn pair(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(": ").or_else(|| Some((text.strip_suffix(':')?, "")))?;
    Some((name.trim(), value.trim()))
}

/// A line that says one of the known things. `None` if it is plain text; a single lower-case word before a colon is taken
/// for a misspelt name rather than for text, so that no mistake is printed in silence.
pub(super) fn known<'a>(
    (line, text): (usize, &'a str),
    names: &[&'static str],
    bad: &mut Vec<BadLine>,
) -> Option<(&'static str, &'a str)> {
    let (name, value) = pair(text)?;
    if let Some(name) = names.iter().find(|known| **known == name) {
        return Some((name, value));
    }
    if !name.is_empty() && name.chars().all(char::is_lowercase) {
        let expected = match closest(name, names.iter().copied()) {
            Some(near) => format!("`{near}:`"),
            None => format!(
                "one of {}, or text",
                names.iter().map(|name| format!("`{name}:`")).collect::<Vec<_>>().join(", ")
            ),
        };
        bad.push(BadLine::new(line, format!("`{name}:`"), expected));
        return Some(("", ""));
    }
    None
}

/// Takes a source up; notes one that there is already, which it would replace in silence.
pub(super) fn one_source(into: &mut Source, written: &str, line: usize, bad: &mut Vec<BadLine>) {
    if !into.0.is_empty() {
        bad.push(BadLine::new(line, "a second source", "one line `source:`, with `;` between several"));
    }
    *into = source(written);
}

/// On whose word: words, and perhaps an address.
pub(super) type Source = (String, Option<String>);

/// A source as written: words, and perhaps an address in angle brackets at the end.
pub(super) fn source(text: &str) -> Source {
    if let Some((words, rest)) = text.split_once('<')
        && let Some(address) = rest.strip_suffix('>')
        && (address.starts_with("https://") || address.starts_with("http://"))
    {
        return (words.trim().to_owned(), Some(address.to_owned()));
    }
    (text.to_owned(), None)
}

/// A source as markup: a link where it has an address.
pub(crate) fn source_view((words, address): Source) -> AnyView {
    match address {
        Some(address) => view! { <a href=address>{words}</a> }.into_any(),
        None => words.into_any(),
    }
}
