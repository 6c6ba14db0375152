//! Pictures: each says what it shows and whose work it is. A paragraph of several, and nothing else, is one figure.

use super::Reader;
use super::events::{self, Events, Placed};
use crate::html::escape;
use crate::{Picture, Problem};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

impl<'a> Reader<'a, '_> {
    pub(super) fn picture(&mut self, file: &str, credit: &str, at: Range<usize>, rest: &mut Events<'a>) {
        let alt = events::plain(&events::inside(rest));
        let Picture { address, width, height } = self.pictures.find(file, at.clone(), self.problems);
        if alt.trim().is_empty() {
            self.problems.push(
                Problem::new(at.clone(), format!("the picture `{file}` has no description"))
                    .expected("`![What the picture shows](file \"Whose work it is\")`")
                    .mend("say between the square brackets what it shows"),
            );
        }
        if credit.trim().is_empty() {
            self.problems.push(
                Problem::new(at, format!("the picture `{file}` has no credit"))
                    .expected("`![What the picture shows](file \"Whose work it is, and its licence\")`")
                    .mend("say in quotes behind the file whose work it is"),
            );
        }
        self.prose.push(Event::InlineHtml(
            format!(
                "<span class=\"picture\"><img src=\"{}\" alt=\"{}\" width=\"{width}\" height=\"{height}\" \
                 loading=\"lazy\" decoding=\"async\"><small class=\"credit\">{}</small></span>",
                escape(&address),
                escape(&alt),
                escape(credit)
            )
            .into(),
        ));
    }

    /// Sets the pictures of a series side by side; an emphasised run behind the last is what there is to say about them.
    pub(super) fn series(&mut self, inside: Vec<Placed<'a>>) {
        self.prose.push(Event::Html("<figure class=\"pictures\">".into()));
        let mut rest = inside.into_iter();
        while let Some((event, at)) = rest.next() {
            match event {
                Event::Start(Tag::Emphasis) => {
                    let caption = events::inside(&mut rest);
                    self.prose.push(Event::Html("<figcaption>".into()));
                    self.take_all(caption);
                    self.prose.push(Event::Html("</figcaption>".into()));
                }
                Event::Start(_) => self.take(event, at, &mut rest),
                _ => {}
            }
        }
        self.prose.push(Event::Html("</figure>\n".into()));
    }
}

/// Whether a paragraph holds two or more pictures, perhaps an emphasised caption behind them, and nothing else.
pub(super) fn is_series(inside: &[Placed<'_>]) -> bool {
    let (mut pictures, mut captions, mut depth) = (0, 0, 0_usize);
    for (event, _) in inside {
        match event {
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Start(tag) => {
                match tag {
                    _ if depth > 0 => {}
                    Tag::Image { .. } if captions == 0 => pictures += 1,
                    Tag::Emphasis => captions += 1,
                    _ => return false,
                }
                depth += 1;
            }
            Event::SoftBreak | Event::HardBreak => {}
            Event::Text(text) if text.trim().is_empty() => {}
            _ if depth > 0 => {}
            _ => return false,
        }
    }
    pictures >= 2 && captions <= 1
}
