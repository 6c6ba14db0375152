//! A small edition on disk, what the press makes of it, and what it refuses. Every test goes through [`Desk`]: a copy of
//! `edition/` and `bundle/` in a folder of its own, changed by the test.
#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files should stop")]

use press::{Built, Finding, Job, build};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        copy(&own.join("edition"), &folder.path().join("edition"));
        copy(&own.join("bundle"), &folder.path().join("bundle"));
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Replaces a piece of an article.
    fn edit(&self, article: &str, from: &str, to: &str) -> &Self {
        let path = self.path("edition").join(article);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{article} does not hold {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    fn run(&self, bundle: &str) -> Result<Built, String> {
        let (content, bundle, out) = (self.path("edition"), self.path(bundle), self.path("site"));
        let job = Job { content: &content, bundle: &bundle, out: &out, compress: true };
        build(&job, &mut |_, _, _| {}).map_err(|error| format!("{error:#}"))
    }

    #[track_caller]
    fn build(&self) -> &Self {
        match self.run("bundle") {
            Ok(Built::Site(_)) => self,
            Ok(Built::Refused(findings)) => panic!("refused:\n{}", self.print(&findings)),
            Err(error) => panic!("{error}"),
        }
    }

    #[track_caller]
    fn refused(&self) -> String {
        match self.run("bundle") {
            Ok(Built::Refused(findings)) => self.print(&findings),
            Ok(Built::Site(_)) => panic!("built an edition that should be refused"),
            Err(error) => panic!("{error}"),
        }
    }

    fn print(&self, findings: &[Finding]) -> String {
        let text: Vec<_> = findings.iter().map(|finding| finding.print(false)).collect();
        text.join("\n\n").replace(&format!("{}/", self.folder.path().display()), "")
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path("site").join(file)).unwrap()
    }

    /// A page with the texts that stand in every page left out, a tag a line.
    fn page(&self, file: &str) -> String {
        let mut page = self.read(file);
        for (from, to) in [("<style>", "</style>"), ("(()=>", "</script>")] {
            let start = page.find(from).unwrap();
            let end = start + page[start..].find(to).unwrap();
            page.replace_range(start..end, &format!("{from}…"));
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

fn files(folder: &Path) -> Vec<String> {
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

#[test]
fn each_kind_of_page_is_as_it_was_looked_at() {
    let desk = Desk::new();
    desk.build();
    insta::assert_snapshot!("article", desk.page("first/index.html"));
    insta::assert_snapshot!("home", desk.page("index.html"));
    insta::assert_snapshot!("missing", desk.page("404.html"));
    insta::assert_snapshot!("answer", desk.page("_recto/answer.html"));
}

#[test]
fn the_endpoint_is_told_what_it_needs_to_know() {
    let desk = Desk::new();
    desk.build();
    let edition: wire::Edition = serde_json::from_str(&desk.read("_recto/edition.json")).unwrap();
    assert_eq!(edition.address, "https://test.example");
    let first = edition.article("first").unwrap();
    assert_eq!(
        (first.anchors.join(" "), first.blocks.join(" ")),
        ("hay small-hay wool milk old".into(), "timeline".into())
    );
    let comments: Vec<_> = edition.articles.iter().map(|article| &article.comments).collect();
    assert_eq!(comments, [&wire::Comments::Open, &wire::Comments::Closed, &wire::Comments::Until("2027-03-31".into())]);
    // The policy allows the very texts that stand in the pages.
    let page = desk.read("first/index.html");
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = <sha2::Sha256 as sha2::Digest>::digest(style.as_bytes());
    let hash = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, hash);
    assert_eq!(first.style, format!("sha256-{hash}"));
}

#[test]
fn the_module_is_named_but_neither_started_nor_preloaded() {
    let desk = Desk::new();
    let page = desk.build().read("first/index.html");
    assert!(page.contains("data-module=\"/reader-0123456789abcdef_bg.wasm\""));
    for gone in ["TrunkApplicationStarted", "modulepreload", "rel=\"preload\"", "<!-- The shell"] {
        assert!(!page.contains(gone), "{gone}");
    }
}

#[test]
fn text_files_have_compressed_twins_with_the_same_content() {
    let desk = Desk::new();
    desk.build();
    let mut unpacked = Vec::new();
    let packed = fs::read(desk.path("site/first/index.html.br")).unwrap();
    brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
    assert_eq!(unpacked, desk.read("first/index.html").as_bytes());
    assert!(desk.path("site/first/index.html.gz").exists());
    assert!(!desk.path("site/_recto/edition.json.br").exists());
}

#[test]
fn also_see_begins_with_the_pins_and_goes_on_with_the_most_alike() {
    let desk = Desk::new();
    desk.build();
    let after = |file: &str| {
        let page = desk.read(file);
        let cards = page.split("<li data-slug=\"").skip(1);
        cards.map(|card| card.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(after("first/index.html"), ["second", "third"], "the pin comes before the likeness");
    assert_eq!(after("third/index.html"), ["first", "second"], "goats are more like goats");
}

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
fn a_refused_edition_leaves_the_last_site_as_it_was() {
    let desk = Desk::new();
    let before = desk.build().read("first/index.html");
    let listed = files(&desk.path("site"));
    desk.edit("first.md", "Goats climb", "Cats climb").edit("second.md", "second.md#wool", "nowhere.md").refused();
    assert_eq!(desk.read("first/index.html"), before);
    assert_eq!(files(&desk.path("site")), listed);
}

#[test]
fn an_anchor_that_the_last_site_had_must_not_be_lost() {
    let desk = Desk::new();
    desk.build().edit("first.md", "{#milk}", "{#cream}");
    let refusal = desk.refused();
    assert!(refusal.contains("the last site had an anchor `milk`, which is gone"), "{refusal}");
    desk.edit("first.md", "\"old\" = \"hay\"", "\"old\" = \"hay\", \"milk\" = \"cream\"").build();
    assert!(desk.read("first/index.html").contains("<span id=\"milk\" data-moved=\"cream\">"));
    // What was moved once stays promised.
    desk.edit("first.md", ", \"milk\" = \"cream\"", "");
    assert!(desk.refused().contains("`milk`"));
}

#[test]
fn an_edition_is_set_anew_from_the_last_site_without_a_bundle() {
    let desk = Desk::new();
    desk.build();
    let before = files(&desk.path("site"));
    fs::remove_dir_all(desk.path("bundle")).unwrap();
    desk.edit("first.md", "Goats climb", "Cats climb");
    assert!(matches!(desk.run("site"), Ok(Built::Site(3))));
    assert!(desk.read("first/index.html").contains("Cats climb"));
    assert_eq!(files(&desk.path("site")), before);
    assert!(!desk.path("site.next").exists() && !desk.path("site.old").exists());
}

#[test]
fn a_page_that_was_opened_before_the_swap_still_finds_its_module() {
    let desk = Desk::new();
    desk.build();
    let bundle = desk.path("bundle");
    for (from, to) in [
        ("reader-0123456789abcdef.js", "reader-fedcba9876543210.js"),
        ("reader-0123456789abcdef_bg.wasm", "reader-fedcba9876543210_bg.wasm"),
    ] {
        fs::rename(bundle.join(from), bundle.join(to)).unwrap();
    }
    let shell = fs::read_to_string(bundle.join("index.html")).unwrap();
    fs::write(bundle.join("index.html"), shell.replace("0123456789abcdef", "fedcba9876543210")).unwrap();
    desk.build();
    assert!(desk.read("first/index.html").contains("fedcba9876543210_bg.wasm"));
    assert!(desk.path("site/reader-0123456789abcdef_bg.wasm.br").exists(), "one build back is kept");
    desk.edit("first.md", "Goats climb", "Cats climb").build();
    assert!(
        desk.path("site/reader-0123456789abcdef_bg.wasm").exists(),
        "setting the edition anew is not another bundle"
    );
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

#[test]
fn the_endings_of_files_may_be_in_capitals() {
    let desk = Desk::new();
    fs::write(desk.path("edition/first/MEMBERS.CSV"), "year,members\n1992,6\n1993,9\n").unwrap();
    fs::copy(desk.path("edition/first/picture.svg"), desk.path("edition/first/A.SVG")).unwrap();
    let chart = "![A](A.SVG \"Me\")\n\n```@chart\nunit: states\nsource: S\nfile: MEMBERS.CSV\n```\n\n## Milk {#milk}";
    desk.edit("first.md", "## Milk {#milk}", chart).build();
    assert_eq!(desk.read("first/chart.csv"), "year,members\n1992,6\n1993,9\n");
    // The kind of a file is told by its ending, which is therefore always written the same way.
    let page = desk.read("first/index.html");
    let name = page.split("src=\"/pictures/first/A-").nth(1).unwrap().split('"').next().unwrap();
    assert!(name.ends_with(".svg") && desk.path(&format!("site/pictures/first/A-{name}")).exists(), "{name}");
}

#[test]
fn a_share_card_is_a_png_of_the_agreed_size() {
    let desk = Desk::new();
    desk.build();
    let name = files(&desk.path("site")).into_iter().find(|file| file.ends_with(".png")).unwrap();
    let size = imagesize::size(desk.path("site").join(name)).unwrap();
    assert_eq!((size.width, size.height), (1200, 630));
}

#[test]
fn a_term_is_shown_where_it_is_used_and_gathered_on_a_page() {
    let desk = Desk::new();
    let glossary = "## Words {#words}\n\n```@glossary\nDelimitation: Where a border runs.\n  source: Common reference\n```\n\n## Milk {#milk}";
    desk.edit("first.md", "## Milk {#milk}", glossary)
        .edit("second.md", "See [sheep]", "[Delimitation](@), see [sheep]")
        .build();
    let page = desk.page("second/index.html");
    assert!(page.contains("popovertarget=\"term--delimitation\""), "{page}");
    assert!(page.contains("id=\"term--delimitation\"") && page.contains("Where a border runs."), "{page}");
    assert!(desk.page("index.html").contains("href=\"/glossary/\""), "the front page leads there");
    let all = desk.page("glossary/index.html");
    for words in ["Where a border runs.", "href=\"/first/#glossary\"", "href=\"/second/\""] {
        assert!(all.contains(words), "{words}: {all}");
    }
}

#[test]
fn names_that_nobody_knows_and_terms_explained_twice_are_problems() {
    let desk = Desk::new();
    let glossary = "```@glossary\nDelimitation: Where a border runs.\n```";
    let both = format!("{glossary}\n\n{}\n\n## Milk {{#milk}}", glossary.replace("@glossary", "@glossary again"));
    let cast = "comments = \"closed\"\n\n[cast]\nactors = [\"Armenia\", \"CSTO\"]\n";
    let timeline = "```@timeline\n2021: It happened\n  actors: Armenia, Armenai\n  source: S\n```";
    desk.edit("first.md", "## Milk {#milk}", &both).edit("second.md", "comments = \"closed\"\n", cast).edit(
        "second.md",
        "See [sheep]",
        &format!("[Delimitatoin](@) and [Armenia](@).\n\n{timeline}\n\nSee [sheep]"),
    );
    insta::assert_snapshot!("names_that_nobody_knows", desk.refused());
}

#[test]
fn a_term_explained_twice_is_pointed_at_by_its_whole_name() {
    let desk = Desk::new();
    let once = "```@glossary\nCSTO: A pact.\n```";
    let twice = "```@glossary again\nCSTO summit: A meeting.\n  CSTO: more of it.\nCSTO: The pact.\n```";
    let refusal =
        desk.edit("first.md", "## Milk {#milk}", &format!("{once}\n\n{twice}\n\n## Milk {{#milk}}")).refused();
    assert!(refusal.contains("| CSTO: The pact.\n"), "{refusal}");
    assert!(!refusal.contains("summit"), "{refusal}");
}

#[test]
fn the_numbers_of_a_chart_and_the_outline_of_a_map_are_files_of_the_site() {
    let desk = Desk::new();
    fs::write(desk.path("edition/first/members.csv"), "year,members\n1992,6\n1993,9\n").unwrap();
    let chart = "```@chart\nunit: states\nsource: S\nfile: members.csv\n```";
    let map = "```@map\nYerevan: 40.18 N, 44.51 E\n  It happened here.\n  source: S\n```";
    desk.edit("first.md", "## Milk {#milk}", &format!("{chart}\n\n{map}\n\n## Milk {{#milk}}")).build();
    assert_eq!(desk.read("first/chart.csv"), "year,members\n1992,6\n1993,9\n");
    let page = desk.read("first/index.html");
    let outline = page.split("href=\"/pictures/first/map-").nth(1).unwrap().split('#').next().unwrap();
    assert!(desk.read(&format!("pictures/first/map-{outline}")).contains("<path id=\"land\""));
}

#[test]
fn the_guide_in_the_repository_says_what_the_kinds_say() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/blocks.html");
    let is_current = fs::read_to_string(file).is_ok_and(|guide| guide == press::guide());
    assert!(
        is_current,
        "a kind or the style has changed: write the guide anew, `cargo run -p recto -- kinds --guide docs/blocks.html`"
    );
}
