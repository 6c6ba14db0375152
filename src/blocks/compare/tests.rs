//! Good and bad bodies of a comparison.

use super::*;
use crate::blocks::tests::{cast, told};

#[track_caller]
fn bad(body: &str, expected: &[(usize, &str)]) {
    told(read(body, &Article::default()), expected);
}

#[test]
fn a_side_has_all_that_its_lines_say() {
    let body = "title: T\nSoon:\n  First: this.\n  - one\n  - two: three\n  Then that.\n  source: S <https://example.org>\nLater:\n  - x\n  source: S\n";
    let comparison = read(body, &Article::default()).expect("the body is good");
    assert_eq!((comparison.title.as_str(), comparison.sides.len()), ("T", 2));
    let side = &comparison.sides[0];
    assert_eq!((side.name.as_str(), &side.member), ("Soon", &None));
    assert_eq!(side.source, ("S".to_owned(), Some("https://example.org".to_owned())));
    assert_eq!(
        side.passages,
        [
            Passage::Paragraph("First: this.".to_owned()),
            Passage::List(vec!["one".to_owned(), "two: three".to_owned()]),
            Passage::Paragraph("Then that.".to_owned()),
        ]
    );
}

#[test]
fn a_side_may_be_one_of_the_cast() {
    let body = "Armenia:\n  x\n  source: S\nSomebody:\n  x\n  source: S\n";
    let comparison = read(body, &cast(&["Armenia"])).expect("other names are good too");
    assert_eq!(comparison.sides[0].member.as_ref().map(|member| member.id.as_str()), Some("armenia"));
    let html = crate::app::render(|| twin("compare", comparison));
    assert_eq!(html.matches("data-name=\"armenia\"").count(), 2, "{html}");
}

#[test]
fn every_mistake_is_told_with_its_line() {
    bad(
        "  stray\ntitle: T\n  below\nSoon: words\n  x\n  souce: S\nSoon:\n  source: S\n  source: S\nno colon\n",
        &[
            (0, "an indented line that belongs to nothing"),
            (9, "`no colon`, which has no `:`"),
            (2, "an indented line that belongs to nothing"),
            (5, "`souce:`"),
            (3, "`words` behind the name of a side"),
            (3, "a side without a source"),
            (6, "`Soon`, which is a side already"),
            (8, "a second source"),
            (6, "a side without words"),
        ],
    );
}

#[test]
fn one_side_is_nothing_to_compare_and_a_fifth_has_no_room() {
    let sides = |count: usize| (1..=count).map(|n| format!("S{n}:\n  x\n  source: S\n")).collect::<String>();
    bad("", &[(0, "nothing to compare")]);
    bad(&sides(1), &[(0, "nothing to compare")]);
    bad(&sides(5), &[(12, "`S5`, one side too many")]);
    assert!(read(&sides(4), &Article::default()).is_ok());
}

#[test]
fn the_twin_is_as_it_was_looked_at() {
    let comparison = read(Compare.example(), &Article::default()).expect("the example is good");
    let html = crate::app::render(|| twin("compare", comparison));
    insta::assert_snapshot!(html.replace("><", ">\n<"));
}
