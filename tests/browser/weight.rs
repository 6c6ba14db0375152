//! What a page weighs, what it asks for, and in which order.

use crate::visitor::{MODULE, Visitor, dist};

/// Bytes that the endpoint sends to a browser that takes brotli.
fn compressed(path: &str) -> u64 {
    let file = dist().join(format!("{path}.br"));
    std::fs::metadata(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())).len()
}

/// The names of the module, its glue, and the page's program that starts them.
fn bundle() -> [String; 3] {
    let read =
        |file: &str| std::fs::read_to_string(dist().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let name = |text: &str, beginning: &str, ending: &str| {
        let mut words = text.split(['"', '\'', '`']).filter_map(|word| word.strip_prefix('/'));
        let found = words.find(|word| word.starts_with(beginning) && word.ends_with(ending));
        found.unwrap_or_else(|| panic!("no {beginning}…{ending} is named")).to_owned()
    };
    let app = name(&read("one-clause/index.html"), "app-", ".js");
    let program = read(&app);
    [name(&program, "reader-", ".wasm"), name(&program, "reader-", ".js"), app]
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
    let [module, glue, _] = bundle();
    let bytes = compressed(&module) + compressed(&glue);
    assert!(bytes <= 76_000, "{bytes} bytes");
}

#[test]
fn the_service_worker_is_at_most_4_kilobytes() {
    let bytes = compressed("sw.js");
    assert!(bytes <= 4_000, "{bytes} bytes");
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
        let is_face = path.starts_with("/pictures/") || path.starts_with("/fonts/") || path.starts_with("/icon");
        // A browser asks for the manifest when it likes.
        let fits = is_face || path == "/manifest.webmanifest";
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
    let [_, glue, app] = bundle();
    for file in [MODULE, glue.as_str(), app.as_str()] {
        assert!(of(file).began > arrived, "{file} waits for the lead picture: {requests:#?}");
    }
}
