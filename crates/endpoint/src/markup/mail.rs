//! Writes a comment as plain text that is dead: mail programs make links of whatever looks like one, so nothing does.
//!
//! A moderator's or reader's mail is a good place to phish from, and a link that is followed tells who reads. Dots and
//! signs that make an address are put in brackets; a person reads `example[.]org` as easily.

use super::walk::{Block, Sink, Style, walk};

pub(super) fn write(source: &str) -> String {
    let mut mail = Mail::default();
    walk(source, &mut mail);
    dead(&mail.text)
}

#[derive(Default)]
struct Mail {
    text: String,
    /// What each line begins with: the marks of quotes and the indents of items.
    margins: Vec<&'static str>,
    /// The numbers of the lists that are open.
    lists: Vec<Option<u64>>,
    /// The words of the link that is being written.
    link: Option<String>,
    /// How many line ends are due before the next text.
    ends: usize,
    /// An item or quote was begun, and nothing written in it yet.
    marked: bool,
}

impl Mail {
    fn write(&mut self, text: &str) {
        if self.text.is_empty() {
            self.ends = 0;
            self.margin();
        }
        for _ in 0..std::mem::take(&mut self.ends) {
            self.text.truncate(self.text.trim_end_matches(' ').len());
            self.text.push('\n');
            self.margin();
        }
        self.text.push_str(text);
        self.marked = false;
    }

    fn margin(&mut self) {
        for margin in &self.margins {
            self.text.push_str(margin);
        }
    }

    fn at_least(&mut self, ends: usize) {
        self.ends = self.ends.max(ends);
    }
}

impl Sink for Mail {
    fn open(&mut self, block: &Block) {
        match block {
            Block::Paragraph | Block::Code => self.at_least(if self.marked { 0 } else { 2 }),
            Block::Quote => {
                self.at_least(2);
                // The blank line before a quote is not the quote's.
                while self.ends > 1 && !self.text.is_empty() {
                    let rest = self.ends - 1;
                    self.ends = 1;
                    self.write("");
                    self.ends = rest;
                }
                self.margins.push("> ");
                self.marked = true;
            }
            Block::List(first) => {
                self.at_least(if self.lists.is_empty() { 2 } else { 1 });
                self.lists.push(*first);
            }
            Block::Item => {
                self.at_least(1);
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.write(&mark);
                self.marked = true;
                self.margins.push("  ");
            }
        }
    }

    fn close(&mut self, block: &Block) {
        match block {
            Block::Quote | Block::Item => drop(self.margins.pop()),
            Block::List(_) => drop(self.lists.pop()),
            Block::Paragraph | Block::Code => {}
        }
        self.at_least(match block {
            Block::Item => 1,
            Block::List(_) if !self.lists.is_empty() => 1,
            _ => 2,
        });
    }

    fn begin(&mut self, style: &Style) {
        if let Style::Link(_) = style {
            self.link = Some(String::new());
        }
    }

    fn end(&mut self, style: &Style) {
        let Style::Link(address) = style else { return };
        let words = self.link.take().unwrap_or_default();
        let leads = address.bare();
        if words.trim() == address.shown() || words.trim() == address.bare() {
            self.write(leads);
        } else {
            self.write(&format!("{words} ({leads})"));
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(words) = &mut self.link {
            return words.push_str(text);
        }
        for (at, line) in text.trim_end_matches('\n').split('\n').enumerate() {
            if at > 0 {
                self.ends += 1;
            }
            if !line.is_empty() {
                self.write(line);
            }
        }
        if text.ends_with('\n') {
            self.ends += 1;
        }
    }

    fn line_break(&mut self) {
        match &mut self.link {
            Some(words) => words.push(' '),
            None => self.ends += 1,
        }
    }
}

/// The text with whatever a mail program would make a link of in brackets, and without `http://` before it. Sees the
/// whole text at once, since a mark of emphasis may stand in the middle of an address.
pub(crate) fn dead(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    let letter = |at: Option<&char>| at.is_some_and(|char| char.is_alphanumeric());
    for (at, char) in chars.iter().enumerate() {
        let (before, after) = (at.checked_sub(1).and_then(|at| chars.get(at)), chars.get(at + 1));
        match char {
            // Numbers and `e.g.` stay as they are: a domain ends in two letters at least.
            '.' if letter(before)
                && chars[at + 1..]
                    .iter()
                    .take_while(|char| char.is_alphanumeric() || **char == '-')
                    .filter(|char| !char.is_ascii_digit())
                    .nth(1)
                    .is_some() =>
            {
                out.push_str("[.]");
            }
            // These stand for a dot in addresses.
            '。' | '．' | '｡' if letter(before) && letter(after) => out.push_str("[.]"),
            '@' | '＠' if letter(before) && letter(after) => out.push_str("[at]"),
            ':' if chars[at + 1..].starts_with(&['/', '/']) => out.push_str("[:]"),
            // A Windows share, which some programs ask for at once.
            '\\' if before == Some(&'\\') => out.push_str(" \\"),
            char => out.push(*char),
        }
    }
    without_scheme(&out)
}

/// `http` and `https` say nothing to a person; other schemes stay, dead as they are.
fn without_scheme(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split("[:]//").peekable();
    while let Some(part) = parts.next() {
        let cut = |scheme: &str| {
            let at = part.len().checked_sub(scheme.len())?;
            part.get(at..)?.eq_ignore_ascii_case(scheme).then_some(&part[..at])
        };
        let web = cut("https").or_else(|| cut("http")).filter(|_| parts.peek().is_some());
        out.push_str(web.unwrap_or(part));
        // What stood before and after must not make something new together.
        if web.is_some() && out.ends_with(|char: char| !char.is_whitespace() && char != '(') {
            out.push(' ');
        }
        if web.is_none() && parts.peek().is_some() {
            out.push_str("[:]//");
        }
    }
    out
}
