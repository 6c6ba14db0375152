//! Problems as an editor reads them: file, line and column, the line itself, what was expected, how to mend it.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};
use article::Problem;
use std::path::PathBuf;
use std::sync::Arc;

/// One thing wrong in one file.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The file, as the editor named its folder.
    pub path: PathBuf,
    /// The file's text, for the line to show.
    pub source: Arc<str>,
    /// What is wrong.
    pub problem: Problem,
}

impl Finding {
    /// The file's line and column, both counted from 1, the column in characters.
    pub fn position(&self) -> (usize, usize) {
        let before = &self.source[..self.start()];
        let line_at = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_at..].chars().count() + 1)
    }

    /// The finding as text of several lines; with colours where `colours` says so.
    pub fn print(&self, colours: bool) -> String {
        let path = self.path.display().to_string();
        let snippet = Snippet::source(&*self.source)
            .path(path.as_str())
            .annotation(AnnotationKind::Primary.span(self.start()..self.end()).label(self.problem.expected_label()));
        let mut group = Group::with_title(Level::ERROR.primary_title(self.problem.found.as_str())).element(snippet);
        if !self.problem.mend.is_empty() {
            group = group.element(Level::HELP.message(self.problem.mend.as_str()));
        }
        let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
        renderer.decor_style(DecorStyle::Ascii).render(&[group])
    }

    /// Kept on a character of the text, whatever a problem claims.
    fn start(&self) -> usize {
        floor(&self.source, self.problem.at.start)
    }

    /// Never past the first line: one line is enough to find the place.
    fn end(&self) -> usize {
        let (start, end) = (self.start(), floor(&self.source, self.problem.at.end));
        let line_end = self.source[start..].find('\n').map_or(self.source.len(), |at| start + at);
        end.clamp(start, line_end)
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

trait Expected {
    fn expected_label(&self) -> String;
}

impl Expected for Problem {
    fn expected_label(&self) -> String {
        if self.expected.is_empty() { String::new() } else { format!("expected {}", self.expected) }
    }
}
