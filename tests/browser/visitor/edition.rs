//! A small edition of a test's own, which can be published anew while somebody reads. Everything that a build makes says
//! which build it is: header, text, footer, picture, program, and the module with its glue.

use std::{
    fs,
    path::{Path, PathBuf},
};

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
    document.documentElement.dataset.glue,
    document.documentElement.dataset.module,
]";

/// Ends the glue of a build: says which one it is of, and which one the module is of that it starts.
const GLUE: &str = "
document.documentElement.dataset.glue = 'BUILD';
for (const way of ['instantiate', 'instantiateStreaming']) {
    const own = WebAssembly[way];
    if (own) WebAssembly[way] = async (...all) => {
        const made = await own.apply(WebAssembly, all);
        const [build] = WebAssembly.Module.customSections(made.module ?? all[0], 'build');
        document.documentElement.dataset.module = new TextDecoder().decode(build);
        return made;
    };
}
";

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
        copy(&dist(), &bundle);
        mark(&bundle, build);
        let job = Job { content: &content, bundle: &bundle, out: &out, last: &out, compress: false };
        match press::build(&job, &mut |_, _, _| {}) {
            Ok(Built::Site(_)) => {}
            Ok(Built::Refused(findings)) => {
                panic!("{:#?}", findings.iter().map(|one| one.print(false)).collect::<Vec<_>>())
            }
            Err(error) => panic!("{error:#}"),
        }
    }
}

/// Copies what a bundle consists of: files at the top, and the folders that are not pages.
fn copy(from: &Path, to: &Path) {
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

/// Makes program, glue and module of a bundle others with each build, the last two under names of their own.
fn mark(bundle: &Path, build: u32) {
    let bytes = |file: &str| fs::read(bundle.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let write = |file: &str, bytes: &[u8]| fs::write(bundle.join(file), bytes).expect("it can be written");
    let read = |file: &str| String::from_utf8(bytes(file)).expect("it is text");
    let program = format!("{}\ndocument.documentElement.dataset.app = '{build}';\n", read("_recto/scripts/app.js"));
    write("_recto/scripts/app.js", program.as_bytes());
    let shell = read("_recto/shell.html");
    let before = shell.split_once("from '/reader-").and_then(|(_, rest)| rest.split_once(".js'"));
    let (before, now) = (before.expect("the shell names the glue").0, format!("{build:016}"));
    let glue = format!("{}{}", read(&format!("reader-{before}.js")), GLUE.replace("BUILD", &build.to_string()));
    write(&format!("reader-{now}.js"), glue.as_bytes());
    // A section that engines pass over: a zero, its length, the length of its name, the name, and what it holds.
    let (name, number) = ("build", build.to_string());
    let lengths = [0, (1 + name.len() + number.len()) as u8, name.len() as u8];
    let module = [&bytes(&format!("reader-{before}_bg.wasm")), &lengths[..], name.as_bytes(), number.as_bytes()];
    write(&format!("reader-{now}_bg.wasm"), &module.concat());
    for list in ["_recto/shell.html", "_recto/bundle.txt"] {
        write(list, read(list).replace(before, &now).as_bytes());
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
