//! What a built site holds: pages as they were looked at, and the files beside them.

use std::fs;
use std::path::Path;

use crate::desk::{Desk, files};

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
    for name in ["/reader-0123456789abcdef.js", "/reader-0123456789abcdef_bg.wasm", "/saved-"] {
        assert!(desk.program().contains(&format!("\"{name}")), "{name}");
    }
    assert!(!desk.program().contains("recto:"), "no name is left open");
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
fn the_endings_of_files_may_be_in_capitals() {
    let desk = Desk::new();
    fs::write(desk.path("edition/first/MEMBERS.CSV"), "year,members\n1992,6\n1993,9\n").unwrap();
    fs::copy(desk.path("edition/first/picture.svg"), desk.path("edition/first/A.SVG")).unwrap();
    let chart = "![A](A.SVG \"Me\")\n\n```@chart\nunit: states\nsource: S\nfile: MEMBERS.CSV\n```\n\n## Milk {#milk}";
    desk.edit("first.md", "## Milk {#milk}", chart).build();
    assert_eq!(desk.linked("first/chart-", ".csv"), "year,members\n1992,6\n1993,9\n");
    // The kind of a file is told by its ending, which is therefore always written the same way.
    let page = desk.read("first/index.html");
    let name = page.split("src=\"/pictures/first/A-").nth(1).unwrap().split('"').next().unwrap();
    assert!(name.ends_with(".svg") && desk.path(&format!("site/pictures/first/A-{name}")).exists(), "{name}");
}

#[test]
fn a_share_card_is_a_png_of_the_agreed_size() {
    let desk = Desk::new();
    desk.build();
    let name = files(&desk.path("site"))
        .into_iter()
        .find(|file| file.starts_with("pictures/") && file.ends_with(".png"))
        .unwrap();
    let size = imagesize::size(desk.path("site").join(name)).unwrap();
    assert_eq!((size.width, size.height), (1200, 630));
}

#[test]
fn the_numbers_of_a_chart_and_the_outline_of_a_map_are_files_of_the_site() {
    let desk = Desk::new();
    fs::write(desk.path("edition/first/members.csv"), "year,members\n1992,6\n1993,9\n").unwrap();
    let chart = "```@chart\nunit: states\nsource: S\nfile: members.csv\n```";
    let map = "```@map\nYerevan: 40.18 N, 44.51 E\n  It happened here.\n  source: S\n```";
    desk.edit("first.md", "## Milk {#milk}", &format!("{chart}\n\n{map}\n\n## Milk {{#milk}}")).build();
    assert_eq!(desk.linked("first/chart-", ".csv"), "year,members\n1992,6\n1993,9\n");
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
