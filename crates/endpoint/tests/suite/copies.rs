//! Backups, restoring, and everything as lines from one store into another.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use endpoint::{
    Settings,
    upkeep::{self, Before, Brought},
};
use serde_json::json;

use crate::harness::{LEAD, TestEndpoint, comment, database};

/// Settings of a store that is not there yet, on SQLite.
fn elsewhere(folder: &Path, like: &TestEndpoint) -> Settings {
    let mut settings = Settings::new(like.settings.site.clone(), folder.join("elsewhere"));
    settings.listen.set_port(0);
    settings
}

/// An endpoint with one of everything that readers send.
async fn with_everything() -> TestEndpoint {
    let endpoint = TestEndpoint::start().await;
    let parent = endpoint.published_comment("First.").await;
    let mut answer = comment("An answer: \"é\" \u{1f4f0}\n\tand a \\ line.");
    answer["parent"] = json!(parent);
    answer["name"] = json!("Ani");
    endpoint.post_json(LEAD, &answer).await;
    endpoint.post_json("/api/subscribers", &json!({ "email": "ani@example.org" })).await;
    endpoint
}

/// All rows, in an order that does not depend on the database's.
async fn rows(settings: &Settings, folder: &Path) -> Vec<String> {
    let file = folder.join("rows.jsonl");
    upkeep::export(settings, &file).await.expect("is written");
    let text = fs::read_to_string(&file).expect("is there");
    let mut rows: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
    rows.sort();
    rows
}

fn copy_key(from: &Settings, to: &Settings) {
    fs::create_dir_all(&to.data).expect("is made");
    fs::copy(from.data.join("key"), to.data.join("key")).expect("is copied");
}

#[tokio::test]
async fn a_backup_made_while_the_server_runs_restores_to_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let endpoint = with_everything().await;
    let listed = endpoint.get(LEAD).await.text();
    let backup = upkeep::backup(&endpoint.settings, folder.path(), None).await.expect("is made");
    assert_eq!((backup.held.comments, backup.held.subscribers), (2, 1));
    for file in [&backup.file, &backup.key] {
        assert_eq!(fs::metadata(file).expect("is there").permissions().mode() & 0o777, 0o600, "{}", file.display());
    }
    endpoint.published_comment("After the backup.").await;

    let mut settings = elsewhere(folder.path(), &endpoint);
    settings.database = database().await;
    let restored = upkeep::restore(&settings, &backup.file, false).await.expect("is restored");
    assert_eq!((restored.held, restored.with_key, restored.kept.len()), (backup.held, true, 0));
    let again = TestEndpoint::start_with(|its| {
        its.data.clone_from(&settings.data);
        its.database.clone_from(&settings.database);
    })
    .await;
    assert_eq!(again.get(LEAD).await.text(), listed);
    again.published_comment("It goes on.").await;
}

#[tokio::test]
async fn a_backup_never_replaces_a_file_and_older_ones_go_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let endpoint = with_everything().await;
    let file = folder.path().join("one");
    upkeep::backup(&endpoint.settings, &file, None).await.expect("is made");
    let error = upkeep::backup(&endpoint.settings, &file, None).await.expect_err("is refused");
    assert!(error.to_string().contains("there already"), "{error}");

    for day in ["01", "02", "03"] {
        for kind in ["sqlite", "sqlite.key"] {
            fs::write(folder.path().join(format!("recto-2026-11-{day}T000000Z.{kind}")), "old").expect("is written");
        }
    }
    let backup = upkeep::backup(&endpoint.settings, folder.path(), Some(2)).await.expect("is made");
    assert_eq!(backup.removed.len(), 2);
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .expect("is read")
        .map(|entry| entry.expect("is read").file_name().into_string().expect("is text"))
        .collect();
    names.sort();
    let made = backup.file.file_name().expect("has a name").to_str().expect("is text");
    let key = format!("{made}.key");
    let old = ["one", "one.key", "recto-2026-11-03T000000Z.sqlite", "recto-2026-11-03T000000Z.sqlite.key"];
    let mut expected = [&old[..], &[made, &key]].concat();
    expected.sort_unstable();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn a_store_is_not_replaced_unasked_nor_while_the_server_runs_on_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut endpoint = with_everything().await;
    let backup = upkeep::backup(&endpoint.settings, folder.path(), None).await.expect("is made").file;
    let restore = |replace| upkeep::restore(&endpoint.settings, &backup, replace);
    let error = format!("{:#}", restore(false).await.expect_err("is refused"));
    assert!(error.contains("--replace"), "{error}");
    let on_sqlite = endpoint.settings.database.is_none();
    if on_sqlite {
        let error = format!("{:#}", restore(true).await.expect_err("is refused"));
        assert!(error.contains("stop the server"), "{error}");
    }
    endpoint.published_comment("After the backup.").await;
    endpoint.stop().await;
    let restored = upkeep::restore(&endpoint.settings, &backup, true).await.expect("is restored");
    assert_eq!((restored.held.comments, restored.kept.len()), (2, usize::from(on_sqlite)));
    let found = rows(&endpoint.settings, folder.path()).await;
    assert!(!found.iter().any(|row| row.contains("After the backup.")));
}

