//! What stands within a block: text, line breaks, emphasis, code and links.
//!
//! Here it is decided which links live, and that none stands within another.

use pulldown_cmark::LinkType;

use super::{Block, Open, Sink, Style, Walker};
use crate::markup::address::{Address, Stretch, is_unseen, stretches};

impl<S: Sink> Walker<'_, S> {
    /// Makes ready for text or a style: somewhere that holds it, and the line break that is due.
    pub(super) fn inline(&mut self) {
        self.flush();
        self.settle();
    }

    fn settle(&mut self) {
        if !matches!(
            self.blocks.last(),
            Some(Open::Implied | Open::Written(Block::Paragraph | Block::Item | Block::Code))
        ) {
            self.blocks.push(Open::Implied);
            self.sink.open(&Block::Paragraph);
        }
        if std::mem::take(&mut self.broken) {
            self.sink.line_break();
        }
        self.fresh = false;
    }

    pub(super) fn add(&mut self, text: &str) {
        if !self.muted {
            self.text.push_str(&cleaned(text));
        }
    }

    /// Text that may hold line breaks, each of which is shown.
    pub(super) fn lines(&mut self, text: &str) {
        for (at, line) in text.trim_end_matches('\n').split('\n').enumerate() {
            if at > 0 {
                self.break_line();
            }
            self.add(line);
        }
        if text.ends_with('\n') {
            self.break_line();
        }
    }

    pub(super) fn break_line(&mut self) {
        self.flush();
        self.broken = !self.fresh;
    }

    pub(super) fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        self.settle();
        self.seen |= text.chars().any(|char| !char.is_whitespace() && !is_unseen(char));
        if self.linked() || matches!(self.blocks.last(), Some(Open::Written(Block::Code))) {
            return self.sink.text(&text);
        }
        for stretch in stretches(&text) {
            match stretch {
                Stretch::Text(text) => self.sink.text(text),
                Stretch::Link(address) => self.write_link(address),
            }
        }
    }

    fn write_link(&mut self, address: Address) {
        let shown = address.shown();
        let style = Style::Link(address);
        self.sink.begin(&style);
        self.sink.text(&shown);
        self.sink.end(&style);
    }

    fn linked(&self) -> bool {
        self.styles.iter().flatten().any(|style| matches!(style, Style::Link(_)))
    }

    pub(super) fn begin(&mut self, style: Style) {
        self.inline();
        let again = self.styles.iter().flatten().any(|open| *open == style);
        if !again {
            self.sink.begin(&style);
        }
        self.styles.push((!again).then_some(style));
    }

    pub(super) fn end(&mut self) {
        self.flush();
        if let Some(Some(style)) = self.styles.pop() {
            self.sink.end(&style);
        }
    }

    pub(super) fn link(&mut self, kind: LinkType, destination: &str) {
        self.inline();
        let address = match kind {
            LinkType::Email => Address::read(&format!("mailto:{destination}")),
            _ => Address::read(destination),
        };
        if self.linked() {
            return self.styles.push(None);
        }
        self.seen = false;
        let Some(address) = address else {
            self.sink.dead_link(destination);
            // What was only perhaps meant as a reference, such as `[1]`, keeps its brackets.
            let inline = matches!(kind, LinkType::Inline | LinkType::Autolink | LinkType::Email);
            self.add(if inline { "" } else { "[" });
            self.dead = Some(if inline { cleaned(destination) } else { String::new() });
            return self.styles.push(None);
        };
        if matches!(kind, LinkType::Autolink | LinkType::Email) {
            self.write_link(address);
            self.muted = true;
            return self.styles.push(None);
        }
        let style = Style::Link(address);
        self.sink.begin(&style);
        self.styles.push(Some(style));
    }

    /// A link without words shows where it leads.
    pub(super) fn end_link(&mut self) {
        self.muted = false;
        let dead = self.dead.take();
        if dead.as_ref().is_some_and(String::is_empty) {
            self.add("]");
        }
        self.flush();
        match self.styles.pop().flatten() {
            Some(style) => {
                if let (Style::Link(address), false) = (&style, self.seen) {
                    self.sink.text(&address.shown());
                }
                self.sink.end(&style);
            }
            None => self.add(dead.filter(|_| !self.seen).as_deref().unwrap_or_default()),
        }
    }
}

/// Without control characters, and without those that turn all that follows around: they have no use in prose, and in
/// code and addresses they hide what is there.
pub(super) fn cleaned(text: &str) -> String {
    text.chars()
        .filter(|char| matches!(char, '\n' | '\t') || !(char.is_control() || matches!(char, '\u{202d}' | '\u{202e}')))
        .collect()
}
