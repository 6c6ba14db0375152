//! A small edition of a test's own, which can be published anew while somebody reads. Everything that a build makes says
//! which build it is: header, text, footer, picture and program.

use std::{fs, path::PathBuf};

use press::{Built, Job};
use tempfile::TempDir;

use super::{Site, Visitor, dist};

/// Where its articles are.
pub(crate) const FIRST: &str = "/first/";
pub(crate) const SECOND: &str = "/second/";

/// What every part of the page that is shown says about its build; equal, if the page is of one.
const MARKS: &str = "[
    document.querySelector('.masthead .name').innerText.match(/\\d+/)?.[0],
    document.querySelector('main .prose').innerText.match(/\\d+/)?.[0],
    document.querySelector('.imprint').innerText.match(/\\d+/)?.[0],
    document.querySelector('main .illustration img').src.match(/drawn-(\\d+)-/)?.[1],
    document.documentElement.dataset.app,
]";

/// The edition's folder, its bundle and its site.
pub(crate) struct Edition(TempDir);

impl Edition {
    /// Publishes the first build.
    pub(crate) fn new() -> Self {
        let edition = Self(TempDir::new().expect("a folder for an edition"));
        for folder in ["content/first", "content/second"] {
            fs::create_dir_all(edition.0.path().join(folder)).expect("it can be made");
        }
        edition.publish(1);
        edition
    }

    /// Where the site is.
    pub(crate) fn site(&self) -> PathBuf {
        self.0.path().join("site")
    }

    /// Publishes another build in the place of the last.
    pub(crate) fn publish(&self, build: u32) {
        let (content, bundle, out) = (self.0.path().join("content"), self.0.path().join("bundle"), self.site());
        let masthead = format!(
            "title = \"Edition {build}\"\nlanguage = \"en\"\naddress = \"http://127.0.0.1\"\npublisher = \"House {build}\"\nlead = \"first\"\n"
        );
        let article = |title: &str, other: &str| {
            let far = "A line of text.\n\n".repeat(60);
            let illustration = format!(
                "[illustration]\nfile = \"drawn-{build}.svg\"\nalt = \"A square\"\ncredit = \"Drawn for this test\"\nlicence = \"CC0 1.0\"\n"
            );
            format!(
                "+++\ntitle = \"{title}\"\nstandfirst = \"One of two.\"\nauthors = [\"A test\"]\npublished = 2026-11-25\nlanguage = \"en\"\n\
                 section = \"Tests\"\ncomments = \"open\"\n{illustration}+++\n\nBuild {build}, and [the other one]({other}.md).\n\n{far}\
                 ## The end {{#end}}\n\nThat is all.\n"
            )
        };
        let picture = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\"><path d=\"M{build} 0h9v9z\"/></svg>"
        );
        for (file, text) in [
            ("edition.toml", &masthead),
            ("first.md", &article("The first", "second")),
            ("second.md", &article("The second", "first")),
            (&format!("first/drawn-{build}.svg"), &picture),
            (&format!("second/drawn-{build}.svg"), &picture),
        ] {
            fs::write(content.join(file), text).expect("it can be written");
        }
        // A bundle of its own, whose program is another with each build.
        copy(&dist(), &bundle);
        let program = dist().join("_recto/scripts/app.js");
        let program = fs::read_to_string(program).expect("the bundle is built");
        let marked = format!("{program}\ndocument.documentElement.dataset.app = \"{build}\";\n");
        fs::write(bundle.join("_recto/scripts/app.js"), marked).expect("it can be written");
        match press::build(&Job { content: &content, bundle: &bundle, out: &out, compress: false }, &mut |_, _, _| {}) {
            Ok(Built::Site(_)) => {}
            Ok(Built::Refused(findings)) => {
                panic!("{:#?}", findings.iter().map(|one| one.print(false)).collect::<Vec<_>>())
            }
            Err(error) => panic!("{error:#}"),
        }
    }
}

/// Copies what a bundle consists of: files at the top, and the folders that are not pages.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).expect("it can be made");
    for entry in fs::read_dir(from).expect("it is there").filter_map(Result::ok) {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            if !path.join("index.html").exists() && name != "pictures" {
                copy(&path, &to.join(name));
            }
        } else {
            fs::copy(&path, to.join(name)).expect("it can be copied");
        }
    }
}

impl Site {
    /// Publishes another build of a test's own edition.
    pub(crate) fn publish(&self, build: u32) {
        self.edition.as_ref().expect("this visit is not of an edition of its own").publish(build);
    }
}

impl Visitor {
    /// Waits until the page's program has come, and tells which build the page is of: all of it.
    pub(crate) async fn build(&self) -> u32 {
        self.lives().await;
        self.wait_until(
            "document.documentElement.dataset.app && document.querySelector('main .illustration img').naturalWidth",
        )
        .await;
        let marks: Vec<Option<String>> = self.asks(MARKS).await;
        let build = marks[0].clone().unwrap_or_default();
        assert!(marks.iter().all(|mark| mark.as_deref() == Some(&build)), "a page of two builds: {marks:?}");
        build.parse().expect("builds are counted")
    }
}
