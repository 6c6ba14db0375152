//! What the endpoint reads of a built site: `_recto/edition.json` and `_recto/answer.html`. Either is refused with its
//! path, or every page has a policy that allows nothing but this site's own and hashes.
#![no_main]

use std::{fs, sync::LazyLock};

use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    fs::create_dir(folder.path().join("_recto")).expect("is made");
    folder
});

// The edition, a line `%%%`, the page of answers, a line `%%%`, and the path of a page.
fuzz_target!(|given: &[u8]| {
    let (edition, rest) = recto_fuzz::cut(given);
    let (answer, path) = recto_fuzz::cut(rest);
    let Ok(path) = std::str::from_utf8(path) else { return };
    let root = FOLDER.path();
    fs::write(root.join("_recto/edition.json"), edition).expect("is written");
    fs::write(root.join("_recto/answer.html"), answer).expect("is written");
    match endpoint::fuzz::site(root, path) {
        Ok((page, policy)) => {
            let edition: wire::Edition = serde_json::from_slice(edition).expect("was read");
            assert!(page.contains("<p>An &amp; answer</p>") && !page.contains("{{recto:answer}}"), "{page}");
            let policy = String::from_utf8(policy).expect("is ASCII");
            assert!(policy.starts_with("default-src 'none'; ") && policy.matches(';').count() == 10, "{policy}");
            for source in policy.split([' ', ';']).filter(|source| source.starts_with('\'')) {
                let known = ["'none'", "'self'", "'wasm-unsafe-eval'"].contains(&source) || source.starts_with("'sha");
                assert!(known && source.ends_with('\''), "{source} in {policy}");
            }
            let _ = edition.articles.len();
        }
        Err(error) => {
            let told = format!("{error:#}");
            assert!(
                told.contains("edition") || told.contains("answer.html"),
                "{told:?} does not say what is wrong with what"
            );
        }
    }
});
