//! A click on another article changes the page without loading a document; back and forward find pages as they were left.

use crate::visitor::{Do, Need, Visitor, cannot};

/// A mark on the window that only a new document loses.
const MARK: &str = "window.marked = true";
/// Whether the document is still the one that was marked.
const SAME_DOCUMENT: &str = "window.marked === true";

/// Follows the second card: the first leads to an article that takes no comments.
async fn follows_a_card(visitor: &Visitor) -> (String, String) {
    visitor.scrolls_to(".also").await;
    visitor.comes_to_rest().await;
    let (path, title) = visitor
        .asks(
            "(() => { const link = document.querySelector('.card + .card a'); \
         return [link.pathname, link.innerText] })()",
        )
        .await;
    visitor.clicks(".card + .card a").await;
    visitor.wait_until(&format!("location.pathname === '{path}'")).await;
    (path, title)
}

#[tokio::test]
async fn a_card_leads_to_its_article_without_loading_a_document() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.does(MARK).await;
    let (path, title) = follows_a_card(&visitor).await;
    visitor.wait_until(&format!("document.querySelector('main h1').innerText === {title:?}")).await;
    assert!(visitor.is(SAME_DOCUMENT).await, "no document was loaded");
    visitor.has_focus_on("main h1").await;
    visitor.wait_until("scrollY === 0").await;
    assert!(visitor.asks::<String>("document.title").await.starts_with(&title));
    assert!(visitor.is("document.documentElement.lang === document.querySelector('.article').lang").await);
    let canonical: String = visitor.asks("document.querySelector('link[rel=canonical]').href").await;
    assert!(canonical.ends_with(&path), "{canonical} is the new page's");
    let heads: usize = visitor.asks("document.querySelectorAll('link[rel=canonical]').length").await;
    assert_eq!(heads, 1);

    visitor.wait_until("!document.querySelector('leptos-island:not([data-live])')").await;
    visitor.scrolls_to(".also").await;
    visitor.wait_until("document.querySelector('[data-step=\"-1\"]').hasAttribute('aria-disabled')").await;
    visitor.types("#comment-body", "From the second page.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Your comment has arrived safely").await;
    let held = visitor.site.held().await;
    assert_eq!(format!("/{}/", held[0].article), path, "the islands of the new page live, and know where they are");
}

#[tokio::test]
async fn back_finds_the_page_as_it_was_left_and_forward_goes_on() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.does(MARK).await;
    visitor.clicks_on("A strike inside the Republic of Armenia").await;
    visitor.types("#comment-body", "Half a thought").await;
    visitor.scrolls_to(".also").await;
    let scrolled: f64 = visitor.asks("scrollY").await;
    assert!(scrolled > 1000.0);
    let there = |path: &str| format!("location.pathname === '{path}' && document.querySelector('.article')");
    let (path, _) = follows_a_card(&visitor).await;
    visitor.has_focus_on("main h1").await;

    visitor.goes_back().await;
    visitor.wait_until(&there("/one-clause/")).await;
    visitor.wait_until("document.querySelector('.article').dataset.slug === 'one-clause'").await;
    visitor.wait_until(&format!("Math.abs(scrollY - {scrolled}) <= 2")).await;
    assert!(
        visitor.is("document.getElementById('timeline--2020-10-14').checkVisibility()").await,
        "what was opened is open"
    );
    assert_eq!(visitor.asks::<String>("document.getElementById('comment-body').value").await, "Half a thought");
    assert!(visitor.is(SAME_DOCUMENT).await);
    let title: String = visitor.asks("document.title").await;
    assert!(title.starts_with("One clause"), "{title}");
    visitor.clicks_on("Armenia asks for emergency consultations").await;
    visitor
        .wait_until("document.querySelector('[data-mark][href$=timeline--2021-05-14]').hasAttribute('data-open')")
        .await;

    visitor.goes_forward().await;
    visitor.wait_until(&there(&path)).await;
    visitor.wait_until("document.querySelector('.article').dataset.slug !== 'one-clause'").await;
    assert!(visitor.is(SAME_DOCUMENT).await);
}

#[tokio::test]
async fn back_finds_the_very_line_that_was_left() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.scrolls_to(".also").await;
    visitor.comes_to_rest().await;
    // Less than is worth a note in the history by itself.
    visitor.does("scrollBy({ top: -150, behavior: 'instant' })").await;
    visitor.comes_to_rest().await;
    let scrolled: f64 = visitor.asks("scrollY").await;
    visitor.clicks(".card a").await;
    visitor.wait_until("document.querySelector('.article').dataset.slug !== 'one-clause'").await;
    visitor.goes_back().await;
    visitor.wait_until("document.querySelector('.article').dataset.slug === 'one-clause'").await;
    visitor.wait_until(&format!("Math.abs(scrollY - {scrolled}) <= 2")).await;
}

#[tokio::test]
async fn back_finds_what_was_typed_also_after_a_step_within_the_page() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.clicks_on("What Baku wants").await;
    visitor.comes_to_rest().await;
    visitor.types("#comment-body", "Half a thought").await;
    follows_a_card(&visitor).await;
    visitor.has_focus_on("main h1").await;
    visitor.goes_back().await;
    visitor.wait_until("document.querySelector('.article').dataset.slug === 'one-clause'").await;
    assert_eq!(visitor.asks::<String>("document.getElementById('comment-body').value").await, "Half a thought");
}

