//! What holds for every kind, and the line grammar they share.

use super::*;
use article::{Anchor, Date, Member, Sort, Span};
use proptest::prelude::*;

pub(super) fn fence(kind: &str, body: &str) -> Fence {
    Fence { kind: kind.to_owned(), anchor: Anchor::of(kind), body: body.to_owned(), line: 1 }
}

/// An article with these actors in its cast.
pub(super) fn cast(actors: &[&str]) -> Article {
    let member = |name: &&str| Member { id: Anchor::of(name).to_string(), name: (*name).to_owned(), sort: Sort::Actor };
    let mut article = Article::default();
    article.front.cast.members = actors.iter().map(member).collect();
    article
}

/// Every bad line that a body was refused for, as its number and what was found.
#[track_caller]
pub(super) fn told<T: std::fmt::Debug>(read: Result<T, Vec<BadLine>>, expected: &[(usize, &str)]) {
    let lines = read.expect_err("the body is bad");
    let found: Vec<_> = lines.iter().map(|line| (line.line, line.found.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_example_of_every_kind_can_be_read() {
    for kind in KINDS {
        let bad = check(&fence(kind.name(), kind.example()), &Article::default());
        let told = bad.iter().map(|bad| format!("line {}: {}, expected {}", bad.line + 1, bad.found, bad.expected));
        let told: Vec<_> = told.collect();
        assert!(told.is_empty(), "{}.example: {told:#?}", kind.name());
    }
}

#[test]
fn every_kind_says_what_it_is_for_and_how_it_is_written() {
    for kind in KINDS {
        let (purpose, grammar) = (guide::purpose(*kind), guide::grammar(*kind));
        assert!(purpose.ends_with('.') && purpose.len() > 30, "{}: {purpose}", kind.name());
        assert!(grammar.lines().count() >= 3, "{}: {grammar}", kind.name());
    }
}

#[test]
fn every_kind_has_a_name_of_its_own_and_finds_itself() {
    for kind in KINDS {
        assert!(kind.name().chars().all(|c| c.is_ascii_lowercase()));
        assert_eq!(find(kind.name()).map(Kind::name), Some(kind.name()));
        assert_eq!(KINDS.iter().filter(|other| other.name() == kind.name()).count(), 1);
    }
    assert!(find("timelin").is_none());
}

#[test]
fn every_twin_says_all_that_its_example_says() {
    for kind in KINDS {
        // An example that cannot be read has a test of its own.
        if !check(&fence(kind.name(), kind.example()), &Article::default()).is_empty() {
            continue;
        }
        let html = crate::app::render(|| kind.view(&fence(kind.name(), kind.example()), &Article::default()).ok());
        let plain = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<String>();
        let plain = plain.replace("&amp;", "&");
        let says = |text: &str, line: &str| {
            assert!(
                plain.contains(text),
                "{}: “{text}” of “{line}” is in the example but not in the twin",
                kind.name()
            );
        };
        for line in kind.example().lines() {
            let below = line.starts_with(' ');
            let text = line.trim().trim_start_matches("- ");
            let (name, value) = text.split_once(": ").unwrap_or(("", text));
            if below {
                let dated = value.split_once(": ").filter(|(date, _)| Span::parse(date).is_some());
                let value = dated.map_or(value, |(_, rest)| rest);
                says(value.split(" <").next().unwrap_or(value), line);
            } else if name.is_empty() && !text.ends_with(':') {
                // A line without a name before a colon is the row of a table.
                for cell in text.split(',').map(|cell| cell.trim_matches(['"', ' '])) {
                    says(&Date::parse(cell).map_or_else(|| cell.to_owned(), |date| date.words()), line);
                }
            } else if !SETTINGS.contains(&name) {
                // Names in small letters are the grammar's own; dates and degrees are written out.
                let own = name.chars().all(char::is_lowercase);
                let words = if own { value.to_owned() } else { text.replace(|c: char| c.is_ascii_digit(), " ") };
                let words = words.split(" <").next().unwrap_or_default().to_owned();
                words
                    .split(|c: char| !c.is_alphabetic())
                    .filter(|word| word.len() > 3)
                    .for_each(|word| says(word, line));
            }
        }
    }
}

/// Lines that say how a block is drawn, not what it says.
const SETTINGS: [&str; 3] = ["draw", "file", "view"];

#[test]
fn what_authors_write_is_escaped() {
    let body = "2021: <script>x</script>\n  actors: <b>A</b>\n  source: <i> & \"s\"\n  <img src=x onerror=y>\n";
    let html = crate::app::render(|| view(&fence("timeline", body), &Article::default()).ok());
    for tag in ["<script", "<b>", "<i>", "<img"] {
        assert!(!html.contains(tag), "{tag}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is in a body: no panic, and every bad line is one of its lines.
    #[test]
    fn no_body_makes_a_kind_panic(text in any::<String>(), at in 0..900_usize, cut in 0..30_usize, splice in "\\PC{0,20}|[-0-9.:, NSEW\n]{0,30}|[-0-9.,%\"\r\n \u{202f}]{0,30}|(\n| |[a-z:]|- |\\[|\\]){0,20}") {
        for kind in KINDS {
            let good = kind.example();
            let floor = |mut at: usize| { at = at.min(good.len()); while !good.is_char_boundary(at) { at -= 1; } at };
            let spliced = format!("{}{splice}{}", &good[..floor(at)], &good[floor(at + cut)..]);
            for body in [text.as_str(), &spliced] {
                for bad in check(&fence(kind.name(), body), &Article::default()) {
                    prop_assert!(bad.line == 0 || bad.line < body.lines().count(), "{bad:?}");
                }
            }
        }
    }
}
