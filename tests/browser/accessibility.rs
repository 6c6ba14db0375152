//! axe-core finds nothing on any kind of page, light and dark, on desktop and phone, with what opens opened.

use serde_json::Value;

use crate::visitor::{KINDS_PAGE, LAST_OF_ALL, TEXT_PAGE, Visitor, root};

/// Everything that WCAG 2.2 AA asks for and a program can tell, and what axe's authors think good besides.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then((found) => done(found.violations.flatMap(
        (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`))));";

/// What axe finds on the page as it is.
async fn complaints(visitor: &Visitor) -> Vec<String> {
    if !visitor.is("window.axe").await {
        let file = root().join(".tools/npm/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(file).expect("axe-core is installed (`scripts/install test`)");
        visitor.does(&axe).await;
    }
    let found = visitor.does_and_waits(RUN).await;
    let Value::Array(found) = found else { panic!("axe answered {found}") };
    found.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// Looks at the page in both themes and both sizes.
pub(crate) async fn look_at(visitor: &mut Visitor, page: &str, found: &mut Vec<String>) {
    for (size, (width, height)) in [("desktop", (1440, 900)), ("phone", (360, 740))] {
        visitor.resize(width, height).await;
        for theme in ["light", "dark"] {
            visitor.prefers(&[("prefers-color-scheme", theme), ("prefers-reduced-motion", "reduce")]).await;
            let complaints = complaints(visitor).await;
            found.extend(complaints.into_iter().map(|complaint| format!("{page}, {size}, {theme}: {complaint}")));
        }
    }
}

#[tokio::test]
async fn axe_finds_nothing_on_articles() {
    let mut visitor = Visitor::open("/one-clause/").await;
    let mut found = Vec::new();
    visitor.lives().await;
    visitor.does("document.querySelectorAll('details').forEach((one) => one.open = true)").await;
    look_at(&mut visitor, "the lead article, opened", &mut found).await;
    visitor.resize(1440, 900).await;
    visitor.does("document.getElementById('comment-body').value = ' '").await;
    visitor.clicks_on("Send the comment").await;
    visitor.wait_until("document.querySelector('[aria-invalid]')").await;
    look_at(&mut visitor, "the lead article with a refused comment", &mut found).await;
    visitor.goes_to("/csto-in-brief/").await;
    visitor.lives().await;
    look_at(&mut visitor, "an article with closed comments", &mut found).await;
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn axe_finds_nothing_on_what_is_kept_on_the_device() {
    let mut visitor = Visitor::open("/one-clause/").expecting("Failed to load resource").await;
    let mut found = Vec::new();
    visitor.lives().await;
    visitor.wait_until("navigator.serviceWorker.controller").await;
    visitor.reloads().await;
    visitor.lives().await;
    visitor.types("#comment-body", "To be looked at.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Held for review").await;
    visitor.site.stop().await;
    visitor.types("#comment-body", "To wait.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Waiting to be sent").await;
    look_at(&mut visitor, "an article with one's own comments", &mut found).await;
    visitor.site.resume().await;
    visitor.goes_to("/my-comments/").await;
    visitor.wait_until("document.querySelectorAll('.own > li').length === 2").await;
    look_at(&mut visitor, "my comments", &mut found).await;
    visitor.goes_to("/saved/").await;
    visitor.wait_until("document.querySelector('.kept > li')").await;
    look_at(&mut visitor, "saved pages", &mut found).await;
    visitor.does("document.getElementById('page').dataset.page = 'old'; const tell = new BroadcastChannel('recto'); tell.postMessage('kept/saved/')").await;
    visitor.sees("This page has been updated").await;
    look_at(&mut visitor, "a page of which there is a newer one", &mut found).await;
    visitor.is_offline(true);
    visitor.goes_to("/two-gates/").await;
    visitor.sees("This page is not on this device").await;
    look_at(&mut visitor, "the offline page", &mut found).await;
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn axe_finds_nothing_in_any_state_of_any_kind_of_block() {
    let mut visitor = Visitor::open(KINDS_PAGE).before_the_module().await;
    let mut found = Vec::new();
    look_at(&mut visitor, "the kinds without the module", &mut found).await;
    visitor.module_comes().await;
    visitor.does("document.querySelectorAll('details').forEach((one) => one.open = true)").await;
    look_at(&mut visitor, "the kinds, opened", &mut found).await;
    visitor.does(LAST_OF_ALL).await;
    visitor.wait_until("document.querySelector('[data-marked]')").await;
    look_at(&mut visitor, "the kinds with the last of every control", &mut found).await;
    visitor.goes_to(TEXT_PAGE).await;
    visitor.lives().await;
    look_at(&mut visitor, "the text", &mut found).await;
    visitor.resize(900, 800).await;
    visitor.clicks("#ref--1").await;
    visitor.wait_until("document.querySelector('#note--1:popover-open')").await;
    visitor.does("document.querySelector('.prose [data-name]').click()").await;
    look_at(&mut visitor, "the text with a note open and a name marked", &mut found).await;
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn axe_finds_nothing_on_the_front_page_the_glossary_and_a_missing_page() {
    let mut visitor = Visitor::open("/").expecting("404 (Not Found)").await;
    let mut found = Vec::new();
    visitor.lives().await;
    look_at(&mut visitor, "the front page", &mut found).await;
    visitor.goes_to("/glossary/").await;
    visitor.lives().await;
    look_at(&mut visitor, "the glossary", &mut found).await;
    visitor.goes_to("/nowhere/").await;
    visitor.sees("There is no page at this address").await;
    look_at(&mut visitor, "the not-found page", &mut found).await;
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn axe_finds_nothing_on_the_pages_that_the_endpoint_makes() {
    let mut visitor = Visitor::open("/garrison/").before_the_module().expecting("Failed to load resource").await;
    let mut found = Vec::new();
    let post = |form: &str| format!("document.querySelector('{form}').submit()");
    visitor.does(&post("#comment-form")).await;
    visitor.wait_until("document.querySelector('[role=alert]')").await;
    look_at(&mut visitor, "a refused comment", &mut found).await;
    visitor.goes_to("/garrison/").await;
    visitor.does("document.getElementById('comment-body').value = 'A comment.\\n\\nOf two paragraphs.'").await;
    visitor.does(&post("#comment-form")).await;
    visitor.wait_until("location.pathname.startsWith('/receipt/')").await;
    look_at(&mut visitor, "a received comment", &mut found).await;
    visitor.site.publish_all().await;
    visitor.goes_to("/garrison/comments/").await;
    visitor.sees("Of two paragraphs.").await;
    look_at(&mut visitor, "the comments page", &mut found).await;
    visitor.goes_to("/garrison/").await;
    visitor.does(&post(".signup form")).await;
    visitor.wait_until("document.querySelector('[role=alert]')").await;
    look_at(&mut visitor, "a refused signup", &mut found).await;
    visitor.goes_to("/subscribe/confirm?token=unknown").await;
    visitor.sees("This link is not known").await;
    look_at(&mut visitor, "a link that confirms nothing", &mut found).await;
    visitor.goes_to("/garrison/").await;
    visitor.module_comes().await;
    visitor.scrolls_to(".comments").await;
    visitor.sees("Of two paragraphs.").await;
    look_at(&mut visitor, "an article with a published comment", &mut found).await;
    assert!(found.is_empty(), "{found:#?}");
}
