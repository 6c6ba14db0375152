//! What is wrong with an edition, told with its place, all of it at once.

use std::fs;

use crate::desk::Desk;

#[test]
fn three_broken_things_are_all_told_with_their_places() {
    let desk = Desk::new();
    desk.edit("first.md", "  actors: Goats", "  actor: Goats")
        .edit("second.md", "second.md#wool", "third.md#wol")
        .edit("third.md", "title =", "titel =");
    insta::assert_snapshot!(desk.refused());
}

#[test]
fn an_unknown_kind_and_an_unknown_article_are_problems() {
    let desk = Desk::new();
    desk.edit("first.md", "```@timeline", "```@timelin").edit("second.md", "second.md#wool", "secnd.md");
    insta::assert_snapshot!(desk.refused());
}

#[test]
fn what_is_missing_is_said_in_one_sentence() {
    let desk = Desk::new();
    fs::remove_dir_all(desk.path("bundle")).unwrap();
    let error = desk.run("bundle").err().unwrap();
    assert!(error.contains("there is no app bundle in"), "{error}");
    fs::remove_file(desk.path("edition/edition.toml")).unwrap();
    let error = desk.run("bundle").err().unwrap();
    assert!(error.contains("an edition is a folder with that file in it"), "{error}");
}

#[test]
fn a_file_that_is_not_utf_8_or_a_broken_picture_is_a_problem_and_no_panic() {
    let desk = Desk::new();
    fs::write(desk.path("edition/third.md"), b"+++\ntitle = \"\xff\"\n+++\n").unwrap();
    fs::write(desk.path("edition/second/picture.svg"), b"<svg").unwrap();
    let refusal = desk.refused();
    assert!(refusal.contains("the file is not UTF-8"), "{refusal}");
    assert!(refusal.contains("the picture `picture.svg` in its folder cannot be read"), "{refusal}");
}

#[test]
fn a_table_that_is_not_utf_8_is_one_problem() {
    let desk = Desk::new();
    fs::write(desk.path("edition/first/members.csv"), b"year,members of the caf\xe9\n1992,6\n1993,9\n").unwrap();
    let chart = "```@chart\nunit: states\nsource: S\nfile: members.csv\n```\n\n## Milk {#milk}";
    let refusal = desk.edit("first.md", "## Milk {#milk}", chart).refused();
    assert!(refusal.contains("the table `members.csv` in its folder is not UTF-8"), "{refusal}");
    assert!(refusal.contains("save it anew with the encoding UTF-8"), "{refusal}");
    assert_eq!(refusal.matches("error: ").count(), 1, "{refusal}");
}
