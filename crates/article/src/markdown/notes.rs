//! Notes: `text[^1]`, and anywhere in the file `[^1]: What there is to say.`
//!
//! They are numbered as the text first refers to them, and stand behind the block that does so: near enough to be read
//! there where nothing can open them, on paper too.

use super::events::Placed;
use super::{Reader, Within};
use crate::{Problem, closest};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// The notes of an article.
pub(super) struct Notes<'a> {
    /// In the order in which they end.
    definitions: Vec<Definition<'a>>,
    /// How many have been given a number.
    count: usize,
    /// Places in `definitions` of those that the block being read was the first to refer to.
    due: Vec<usize>,
}

struct Definition<'a> {
    label: String,
    at: Range<usize>,
    events: Vec<Placed<'a>>,
    number: Option<usize>,
    /// Whether anything refers to it, be it from where it must not.
    is_used: bool,
}

impl<'a> Notes<'a> {
    /// Parts the text from the definitions, wherever they stand in it.
    pub(super) fn part(events: impl Iterator<Item = Placed<'a>>) -> (Vec<Placed<'a>>, Self) {
        let (mut text, mut definitions, mut open) = (Vec::new(), Vec::new(), Vec::<Definition<'a>>::new());
        for (event, at) in events {
            match (event, open.last_mut()) {
                (Event::Start(Tag::FootnoteDefinition(label)), _) => {
                    let label = label.into_string();
                    open.push(Definition { label, at, events: Vec::new(), number: None, is_used: false });
                }
                (Event::End(TagEnd::FootnoteDefinition), _) => definitions.extend(open.pop()),
                (event, Some(definition)) => definition.events.push((event, at)),
                (event, None) => text.push((event, at)),
            }
        }
        (text, Self { definitions, count: 0, due: Vec::new() })
    }

    /// The place of a definition; of two with the same label, the first. Case does not matter.
    fn find(&self, label: &str) -> Option<usize> {
        let label = label.to_lowercase();
        self.definitions.iter().position(|definition| definition.label.to_lowercase() == label)
    }
}

impl<'a> Reader<'a, '_> {
    /// Sets a reference to a note.
    pub(super) fn refer(&mut self, label: &str, at: Range<usize>) {
        let place = match self.within {
            Within::Heading => Some("a heading"),
            Within::Note => Some("a note"),
            Within::Text => None,
        };
        if let Some(place) = place {
            return self.refuse_reference(label, at, place);
        }
        let Some(found) = self.notes.find(label) else { return self.no_definition(label, at) };
        let definition = &mut self.notes.definitions[found];
        definition.is_used = true;
        let (number, id) = match definition.number {
            Some(number) => (number, String::new()),
            None => {
                self.notes.count += 1;
                self.notes.due.push(found);
                (self.notes.count, format!(" id=\"ref--{}\"", self.notes.count))
            }
        };
        definition.number = Some(number);
        let button =
            format!("<button type=\"button\"{id} popovertarget=\"note--{number}\" aria-label=\"Note {number}\">");
        self.prose.push(Event::InlineHtml(format!("<sup class=\"ref\">{button}{number}</button></sup>").into()));
    }

    fn refuse_reference(&mut self, label: &str, at: Range<usize>, place: &str) {
        if let Some(found) = self.notes.find(label) {
            self.notes.definitions[found].is_used = true;
        }
        self.problems.push(
            Problem::new(at, format!("a reference to the note `{label}` inside {place}"))
                .expected("references in paragraphs, lists, quotations and tables")
                .mend("put it behind words of the text"),
        );
    }

    /// Complains about references without a definition. Markdown takes those for words, so they are looked for in the
    /// file, where one that is escaped looks different.
    pub(super) fn undefined(&mut self, at: &Range<usize>) {
        let source = self.source;
        for (start, _) in source[at.clone()].match_indices("[^") {
            let start = at.start + start;
            let Some((label, _)) = source[start + 2..at.end].split_once(']') else { break };
            if !self.is_escaped(start) && !label.trim().is_empty() && !label.contains('[') {
                self.no_definition(label, start..start + label.len() + "[^]".len());
            }
        }
    }

