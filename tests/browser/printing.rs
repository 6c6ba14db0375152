//! On paper the text is whole: what opens is open, and what only works on a screen is not there.

use crate::visitor::{Need, Visitor, cannot};

#[tokio::test]
async fn a_printed_article_shows_what_opens_and_no_forms() {
    if cannot(Need::Paper) {
        return;
    }
    let visitor = Visitor::open("/one-clause/").in_the_dark().await;
    visitor.lives().await;
    visitor.is_on_paper().await;
    // Paper is laid out in the frame after it is asked for.
    for css in [".theme", ".also", "#comment-form", ".signup", ".contents", ".pick", "a.link"] {
        visitor.wait_until(&format!("!document.querySelector('{css}').checkVisibility()")).await;
    }
    let hidden: Vec<String> = visitor.asks("[...document.querySelectorAll('.block .more')].filter((one) => \
         !one.checkVisibility({ contentVisibilityAuto: true }) || one.getBoundingClientRect().height < 10).map((one) => one.id)").await;
    assert!(hidden.is_empty(), "not shown on paper: {hidden:?}");
    let paper: String = visitor.asks("getComputedStyle(document.documentElement).backgroundColor").await;
    assert_eq!(paper, "rgb(255, 255, 255)");

    let printed = visitor.prints().await;
    assert!(printed.starts_with(b"%PDF-") && printed.len() > 20_000);
    // Each page is an object of this type; the list of all is one of `/Pages`. Some engines pack all objects together.
    let kind = b"/Type /Page";
    let pages = printed.windows(kind.len() + 1).filter(|part| part.starts_with(kind) && !part.ends_with(b"s")).count();
    let is_packed = printed.windows(7).any(|part| part == b"/ObjStm");
    assert!(is_packed || (4..=14).contains(&pages), "{pages} pages");
}
