//! On paper the text is whole: what opens is open, and what only works on a screen is not there.

use base64::Engine as _;
use serde_json::json;

use crate::visitor::Visitor;

#[tokio::test]
async fn a_printed_article_shows_what_opens_and_no_forms() {
    let visitor = Visitor::open("/one-clause/").in_the_dark().await;
    visitor.lives().await;
    visitor.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    for css in [".theme", ".also", "#comment-form", ".signup", ".contents", ".pick", "a.link"] {
        assert!(
            !visitor.is(&format!("document.querySelector('{css}').checkVisibility()")).await,
            "{css} is not for paper"
        );
    }
    let hidden: Vec<String> = visitor.asks("[...document.querySelectorAll('.block .more')].filter((one) => \
         !one.checkVisibility({ contentVisibilityAuto: true }) || one.getBoundingClientRect().height < 10).map((one) => one.id)").await;
    assert!(hidden.is_empty(), "not shown on paper: {hidden:?}");
    let paper: String = visitor.asks("getComputedStyle(document.documentElement).backgroundColor").await;
    assert_eq!(paper, "rgb(255, 255, 255)");

    let printed = visitor.cdp("Page.printToPDF", json!({ "preferCSSPageSize": true })).await;
    let printed = printed["data"].as_str().expect("it can be printed");
    let printed = base64::engine::general_purpose::STANDARD.decode(printed).expect("it is base64");
    assert!(printed.starts_with(b"%PDF-") && printed.len() > 20_000);
    let pages = printed.windows(b"/Type /Page\n".len()).filter(|part| *part == b"/Type /Page\n").count();
    assert!((4..=14).contains(&pages), "{pages} pages");
}
