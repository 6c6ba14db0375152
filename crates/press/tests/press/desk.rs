//! `Desk`: a copy of `edition/` and `bundle/` in a folder of its own, changed by the test and built.

use press::{Built, Finding, Job, build};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The edition, and the site that is made of it.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        copy(&own.join("edition"), &folder.path().join("edition"));
        copy(&own.join("bundle"), &folder.path().join("bundle"));
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Replaces a piece of an article.
    pub(crate) fn edit(&self, article: &str, from: &str, to: &str) -> &Self {
        let path = self.path("edition").join(article);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{article} does not hold {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    pub(crate) fn run(&self, bundle: &str) -> Result<Built, String> {
        self.set(bundle, "site")
    }

    /// Sets the site from this bundle into a folder, as the one after the site that is there.
    fn set(&self, bundle: &str, out: &str) -> Result<Built, String> {
        let [content, bundle, out, last] = ["edition", bundle, out, "site"].map(|name| self.path(name));
        let job = Job { content: &content, bundle: &bundle, out: &out, last: &last, compress: true };
        build(&job, &mut |_, _, _| {}).map_err(|error| format!("{error:#}"))
    }

    /// Builds as Trunk does: the bundle lies in a hidden folder of the site, is set there, and takes the site's place.
    pub(crate) fn build_by_trunk(&self) -> &Self {
        let [site, stage, staged] = ["site", "site/.stage", "staged"].map(|name| self.path(name));
        assert!(matches!(self.stage(), Ok(Built::Site(_))));
        fs::rename(stage, &staged).unwrap();
        fs::remove_dir_all(&site).unwrap();
        fs::rename(staged, site).unwrap();
        self
    }

    /// Another module and its glue in the bundle, in the place of those with this hash in their names.
    pub(crate) fn rename_module(&self, from: &str, to: &str) -> &Self {
        let bundle = self.path("bundle");
        for rest in [".js", "_bg.wasm"] {
            fs::rename(bundle.join(format!("reader-{from}{rest}")), bundle.join(format!("reader-{to}{rest}"))).unwrap();
        }
        let shell = fs::read_to_string(bundle.join("index.html")).unwrap();
        fs::write(bundle.join("index.html"), shell.replace(from, to)).unwrap();
        self
    }

    #[track_caller]
    pub(crate) fn build(&self) -> &Self {
        match self.run("bundle") {
            Ok(Built::Site(_)) => self,
            Ok(Built::Refused(findings)) => panic!("refused:\n{}", self.print(&findings)),
            Err(error) => panic!("{error}"),
        }
    }

    fn stage(&self) -> Result<Built, String> {
        copy(&self.path("bundle"), &self.path("site/.stage"));
        self.set("site/.stage", "site/.stage")
    }

    #[track_caller]
    pub(crate) fn refused(&self) -> String {
        self.refusal(self.run("bundle"))
    }

    #[track_caller]
    pub(crate) fn refused_by_trunk(&self) -> String {
        self.refusal(self.stage())
    }

    #[track_caller]
    fn refusal(&self, built: Result<Built, String>) -> String {
        match built {
            Ok(Built::Refused(findings)) => self.print(&findings),
            Ok(Built::Site(_)) => panic!("built an edition that should be refused"),
            Err(error) => panic!("{error}"),
        }
    }

    fn print(&self, findings: &[Finding]) -> String {
        let text: Vec<_> = findings.iter().map(|finding| finding.print(false)).collect();
        text.join("\n\n").replace(&format!("{}/", self.folder.path().display()), "")
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path("site").join(file)).unwrap()
    }

    /// The file that the first article links to whose address begins and ends so.
    pub(crate) fn linked(&self, beginning: &str, ending: &str) -> String {
        let page = self.read("first/index.html");
        let rest = page.split_once(&format!("href=\"/{beginning}")).unwrap().1.split_once('"').unwrap().0;
        assert!(rest.ends_with(ending) && wire::is_hashed(&format!("/{beginning}{rest}")), "{rest}");
        self.read(&format!("{beginning}{rest}"))
    }

    /// The name of the program that the pages ask for.
    pub(crate) fn program_name(&self) -> String {
        let page = self.read("index.html");
        let address = page.split_once("data-script=\"/").unwrap().1;
        address.split_once('"').unwrap().0.to_owned()
    }

    /// That program.
    pub(crate) fn program(&self) -> String {
        self.read(&self.program_name())
    }

    /// A page with the texts that stand in every page and the prints left out, a tag a line.
    pub(crate) fn page(&self, file: &str) -> String {
        let mut page = self.read(file);
        let prints = [("data-build=\"", "\""), ("data-page=\"", "\""), ("/app-", ".js")];
        for (from, to) in prints.into_iter().chain([("<style>", "</style>"), ("(()=>", "</script>")]) {
            let start = page.find(from).unwrap() + from.len();
            let end = start + page[start..].find(to).unwrap();
            page.replace_range(start..end, "…");
        }
        page.replace("><", ">\n<")
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// All files within a folder.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}
