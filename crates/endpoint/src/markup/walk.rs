//! Walks through a comment and tells a writer, in order, what there is: the small Markdown, already made safe.
//!
//! All that the writers have in common is decided here: which links live, what becomes plain text, how deep things
//! nest, that blocks hold what they may hold and that everything that is opened is closed. Nothing that was typed is
//! lost, but for marks of emphasis and the like. Leaves out how any of it is written.

mod inline;

use std::ops::Range;

use inline::cleaned;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::address::Address;

/// How deep quotes and lists may stand within each other; what is deeper stands at the last depth.
const DEEP: usize = 6;

/// A block. Paragraphs and code hold text, items text and blocks, quotes blocks, lists items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph,
    Quote,
    /// Numbered from here, or not.
    List(Option<u64>),
    Item,
    Code,
}

/// What a stretch of text is. None of them stands within itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Style {
    Emphasis,
    Strong,
    Link(Address),
    Code,
}

/// A writer. What is opened or begun is always closed or ended, in the right order.
pub(super) trait Sink {
    fn open(&mut self, block: &Block);
    fn close(&mut self, block: &Block);
    fn begin(&mut self, style: &Style);
    fn end(&mut self, style: &Style);
    /// Plain text; within [`Block::Code`] with its line breaks.
    fn text(&mut self, text: &str);
    fn line_break(&mut self);
    /// A link that may not live; its words come as text.
    fn dead_link(&mut self, _destination: &str) {}
}

/// Reads `source` and tells `sink` what there is.
pub(super) fn walk(source: &str, sink: &mut impl Sink) {
    let mut walker = Walker {
        source,
        sink,
        blocks: Vec::new(),
        styles: Vec::new(),
        text: String::new(),
        at: 0,
        broken: false,
        fresh: true,
        muted: false,
        dead: None,
        seen: false,
    };
    for (event, range) in Parser::new_ext(source, Options::empty()).into_offset_iter() {
        walker.event(event, range);
    }
    walker.definitions(source.len());
    walker.flush();
    walker.close_implied();
}

struct Walker<'a, S> {
    source: &'a str,
    sink: &'a mut S,
    blocks: Vec<Open>,
    /// Those begun; `None` for one that is not written.
    styles: Vec<Option<Style>>,
    /// Gathered, because the parser cuts text at every mark that means nothing after all.
    text: String,
    /// How far the source has been read.
    at: usize,
    /// A line break is due before the next text.
    broken: bool,
    /// Nothing was written in this block yet.
    fresh: bool,
    /// Within an address in angle brackets, which is written already.
    muted: bool,
    /// Where the dead link leads that is being read.
    dead: Option<String>,
    /// Something visible was written since the last link began.
    seen: bool,
}

enum Open {
    Written(Block),
    /// A paragraph that the source does not have, for text where none may stand.
    Implied,
    /// Too deep: what it holds stands in what holds it.
    Flat,
}

impl<S: Sink> Walker<'_, S> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => return self.start(tag, range),
            Event::End(tag) => return self.finish(tag, range.end),
            Event::Text(text) => self.add(&text),
            Event::Code(code) => {
                self.inline();
                self.sink.begin(&Style::Code);
                self.sink.text(&cleaned(&code));
                self.sink.end(&Style::Code);
                self.seen = true;
            }
            Event::SoftBreak | Event::HardBreak => self.break_line(),
            Event::Rule => {
                let text = self.source[range.clone()].trim();
                self.paragraph(range.start, text);
            }
            Event::Html(text) | Event::InlineHtml(text) => self.lines(&text),
            // With no extension switched on, nothing else comes.
            _ => {}
        }
        self.at = self.at.max(range.end);
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.begin(Style::Emphasis),
            Tag::Strong => self.begin(Style::Strong),
            Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. } => {
                self.link(link_type, &dest_url);
            }
            Tag::BlockQuote(_) => self.open(Block::Quote, range.start),
            Tag::List(first) => self.open(Block::List(first), range.start),
            Tag::Item => self.open(Block::Item, range.start),
            Tag::CodeBlock(kind) => {
                self.open(Block::Code, range.start);
                // The name of a language is one word; more is text that began with three backticks.
                if let CodeBlockKind::Fenced(words) = kind
                    && words.contains(char::is_whitespace)
                {
                    self.add(&words);
                    self.text.push('\n');
                }
            }
            Tag::Heading { .. } => {
                self.open(Block::Paragraph, range.start);
                self.begin(Style::Strong);
            }
            _ => self.open(Block::Paragraph, range.start),
        }
    }

    fn finish(&mut self, tag: TagEnd, end: usize) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => self.end(),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.definitions(end);
                self.close();
            }
            TagEnd::Heading(_) => {
                self.end();
                self.close();
            }
            _ => self.close(),
        }
        self.at = self.at.max(end);
    }

    fn open(&mut self, block: Block, start: usize) {
        self.flush();
        self.close_implied();
        self.definitions(start);
        self.at = self.at.max(start);
        let deep =
            self.blocks.iter().filter(|open| matches!(open, Open::Written(Block::Quote | Block::List(_)))).count();
        let flat = match block {
            Block::Quote | Block::List(_) => deep >= DEEP,
            Block::Item => !matches!(self.blocks.last(), Some(Open::Written(Block::List(_)))),
            Block::Paragraph | Block::Code => false,
        };
        if !flat {
            self.sink.open(&block);
        }
        self.blocks.push(if flat { Open::Flat } else { Open::Written(block) });
        (self.fresh, self.broken) = (true, false);
    }

    fn close(&mut self) {
        self.flush();
        self.close_implied();
        if let Some(Open::Written(block)) = self.blocks.pop() {
            self.sink.close(&block);
        }
        (self.fresh, self.broken) = (true, false);
    }

    fn close_implied(&mut self) {
        if let Some(Open::Implied) = self.blocks.last() {
            self.blocks.pop();
            self.sink.close(&Block::Paragraph);
            (self.fresh, self.broken) = (true, false);
        }
    }

    /// What stands between here and `to` and was no event: the definitions of links, which the parser takes out. They
    /// were typed, so they are shown.
    fn definitions(&mut self, to: usize) {
        let from = self.at.min(to);
        self.at = self.at.max(to);
        let between = &self.source[from..to];
        if !between.contains("]:") {
            return;
        }
        self.flush();
        self.close_implied();
        let in_list = matches!(self.blocks.last(), Some(Open::Written(Block::List(_))));
        if in_list {
            self.open(Block::Item, to);
        }
        let marks = |char: char| char.is_whitespace() || ">-*+".contains(char);
        let lines: Vec<_> = between.lines().map(|line| line.trim_start_matches(marks).trim_end()).collect();
        self.paragraph(to, lines.join("\n").trim());
        if in_list {
            self.close();
        }
    }

    fn paragraph(&mut self, start: usize, text: &str) {
        self.open(Block::Paragraph, start);
        self.lines(text);
        self.close();
    }
}
