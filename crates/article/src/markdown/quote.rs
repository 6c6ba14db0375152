//! Quotations and asides.
//!
//! A quotation whose last paragraph begins with a dash says there whose words they are:
//! ```text
//! > The stone that holds an arch is the one that was set last.
//! >
//! > — A mason, *On Arches*
//! ```
//! A quotation that begins with a line such as `> [!NOTE]` is an aside.

use super::Reader;
use super::events::Placed;
use crate::{Problem, suggestion};
use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};
use std::ops::Range;

/// A quotation that is open.
pub(super) struct Quote {
    /// Where it begins in the prose.
    begin: usize,
    is_aside: bool,
    /// Where its last paragraph so far begins in the prose, and its bytes.
    last: Option<(usize, Range<usize>)>,
}

const ASIDES: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

impl<'a> Reader<'a, '_> {
    /// Opens a quotation or an aside.
    pub(super) fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let begin = self.prose.len();
        self.open(match kind {
            None => Event::Start(Tag::BlockQuote(None)),
            Some(kind) => {
                let label = label(kind);
                let kicker = format!("<p class=\"kicker\">{label}</p>");
                let aside = format!("<div class=\"aside\" role=\"note\" aria-label=\"{label}\">{kicker}\n");
                Event::Html(aside.into())
            }
        });
        self.quotes.push(Quote { begin, is_aside: kind.is_some(), last: None });
    }

    /// Hears of every paragraph before it is set, to know the first and the last of a quotation.
    pub(super) fn paragraph_of_quote(&mut self, inside: &[Placed<'_>], at: &Range<usize>) {
        let place = self.prose.len();
        let Some(quote) = self.quotes.last_mut() else { return };
        quote.last = Some((place, at.clone()));
        if !quote.is_aside && place == quote.begin + 1 && matches!(inside.first(), Some((Event::Text(_), _))) {
            self.unknown_aside(at);
        }
    }

    /// A first line such as `[!NOTES]`, which Markdown takes for words.
    fn unknown_aside(&mut self, at: &Range<usize>) {
        let line = self.source[at.clone()].lines().next().unwrap_or_default();
        let Some((word, _)) = line.strip_prefix("[!").and_then(|line| line.split_once(']')) else { return };
        if word.is_empty() || !word.chars().all(char::is_alphanumeric) {
            return;
        }
        let at = at.start..at.start + word.len() + "[!]".len();
        let upper = word.to_uppercase();
        let (found, mend) = if ASIDES.contains(&upper.as_str()) {
            (format!("`[!{word}]` with words behind it"), "begin the words on the next line, after `>`".to_owned())
        } else {
            (format!("`[!{word}]` is not an aside that Recto knows"), suggestion(&upper, ASIDES.into_iter()))
        };
        self.problems.push(
            Problem::new(at, found)
                .expected("a line of its own such as `> [!NOTE]`, then lines that begin with `>`")
                .mend(mend),
        );
    }

    /// Closes the innermost quotation or aside.
    pub(super) fn close_quote(&mut self, at: Range<usize>) {
        let quote = self.quotes.pop().expect("Markdown closes only what it opened");
        if quote.is_aside {
            if self.prose.len() == quote.begin + 1 {
                self.problems.push(
                    Problem::new(at, "an aside without words").expected("lines that begin with `>` below `> [!NOTE]`"),
                );
            }
            self.close(Event::Html("</div>\n".into()));
            return;
        }
        self.close(Event::End(TagEnd::BlockQuote(None)));
        if let Some((last, at)) = quote.last.filter(|(last, _)| *last > quote.begin + 1) {
            self.attribute(quote.begin, last, at);
        }
    }

    /// Turns the quotation at `begin` into a figure with a caption, if its paragraph at `last` is the end and has a dash.
    fn attribute(&mut self, begin: usize, last: usize, at: Range<usize>) {
        let end = self.prose.len() - 1;
        // The end of a list or of a quotation inside would stand here instead.
        let is_end = matches!(self.prose.get(end - 1), Some(Event::End(TagEnd::Paragraph)));
        let Some(Event::Text(text)) = self.prose.get(last + 1).filter(|_| is_end) else { return };
        let Some(words) = text.strip_prefix('—').or_else(|| text.strip_prefix("– ")).map(str::trim_start) else {
            return;
        };
        if words.is_empty() && last + 3 == end {
            self.problems.push(
                Problem::new(at, "a quotation without the name of whose words they are")
                    .expected("`> — Name, source` as its last paragraph"),
            );
        }
        self.prose[last + 1] = Event::Text(words.to_owned().into());
        self.prose[begin] = Event::Html("<figure class=\"quote\"><blockquote>\n".into());
        self.prose[last] = Event::Html("</blockquote><figcaption>".into());
        self.prose[end - 1] = Event::Html("</figcaption>".into());
        self.prose[end] = Event::Html("</figure>\n".into());
    }
}

fn label(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}
