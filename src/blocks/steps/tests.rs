//! Good and bad bodies of steps.

use super::*;
use crate::blocks::tests::{cast, told};
use article::{Member, Sort};

#[track_caller]
fn bad(body: &str, expected: &[(usize, &str)]) {
    told(read(body, &Article::default()), expected);
}

#[test]
fn a_step_has_all_that_its_lines_say() {
    let body = "rule: The treaty\nA request:\n  rule: What is: said.\n  source: S <https://example.org>\n  fact: 2021-05-14: It happened.\n  actors: One, Two\n  source: T\n";
    let course = read(body, &Article::default()).expect("the body is good");
    assert_eq!(course.columns, ["The treaty", "In fact"]);
    let step = &course.steps[0];
    assert_eq!((step.name.as_str(), step.actors.len()), ("A request", 2));
    let [rule, fact] = step.sides.each_ref().map(|side| side.as_ref().expect("it is said"));
    assert_eq!((rule.text.as_str(), rule.when), ("What is: said.", None));
    assert_eq!(rule.source, ("S".to_owned(), Some("https://example.org".to_owned())));
    assert_eq!((fact.text.as_str(), fact.when), ("It happened.", Span::parse("2021-05-14")));
    assert_eq!(fact.source.0, "T");
}

#[test]
fn what_is_left_out_is_said_in_words() {
    let html = |line: &str| {
        let course = read(&format!("A:\n  {line}: x\n  source: s\n"), &Article::default());
        crate::app::render(|| twin("steps", course.expect("the body is good")))
    };
    assert!(html("rule").contains("Nothing is reported."));
    assert!(html("fact").contains("The rules are silent."));
}

#[test]
fn a_date_and_actors_are_of_the_cast() {
    let mut article = cast(&["Armenia"]);
    let span = Span::parse("2021-05..2021-07").expect("a span");
    article.front.cast.members.push(Member {
        id: "the-summer".to_owned(),
        name: "the summer".to_owned(),
        sort: Sort::Date(span),
    });
    let body = "A:\n  fact: the summer: It happened.\n  actors: Armenia\n  source: S\nB:\n  fact: 2021-06: It happened.\n  source: S\n";
    let course = read(body, &article).expect("the body is good");
    assert_eq!(course.steps[0].sides[FACT].as_ref().and_then(|side| side.when), Some(span));
    let html = crate::app::render(|| twin("steps", course));
    assert!(html.contains("data-name=\"armenia the-summer\"") && html.contains("data-name=\"the-summer\""), "{html}");
    let body = "A:\n  fact: x\n  source: S\n  actors: Armenai\n";
    told(read(body, &article), &[(3, "`Armenai`, which is not in the cast")]);
}

#[test]
fn every_mistake_is_told_with_its_line() {
    bad(
        "  stray\nrule:\ntitle: T\n  below\nA: words\n  source: S\n  rule: One.\n  rule: Two.\n  text\n  fcat: x\nB:\n  fact: 2021-02-30: x\n  source: S\n  source: S\nC:\nD:\n  rule:\n  source: S\n",
        &[
            (0, "an indented line that belongs to nothing"),
            (1, "`rule:` without words"),
            (3, "an indented line that belongs to nothing"),
            (5, "a source with nothing above it"),
            (7, "a second `rule:`"),
            (8, "`text`, which is neither rule nor fact"),
            (9, "`fcat:`"),
            (4, "`words` behind the name of a step"),
            (7, "words without a source"),
            (11, "`2021-02-30`, which is not a date"),
            (13, "a source with nothing above it"),
            (14, "a step without rule and fact"),
            (16, "a rule or a fact without words"),
        ],
    );
    bad("", &[(0, "no steps")]);
}

#[test]
fn the_twin_is_as_it_was_looked_at() {
    let course = read(Steps.example(), &Article::default()).expect("the example is good");
    let html = crate::app::render(|| twin("steps", course));
    insta::assert_snapshot!(html.replace("><", ">\n<"));
}
