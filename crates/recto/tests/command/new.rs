//! `recto new`: a beginning for an article, and nothing anywhere else.

use crate::harness::Place;

#[test]
fn an_article_begins_with_its_file_and_its_folder() {
    let place = Place::new();
    for name in ["my-article", "another.md"] {
        place.says(&["new", name]);
    }
    for made in ["my-article.md", "my-article", "another.md", "another"] {
        assert!(place.file("content").join(made).exists(), "{made}");
    }
    assert!(place.refuses(&["new", "another"]).contains("content/another.md is there already"));
}

#[test]
fn a_name_that_no_address_can_have_is_refused_and_nothing_is_written() {
    let place = Place::new();
    for name in ["../evil", "a/b", "My Article", "Überschrift", "moderation", "saved", ""] {
        let said = place.refuses(&["new", name]);
        assert!(said.contains("nothing was written") && said.contains("expected: "), "{name}: {said}");
    }
    assert!(!place.file("evil.md").exists() && !place.file("content").exists());
}
