//! What tells builds and pages apart: a print of each page in it, and the build's in all of them.
//!
//! A page's program compares them, so that it never puts a page of one build into a document of another, and says when
//! there is a newer text of the page that is shown. The build's is the hash of all pages, so it is put in at the end.

use crate::content::hash;
use crate::site::within;
use anyhow::{Context, Result};
use reader::app::{BUILD, PRINT, list_of};
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use wire::is_hashed;

/// The pages of a build, as they are written.
#[derive(Default)]
pub(crate) struct Prints {
    pages: Vec<Printed>,
}

struct Printed {
    file: PathBuf,
    /// Where in the file the build's print stands.
    places: Vec<usize>,
    print: String,
    /// Path on the site and title, if readers can keep it.
    entry: Option<(String, String)>,
    /// Addresses of the files that it names.
    names: BTreeSet<String>,
    bytes: usize,
}

impl Prints {
    /// Puts a page's print into its text, and remembers the page; `entry` is its path and title if readers can keep it.
    pub(crate) fn add(&mut self, file: &Path, text: &str, entry: Option<(String, String)>) -> String {
        let print = hash(text.as_bytes())[..PRINT.len()].to_owned();
        let text = text.replacen(&format!("data-page=\"{PRINT}\""), &format!("data-page=\"{print}\""), 1);
        let marks = [format!("data-build=\"{BUILD}"), format!("data-list=\"{}", list_of(BUILD))];
        let places = marks.iter().flat_map(|mark| {
            let inside = mark.find(BUILD).unwrap_or_default();
            text.match_indices(mark.as_str()).map(move |(at, _)| at + inside)
        });
        let places = places.collect();
        let names = hashed_names(&text);
        self.pages.push(Printed { file: file.to_owned(), places, print, entry, names, bytes: text.len() });
        text
    }

    /// Puts the build's print into every page, and writes the list of the pages that readers can keep; its address.
    pub(crate) fn finish(self, site: &Path, besides: &str) -> Result<String> {
        let all: String = self.pages.iter().map(|page| format!("{} {}\n", page.file.display(), page.print)).collect();
        let all = all.replace(&site.display().to_string(), "");
        let build = hash(format!("{all}{besides}").as_bytes());
        for page in &self.pages {
            let put = || -> std::io::Result<()> {
                let mut file = OpenOptions::new().write(true).open(&page.file)?;
                page.places.iter().try_for_each(|at| {
                    file.seek(SeekFrom::Start(*at as u64))?;
                    file.write_all(build.as_bytes())
                })
            };
            put().with_context(|| format!("{} cannot be written", page.file.display()))?;
        }
        let kept = || self.pages.iter().filter(|page| page.entry.is_some());
        let files = with_theirs(site, kept().flat_map(|page| page.names.clone()).collect());
        let size = |address: &String| fs::metadata(within(site, address)).map_or(0, |file| file.len());
        let bytes = files.iter().map(size).sum::<u64>() + kept().map(|page| page.bytes as u64).sum::<u64>();
        let pages = kept().filter_map(|page| {
            let (path, title) = page.entry.as_ref()?;
            Some(serde_json::json!({ "path": path, "title": title, "print": page.print }))
        });
        let list = serde_json::json!({ "bytes": bytes, "pages": pages.collect::<Vec<_>>() }).to_string();
        let address = list_of(&build);
        let path = within(site, &address);
        fs::write(&path, list).with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(address)
    }
}

/// These files, with all that the scripts and style sheets among them name.
fn with_theirs(site: &Path, mut open: Vec<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    while let Some(address) = open.pop() {
        if [".js", ".css"].iter().any(|kind| address.ends_with(kind)) && !found.contains(&address) {
            open.extend(hashed_names(&fs::read_to_string(within(site, &address)).unwrap_or_default()));
        }
        found.insert(address);
    }
    found
}

/// The addresses in a text whose names hold a hash of the content.
fn hashed_names(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| c.is_whitespace() || "\"'`()#<>".contains(c));
    words.filter(|word| word.starts_with('/') && is_hashed(word)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_the_files_of_this_site_that_never_change() {
        let page = r##"<img src="/pictures/a/b-0123456789abcdef.svg"><use href="/pictures/c-fedcba9876543210.svg#x"/>
            url(/fonts/d-00000000000000aa.woff2) <script data-faces="/e-1111111111111111.js /f-2222222222222222_bg.wasm">
            <a href="/a-slug-1234567890/">, <meta content="https://other.example/g-3333333333333333.png">"##;
        let names: Vec<_> = hashed_names(page).into_iter().collect();
        let expected = [
            "/e-1111111111111111.js",
            "/f-2222222222222222_bg.wasm",
            "/fonts/d-00000000000000aa.woff2",
            "/pictures/a/b-0123456789abcdef.svg",
            "/pictures/c-fedcba9876543210.svg",
        ];
        assert_eq!(names, expected);
    }
}
