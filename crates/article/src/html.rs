//! Prose as HTML that is safe to put on a page, because only the reader of Markdown can make it.

/// HTML made from an article's Markdown. Raw HTML in the source never reaches it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Html(String);

/// What notes have besides their words: where each begins and ends.
const APPARATUS: [(&str, &str); 3] =
    [("<sup class=\"ref\">", "</sup>"), ("<span class=\"number\"", "</span>"), ("<a class=\"back\"", "</a>")];

/// The elements of mentions: they end no word, so that a comma behind one is not a word of its own.
const INLINE: [&str; 2] = ["span", "button"];

impl Html {
    /// Only this crate may say that a string is safe.
    pub(crate) fn new(html: String) -> Self {
        Self(html)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words without the markup, for counting and comparing; entities of the five special characters undone. The
    /// numbers of notes and the links back from them are not words.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some(at) = rest.find('<') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            let skipped = APPARATUS.iter().find(|(begin, _)| rest.starts_with(begin));
            let end = skipped.map_or(">", |(_, end)| end);
            let name = rest.trim_start_matches(['<', '/']);
            if skipped.is_none() && !INLINE.iter().any(|inline| name.starts_with(inline)) {
                text.push(' ');
            }
            rest = rest.find(end).map_or("", |at| &rest[at + end.len()..]);
        }
        text.push_str(rest);
        for (entity, c) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.replace(entity, c);
        }
        text
    }
}

/// Text as it may stand between tags and in a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}
