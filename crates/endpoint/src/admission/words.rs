//! Word lists: what the newsroom refuses or finds doubtful, and where a text holds it.
//!
//! One entry a line; `#` begins a remark. An entry is a word, or several as a phrase, and stands for whole words unless
//! a `*` says that anything may stand there: `casino*`. Text and entries are folded alike. An address is a phrase, too:
//! `spam.example` is found in `https://www.spam.example/x`.

use std::collections::HashMap;

use super::fold;

/// Most words that are named for one text.
const NAMED: usize = 5;

/// A list, ready to be looked for.
#[derive(Debug, Default)]
pub(crate) struct WordList {
    /// Phrases by their first word.
    plain: HashMap<String, Vec<Vec<Part>>>,
    /// Those that begin with a pattern.
    wild: Vec<Vec<Part>>,
}

#[derive(Debug)]
enum Part {
    Word(String),
    /// What stands between the stars, in order; first and last are empty where the pattern begins or ends with one.
    Pattern(Vec<String>),
}

impl WordList {
    pub(crate) fn read(text: &str) -> Self {
        let mut list = Self::default();
        for line in text.lines() {
            let entry = fold::pattern(line.split('#').next().unwrap_or_default());
            // A star that stands alone at an end says nothing.
            let any = |word: &&String| word.bytes().all(|byte| byte == b'*');
            let start = entry.iter().take_while(any).count();
            let end = entry.len() - entry[start..].iter().rev().take_while(any).count();
            let mut parts: Vec<_> = entry[start..end].iter().map(|word| Part::of(word)).collect();
            match parts.first_mut() {
                None => {}
                Some(Part::Word(first)) => list.plain.entry(first.clone()).or_default().push(parts),
                Some(Part::Pattern(_)) => list.wild.push(parts),
            }
        }
        list
    }

    /// What of the list stands in a text, given as its folded words; each once, and not more than can be told.
    pub(crate) fn found(&self, words: &[String]) -> Vec<String> {
        let mut found = Vec::new();
        for at in 0..words.len() {
            let rest = &words[at..];
            let plain = self.plain.get(&words[at]).into_iter().flatten();
            for phrase in plain.chain(&self.wild) {
                let fits = rest.len() >= phrase.len() && phrase.iter().zip(rest).all(|(part, word)| part.fits(word));
                if fits {
                    let named = rest[..phrase.len()].join(" ");
                    if !found.contains(&named) {
                        found.push(named);
                    }
                    if found.len() == NAMED {
                        return found;
                    }
                }
            }
        }
        found
    }
}

impl Part {
    fn of(word: &str) -> Self {
        if word.contains('*') {
            Self::Pattern(word.split('*').map(str::to_owned).collect())
        } else {
            Self::Word(word.to_owned())
        }
    }

    fn fits(&self, word: &str) -> bool {
        match self {
            Self::Word(own) => own == word,
            Self::Pattern(pieces) => {
                let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
                let Some(mut rest) =
                    word.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()))
                else {
                    return false;
                };
                pieces[1..pieces.len() - 1].iter().all(|piece| match rest.find(piece.as_str()) {
                    Some(at) => {
                        rest = &rest[at + piece.len()..];
                        true
                    }
                    None => false,
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(list: &str, text: &str) -> Vec<String> {
        WordList::read(list).found(&fold::words(text))
    }

    #[test]
    fn whole_words_are_found_and_parts_of_words_are_not() {
        let list = "cock\nass # a remark\n# only a remark\n\n  Viagra  ";
        assert_eq!(found(list, "Cock! VIAGRA, vіаgrа and v1agra"), ["cock", "viagra"]);
        assert_eq!(found(list, "Scunthorpe's cocktail class; a55; assess a remark"), [""; 0]);
    }

    #[test]
    fn a_star_stands_for_anything_within_a_word() {
        let list = "casino*\n*porn*\nfu*ck\n*\n**";
        assert_eq!(found(list, "casino casinos online-casino777"), ["casino", "casinos", "casino777"]);
        assert_eq!(found(list, "bioporny fuck fuuuck f ck my-casi no"), ["bioporny", "fuck", "fuuuck"]);
        assert_eq!(found("a*b*a", "aba ab abba axbxa abax"), ["aba", "abba", "axbxa"]);
        assert_eq!(found("a*a", "a aa"), ["aa"]);
    }

    #[test]
    fn several_words_are_a_phrase_and_so_is_an_address() {
        assert_eq!(found("cheap * pills*", "Buy cheap blue pills; cheap pills"), ["cheap blue pills"]);
        assert_eq!(found("spam.example", "https://www.spam.example/x is not spam, for example"), ["spam example"]);
        assert_eq!(found("赌博", "在线赌博网"), ["赌 博"]);
    }

    #[test]
    fn a_long_list_and_a_long_text_take_no_time() {
        let list: String = (0..5_000).map(|number| format!("word{number}\n")).collect();
        let list = WordList::read(&(list + "*x*y*z*\n"));
        let words: Vec<String> = (0..2_000).map(|_| "xyxyxyxyxyxyxyxyxyxy".to_owned()).collect();
        let begun = std::time::Instant::now();
        assert_eq!(list.found(&words), [""; 0]);
        assert!(begun.elapsed() < std::time::Duration::from_secs(2));
    }
}
