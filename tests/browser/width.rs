//! Nothing makes a page wider than the window: not on a phone, and not at a zoom of 400 %, which is 320 px.

use crate::visitor::Visitor;

/// What sticks out, but for what scrolls or is cut within a box of its own.
pub(crate) const TOO_WIDE: &str = "document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] : [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.cards, svg'))
    .map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`).concat(['the page is ' + document.documentElement.scrollWidth])";

#[tokio::test]
async fn no_page_is_wider_than_a_phone_or_a_zoomed_window() {
    let mut visitor = Visitor::open("/").on_a_phone().expecting("Failed to load resource").await;
    let pages = [
        "/",
        "/one-clause/",
        "/csto-in-brief/",
        "/borrowed-keystone/",
        "/two-gates/",
        "/rival-partners/",
        "/garrison/",
        "/glossary/",
        "/nowhere/",
        "/garrison/comments/",
        "/received/signup",
        "/subscribe/confirm?token=unknown",
    ];
    let mut wrong = Vec::new();
    for page in pages {
        visitor.goes_to(page).await;
        visitor.does("document.querySelectorAll('details').forEach((one) => one.open = true)").await;
        for width in [360, 320] {
            visitor.resize(width, 740).await;
            let wide: Vec<String> = visitor.asks(TOO_WIDE).await;
            wrong.extend(wide.into_iter().map(|one| format!("{page} at {width}: {one}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
