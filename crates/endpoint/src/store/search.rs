//! Searching texts and names by the beginnings of words: the one question that the two databases are asked differently.
//!
//! The index is kept by triggers, so no write can forget it, and a deleted text is in it no more. Leaves out the order of
//! what is found.

use super::Kind;

/// How many words are looked for; more would only cost time.
const MOST: usize = 8;

/// As much of a word as the index holds.
const LONGEST: usize = 60;

/// What the index is asked for: every word as a beginning, all of them. A single letter is a word, and so are up to three
/// Latin ones beside others: too much begins with `the`. `None` when nothing is left to look for. Whatever is no letter
/// and no digit parts words, so nothing that was typed can be an operator.
pub(super) fn words(kind: Kind, typed: &str) -> Option<String> {
    let words = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(MOST);
    let words: Vec<_> = words.collect();
    let (before, beginning, whole, between) = match kind {
        Kind::Sqlite => ("\"", "\"*", "\"", " "),
        // The sign stands for the number of a part.
        Kind::Postgres => ("'#/", "':*", "'", " & "),
    };
    let asked = words.iter().map(|word| {
        let is_whole = word.chars().nth(1).is_none() || (words.len() > 1 && word.len() <= 3);
        let word: String = word.chars().take(LONGEST).collect();
        format!("{before}{word}{}", if is_whole { whole } else { beginning })
    });
    (!words.is_empty()).then(|| asked.collect::<Vec<_>>().join(between))
}

/// What a comment `c` has to fulfil; the question mark stands for [`words`]. Of more than a thousand that match, the
/// newest are looked at.
pub(super) fn condition(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => {
            "c.number IN (SELECT rowid FROM comment_search WHERE comment_search MATCH ? ORDER BY rowid DESC LIMIT 1000)"
        }
        Kind::Postgres => {
            "c.number IN (SELECT found.number
                FROM generate_series((SELECT max(number) / 10000 FROM comment), 0, -1) AS part CROSS JOIN LATERAL
                    (SELECT number FROM comment_search WHERE words
                        @@ CAST(replace(plain(?), '#', CAST(part AS TEXT)) AS tsquery)
                     ORDER BY number DESC LIMIT 1000) AS found
                LIMIT 1000)"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_beginnings_of_words_and_no_operators() {
        assert_eq!(words(Kind::Sqlite, "caspian  Sea").as_deref(), Some("\"caspian\"* \"Sea\""));
        assert_eq!(words(Kind::Postgres, "ab:* | !bc & (c)").as_deref(), Some("'#/ab' & '#/bc' & '#/c'"));
        assert_eq!(words(Kind::Sqlite, "\" OR x NEAR(").as_deref(), Some("\"OR\" \"x\" \"NEAR\"*"));
        assert_eq!(words(Kind::Postgres, "the").as_deref(), Some("'#/the':*"));
        assert_eq!(words(Kind::Postgres, " -- \" '"), None);
    }
}
