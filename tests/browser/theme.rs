//! Light and dark: as the system wishes, or as the switch was left; from the first paint on.

use crate::visitor::Visitor;

/// Notes the theme at the moment when the body begins.
const WATCH: &str = "
    new MutationObserver((_, watch) => {
        if (!document.body) return;
        window.themeAtFirst = document.documentElement.dataset.theme ?? 'none';
        watch.disconnect();
    }).observe(document, { childList: true, subtree: true });";

const PAPER: &str = "getComputedStyle(document.documentElement).backgroundColor";

#[tokio::test]
async fn the_switch_works_before_the_module_and_is_kept_from_the_first_paint_on() {
    let visitor = Visitor::open("/one-clause/").before_the_module().watching(WATCH).await;
    assert_eq!(visitor.asks::<String>("window.themeAtFirst").await, "none");
    let light: String = visitor.asks(PAPER).await;
    visitor.clicks(".theme").await;
    visitor.wait_until(&format!("{PAPER} !== {light:?}")).await;
    assert_eq!(visitor.asks::<String>("document.documentElement.dataset.theme").await, "dark");
    let dark: String = visitor.asks(PAPER).await;
    visitor.reloads().await;
    assert_eq!(visitor.asks::<String>("window.themeAtFirst").await, "dark");
    assert_eq!(visitor.asks::<String>(PAPER).await, dark);
    visitor.goes_to("/garrison/").await;
    assert_eq!(visitor.asks::<String>("window.themeAtFirst").await, "dark");
    visitor.clicks(".theme").await;
    visitor.wait_until(&format!("{PAPER} === {light:?}")).await;
}

#[tokio::test]
async fn without_a_choice_the_page_follows_the_system() {
    let mut visitor = Visitor::open("/one-clause/").in_the_dark().await;
    let dark: String = visitor.asks(PAPER).await;
    visitor.prefers(&[("prefers-color-scheme", "light")]).await;
    visitor.wait_until(&format!("{PAPER} !== {dark:?}")).await;
    assert!(visitor.is("!('theme' in document.documentElement.dataset)").await);
    visitor.prefers(&[("prefers-color-scheme", "dark")]).await;
    visitor.clicks(".theme").await;
    visitor.wait_until(&format!("{PAPER} !== {dark:?}")).await;
    assert_eq!(visitor.asks::<String>("document.documentElement.dataset.theme").await, "light");
}