    fn no_definition(&mut self, label: &str, at: Range<usize>) {
        let mend = match closest(label, self.notes.definitions.iter().map(|definition| definition.label.as_str())) {
            Some(known) => format!("did you mean `[^{known}]`?"),
            None => format!("write that paragraph; to show the brackets themselves, write `\\[^{label}]`"),
        };
        self.problems.push(
            Problem::new(at, format!("the note `{label}` is nowhere in the file"))
                .expected(format!("a paragraph that begins with `[^{label}]: `"))
                .mend(mend),
        );
    }

    /// Sets the notes that are due behind their block, which begins at `begin` in the prose.
    pub(super) fn set_notes(&mut self, begin: usize) {
        let due = std::mem::take(&mut self.notes.due);
        if due.is_empty() {
            return;
        }
        self.prose.insert(begin, Event::Html("<div class=\"noted\">\n".into()));
        self.prose.push(Event::Html("<div class=\"notes\">\n".into()));
        for found in due {
            self.note(found);
        }
        self.prose.push(Event::Html("</div></div>\n".into()));
    }

    fn note(&mut self, found: usize) {
        let at = self.head(&self.notes.definitions[found]);
        let definition = &mut self.notes.definitions[found];
        let events = std::mem::take(&mut definition.events);
        let (label, number) = (definition.label.clone(), definition.number.unwrap_or_default());
        let begin = self.prose.len();
        self.within = Within::Note;
        self.depth += 1;
        self.take_all(events);
        self.depth -= 1;
        self.within = Within::Text;
        if self.prose.len() == begin {
            self.problems.push(
                Problem::new(at, format!("the note `{label}` says nothing"))
                    .expected(format!("`[^{label}]: ` and what there is to say")),
            );
        }
        let first = begin + usize::from(matches!(self.prose.get(begin), Some(Event::Start(Tag::Paragraph))));
        let count = format!("<span class=\"number\" aria-hidden=\"true\">{number}</span> ");
        self.prose.insert(first, Event::InlineHtml(count.into()));
        let is_paragraph = matches!(self.prose.last(), Some(Event::End(TagEnd::Paragraph)));
        let last = self.prose.len() - usize::from(is_paragraph);
        let back = format!("<a class=\"back\" href=\"#ref--{number}\" aria-label=\"Back to the text\">↩</a>");
        self.prose.insert(last, Event::InlineHtml(back.into()));
        let open =
            format!("<div class=\"note\" id=\"note--{number}\" role=\"note\" popover aria-label=\"Note {number}\">\n");
        self.prose.insert(begin, Event::Html(open.into()));
        self.prose.push(Event::Html("</div>\n".into()));
    }

    /// Complains about definitions that are given twice or that nothing refers to.
    pub(super) fn report_notes(&mut self) {
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        for place in 0..self.notes.definitions.len() {
            let definition = &self.notes.definitions[place];
            let (label, at) = (&definition.label, self.head(definition));
            if let Some(first) = lines.get(&label.to_lowercase()) {
                self.problems.push(
                    Problem::new(at, format!("the note `{label}` stands here and in line {first}"))
                        .expected("every note once in an article")
                        .mend("take one of the two out, or give it a label of its own"),
                );
                continue;
            }
            lines.insert(label.to_lowercase(), self.line(at.start));
            if !definition.is_used {
                self.problems.push(
                    Problem::new(at, format!("nothing refers to the note `{label}`"))
                        .expected(format!("`[^{label}]` behind the words that it is about"))
                        .mend("refer to it, or take it out"),
                );
            }
        }
    }

    /// The label of a definition with its colon, to point at.
    fn head(&self, definition: &Definition<'_>) -> Range<usize> {
        let at = definition.at.clone();
        let end = self.source[at.clone()].find("]:").map_or(at.end, |end| at.start + end + "]:".len());
        at.start..end
    }
}