#[tokio::test]
async fn what_is_no_whole_backup_is_not_restored() {
    let folder = tempfile::tempdir().expect("a folder");
    let endpoint = with_everything().await;
    let whole = folder.path().join("whole");
    upkeep::backup(&endpoint.settings, &whole, None).await.expect("is made");
    let bytes = fs::read(&whole).expect("is read");
    let mut damaged = bytes.clone();
    let end = damaged.len();
    // Whole pages of tables, or several lines: a part of a page may hold nothing.
    damaged[end / 2..(end / 2 + 8_192).min(end - 64)].fill(0xff);
    let cases: [&[u8]; 5] = [b"", b"text", b"SQLite format 3\0", &bytes[..end * 3 / 4], &damaged];
    for (at, case) in cases.into_iter().enumerate() {
        let file = folder.path().join(format!("case-{at}"));
        fs::write(&file, case).expect("is written");
        let mut settings = elsewhere(folder.path(), &endpoint);
        settings.database = database().await;
        let error = upkeep::restore(&settings, &file, false).await.expect_err("is refused");
        assert!(format!("{error:#}").contains(&format!("case-{at}")), "{error:#}");
        assert!(!settings.data.join("recto.sqlite").exists());
    }
}

#[tokio::test]
async fn everything_is_carried_into_another_database_and_twice_is_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut endpoint = with_everything().await;
    // Its mail goes out until then.
    endpoint.stop().await;
    let file = folder.path().join("everything.jsonl");
    let count = upkeep::export(&endpoint.settings, &file).await.expect("is written");
    let here = rows(&endpoint.settings, folder.path()).await;
    assert!(here.iter().any(|row| row.contains("An answer")) && here.iter().any(|row| row.contains("ani@example.org")));

    // Into SQLite, and from there into the database that the suite runs on.
    let there = elsewhere(folder.path(), &endpoint);
    copy_key(&endpoint.settings, &there);
    let mut back = elsewhere(&folder.path().join("back"), &endpoint);
    back.database = database().await;
    copy_key(&endpoint.settings, &back);
    let mut from = file;
    for settings in [&there, &back] {
        let import = || upkeep::import(settings, &from, Before::Stays, false);
        assert_eq!(import().await.expect("is taken"), Brought { new: count, known: 0 });
        assert_eq!(import().await.expect("is taken"), Brought { new: 0, known: count });
        assert_eq!(rows(settings, folder.path()).await, here);
        from = folder.path().join("next.jsonl");
        upkeep::export(settings, &from).await.expect("is written");
    }
}

#[tokio::test]
async fn two_imports_at_once_are_as_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut endpoint = with_everything().await;
    // Its mail goes out until then.
    endpoint.stop().await;
    let file = folder.path().join("everything.jsonl");
    let count = upkeep::export(&endpoint.settings, &file).await.expect("is written");
    let mut there = elsewhere(folder.path(), &endpoint);
    there.database = database().await;
    copy_key(&endpoint.settings, &there);
    let import = || upkeep::import(&there, &file, Before::Stays, false);
    let (one, two) = tokio::join!(import(), import());
    let (one, two) = (one.expect("is taken"), two.expect("is taken"));
    assert_eq!((one.new + two.new, one.known + two.known), (count, count));
    assert_eq!(rows(&there, folder.path()).await, rows(&endpoint.settings, folder.path()).await);
}

#[tokio::test]
async fn a_broken_file_fails_whole_and_names_the_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let endpoint = with_everything().await;
    let file = folder.path().join("everything.jsonl");
    upkeep::export(&endpoint.settings, &file).await.expect("is written");
    let text = fs::read_to_string(&file).expect("is read");
    let lines: Vec<&str> = text.lines().collect();
    let comment = lines.iter().position(|line| line.contains("An answer")).expect("is there");
    let told = format!("line {}", comment + 1);
    let with = |line: String| {
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        lines[comment] = line;
        lines.join("\n")
    };
    let changed = |from: &str, to: &str| with(lines[comment].replacen(from, to, 1));
    let broken = [
        (with("no JSON".into()), told.as_str()),
        (with("{\"table\":\"password\",\"row\":{}}".into()), &told),
        (with("{\"table\":\"comment\",\"row\":{}}".into()), &told),
        (changed("\"name\":", "\"sudo\":1,\"name\":"), &told),
        (changed("\"state\":\"held\"", "\"state\":\"loved\""), &told),
        (changed("\"body\":\"", "\"body\":7,\"b\":\""), &told),
        (changed("\"revision\":", "\"revision\":1.5,\"r\":"), &told),
        (lines[..lines.len() - 1].join("\n"), "breaks off"),
        (lines[..lines.len() - 2].join("\n") + "\n" + lines[lines.len() - 1], "missing"),
        (lines[1..].join("\n"), "line 1"),
        (text.replacen("\"recto_export\":1", "\"recto_export\":2", 1), "newer version"),
        (text.replacen("\"key\":\"", "\"key\":\"x", 1), "another key"),
    ];
    for (text, told) in broken {
        let mut there = elsewhere(&tempfile::tempdir().expect("a folder").keep(), &endpoint);
        there.database = database().await;
        copy_key(&endpoint.settings, &there);
        let file = folder.path().join("broken.jsonl");
        fs::write(&file, &text).expect("is written");
        let error = upkeep::import(&there, &file, Before::Stays, false).await.expect_err("is refused");
        assert!(format!("{error:#}").contains(told), "{told} in {error:#}");
        assert_eq!(rows(&there, folder.path()).await, ["{\"end\":0}"], "{told}");
    }
}

#[tokio::test]
async fn an_import_without_the_key_says_where_to_put_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let endpoint = with_everything().await;
    let file = folder.path().join("everything.jsonl");
    upkeep::export(&endpoint.settings, &file).await.expect("is written");
    let mut there = elsewhere(folder.path(), &endpoint);
    there.database = database().await;
    let error = upkeep::import(&there, &file, Before::Stays, false).await.expect_err("is refused");
    assert!(error.to_string().contains("elsewhere/key"), "{error}");
    upkeep::import(&there, &file, Before::Stays, true).await.expect("is taken");
}
