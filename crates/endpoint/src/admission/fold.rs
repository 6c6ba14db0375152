//! Folds text so that what looks the same is the same: for word lists, for the learned score and for finding repeats.
//!
//! A word is disguised by letters of other alphabets, digits, accents and characters that show nothing. Leaves out words
//! whose letters are spread out or left out: guessing there would hit honest text.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

/// The words of a text, folded: letters and digits alone. What is written without blanks between words (Chinese,
/// Japanese, Thai …) comes letter by letter, so that a word in it is found as a row of letters.
pub(crate) fn words(text: &str) -> Vec<String> {
    cut(text, char::is_alphanumeric)
}

/// What texts of the same words have in common, and no others: tells a text that comes again.
pub(crate) fn hash(words: &[String]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(words.join(" "))[..16])
}

/// The words of a pattern, in which a `*` is part of a word.
pub(super) fn pattern(text: &str) -> Vec<String> {
    cut(text, |char| char.is_alphanumeric() || char == '*')
}

fn cut(text: &str, belongs: impl Fn(char) -> bool) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for char in plain(text) {
        let alone = stands_alone(char);
        if belongs(char) && !alone {
            word.push(char);
            continue;
        }
        if !word.is_empty() {
            words.push(unmasked(&std::mem::take(&mut word)));
        }
        if alone {
            words.push(char.to_string());
        }
    }
    if !word.is_empty() {
        words.push(unmasked(&word));
    }
    words
}

/// Compatible forms made one (NFKC), small letters, no accents, nothing that does not show.
fn plain(text: &str) -> impl Iterator<Item = char> {
    let seen = |char: &char| !is_accent(*char) && !shows_nothing(*char);
    text.nfkd().flat_map(char::to_lowercase).filter(seen).map(without_stroke).nfc()
}

/// A word that mixes alphabets, in the one that is meant.
fn unmasked(word: &str) -> String {
    let is_cyrillic = |char: &char| matches!(char, '\u{0400}'..='\u{052f}');
    let latin = word.chars().filter(char::is_ascii_lowercase).count();
    let cyrillic = word.chars().filter(is_cyrillic).count();
    if latin == 0 {
        return word.to_owned();
    }
    // A letter that looks like none of the other alphabet says which one is meant.
    let own_latin = word.chars().filter(|char| char.is_ascii_lowercase() && twin(CYRILLIC, *char) == *char).count();
    let own_cyrillic =
        word.chars().filter(|char| is_cyrillic(char) && !CYRILLIC.iter().any(|(own, _)| own == char)).count();
    if (own_cyrillic, cyrillic) > (own_latin, latin) {
        return word.chars().map(|char| twin(CYRILLIC, char)).collect();
    }
    let chars: Vec<char> = word.chars().map(|char| twin(LATIN, char)).collect();
    let mut out = String::with_capacity(word.len());
    for (at, char) in chars.iter().enumerate() {
        // Only within a word: `a55` is a road.
        let inside = char.is_ascii_digit()
            && chars[..at].iter().rev().find(|char| !char.is_ascii_digit()).is_some_and(char::is_ascii_lowercase)
            && chars[at..].iter().find(|char| !char.is_ascii_digit()).is_some_and(char::is_ascii_lowercase);
        out.push(if inside { digit(*char) } else { *char });
    }
    out
}

/// What looks like each Latin letter.
const LATIN: &[(char, &str)] = &[
    ('a', "аα"),
    ('b', "вβ"),
    ('c', "сϲ"),
    ('d', "ԁ"),
    ('e', "еεє"),
    ('g', "ցɡ"),
    ('h', "нһհ"),
    ('i', "іιı"),
    ('j', "јյ"),
    ('k', "кκ"),
    ('l', "ӏ"),
    ('m', "мμ"),
    ('n', "пηո"),
    ('o', "оοօ"),
    ('p', "рρ"),
    ('q', "ԛզ"),
    ('r', "г"),
    ('s', "ѕ"),
    ('t', "тτ"),
    ('u', "υս"),
    ('v', "ѵν"),
    ('w', "ԝω"),
    ('x', "хχ"),
    ('y', "уγ"),
    ('z', "ζ"),
];

/// The Cyrillic letter that each Latin one looks like.
const CYRILLIC: &[(char, &str)] = &[
    ('а', "a"),
    ('в', "b"),
    ('с', "c"),
    ('е', "e"),
    ('н', "h"),
    ('і', "i"),
    ('ј', "j"),
    ('к', "k"),
    ('м', "m"),
    ('о', "o"),
    ('р', "p"),
    ('ѕ', "s"),
    ('т', "t"),
    ('х', "x"),
    ('у', "y"),
];

fn twin(table: &[(char, &str)], char: char) -> char {
    table.iter().find(|(_, twins)| twins.contains(char)).map_or(char, |(own, _)| *own)
}

fn digit(char: char) -> char {
    match char {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        other => other,
    }
}

/// Letters whose accent is part of them.
fn without_stroke(char: char) -> char {
    match char {
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        'ς' => 'σ',
        other => other,
    }
}

/// Marks that a text may be written with or without. The vowel signs of Indian scripts are none: they make the word.
fn is_accent(char: char) -> bool {
    matches!(char, '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0487}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}'..='\u{05c7}'
        | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

fn shows_nothing(char: char) -> bool {
    matches!(char, '\u{00ad}' | '\u{061c}' | '\u{0640}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// Letters of scripts that put no blanks between words.
fn stands_alone(char: char) -> bool {
    matches!(char, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> String {
        words(text).join(" ")
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        for (text, expected) in [
            ("Viagra", "viagra"),
            ("VÍAGRÀ", "viagra"),
            ("vіаgrа", "viagra"),
            ("v1agra", "viagra"),
            ("v\u{200b}i\u{ad}a\u{2060}gra", "viagra"),
            ("𝐯𝐢𝐚𝐠𝐫𝐚", "viagra"),
            ("ＶＩＡＧＲＡ", "viagra"),
            ("ⓥⓘⓐⓖⓡⓐ", "viagra"),
            ("Straße łódź", "straße lodz"),
            ("İstanbul", "istanbul"),
            ("don’t-stop", "don t stop"),
            ("a55 mp3 2026 covid19", "a55 mp3 2026 covid19"),
            ("спам", "спам"),
            ("cпaм", "спам"),
            ("赌博 网", "赌 博 网"),
            ("مَرْحَبًا", "مرحبا"),
            ("", ""),
        ] {
            assert_eq!(line(text), expected, "{text}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["Ǆ İ ẞ ﬁ ½ ㎏ Ⅷ ｶﾞ 각", "vіаgrа c0ffee", "x̷y Ω ΣΊΣΥΦΟΣ"] {
            let once = line(text);
            assert_eq!(line(&once), once, "{text}");
        }
    }
}
