//! The reasons for declining that the newsroom keeps: a short code for programs, words for the writer.
//!
//! Kept as JSON in the store, edited as lines of `code: words`.

use serde::{Deserialize, Serialize};

/// Why a comment is declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reason {
    /// Small letters, digits and hyphens.
    pub(crate) code: String,
    /// What the writer reads.
    pub(crate) words: String,
}

/// Longest code and words, and how many reasons there may be.
const CODE: usize = 30;
const WORDS: usize = 300;
const MOST: usize = 30;

/// What a newsroom begins with.
pub(crate) fn first() -> Vec<Reason> {
    let all = [
        ("off-topic", "It is not about the article."),
        ("person", "It attacks a person and not what was said."),
        ("facts", "It states as a fact what cannot be checked."),
        ("repeat", "The same has been said already."),
        ("advertising", "It advertises."),
        ("unlawful", "It may break the law."),
    ];
    all.map(|(code, words)| Reason { code: code.to_owned(), words: words.to_owned() }).to_vec()
}

/// As lines of `code: words`.
pub(crate) fn lines(reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| format!("{}: {}\n", reason.code, reason.words)).collect()
}

/// Reads lines of `code: words`; empty lines are skipped.
///
/// # Errors
/// The first line that is wrong: its number, what was found and what was expected.
pub(crate) fn read(text: &str) -> Result<Vec<Reason>, String> {
    let mut reasons: Vec<Reason> = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let at = at + 1;
        let Some((code, words)) = line.split_once(':') else {
            return Err(format!("Line {at}, “{}”, has no colon: write a code, a colon, and the words.", line.trim()));
        };
        let (code, words) = (code.trim(), words.trim());
        let is_code = |text: &str| text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if code.is_empty() || code.len() > CODE || !is_code(code) {
            return Err(format!(
                "Line {at}: the code “{code}” should be of small letters, digits and hyphens, at most {CODE}."
            ));
        }
        if words.is_empty() || words.chars().count() > WORDS {
            return Err(format!("Line {at}: after the colon there should be words, at most {WORDS} characters."));
        }
        if reasons.iter().any(|reason| reason.code == code) {
            return Err(format!("Line {at}: the code “{code}” is there twice."));
        }
        reasons.push(Reason { code: code.to_owned(), words: words.to_owned() });
    }
    if reasons.len() > MOST {
        return Err(format!("These are {} reasons; at most {MOST} fit.", reasons.len()));
    }
    Ok(reasons)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_read_as_they_are_written() {
        assert_eq!(read(&lines(&first())), Ok(first()));
    }

    #[test]
    fn a_wrong_line_is_told_with_its_number() {
        assert!(read("a: One\n\nno colon").expect_err("is refused").starts_with("Line 3, “no colon”"));
        assert!(read("A b: One").expect_err("is refused").contains("the code “A b”"));
        assert!(read("a:").expect_err("is refused").contains("Line 1"));
        assert!(read("a: x\na: y").expect_err("is refused").contains("twice"));
    }
}
