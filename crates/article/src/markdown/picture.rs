//! Pictures: each says what it shows and whose work it is.

use super::Reader;
use super::events::{self, Events};
use crate::html::escape;
use crate::{Picture, Problem};
use pulldown_cmark::Event;
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
}
