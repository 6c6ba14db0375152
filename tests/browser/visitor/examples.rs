//! A site of its own with the example of every kind of block on one page, and the example of text on another, so that what
//! holds for every kind can be tried on each without a word of the edition's.

use std::{fmt::Write, path::PathBuf, sync::OnceLock};

use press::{Built, Job, KINDS};

use super::{dist, root};

/// Where the page of all kinds is, and the one of text.
pub(crate) const KINDS_PAGE: &str = "/kinds/";
pub(crate) const TEXT_PAGE: &str = "/text/";

const MASTHEAD: &str = "title = \"Examples\"\nlanguage = \"en\"\naddress = \"http://127.0.0.1\"\npublisher = \"The tests\"\nlead = \"kinds\"\n";

const FRONT: &str = "+++\ntitle = \"The kinds\"\nstandfirst = \"Each by its example.\"\nauthors = [\"A test\"]\n\
                     published = 2026-11-25\nlanguage = \"en\"\nsection = \"Examples\"\ncomments = \"open\"\n";

/// The folder of the site, built once in a test run with the bundle that the edition was built with.
pub(crate) fn examples() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(build).clone()
}

fn build() -> PathBuf {
    let folder = root().join("target/browser");
    let (content, site) = (folder.join("examples"), folder.join("examples-site"));
    std::fs::create_dir_all(&content).expect("a folder for the examples");
    let mut kinds = format!("{FRONT}+++\n\nEvery kind of block.\n");
    for kind in KINDS {
        let name = kind.name();
        let _ =
            write!(kinds, "\n## About {name} {{#about-{name}}}\n\nText before.\n\n```@{name}\n{}```\n", kind.example());
    }
    let text = format!(
        "{}\n{}+++\n\n## Text {{#text-1}}\n\n{}",
        FRONT.replace("The kinds", "The text"),
        press::TEXT_CAST,
        press::TEXT_EXAMPLE
    );
    for (name, text) in [("edition.toml", MASTHEAD), ("kinds.md", &kinds), ("text.md", &text)] {
        std::fs::write(content.join(name), text).expect("it can be written");
    }
    let job = Job { content: &content, bundle: &dist(), out: &site, last: &site, compress: false };
    match press::build(&job, &mut |_, _, _| {}) {
        Ok(Built::Site(_)) => site,
        Ok(Built::Refused(findings)) => {
            panic!(
                "the examples are not in order: {:#?}",
                findings.iter().map(|one| one.print(false)).collect::<Vec<_>>()
            )
        }
        Err(error) => panic!("{error:#}"),
    }
}
