//! Mentions: `[Armenia’s army](@armenia)`, or `[Armenia](@)` where the text itself is the name.
//!
//! A name of the cast is marked, so that a page can bring together what is said about it. Any other is a term of the
//! glossary: whether that has it only the whole edition can tell.

use super::events::{self, Placed};
use super::{Reader, Within};
use crate::html::escape;
use crate::{Problem, Reference, Target, cast};
use pulldown_cmark::Event;
use std::ops::Range;

impl<'a> Reader<'a, '_> {
    /// Sets the words of a mention. `name` is what stands behind the `@`.
    pub(super) fn mention(&mut self, name: &str, inside: Vec<Placed<'a>>, at: Range<usize>) {
        let words = events::plain(&inside);
        let name = if name.trim().is_empty() { words.as_str() } else { name.trim() };
        let tags = self.tags(name, words.is_empty(), at).filter(|_| self.within != Within::Heading);
        let (begin, end) = tags.unwrap_or_default();
        self.prose.push(Event::InlineHtml(begin.into()));
        self.take_all(inside);
        self.prose.push(Event::InlineHtml(end.into()));
    }

    /// What stands around the words; nothing where the mention is a problem.
    fn tags(&mut self, name: &str, is_empty: bool, at: Range<usize>) -> Option<(String, &'static str)> {
        let Some(id) = cast::id(name).filter(|_| !is_empty) else {
            self.problems.push(
                Problem::new(at, "a mention without words")
                    .expected("`[Armenia’s army](@Armenia)`, or `[Armenia](@)` where the text is the name"),
            );
            return None;
        };
        if let Some(member) = self.cast.find(name) {
            return Some((format!("<span data-name=\"{}\">", escape(&member.id)), "</span>"));
        }
        let button = format!("<button type=\"button\" class=\"term\" popovertarget=\"term--{}\">", escape(&id));
        self.text.references.push(Reference { target: Target::Term(id), at });
        Some((button, "</button>"))
    }
}
