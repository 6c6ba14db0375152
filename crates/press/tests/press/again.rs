//! Building an edition where a site was built before: what stays, and what was promised.

use press::Built;
use std::fs;

use crate::desk::{Desk, files};

#[test]
fn a_refused_edition_leaves_the_last_site_as_it_was() {
    let desk = Desk::new();
    let before = desk.build().read("first/index.html");
    let listed = files(&desk.path("site"));
    desk.edit("first.md", "Goats climb", "Cats climb").edit("second.md", "second.md#wool", "nowhere.md").refused();
    assert_eq!(desk.read("first/index.html"), before);
    assert_eq!(files(&desk.path("site")), listed);
}

#[test]
fn an_anchor_that_the_last_site_had_must_not_be_lost() {
    let desk = Desk::new();
    desk.build().edit("first.md", "{#milk}", "{#cream}");
    let refusal = desk.refused();
    assert!(refusal.contains("the last site had an anchor `milk`, which is gone"), "{refusal}");
    desk.edit("first.md", "\"old\" = \"hay\"", "\"old\" = \"hay\", \"milk\" = \"cream\"").build();
    assert!(desk.read("first/index.html").contains("<span id=\"milk\" data-moved=\"cream\">"));
    // What was moved once stays promised.
    desk.edit("first.md", ", \"milk\" = \"cream\"", "");
    assert!(desk.refused().contains("`milk`"));
}

#[test]
fn an_edition_is_set_anew_from_the_last_site_without_a_bundle() {
    let desk = Desk::new();
    desk.build();
    let before = files(&desk.path("site"));
    fs::remove_dir_all(desk.path("bundle")).unwrap();
    desk.edit("first.md", "Goats climb", "Cats climb");
    assert!(matches!(desk.run("site"), Ok(Built::Site(3))));
    assert!(desk.read("first/index.html").contains("Cats climb"));
    assert_eq!(files(&desk.path("site")), before);
    assert!(!desk.path("site.next").exists() && !desk.path("site.old").exists());
}

#[test]
fn a_page_that_was_opened_before_the_swap_still_finds_its_module() {
    let desk = Desk::new();
    desk.build();
    let bundle = desk.path("bundle");
    for (from, to) in [
        ("reader-0123456789abcdef.js", "reader-fedcba9876543210.js"),
        ("reader-0123456789abcdef_bg.wasm", "reader-fedcba9876543210_bg.wasm"),
    ] {
        fs::rename(bundle.join(from), bundle.join(to)).unwrap();
    }
    let shell = fs::read_to_string(bundle.join("index.html")).unwrap();
    fs::write(bundle.join("index.html"), shell.replace("0123456789abcdef", "fedcba9876543210")).unwrap();
    desk.build();
    assert!(desk.read("first/index.html").contains("fedcba9876543210_bg.wasm"));
    assert!(desk.path("site/reader-0123456789abcdef_bg.wasm.br").exists(), "one build back is kept");
    desk.edit("first.md", "Goats climb", "Cats climb").build();
    assert!(
        desk.path("site/reader-0123456789abcdef_bg.wasm").exists(),
        "setting the edition anew is not another bundle"
    );
}
