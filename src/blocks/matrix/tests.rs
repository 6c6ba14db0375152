//! Good and bad bodies of a matrix.

use super::*;
use crate::blocks::tests::{cast, told};

#[track_caller]
fn bad(body: &str, expected: &[(usize, &str)]) {
    told(read(body, &Article::default()), expected);
}

#[test]
fn a_row_has_all_that_its_lines_say_wherever_the_questions_stand() {
    let body = "title: T\nscale: yes, no\nArmenia:\n  two [no]: Words: more.\n  source: S <https://example.org>\none: First?\ntwo: Second?\n";
    let grid = read(body, &Article::default()).expect("the body is good");
    assert_eq!((grid.title.as_str(), grid.scale.len()), ("T", 2));
    assert_eq!(grid.questions[1], Question { word: "two".to_owned(), asked: "Second?".to_owned() });
    assert_eq!(grid.rows[0].actor.id, "armenia");
    assert_eq!(grid.rows[0].answers[0], None);
    let answer = grid.rows[0].answers[1].as_ref().expect("it is answered");
    assert_eq!((answer.position, answer.text.as_str()), (Some(1), "Words: more."));
    assert_eq!(answer.source, ("S".to_owned(), Some("https://example.org".to_owned())));
}

#[test]
fn a_matrix_needs_no_scale_and_then_has_no_ranks() {
    let grid = read("one: First?\nA:\n  one: Words.\n  source: S\nB:\n  one: x\n  source: S\n", &Article::default());
    let html = crate::app::render(|| twin("m", &grid.expect("the body is good")));
    assert!(!html.contains("data-rank") && !html.contains("m-show") && !html.contains("m-question"), "{html}");
    assert!(html.contains("data-sorts"));
}

#[test]
fn every_mistake_is_told_with_its_line() {
    bad(
        "  stray\nscale: yes, no\nborder: Was it?\nBorder: Was it?\nborder: Again?\n  below\nArmenia:\n  source: S\n  border: Words.\n  bordr [yess]:\n  source: S\n  source: S\n  only text\nBaku:\n  border [yes]: A\n  source: S\n  border [no]: B\n  source: S\nArmenia:\n  border [yes]: A\n  source: S\nPeru:\nno colon\n",
        &[
            (0, "an indented line that belongs to nothing"),
            (22, "`no colon`, which has no `:`"),
            (3, "`Border`, which cannot name a question"),
            (4, "`border`, which is a question already"),
            (5, "an indented line that belongs to nothing"),
            (7, "a source without an answer right above it"),
            (8, "an answer without a position"),
            (9, "`bordr`, which is not a question"),
            (9, "`[yess]`, which is not in the scale"),
            (9, "an answer without words"),
            (11, "a source without an answer right above it"),
            (12, "`only text`, which answers no question"),
            (8, "an answer without a source"),
            (16, "a question that this row has answered"),
            (18, "`Armenia`, which has a row already"),
            (21, "a row without answers"),
        ],
    );
    bad("one: First?\nA:\n  one [yes]: Words.\n  source: S\n", &[(2, "a position without a scale")]);
}

#[test]
fn a_misspelt_word_is_answered_with_the_nearest_there_is() {
    let body = "scale: yes, no\nborder: Was it?\nA:\n  bordr [yess]: Words.\n  source: S\n";
    let lines = read(body, &Article::default()).expect_err("the body is bad");
    assert_eq!(lines.iter().map(|line| line.expected.as_str()).collect::<Vec<_>>(), ["`border`", "`yes`"]);
}

#[test]
fn a_row_is_of_the_cast_where_there_is_one() {
    let article = cast(&["Armenia", "Artsakh / Nagorno-Karabakh"]);
    let body = |who: &str| format!("one: First?\n{who}:\n  one: Words.\n  source: S\n");
    let grid = read(&body("Nagorno-Karabakh"), &article).expect("one half of a name is enough");
    assert_eq!(grid.rows[0].actor.words, "Artsakh / Nagorno-Karabakh");
    told(read(&body("Armenai"), &article), &[(1, "`Armenai`, which is not in the cast")]);
}

#[test]
fn an_empty_matrix_and_too_much_of_anything_are_mistakes() {
    bad("", &[(0, "no questions")]);
    bad("one: First?\n", &[(0, "no rows")]);
    let rows: String = (1..=13).map(|n| format!("A{n}:\n  one: x\n  source: s\n")).collect();
    bad(&format!("one: First?\n{rows}"), &[(37, "`A13`, one row too many")]);
    let questions: String = (1..=9).map(|n| format!("q{n}: Q?\n")).collect();
    bad(&format!("{questions}A:\n  q1: x\n  source: s\n"), &[(8, "`q9`, one question too many")]);
    bad("scale: a, b, c, d, e, f, g\n", &[(0, "a scale of 7 positions")]);
    bad("scale: yes, yes\n", &[(0, "`yes` twice in the scale")]);
    bad("scale:\n", &[(0, "a scale of 0 positions")]);
}

#[test]
fn a_table_that_may_not_have_room_can_be_scrolled_by_keyboard() {
    let table = |questions: usize| {
        let questions: String = (1..=questions).map(|n| format!("q{n}: Q?\n")).collect();
        let grid = read(&format!("{questions}A:\n  q1: x\n  source: s\n"), &Article::default());
        crate::app::render(|| twin("m", &grid.expect("the body is good")))
    };
    assert!(!table(3).contains("role=\"region\""));
    assert!(table(4).contains("role=\"region\""));
}

#[test]
fn the_twin_is_as_it_was_looked_at() {
    let grid = read(Matrix.example(), &Article::default()).expect("the example is good");
    let html = crate::app::render(|| twin("matrix", &grid));
    insta::assert_snapshot!(html.replace("><", ">\n<"));
}
