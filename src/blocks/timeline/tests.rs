//! Good and bad bodies of a timeline.

use super::*;

#[track_caller]
fn bad(body: &str, expected: &[(usize, &str)]) {
    crate::blocks::tests::told(read(body, &Article::default()), expected);
}

#[test]
fn an_event_has_all_that_its_lines_say() {
    let story = read("title: T\n\n2021-05-14..2021-05-26: A, B\n  actors: One, Two\n  place: Here\n  source: S <https://example.org>\n  Text: with a colon.\n", &Article::default())
        .expect("the body is good");
    assert_eq!(story.title, "T");
    let words = |names: &[Name]| names.iter().map(|name| name.words.clone()).collect::<Vec<_>>();
    assert_eq!(words(&story.actors), ["One", "Two"]);
    let event = &story.events[0];
    assert_eq!(event.headline, "A, B");
    assert_eq!(event.who, [0, 1]);
    assert_eq!(words(&event.places), ["Here"]);
    assert_eq!(event.source, ("S".to_owned(), Some("https://example.org".to_owned())));
    assert_eq!(event.text, ["Text: with a colon."]);
}

#[test]
fn every_mistake_is_told_with_its_line() {
    bad(
        "  stray\n2021-02-30: No such day\n2021: Nobody\n  souce: x\nno colon\n",
        &[
            (0, "an indented line that belongs to nothing"),
            (4, "`no colon`, which has no `:`"),
            (1, "`2021-02-30`, which is not a date"),
            (3, "`souce:`"),
            (2, "an event without actors"),
            (2, "an event without a source"),
        ],
    );
}

#[test]
fn an_empty_timeline_and_an_eleventh_actor_are_mistakes() {
    bad("", &[(0, "no events")]);
    let actors = (1..=11).map(|n| format!("A{n}")).collect::<Vec<_>>().join(", ");
    bad(&format!("2021: E\n  actors: {actors}\n  source: s\n"), &[(1, "`A11`, one actor too many")]);
}

#[test]
fn an_address_that_is_not_of_the_web_is_only_text() {
    assert_eq!(lines::source("S <javascript:x>"), ("S <javascript:x>".to_owned(), None));
}

#[test]
fn the_twin_is_as_it_was_looked_at() {
    let story = read(Timeline.example(), &Article::default()).expect("the example is good");
    let html = crate::app::render(|| twin("timeline", story));
    insta::assert_snapshot!(html.replace("><", ">\n<"));
}
