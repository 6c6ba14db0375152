//! The text of an article: Markdown into sections of prose and interactive fences.
//!
//! Raw HTML is refused here, and addresses are taken by allow-list, so what leaves as [`Html`] is safe to put on a page.

use crate::{Anchor, Block, Cast, Html, Pictures, Problem, Reference, Section, controls};
use events::{Events, Placed};
use notes::Notes;
use pulldown_cmark::html::push_html;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::collections::BTreeMap;
use std::ops::Range;

mod events;
mod fence;
mod heading;
mod link;
mod mention;
mod notes;
mod picture;
mod quote;

/// What the text of an article holds.
pub(crate) struct Text {
    pub(crate) sections: Vec<Section>,
    pub(crate) references: Vec<Reference>,
}

/// Reads everything from byte `from` on.
pub(crate) fn read(source: &str, from: usize, cast: &Cast, pictures: &Pictures, problems: &mut Vec<Problem>) -> Text {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    options |= Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM;
    let events = TextMergeWithOffset::new(Parser::new_ext(&source[from..], options).into_offset_iter());
    let events = events.map(|(event, at)| (event, at.start + from..at.end + from)).inspect(|(event, at)| {
        // What stands there as it is was told already.
        if !controls::stands_in(&source[at.clone()]) {
            controls::in_event(event, at, problems);
        }
    });
    let (events, notes) = Notes::part(events);
    let mut reader = Reader {
        source,
        cast,
        pictures,
        problems,
        seen: BTreeMap::new(),
        text: Text { sections: vec![section(Anchor::top(), String::new())], references: Vec::new() },
        prose: Vec::new(),
        fences: BTreeMap::new(),
        depth: 0,
        notes,
        quotes: Vec::new(),
        within: Within::Text,
        in_link: false,
    };
    reader.blocks(events);
    reader.report_notes();
    reader.close_prose();
    reader.text
}

fn section(anchor: Anchor, title: String) -> Section {
    Section { anchor, title, headings: Vec::new(), blocks: Vec::new() }
}

struct Reader<'a, 'p> {
    source: &'a str,
    cast: &'p Cast,
    pictures: &'p Pictures,
    problems: &'p mut Vec<Problem>,
    /// Every anchor so far, with the line that has it.
    seen: BTreeMap<String, usize>,
    text: Text,
    /// Events of the prose since the last heading or fence.
    prose: Vec<Event<'a>>,
    /// How many fences of each kind there have been.
    fences: BTreeMap<String, usize>,
    /// How many block elements are open; headings and fences inside lists and quotes are prose.
    depth: usize,
    notes: Notes<'a>,
    /// The quotations that are open.
    quotes: Vec<quote::Quote>,
    within: Within,
    in_link: bool,
}

/// What the reader is in, for what must not stand there.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    Text,
    Heading,
    Note,
}

impl<'a> Reader<'a, '_> {
    /// Takes the whole text; behind each block at its top level stand the notes that it was the first to refer to.
    fn blocks(&mut self, events: Vec<Placed<'a>>) {
        let mut events = events.into_iter();
        let mut begin = 0;
        while let Some((event, at)) = events.next() {
            if self.depth == 0 {
                begin = self.prose.len();
            }
            self.take(event, at, &mut events);
            if self.depth == 0 {
                self.set_notes(begin);
            }
        }
    }

    fn take_all(&mut self, events: Vec<Placed<'a>>) {
        let mut events = events.into_iter();
        while let Some((event, at)) = events.next() {
            self.take(event, at, &mut events);
        }
    }

    fn take(&mut self, event: Event<'a>, at: Range<usize>, rest: &mut Events<'a>) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => self.heading(level, id.as_deref(), at, rest),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.trim_start().starts_with('@') => {
                self.fence(&info, at, rest);
            }
            // What stands in a listing is not text: nothing in it refers to anything.
            Event::Start(Tag::CodeBlock(_)) => {
                self.prose.push(event);
                self.prose.extend(events::inside(rest).into_iter().map(|(event, _)| event));
                self.prose.push(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(Tag::Paragraph) => self.paragraph(at, rest),
            Event::Start(Tag::BlockQuote(kind)) => self.quote(kind),
            Event::End(TagEnd::BlockQuote(_)) => self.close_quote(at),
            Event::Start(Tag::Image { dest_url, title, .. }) => self.picture(&dest_url, &title, at, rest),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.link((link_type, dest_url, title), at, rest);
            }
            Event::FootnoteReference(label) => self.refer(&label, at),
            Event::Text(text) => {
                self.undefined(&at);
                self.unread_links(&at);
                self.prose.push(Event::Text(text));
            }
            Event::Start(Tag::Table(_)) => {
                // A table wider than a phone scrolls by itself, by keyboard too.
                self.prose.push(Event::Html(
                    "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">".into(),
                ));
                self.open(event);
            }
            Event::End(TagEnd::Table) => {
                self.close(event);
                self.prose.push(Event::Html("</div>".into()));
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html, at),
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Start(_) => self.open(event),
            Event::End(_) => self.close(event),
            other => self.prose.push(other),
        }
    }

    fn open(&mut self, event: Event<'a>) {
        self.depth += 1;
        self.prose.push(event);
    }

    fn close(&mut self, event: Event<'a>) {
        self.depth = self.depth.saturating_sub(1);
        self.prose.push(event);
    }

    fn paragraph(&mut self, at: Range<usize>, rest: &mut Events<'a>) {
        let inside = events::inside(rest);
        self.paragraph_of_quote(&inside, &at);
        if picture::is_series(&inside) {
            return self.series(inside);
        }
        self.open(Event::Start(Tag::Paragraph));
        self.take_all(inside);
        self.close(Event::End(TagEnd::Paragraph));
    }

    fn line(&self, at: usize) -> usize {
        self.source[..at].matches('\n').count() + 1
    }

    /// Whether a backslash takes its meaning from what stands there.
    fn is_escaped(&self, at: usize) -> bool {
        let slashes = self.source[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        slashes % 2 == 1
    }

    fn section(&mut self) -> &mut Section {
        self.text.sections.last_mut().expect("the lead is there from the start")
    }

    fn close_prose(&mut self) {
        let mut html = String::new();
        push_html(&mut html, self.prose.drain(..));
        if !html.trim().is_empty() {
            self.section().blocks.push(Block::Prose(Html::new(html)));
        }
    }

    fn raw_html(&mut self, html: &str, at: Range<usize>) {
        // A comment is a note to the author; it is left out in silence.
        if html.trim().is_empty() || html.trim_start().starts_with("<!--") {
            return;
        }
        self.problems.push(
            Problem::new(at, format!("raw HTML: `{}`", html.trim()))
                .expected("Markdown: what an article may hold is an allow-list, and HTML is not on it")
                .mend("write it as Markdown; to show a `<`, write `\\<`"),
        );
    }
}
