//! Headings and the anchors that every place of the text has.

use super::events::{self, Events, Placed};
use super::{Reader, Within};
use crate::html::escape;
use crate::{Anchor, Heading, Problem};
use pulldown_cmark::{Event, HeadingLevel};
use std::ops::Range;

impl<'a> Reader<'a, '_> {
    pub(super) fn heading(&mut self, level: HeadingLevel, id: Option<&str>, at: Range<usize>, rest: &mut Events<'a>) {
        let inside = events::inside(rest);
        if self.within == Within::Note {
            self.problems.push(
                Problem::new(at, "a heading inside a note").expected("paragraphs, and perhaps a list or a quotation"),
            );
            return;
        }
        let title = events::plain(&inside);
        let anchor = match id.map(|id| (id, Anchor::parse(id))) {
            None => Anchor::of(&title),
            Some((_, Some(anchor))) => anchor,
            Some((id, None)) => {
                self.problems.push(
                    Problem::new(at.clone(), format!("`{id}` is not an anchor"))
                        .expected("letters, digits, hyphens and underscores, and no two hyphens in a row")
                        .mend(format!("for example `{{#{}}}`", Anchor::of(id))),
                );
                Anchor::of(id)
            }
        };
        if title.is_empty() {
            self.problems
                .push(Problem::new(at, "a heading without words").expected("`## ` and the title of the section"));
            return;
        }
        if level == HeadingLevel::H1 {
            self.problems.push(
                Problem::new(at.clone(), "a heading with one `#`")
                    .expected("`##` for a section: the article's title stands in the front matter"),
            );
        }
        let anchor = self.anchor(anchor, &at);
        if level <= HeadingLevel::H2 && self.depth == 0 {
            self.close_prose();
            // The title is plain text; what it points to counts all the same.
            self.words(inside);
            self.prose.clear();
            self.text.sections.push(super::section(anchor, title));
            return;
        }
        let level = level as usize;
        let (id, name) = (escape(anchor.as_str()), escape(&title));
        self.prose.push(Event::Html(format!("<div class=\"heading\"><h{level} id=\"{id}\" tabindex=\"-1\">").into()));
        self.words(inside);
        self.prose.push(Event::Html(
            format!("</h{level}><a class=\"link\" href=\"#{id}\" aria-label=\"Link to “{name}”\"></a></div>\n").into(),
        ));
        self.section().headings.push(Heading { anchor, title });
    }

    fn words(&mut self, inside: Vec<Placed<'a>>) {
        self.within = Within::Heading;
        self.take_all(inside);
        self.within = Within::Text;
    }

    /// Takes an anchor for a place of the text.
    pub(super) fn anchor(&mut self, anchor: Anchor, at: &Range<usize>) -> Anchor {
        let line = self.line(at.start);
        if let Some(first) = self.seen.insert(anchor.to_string(), line) {
            self.problems.push(
                Problem::new(at.clone(), format!("the anchor `{anchor}` stands here and in line {first}"))
                    .expected("every anchor once in an article")
                    .mend(format!("give one of the two its own, such as `{{#{anchor}-2}}`")),
            );
        } else if anchor.is_taken() {
            self.problems.push(
                Problem::new(at.clone(), format!("the anchor `{anchor}` is kept for a part of the page itself"))
                    .expected("any other anchor")
                    .mend(format!("for example `{{#the-{anchor}}}`")),
            );
        }
        anchor
    }
}
