//! Fences marked `@`: they become blocks of the article, as they were written.

use super::events::{self, Events};
use super::{Reader, Within};
use crate::{Anchor, Block, Fence, Problem};
use pulldown_cmark::Event;
use std::ops::Range;

impl<'a> Reader<'a, '_> {
    pub(super) fn fence(&mut self, info: &str, at: Range<usize>, rest: &mut Events<'a>) {
        let body = events::inside(rest).into_iter().map(|(event, _)| match event {
            Event::Text(text) => text.into_string(),
            _ => String::new(),
        });
        let body = body.collect();
        let line_at = at.start..at.start + self.source[at.start..].find('\n').unwrap_or(at.len());
        let mut words = info.trim().trim_start_matches('@').split_whitespace();
        let kind = words.next().unwrap_or_default().to_owned();
        let count = self.fences.entry(kind.clone()).or_default();
        *count += 1;
        let numbered = if *count == 1 { kind.clone() } else { format!("{kind}-{count}") };
        if self.depth > 0 {
            let place = if self.within == Within::Note { "a note" } else { "a list or a quotation" };
            self.problems.push(
                Problem::new(line_at, format!("a block inside {place}")).expected("the fence at the start of a line"),
            );
            return;
        }
        let anchor = match words.next().map(|name| (name, Anchor::parse(name))) {
            None => Anchor::of(&numbered),
            Some((name, Some(anchor))) if anchor.names_entries() => {
                self.problems.push(
                    Problem::new(line_at.clone(), format!("the name `{name}` is kept for a part of the page itself"))
                        .expected("any other name")
                        .mend(format!("for example `the-{name}`")),
                );
                anchor
            }
            Some((_, Some(anchor))) => anchor,
            Some((name, None)) => {
                self.problems.push(
                    Problem::new(line_at.clone(), format!("`{name}` is not a name for a block"))
                        .expected("letters, digits, hyphens and underscores, and no two hyphens in a row"),
                );
                Anchor::of(&numbered)
            }
        };
        self.close_prose();
        let fence = Fence { kind, anchor: self.anchor(anchor, &line_at), body, line: self.line(at.start) };
        self.section().blocks.push(Block::Interactive(fence));
    }
}
