//! Strangers' text made safe for mail: nothing that a mail program would make a link of, and nothing that moves lines.
//!
//! Mail programs turn whatever looks like an address into a link, also in plain text, so escaping is not enough: a
//! comment could make our mail lead to its site. Leaves out markup: text stays as it was typed.

/// The text with every web and mail address broken up by brackets, as in `spam[.]example`; still readable.
pub(crate) fn inert(text: &str) -> String {
    let chars: Vec<char> = text.chars().filter(|char| !is_hidden(*char)).collect();
    let mut out = String::with_capacity(text.len());
    for (at, char) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = |by: usize| chars.get(at + by);
        let joins = |char: Option<&char>| char.is_some_and(|char| char.is_alphanumeric());
        match char {
            // Every kind of full stop that separates labels (RFC 3490, 3.1).
            '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}'
                if joins(before)
                    && after(1).is_some_and(|char| char.is_alphabetic())
                    && after(2).is_some_and(|char| char.is_alphanumeric() || *char == '-') =>
            {
                out.push_str("[.]");
            }
            ':' if after(1) == Some(&'/') && after(2) == Some(&'/') => out.push_str("[:]"),
            ':' if ["mailto", "tel", "javascript", "data"].iter().any(|scheme| ends_with(&chars[..at], scheme)) => {
                out.push_str("[:]");
            }
            '@' if joins(before) && joins(after(1)) => out.push_str("[at]"),
            char => out.push(*char),
        }
    }
    out
}

fn ends_with(chars: &[char], word: &str) -> bool {
    let end: String = chars[chars.len().saturating_sub(word.len())..].iter().collect();
    end.eq_ignore_ascii_case(word)
}

/// Characters that are not seen but could turn the reading direction or hide where a word ends.
fn is_hidden(char: char) -> bool {
    (char.is_control() && char != '\n')
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
    fn what_a_mail_program_would_link_is_broken_up() {
        for (text, inert_text) in [
            ("see https://spam.example/x?y=1.2", "see https[:]//spam[.]example/x?y=1.2"),
            ("WWW.Spam.Example", "WWW[.]Spam[.]Example"),
            ("write to a.b@spam.example!", "write to a.b[at]spam[.]example!"),
            ("MailTo:x, javascript:alert(1)", "MailTo[:]x, javascript[:]alert(1)"),
            ("spam\u{3002}example \u{202e}live", "spam[.]example live"),
            ("spam\u{200b}.example", "spam[.]example"),
        ] {
            assert_eq!(inert(text), inert_text);
        }
    }

    #[test]
    fn prose_stays_as_it_is() {
        let text = "It cost 3.14 of 1.000.000, e.g. at 9:30. “So.”\n\nAnd then… Ուրեմն։ x @ y";
        assert_eq!(inert(text), text);
    }

    #[test]
    fn a_line_holds_no_break_and_no_encoded_word() {
        assert_eq!(one_line("Ani\r\nBcc: all@example.org\u{0}\u{7f}", 80), "Ani Bcc: all@example.org");
        assert_eq!(one_line("=?utf-8?q?=0d=0aBcc:_x?=", 80), "= ?utf-8?q?=0d=0aBcc:_x?=");
        assert_eq!(one_line("one two three", 9), "one two…");
    }
}
