//! Visible but deaf: what a reader does before the module has come gets its answer, and no click is lost.

use crate::visitor::{Do, MODULE, Visitor};

#[tokio::test]
async fn while_the_module_is_held_back_everything_answers() {
    let visitor = Visitor::open("/one-clause/").before_the_module().await;
    visitor.clicks_on("A strike inside the Republic of Armenia").await;
    visitor.wait_until("document.querySelector('#timeline--2020-10-14').checkVisibility()").await;
    visitor.clicks_on("CSTO").await;
    visitor.wait_until("[...document.querySelectorAll('.events > li')].some((one) => !one.checkVisibility())").await;
    visitor.clicks("[data-mark][href$=map--yeraskh] .dot").await;
    visitor.wait_until("document.querySelector('#map--yeraskh').checkVisibility()").await;
    visitor.scrolls_to(".also").await;
    visitor.clicks_on("Further in this list").await;
    visitor.wait_until("document.querySelector('.cards').scrollLeft > 100").await;
    assert!(visitor.is("document.querySelector('leptos-island:not([data-live])')").await, "the module is not there");
    visitor.module_comes().await;
    assert!(visitor.is("document.querySelector('.cards').scrollLeft > 100").await, "the carousel stays where it was");
}

#[tokio::test]
async fn on_a_phone_a_tab_a_note_and_a_term_answer_while_the_module_is_held_back() {
    let visitor = Visitor::open("/one-clause/").on_a_phone().before_the_module().await;
    visitor.scrolls_to("#aims").await;
    visitor.clicks_on("For later").await;
    visitor.wait_until("document.querySelector('#aims .sides > :nth-child(2)').checkVisibility()").await;
    visitor.clicks("#ref--1").await;
    visitor.wait_until("document.querySelector('#note--1:popover-open')").await;
    visitor.sees("It is the fourth article of the treaty").await;
    visitor.clicks(".prose button.term").await;
    visitor.wait_until("document.querySelector('.terms .note:popover-open')").await;
    assert!(visitor.is("document.querySelector('leptos-island:not([data-live])')").await, "the module is not there");
}

#[tokio::test]
async fn a_comment_sent_before_the_module_came_is_sent_when_it_comes() {
    let visitor = Visitor::open("/one-clause/").before_the_module().await;
    visitor.types("#comment-body", "Sent early.").await;
    visitor.clicks_on("Send the comment").await;
    assert!(visitor.is("location.pathname === '/one-clause/'").await);
    visitor.module_comes().await;
    visitor.sees("Your comment has arrived safely").await;
    assert!(visitor.is("location.pathname === '/one-clause/'").await, "the page was not left");
    let held = visitor.site.held().await;
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].body, "Sent early.");
}

#[tokio::test]
async fn a_comment_sent_where_the_module_never_comes_arrives() {
    let visit = Visitor::open("/one-clause/").before_the_module().expecting("Failed to load resource");
    let visitor = visit.await;
    visitor.types("#comment-body", "Sent without it.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.site.proxy.rule(MODULE, Do::Refuse);
    visitor.site.proxy.take_back(MODULE, Do::Hold);
    visitor.wait_until("location.pathname.startsWith('/receipt/')").await;
    visitor.sees("Your comment has arrived safely").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn without_the_module_too_a_comment_waits_for_a_connection_and_arrives_once() {
    let visit = Visitor::open("/one-clause/").but(MODULE, Do::Refuse).expecting("Failed to load resource");
    let visitor = visit.await;
    visitor.types("#comment-body", "Sent without it.").await;
    visitor.site.proxy.rule("/comments", Do::Refuse);
    visitor.clicks_on("Send the comment").await;
    visitor.sees("safe on this device").await;
    visitor.sees("Waiting to be sent").await;
    visitor.wait_until("document.getElementById('comment-body').value === ''").await;
    visitor.site.proxy.take_back("/comments", Do::Refuse);
    visitor.sees("Held for review").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn where_the_module_cannot_be_had_the_page_still_works() {
    let visit = Visitor::open("/one-clause/").but(MODULE, Do::Refuse).expecting("Failed to load resource");
    let visitor = visit.await;
    let asked =
        async |visitor: &Visitor| visitor.requested().iter().any(|one| one.path.ends_with(MODULE)).then_some(());
    visitor.wait_for("the module to be asked for", asked).await;
    visitor.clicks_on("A strike inside the Republic of Armenia").await;
    visitor.wait_until("document.querySelector('#timeline--2020-10-14').checkVisibility()").await;
    visitor.types("#signup-email", "reader@example.org").await;
    visitor.clicks_on("Sign up").await;
    visitor.wait_until("location.pathname === '/received/signup'").await;
}

#[tokio::test]
async fn where_the_browser_has_no_web_assembly_the_page_still_works() {
    let visitor = Visitor::open("/one-clause/").watching("delete globalThis.WebAssembly").await;
    visitor.clicks_on("A strike inside the Republic of Armenia").await;
    visitor.wait_until("document.querySelector('#timeline--2020-10-14').checkVisibility()").await;
    visitor.clicks(".theme").await;
    visitor.wait_until("document.documentElement.dataset.theme === 'dark'").await;
    visitor.types("#comment-body", "Sent without it.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.wait_until("location.pathname.startsWith('/receipt/')").await;
    visitor.sees("Your comment has arrived safely").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn who_saves_data_gets_what_looks_after_the_device_at_once_and_the_module_when_it_is_wanted() {
    let saves = "Object.defineProperty(navigator, 'connection', { value: { saveData: true, rtt: 900 } })";
    let visitor = Visitor::open("/my-comments/").watching(saves).await;
    visitor.sees("Nothing has been sent from this device").await;
    visitor.goes_to("/one-clause/").await;
    visitor.wait_until("document.getElementById('comment-body').autocomplete === 'off'").await;
    let has_module = |visitor: &Visitor| visitor.requested().iter().any(|one| one.path.ends_with(".wasm"));
    assert!(!has_module(&visitor) && !visitor.is("navigator.serviceWorker.controller").await);
    visitor.types("#comment-body", "Now.").await;
    visitor.lives().await;
    assert!(has_module(&visitor));
}
