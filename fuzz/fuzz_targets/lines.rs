//! Lines of JSON that are taken into a store: all of them, or none and the line that is wrong is named; and what was taken
//! in is the same in the file that is written next, and in the store that this one is taken into.
#![no_main]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use endpoint::{
    Settings,
    upkeep::{Before, export, import},
};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::Runtime;

struct Place {
    folder: tempfile::TempDir,
    runtime: Runtime,
}

static PLACE: LazyLock<Place> = LazyLock::new(|| {
    // In memory where there is such a place: each input is written and synced.
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    for name in ["one", "two"] {
        fs::create_dir(folder.path().join(name)).expect("is made");
        fs::write(folder.path().join(name).join("key"), [7; 32]).expect("is written");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("starts");
    Place { folder, runtime }
});

/// What stands in a store before anything is taken in.
const FIRST: &str = r#"{"recto_export":1,"schema":1,"key":"x","made":"2026-11-23T09:30:05Z"}"#;

fuzz_target!(|text: &[u8]| {
    let at = PLACE.folder.path();
    let file = at.join("in.jsonl");
    // A first line that fits, unless there is one: else hardly anything would come further.
    let whole =
        if text.starts_with(b"{\"recto_export") { text.to_vec() } else { [FIRST.as_bytes(), b"\n", text].concat() };
    fs::write(&file, &whole).expect("is written");
    let (one, two) = (settings("one"), settings("two"));
    PLACE.runtime.block_on(async {
        let before = written(&one).await;
        match import(&one, &file, Before::Goes, true).await {
            Ok(brought) => {
                let after = written(&one).await;
                assert_eq!(rows(&after), brought.new, "another number of rows than was told");
                let again = import(&two, &at.join("out.jsonl"), Before::Goes, false).await;
                let again = again.unwrap_or_else(|error| panic!("what was exported is not taken in: {error:#}"));
                assert_eq!((again.new, again.known), (brought.new, 0));
                assert_eq!(written(&two).await, after, "another store holds something else");
            }
            Err(error) => {
                assert_eq!(written(&one).await, before, "something was changed, and this was told: {error:#}");
                let told = format!("{error:#}");
                assert!(
                    ["line ", "last line", "newer version"].iter().any(|place| told.contains(place)),
                    "{told:?} names no line"
                );
                assert!(!told.contains(|char: char| char.is_control()), "{told:?}");
            }
        }
    });
});

fn settings(name: &str) -> Settings {
    let data: PathBuf = PLACE.folder.path().join(name);
    Settings::new(&data, &data)
}

/// All that a store holds, without the line that says when it was written.
async fn written(settings: &Settings) -> String {
    let file: &Path = &PLACE.folder.path().join("out.jsonl");
    export(settings, file).await.expect("is written");
    let text = fs::read_to_string(file).expect("is read");
    text.split_once('\n').expect("a first line").1.to_owned()
}

fn rows(text: &str) -> u64 {
    text.lines().count() as u64 - 1
}
