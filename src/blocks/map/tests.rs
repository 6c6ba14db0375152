//! Good and bad bodies of a map.

use super::*;

#[track_caller]
fn bad(body: &str, expected: &[(usize, &str)]) {
    crate::blocks::tests::told(read(body, &Article::default()), expected);
}

#[test]
fn a_place_has_all_that_its_lines_say() {
    let region =
        read("A / B: 40.18 N, 44.51 W\n  2021-05: It happened.\n  Words: more.\n  source: S\n", &Article::default())
            .expect("good");
    let place = &region.places[0];
    assert_eq!((place.name.words.as_str(), place.point.lat, place.point.lon), ("A / B", 40.18, -44.51));
    assert_eq!(place.notes[0], (Span::parse("2021-05"), "It happened.".to_owned()));
    assert_eq!(place.notes[1], (None, "Words: more.".to_owned()));
    assert!(region.view.south < 40.18 && region.view.north > 40.18);
}

#[test]
fn every_mistake_is_told_with_its_line() {
    bad(
        "view: 41..38 N, 43..50 E\nYerevan: 400 N, 44 E\n  x\n  source: S\nBaku: 40 N, 49 E\n",
        &[
            (0, "the map's north must be larger than its south"),
            (1, "`400 N, 44 E`, which is not a place on the earth"),
            (4, "a place without a source"),
            (4, "a place where nothing happened"),
        ],
    );
    bad("", &[(0, "no places")]);
}

#[test]
fn a_window_may_cross_the_equator_and_greenwich() {
    let view = window("10 S..5 N, 3 W..4 E").expect("good");
    assert_eq!((view.south, view.north, view.west, view.east), (-10.0, 5.0, -3.0, 4.0));
}

#[test]
fn the_twin_is_as_it_was_looked_at() {
    let region = read(Map.example(), &Article::default()).expect("the example is good");
    let html = crate::app::render(|| twin("map", region, None));
    insta::assert_snapshot!(html.replace("><", ">\n<"));
}

#[test]
fn on_a_site_land_and_lakes_are_a_picture_of_its_own() {
    let article = Article { slug: article::Slug::new("here"), ..Article::default() };
    let fence = crate::blocks::tests::fence("map", Map.example());
    let (path, content) = Map.files(&fence, &article).remove(0);
    let html = crate::app::render(|| Map.view(&fence, &article).ok());
    assert!(path.starts_with("/pictures/here/map-") && html.contains(&format!("{path}#land")), "{html}");
    assert!(content.starts_with("<svg xmlns") && content.contains("id=\"land\"") && content.len() > 1_000);
    assert!(!html.contains(" d=\""), "the shapes are not sent twice");
}
