//! What a page weighs, what it asks for, and in which order.

use crate::visitor::{MODULE, Visitor, dist};

/// Bytes that the endpoint sends to a browser that takes brotli.
fn compressed(path: &str) -> u64 {
    let file = dist().join(format!("{path}.br"));
    std::fs::metadata(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())).len()
}

/// The names of module and glue.
fn bundle() -> [String; 2] {
    let page = std::fs::read_to_string(dist().join("one-clause/index.html")).expect("the lead article is built");
    ["data-module=\"/", "data-script=\"/"].map(|attribute| {
        let rest = page.split_once(attribute).expect("every page names its bundle").1;
        rest.split('"').next().expect("it ends").to_owned()
    })
}

#[test]
fn the_lead_article_with_its_styles_is_at_most_20_kilobytes() {
    let bytes = compressed("one-clause/index.html");
    assert!(bytes <= 20_000, "{bytes} bytes");
    let page = std::fs::read_to_string(dist().join("one-clause/index.html")).expect("it is built");
    assert!(!page.contains("rel=\"stylesheet\""), "its styles are in it");
}

#[test]
fn module_and_glue_are_at_most_76_kilobytes() {
    let bytes: u64 = bundle().iter().map(|file| compressed(file)).sum();
    assert!(bytes <= 76_000, "{bytes} bytes");
}

#[test]
fn the_module_holds_no_parser_of_blocks() {
    let module = std::fs::read(dist().join(&bundle()[0])).expect("the module is built");
    let holds = |words: &str| module.windows(words.len()).any(|part| part == words.as_bytes());
    assert!(holds("This could not be sent"), "words that the islands say are found in it");
    assert!(holds(".events > li"));
    for words in [
        "which is not a date",
        "one actor too many",
        "a place without a source",
        "not a place on the earth",
        "which cannot be drawn",
        "which is not in the cast",
        "an answer without a source",
        "which has no meaning",
    ] {
        assert!(!holds(words), "“{words}” is for authors");
    }
}

#[tokio::test]
async fn the_module_is_asked_for_after_the_lead_picture_and_nothing_else_is_asked_for() {
    let visitor = Visitor::open("/one-clause/").on_a_phone().watching(
        "addEventListener('load', () => window.early = performance.getEntriesByType('resource').map((one) => one.name))",
    );
    let visitor = visitor.await;
    visitor.lives().await;
    let origin = visitor.site.proxy.origin.clone();
    let early: Vec<String> = visitor.asks("window.early").await;
    for address in &early {
        let path = address.strip_prefix(&origin).unwrap_or_else(|| panic!("{address} is on another site"));
        let fits = path.starts_with("/pictures/") || path.starts_with("/fonts/") || path.starts_with("/icon");
        assert!(fits, "{path} before the page has loaded");
    }
    let all: Vec<String> = visitor.asks("performance.getEntriesByType('resource').map((one) => one.name)").await;
    assert!(all.iter().all(|address| address.starts_with(&origin)), "{all:#?}");

    let requests = visitor.requested();
    let of =
        |ending: &str| requests.iter().find(|one| one.path.ends_with(ending)).unwrap_or_else(|| panic!("{ending}"));
    let picture: String =
        visitor.asks("new URL(document.querySelector('.article > .illustration img').src).pathname").await;
    let arrived = of(&picture).ended.expect("the picture has arrived");
    let script = bundle()[1].clone();
    for file in [MODULE, script.as_str()] {
        assert!(of(file).began > arrived, "{file} waits for the lead picture: {requests:#?}");
    }
}
