//! Backup, restoring, export and import as commands.

use crate::harness::Place;

#[test]
fn a_backup_is_made_while_the_server_runs_and_restored_once_it_has_stopped() {
    let place = Place::new();
    let server = place.serve(&[]);
    server.comment(1, "In the backup.");
    std::fs::create_dir(place.file("backups")).expect("is made");
    let said = place.says(&["backup", "--keep", "3", "backups"]);
    assert!(said.contains("1 comments") && said.contains("read back and whole"), "{said}");
    server.comment(2, "After it.");
    let backup = said.split(':').next().expect("a name").to_owned();

    let told = place.refuses(&["restore", &backup]);
    assert!(told.contains("--replace"), "{told}");
    let told = place.refuses(&["restore", "--replace", &backup]);
    assert!(told.contains("stop the server"), "{told}");
    server.stop();
    let said = place.says(&["restore", "--replace", &backup]);
    assert!(said.contains("1 comments") && said.contains("what was there before"), "{said}");
    let held = place.says(&["comments", "held"]);
    assert!(held.contains("In the backup.") && !held.contains("After it."), "{held}");
}

#[test]
fn everything_moves_to_another_folder_with_its_key() {
    let place = Place::new();
    let server = place.serve(&[]);
    server.comment(1, "Moves along.");
    let said = place.says(&["export", "everything.jsonl"]);
    assert!(said.contains("data/key"), "{said}");
    server.stop();
    let told = place.refuses(&["import", "--data", "other", "everything.jsonl"]);
    assert!(told.contains("other/key") && told.contains("--other-key"), "{told}");
    std::fs::create_dir_all(place.file("other")).expect("is made");
    std::fs::copy(place.file("data/key"), place.file("other/key")).expect("is copied");
    assert!(place.says(&["import", "--data", "other", "everything.jsonl"]).contains(", 0 were there already"));
    assert!(place.says(&["import", "--data", "other", "everything.jsonl"]).starts_with("0 rows are new"));
    assert!(place.says(&["comments", "held", "--data", "other"]).contains("Moves along."));
}
