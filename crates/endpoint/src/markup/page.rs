//! Writes a comment as HTML. It knows the tags below and no others, so nothing else can come out.

use super::{
    address::{Stretch, stretches},
    walk::{Block, Sink, Style, walk},
};

pub(super) fn write(source: &str) -> String {
    let mut page = Page { html: String::with_capacity(source.len() + source.len() / 4 + 32), link: None };
    walk(source, &mut page);
    page.html
}

struct Page {
    html: String,
    /// The words of the link that is being written.
    link: Option<String>,
}

impl Sink for Page {
    fn open(&mut self, block: &Block) {
        // What a reader writes is in any language; the browser finds out which way each block runs.
        self.html.push_str(match block {
            Block::Paragraph => "<p dir=\"auto\">",
            Block::Quote => "<blockquote dir=\"auto\">",
            Block::List(None) => "<ul>",
            Block::List(Some(1)) => "<ol>",
            Block::List(Some(first)) => return self.html.push_str(&format!("<ol start=\"{first}\">")),
            Block::Item => "<li dir=\"auto\">",
            Block::Code => "<pre dir=\"auto\"><code>",
        });
    }

    fn close(&mut self, block: &Block) {
        self.html.push_str(match block {
            Block::Paragraph => "</p>",
            Block::Quote => "</blockquote>",
            Block::List(None) => "</ul>",
            Block::List(Some(_)) => "</ol>",
            Block::Item => "</li>",
            Block::Code => "</code></pre>",
        });
    }

    fn begin(&mut self, style: &Style) {
        match style {
            Style::Emphasis => self.html.push_str("<em>"),
            Style::Strong => self.html.push_str("<strong>"),
            Style::Code => self.html.push_str("<code>"),
            Style::Link(address) => {
                self.html.push_str("<a href=\"");
                escape(address.href(), &mut self.html);
                self.html.push_str("\" rel=\"nofollow ugc noopener\">");
                self.link = Some(String::new());
            }
        }
    }

    fn end(&mut self, style: &Style) {
        match style {
            Style::Emphasis => self.html.push_str("</em>"),
            Style::Strong => self.html.push_str("</strong>"),
            Style::Code => self.html.push_str("</code>"),
            Style::Link(address) => {
                self.html.push_str("</a>");
                if self.link.take().is_some_and(|words| name_another(&words, address.host())) {
                    self.html.push_str(" (");
                    escape(address.host(), &mut self.html);
                    self.html.push(')');
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(words) = &mut self.link {
            words.push_str(text);
        }
        escape(text, &mut self.html);
    }

    fn line_break(&mut self) {
        self.html.push_str("<br>");
    }
}

/// Whether the words of a link are an address of another host than it leads to; then that host is shown, too.
fn name_another(words: &str, host: &str) -> bool {
    let words = words.trim();
    let candidate = if words.contains("://") { words.to_owned() } else { format!("https://{words}") };
    let site = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_lowercase();
    stretches(&candidate).iter().any(|stretch| match stretch {
        Stretch::Link(named) => site(named.host()) != site(host),
        Stretch::Text(_) => false,
    })
}

fn escape(text: &str, into: &mut String) {
    for char in text.chars() {
        match char {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            char => into.push(char),
        }
    }
}