#[tokio::test]
async fn back_and_forward_work_across_a_reload() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    let (path, title) = follows_a_card(&visitor).await;
    visitor.has_focus_on("main h1").await;
    visitor.reloads().await;
    visitor.lives().await;
    visitor.goes_back().await;
    visitor.wait_until("location.pathname === '/one-clause/'").await;
    visitor.wait_until("document.querySelector('.article').dataset.slug === 'one-clause'").await;
    visitor.wait_until("scrollY > 1000").await;
    visitor.goes_forward().await;
    visitor.wait_until(&format!("location.pathname === '{path}'")).await;
    visitor.wait_until(&format!("document.querySelector('main h1').innerText === {title:?}")).await;
    visitor.lives().await;
}

#[tokio::test]
async fn a_click_that_asks_for_a_new_tab_is_left_to_the_browser() {
    if cannot(Need::TabsByClick) {
        return;
    }
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    for how in ["ctrl", "middle"] {
        visitor.clicks_with(how, ".card a").await;
        visitor.wait_for("another tab", async |visitor| (visitor.tabs().await > 1).then_some(())).await;
        assert_eq!(visitor.asks::<String>("location.pathname").await, "/one-clause/");
        visitor.closes_other_tabs().await;
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_had_is_left_to_the_browser() {
    let mut visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.expects("Failed to load resource");
    let path: String = visitor.asks("document.querySelector('.card a').pathname").await;
    visitor.site.proxy.rule(&path, Do::Break);
    visitor.scrolls_to(".also").await;
    visitor.clicks(".card a").await;
    visitor.sees("The endpoint has a bad day").await;
    assert_eq!(visitor.asks::<String>("location.pathname").await, path);
}

#[tokio::test]
async fn a_link_to_a_section_of_another_article_lands_there() {
    let visitor = Visitor::open("/garrison/").await;
    visitor.lives().await;
    visitor.does(MARK).await;
    visitor.does("document.querySelector('.card a').setAttribute('href', '/one-clause/#corridor')").await;
    visitor.scrolls_to(".also").await;
    visitor.clicks(".card a").await;
    visitor.wait_until("location.pathname === '/one-clause/' && location.hash === '#corridor'").await;
    visitor.has_focus_on("#corridor").await;
    visitor.wait_until("Math.abs(document.getElementById('corridor').getBoundingClientRect().top) < 120").await;
    assert!(visitor.is(SAME_DOCUMENT).await);
}

#[tokio::test]
async fn the_front_page_leads_to_an_article_and_the_name_back_to_it() {
    let visitor = Visitor::open("/").await;
    visitor.lives().await;
    visitor.does(MARK).await;
    visitor.clicks_on("One clause, and the word it waits for").await;
    visitor.wait_until("document.querySelector('.article')?.dataset.slug === 'one-clause'").await;
    visitor.wait_until("!document.querySelector('.name').hasAttribute('aria-current')").await;
    visitor.clicks(".name").await;
    visitor.wait_until("document.querySelector('.front')").await;
    visitor.wait_until("document.querySelector('.name').getAttribute('aria-current') === 'page'").await;
    assert!(visitor.is(SAME_DOCUMENT).await);
}

#[tokio::test]
async fn what_was_read_to_its_end_is_marked_among_the_cards() {
    let visitor = Visitor::open("/garrison/").on_a_phone().await;
    visitor.lives().await;
    visitor.scrolls_to(".also").await;
    visitor.wait_until("(localStorage['recto.read'] ?? '').includes('garrison')").await;
    visitor.goes_to("/one-clause/").await;
    visitor.lives().await;
    visitor.wait_until("!document.querySelector('[data-slug=garrison] .was-read').hidden").await;
    assert!(visitor.is("document.querySelector('[data-slug=two-gates] .was-read').hidden").await);
}

#[tokio::test]
async fn the_carousel_goes_by_arrow_keys_and_says_where_it_ends() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.scrolls_to(".also").await;
    visitor.wait_until("document.querySelector('[data-step=\"-1\"]').hasAttribute('aria-disabled')").await;
    visitor.tabs_to(".card a").await;
    visitor.press("ArrowRight").await;
    visitor.has_focus_on(".card:nth-child(2) a").await;
    visitor.press("ArrowLeft").await;
    visitor.has_focus_on(".card:nth-child(1) a").await;
    visitor.clicks_on("Further in this list").await;
    visitor.wait_until("!document.querySelector('[data-step=\"-1\"]').hasAttribute('aria-disabled')").await;
    visitor.clicks_on("Earlier in this list").await;
    visitor.wait_until("document.querySelector('[data-step=\"-1\"]').hasAttribute('aria-disabled')").await;
}

#[tokio::test]
async fn a_page_looks_the_same_after_another_one_and_the_way_back() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    let looks = "JSON.stringify([...document.querySelectorAll('.block *, .prose > *')].map((one) => { \
                 const { borderTopWidth, marginTop, display, fontSize, lineHeight } = getComputedStyle(one); \
                 return [borderTopWidth, marginTop, display, fontSize, lineHeight] }))";
    let before: String = visitor.asks(looks).await;
    visitor.clicks(".prose a[href^='/csto-in-brief/']").await;
    visitor.wait_until("location.pathname === '/csto-in-brief/' && document.querySelector('.chart')").await;
    assert!(
        visitor.is("getComputedStyle(document.querySelector('.plot')).display === 'grid'").await,
        "it has its style"
    );
    visitor.goes_back().await;
    visitor.wait_until("location.pathname === '/one-clause/' && document.querySelector('.matrix')").await;
    assert_eq!(visitor.asks::<String>(looks).await, before);
}
