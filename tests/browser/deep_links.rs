//! Every section has an address: it can be copied, it lands, and it follows the reader.

use crate::visitor::Visitor;

fn near_the_top(id: &str) -> String {
    format!("Math.abs(document.getElementById('{id}').getBoundingClientRect().top) < 120")
}

#[tokio::test]
async fn an_address_with_an_anchor_lands_at_its_section_with_the_focus() {
    let visitor = Visitor::open("/one-clause/#corridor").await;
    visitor.lives().await;
    visitor.wait_until(&near_the_top("corridor")).await;
    // The browser puts the place where Tab begins there, or the page puts the focus there: the next Tab tells.
    visitor.press("Tab").await;
    visitor.wait_until("document.activeElement.closest('section')?.querySelector('#corridor')").await;
    assert_eq!(visitor.asks::<String>("location.hash").await, "#corridor");
}

#[tokio::test]
async fn a_moved_anchor_lands_at_its_new_place_and_the_address_is_mended() {
    let visitor = Visitor::open("/garrison/").await;
    let before: usize = visitor.asks("history.length").await;
    visitor.goes_to("/one-clause/#the-alliance").await;
    visitor.lives().await;
    visitor.wait_until(&near_the_top("article-four")).await;
    visitor.wait_until("location.hash === '#article-four'").await;
    assert_eq!(visitor.asks::<usize>("history.length").await, before + 1, "mending it is no step");
}

#[tokio::test]
async fn an_address_of_an_entry_opens_it() {
    let visitor = Visitor::open("/one-clause/#timeline--2021-03").await;
    visitor.wait_until("document.getElementById('timeline--2021-03').checkVisibility()").await;
    visitor.lives().await;
    let seen = "(() => { const area = document.getElementById('timeline--2021-03').getBoundingClientRect(); \
                return area.top >= 0 && area.top < innerHeight })()";
    visitor.wait_until(seen).await;
    assert!(visitor.is("document.getElementById('timeline--2021-03').closest('details').open").await);
    visitor
        .wait_until("document.querySelector('[data-mark][href$=timeline--2021-03]').hasAttribute('data-open')")
        .await;
}

#[tokio::test]
async fn the_link_beside_each_heading_copies_its_address_and_says_so() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    let without = "[...document.querySelectorAll('.text h2')].filter((one) => \
                   !one.parentElement.querySelector('a.link').checkVisibility()).length";
    assert_eq!(visitor.asks::<usize>(without).await, 0, "every heading has one that can be seen");
    let before: usize = visitor.asks("history.length").await;
    visitor.clicks_on("Link to “What Moscow wants”").await;
    visitor.wait_until("document.getElementById('said').textContent.includes('copied')").await;
    visitor.wait_until("document.querySelector('a.link[href=\"#moscow\"]').hasAttribute('data-copied')").await;
    visitor.wait_until("location.hash === '#moscow'").await;
    assert!(visitor.asks::<usize>("history.length").await <= before + 1);
    visitor.clicks("#comment-body").await;
    visitor.press("Control+v").await;
    let copied = format!("{}/one-clause/#moscow", visitor.site.proxy.origin);
    visitor.wait_until(&format!("document.getElementById('comment-body').value === '{copied}'")).await;
}

#[tokio::test]
async fn where_copying_is_refused_the_address_bar_is_named_instead() {
    let refuse = "navigator.clipboard.writeText = async () => { throw new DOMException('No.', 'NotAllowedError') }";
    let visitor = Visitor::open("/one-clause/").watching(refuse).await;
    visitor.lives().await;
    visitor.clicks_on("Link to “What Moscow wants”").await;
    visitor.wait_until("document.getElementById('said').textContent.includes('#moscow')").await;
}

#[tokio::test]
async fn reading_on_puts_the_section_into_the_address_without_filling_the_history() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    let before: usize = visitor.asks("history.length").await;
    for id in ["article-four", "october-2020", "summer-2021", "allies"] {
        visitor.scrolls_to(&format!("#{id}")).await;
        visitor.wait_until(&format!("location.hash === '#{id}'")).await;
        let marked = "[...document.querySelectorAll('.contents [aria-current]')].map((link) => link.hash).join()";
        visitor.wait_until(&format!("{marked} === '#{id}'")).await;
    }
    visitor.scrolls_to("h1").await;
    visitor.wait_until("location.hash === '' && !document.querySelector('.contents [aria-current]')").await;
    assert_eq!(visitor.asks::<usize>("history.length").await, before);
}

#[tokio::test]
async fn a_link_in_the_contents_leads_to_its_section_and_back_again() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.scrolls_to(".contents").await;
    let scrolled: f64 = visitor.asks("scrollY").await;
    visitor.clicks_on("What Baku wants").await;
    visitor.wait_until(&near_the_top("baku")).await;
    visitor.comes_to_rest().await;
    visitor.wait_until("location.hash === '#baku'").await;
    visitor.goes_back().await;
    visitor.wait_until(&format!("Math.abs(scrollY - {scrolled}) <= 2")).await;
    assert_eq!(visitor.asks::<String>("location.pathname").await, "/one-clause/");
}
