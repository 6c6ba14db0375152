//! Good and bad bodies of a glossary, and the terms that pages take from it.

use super::*;
use crate::blocks::tests::{fence, told};

#[test]
fn a_term_has_all_that_its_lines_say() {
    let body = "A / B: The first.\n  The second: with a colon.\n  source: S <https://example.org>\n\nC:\n  Below.\n";
    let first = Term {
        id: "a-b".to_owned(),
        name: "A / B".to_owned(),
        text: vec!["The first.".to_owned(), "The second: with a colon.".to_owned()],
        source: ("S".to_owned(), Some("https://example.org".to_owned())),
    };
    let terms = terms(&fence("glossary", body));
    assert_eq!(terms[0], first);
    assert_eq!((terms[1].name.as_str(), terms[1].text.as_slice()), ("C", ["Below.".to_owned()].as_slice()));
    assert_eq!(terms[1].source, (String::new(), None));
}

#[test]
fn every_mistake_is_told_with_its_line() {
    told(
        read("  stray\nTerm: Meaning.\n  souce: x\nEmpty:\n  source: S\nterm: Again.\nno colon\n"),
        &[
            (0, "an indented line that belongs to nothing"),
            (6, "`no colon`, which has no `:`"),
            (2, "`souce:`"),
            (3, "`Empty`, which has no meaning"),
            (5, "`term`, which the glossary has already"),
        ],
    );
    told(read(""), &[(0, "no terms")]);
}

#[test]
fn a_body_with_mistakes_and_another_kind_have_no_terms() {
    assert_eq!(terms(&fence("glossary", "Good: Yes.\nBad:\n")), []);
    assert_eq!(terms(&fence("timeline", "Good: Yes.\n")), []);
}

#[test]
fn a_term_that_is_in_the_cast_carries_its_name() {
    let mut article = Article::default();
    let member = article::Member { id: "a-b".to_owned(), name: "A / B".to_owned(), sort: article::Sort::Actor };
    article.front.cast.members.push(member);
    let html = crate::app::render(|| crate::blocks::view(&fence("glossary", "B: It.\nC: Not it.\n"), &article).ok());
    assert_eq!(html.matches("data-name=\"a-b\"").count(), 1);
}

#[test]
fn the_twin_is_as_it_was_looked_at() {
    let list = read(Glossary.example()).expect("the example is good");
    let html = crate::app::render(|| twin("glossary", list, &Article::default()));
    insta::assert_snapshot!(html.replace("><", ">\n<"));
}
