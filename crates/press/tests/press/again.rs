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
    let now = files(&desk.path("site"));
    // The list of the build before is kept for those who are reading it.
    assert!(before.iter().all(|file| now.contains(file)), "{now:#?}");
    assert!(!desk.path("site.next").exists() && !desk.path("site.old").exists());
}

#[test]
fn a_page_that_was_opened_before_the_swap_still_finds_its_module() {
    let desk = Desk::new();
    desk.build();
    desk.rename_module("0123456789abcdef", "fedcba9876543210");
    desk.build();
    assert!(desk.program().contains("fedcba9876543210_bg.wasm"));
    assert!(desk.path("site/reader-0123456789abcdef_bg.wasm.br").exists(), "one build back is kept");
    let animals = ["Goats", "Cats", "Dogs", "Cows", "Bees", "Ants", "Owls", "Eels", "Rats"];
    for (from, to) in animals.iter().zip(&animals[1..]).take(7) {
        desk.edit("first.md", &format!("{from} climb"), &format!("{to} climb")).build().build();
        assert!(desk.path("site/reader-0123456789abcdef_bg.wasm").exists(), "after {to}");
    }
    desk.edit("first.md", "Eels climb", "Rats climb").build();
    assert!(!desk.path("site/reader-0123456789abcdef_bg.wasm").exists(), "but not for ever");
    assert!(desk.path("site/reader-fedcba9876543210_bg.wasm").exists());
}

#[test]
fn what_trunk_puts_in_the_place_of_a_site_has_the_files_of_that_site() {
    let desk = Desk::new();
    desk.build();
    let (glue, program) = ("site/reader-0123456789abcdef.js.br", format!("site/{}", desk.program_name()));
    desk.rename_module("0123456789abcdef", "fedcba9876543210").build_by_trunk();
    assert_ne!(format!("site/{}", desk.program_name()), program);
    for file in ["site/reader-0123456789abcdef_bg.wasm", glue, &program] {
        assert!(desk.path(file).exists(), "{file}");
    }
    // As `recto build` does after it.
    let before = files(&desk.path("site"));
    assert!(before.iter().all(|file| !file.starts_with('.')), "nothing of the hidden folder is: {before:#?}");
    assert!(matches!(desk.run("site"), Ok(Built::Site(3))));
    assert_eq!(files(&desk.path("site")), before);
    // Its anchors are promised, too.
    desk.edit("first.md", "{#milk}", "{#cream}");
    assert!(desk.refused_by_trunk().contains("the last site had an anchor `milk`, which is gone"));
}

#[test]
fn a_card_that_was_drawn_is_taken_from_the_last_site_unless_another_version_drew_it() {
    let desk = Desk::new();
    desk.build();
    let is_card = |file: &String| file.starts_with("pictures/") && file.ends_with(".png");
    let card = desk.path("site").join(files(&desk.path("site")).into_iter().find(is_card).unwrap());
    fs::write(&card, "kept").unwrap();
    desk.build();
    assert_eq!(fs::read(&card).unwrap(), b"kept");
    fs::write(desk.path("site/_recto/drawn.txt"), "another").unwrap();
    desk.build();
    assert!(imagesize::size(&card).is_ok());
}

#[test]
fn a_picture_that_was_replaced_is_there_for_who_reads_the_page_before() {
    let desk = Desk::new();
    desk.build();
    let before: Vec<_> =
        files(&desk.path("site")).into_iter().filter(|file| file.starts_with("pictures/first/")).collect();
    let picture = desk.path("edition/first/picture.svg");
    let drawn = fs::read_to_string(&picture).unwrap();
    fs::write(&picture, drawn.replace("<svg ", "<svg data-new=\"\" ")).unwrap();
    desk.build();
    for file in before {
        assert!(desk.path("site").join(&file).exists(), "{file}");
    }
}

#[test]
fn a_build_and_each_of_its_pages_have_a_print_and_the_list_of_pages_tells_them() {
    let desk = Desk::new();
    let print = |file: &str, name: &str| {
        let page = desk.read(file);
        let rest = page.split_once(&format!("{name}=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.to_owned()
    };
    desk.build();
    let (build, first, second) = (
        print("first/index.html", "data-build"),
        print("first/index.html", "data-page"),
        print("second/index.html", "data-page"),
    );
    for page in ["index.html", "saved/index.html", "offline/index.html", "404.html", "_recto/answer.html"] {
        assert_eq!(print(page, "data-build"), build, "{page}");
    }
    let list: serde_json::Value = serde_json::from_str(&desk.read(&format!("edition-{build}.json"))).unwrap();
    let listed = |path: &str| list["pages"].as_array().unwrap().iter().find(|one| one["path"] == path).cloned();
    assert_eq!(listed("/first/").unwrap()["print"], first.as_str());
    assert_eq!(listed("/saved/"), None, "what every device has is not in it");
    let size = |file: &str| fs::metadata(desk.path("site").join(file)).unwrap().len();
    assert!(list["bytes"].as_u64().unwrap() > size("first/index.html") + size("second/index.html"));
    for page in ["saved/index.html", "offline/index.html"] {
        assert_eq!(print(page, "data-list"), format!("/edition-{build}.json"), "{page} needs it");
    }
    let saved = print("saved/index.html", "data-page");
    assert!(desk.read("sw.js").contains(&format!("edition-{build}.json")), "a worker is of one build");
    // The same again is the same build; a changed page changes its own print and the build's, and no other page's.
    desk.build();
    assert_eq!(print("first/index.html", "data-build"), build);
    desk.edit("first.md", "Goats climb", "Cats climb").build();
    assert_ne!(print("first/index.html", "data-build"), build);
    assert_ne!(print("first/index.html", "data-page"), first);
    assert_eq!(print("second/index.html", "data-page"), second);
    assert_eq!(print("saved/index.html", "data-page"), saved);
}

#[test]
fn the_size_of_an_edition_counts_what_its_scripts_ask_for() {
    let desk = Desk::new();
    let bytes = || {
        let page = desk.read("index.html");
        let build = page.split_once("data-build=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
        let list: serde_json::Value = serde_json::from_str(&desk.read(&format!("edition-{build}.json"))).unwrap();
        list["bytes"].as_u64().unwrap()
    };
    desk.build();
    let before = bytes();
    for (file, more) in [("reader-0123456789abcdef_bg.wasm", 1_000), ("_recto/scripts/saved.js", 20_000)] {
        let path = desk.path("bundle").join(file);
        let longer = [fs::read(&path).unwrap(), vec![b' '; more]].concat();
        fs::write(path, longer).unwrap();
    }
    desk.build();
    assert_eq!(bytes(), before + 21_000);
}

#[test]
fn a_bundle_of_another_version_is_an_error_that_says_what_to_do() {
    let desk = Desk::new();
    fs::remove_file(desk.path("bundle/_recto/scripts/worker.js")).unwrap();
    let error = desk.run("bundle").map(|_| ()).unwrap_err();
    assert!(error.contains("worker.js cannot be read") && error.contains("make bundle"), "{error}");
}
