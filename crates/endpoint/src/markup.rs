//! A reader's comment as a small Markdown: emphasis, links, quotes, lists and code, and nothing else.
//!
//! Text becomes markup here and nowhere else (on the page, in the preview, in the feed, at the desk), so what a stranger
//! can do to a page is decided in one place. Nothing is filtered out of HTML: the writers behind this can only write the
//! few tags that they know, and every other character is text. Comments are stored as they were typed, and read anew
//! each time. Leaves out limits on length, which are `wire`'s.

mod address;
mod mail;
mod page;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use mail::dead;
use walk::{Block, Sink, Style, walk};

/// The comment as HTML for a page.
///
/// Tags: `p br em strong a blockquote ul ol li code pre`. Attributes: `href` (http, https and mailto), `rel`, `dir` and
/// the `start` of a numbered list. Time and depth are bounded whatever was typed.
pub(crate) fn html(source: &str) -> String {
    page::write(source)
}

/// The comment as plain text for a mail or an excerpt, in which nothing is a link, nor made one by a mail program:
/// `https://example.org/a` is written `example[.]org/a`.
pub(crate) fn plain(source: &str) -> String {
    mail::write(source)
}

/// The hosts that the comment's links lead to, one for every link; of what may not be linked to, its scheme and a colon.
pub(crate) fn links(source: &str) -> Vec<String> {
    let mut hosts = Hosts(Vec::new());
    walk(source, &mut hosts);
    hosts.0
}

/// Hears of links alone.
struct Hosts(Vec<String>);

impl Sink for Hosts {
    fn begin(&mut self, style: &Style) {
        if let Style::Link(address) = style {
            self.0.push(address.host().to_lowercase());
        }
    }

    fn dead_link(&mut self, destination: &str) {
        let scheme = destination.split_once(':').map_or("", |(scheme, _)| scheme);
        let letters = scheme.chars().filter(char::is_ascii_alphanumeric).take(20);
        self.0.push(letters.map(|letter| letter.to_ascii_lowercase()).chain([':']).collect());
    }

    fn open(&mut self, _: &Block) {}
    fn close(&mut self, _: &Block) {}
    fn end(&mut self, _: &Style) {}
    fn text(&mut self, _: &str) {}
    fn line_break(&mut self) {}
}
