//! Strangers' words as one line, for headers and headings, and as a piece of a text.
//!
//! A line break in a name would begin another header. Leaves out links, which `markup` makes dead.

/// Characters that are not seen but could turn the reading direction or hide where a word ends.
fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One line for a header or a heading, of at most `most` characters: without line breaks and other controls, and without
/// what a mail program would decode as an encoded word (RFC 2047).
pub(crate) fn one_line(text: &str, most: usize) -> String {
    let blank = |char: char| if char.is_whitespace() || char.is_control() { ' ' } else { char };
    let spaced: String = text.chars().map(blank).filter(|char| !is_hidden(*char)).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ").replace("=?", "= ?");
    shortened(&line, most)
}

/// The text, cut at the end of a word when it is longer than `most` characters.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    let end = cut.rfind(char::is_whitespace).filter(|end| *end > cut.len() / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_no_break_and_no_encoded_word() {
        assert_eq!(one_line("Ani\r\nBcc: all@example.org\u{0}\u{7f}", 80), "Ani Bcc: all@example.org");
        assert_eq!(one_line("=?utf-8?q?=0d=0aBcc:_x?=", 80), "= ?utf-8?q?=0d=0aBcc:_x?=");
        assert_eq!(one_line("one two three", 9), "one two…");
    }
}
