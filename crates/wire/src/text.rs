//! How text that a reader typed is normalised and checked; the only place that does either.
//!
//! Leaves out what the text means: HTML, links and words are for whoever shows or judges a comment.

/// Line ends as LF, blank lines and blanks cut from the end, blank lines (not the indent of the first line) from the start.
#[must_use]
pub fn normalised(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_end();
    let first = text.len() - text.trim_start().len();
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    text[start..].to_owned()
}

/// One line: blanks at the ends cut, runs of blanks made one, direction controls taken out.
///
/// Direction controls in a name turn the words *around* it, so that another name or an editor's mark seems to stand
/// there. The joiners U+200C and U+200D stay: Persian names and emoji are written with them.
pub(crate) fn normalised_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let gap = line.len();
        line.extend(word.chars().filter(|char| !turns_direction(*char)));
        if gap > 0 && line.len() > gap {
            line.insert(gap, ' ');
        }
    }
    line
}

/// Whether a reader would see nothing: blanks, line breaks and invisible characters only.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|char| char.is_whitespace() || char.is_control() || turns_direction(char) || is_invisible(char))
}

/// Whether the text holds a control character (NUL included) that does not belong in prose; `lines` allows LF and tab.
pub(crate) fn has_control(text: &str, lines: bool) -> bool {
    text.chars().any(|char| char.is_control() && !(lines && matches!(char, '\n' | '\t')))
}

/// Length as the reader counts it.
pub(crate) fn length(text: &str) -> usize {
    text.chars().count()
}

fn turns_direction(char: char) -> bool {
    matches!(char, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{00ad}' | '\u{034f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_one_kind_and_the_ends_are_cut() {
        assert_eq!(normalised("\r\n \r\n  one\r\ntwo\rthree \n\n"), "  one\ntwo\nthree");
        assert_eq!(normalised(" \n\t\n"), "");
    }

    #[test]
    fn a_name_is_one_line_that_turns_nothing_around() {
        assert_eq!(normalised_line("  Ani \n\t Petrosyan "), "Ani Petrosyan");
        assert_eq!(normalised_line("\u{202e}rotide\u{2069} \u{202e} x"), "rotide x");
        assert_eq!(normalised_line("مهدی\u{200c}زاده"), "مهدی\u{200c}زاده");
    }

    #[test]
    fn invisible_is_blank() {
        assert!(is_blank(" \n\u{200b}\u{feff}\u{2800}\u{202e}"));
        assert!(!is_blank("\u{200b}."));
    }

    #[test]
    fn tab_and_line_feed_belong_in_prose_and_nul_does_not() {
        assert!(!has_control("a\tb\nc", true));
        assert!(has_control("a\nb", false));
        assert!(has_control("a\0b", true));
        assert!(has_control("a\u{85}b", true));
    }
}
