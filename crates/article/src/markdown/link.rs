//! Links: an address is taken by allow-list, and where it leads is noted for whoever can tell whether it is there.

use super::Reader;
use super::events::{self, Events};
use crate::{Problem, Reference, Slug, Target};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

impl<'a> Reader<'a, '_> {
    /// Reads a link, or a mention, which is written like one.
    pub(super) fn link(
        &mut self,
        (kind, written, title): (LinkType, CowStr<'a>, CowStr<'a>),
        at: Range<usize>,
        rest: &mut Events<'a>,
    ) {
        let inside = events::inside(rest);
        if self.in_link {
            self.problems.push(
                Problem::new(at, format!("a link to `{written}` inside a link or a mention"))
                    .expected("a text that leads to one place")
                    .mend("set the two side by side"),
            );
            self.take_all(inside);
            return;
        }
        self.in_link = true;
        match written.strip_prefix('@') {
            Some(name) => self.mention(name, inside, at),
            None => {
                let dest_url = self.address(kind, written, at);
                self.prose.push(Event::Start(Tag::Link { link_type: kind, dest_url, title, id: "".into() }));
                self.take_all(inside);
                self.prose.push(Event::End(TagEnd::Link));
            }
        }
        self.in_link = false;
    }

    /// Complains about links that Markdown could not read and so takes for words.
    pub(super) fn unread_links(&mut self, at: &Range<usize>) {
        let source = self.source;
        for (middle, between) in source[at.clone()].match_indices("](") {
            let middle = at.start + middle;
            let opening = self.opening(middle);
            if self.is_escaped(middle) || opening == Opening::Escaped {
                continue;
            }
            let start = match opening {
                Opening::At(start) if start >= at.start => start,
                _ => middle,
            };
            let end = source[middle..at.end].find(')').map_or(middle + between.len(), |end| middle + end + 1);
            self.problems.push(
                Problem::new(start..end, format!("`{}` is not a link that Markdown can read", &source[start..end]))
                    .expected("`[text](address)` or `[text](@name)`, with no other link and no note inside")
                    .mend("what has spaces stands in angle brackets: `[the lake](<@Black Lake>)`"),
            );
        }
    }

    /// Looks for the bracket that the one at `middle` closes, back to the start of the paragraph. Pairs between the two
    /// are passed over, and so is what is escaped as long as an open one stands before it.
    fn opening(&self, middle: usize) -> Opening {
        let begin = self.source[..middle].rfind("\n\n").unwrap_or_default();
        let (mut opening, mut closed) = (Opening::Nowhere, 0_usize);
        for (place, bracket) in self.source[begin..middle].rmatch_indices(['[', ']']) {
            let place = begin + place;
            match (bracket, self.is_escaped(place)) {
                ("[", true) => opening = Opening::Escaped,
                ("[", false) if closed == 0 => return Opening::At(place),
                ("[", false) => closed -= 1,
                (_, false) => closed += 1,
                _ => {}
            }
        }
        opening
    }

    /// Notes where a link leads and gives the address it has on the site.
    fn address(&mut self, kind: LinkType, written: CowStr<'a>, at: Range<usize>) -> CowStr<'a> {
        if kind == LinkType::Email {
            return written;
        }
        let (path, anchor) = match written.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor.to_owned())),
            None => (&*written, None),
        };
        let name = path.strip_suffix(".md").or_else(|| path.strip_prefix('/').map(|path| path.trim_end_matches('/')));
        let target = match name {
            _ if is_outside(&written) => Target::Outside(written.to_string()),
            Some(name) if !name.contains('/') => {
                Target::Article(Some(Slug::new(name.trim_start_matches("./"))), anchor)
            }
            None if path.is_empty() && anchor.is_some() => Target::Article(None, anchor),
            _ => {
                self.problems.push(
                    Problem::new(at, format!("`{written}` is not a place that a link can lead to")).expected(
                        "`other-article.md`, `other-article.md#anchor`, `#anchor`, `https://…` or `mailto:…`",
                    ),
                );
                return "#top".into();
            }
        };
        let address = match &target {
            Target::Article(Some(slug), anchor) => {
                let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                format!("{}{fragment}", slug.path()).into()
            }
            _ => written,
        };
        self.text.references.push(Reference { target, at });
        address
    }
}

/// Where the text of a link begins.
#[derive(PartialEq)]
enum Opening {
    At(usize),
    /// At a bracket that the author wants to be read as one.
    Escaped,
    Nowhere,
}

fn is_outside(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}
