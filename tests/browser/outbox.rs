//! The outbox: what a reader sends is on the device before it is sent, and arrives once.

use crate::visitor::{Do, Visitor};

pub(crate) const HELD: &str = "Your comment has arrived safely";
const SAFE: &str = "safe on this device";
pub(crate) const BODY: &str = "document.getElementById('comment-body').value";

/// Somebody on a page that lives, whose network or endpoint may be gone at any time.
pub(crate) async fn comes_alive(path: &str) -> Visitor {
    let visitor = Visitor::open(path).expecting("Failed to load resource").await;
    visitor.lives().await;
    visitor
}

#[tokio::test]
async fn with_the_endpoint_down_a_comment_waits_and_is_sent_by_itself_once_it_is_back() {
    let mut visitor = comes_alive("/one-clause/").await;
    visitor.types("#comment-body", "Through the storm.").await;
    visitor.site.stop().await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees(SAFE).await;
    visitor.sees("Waiting to be sent").await;
    // The form is free for another.
    visitor.wait_until(&format!("{BODY} === ''")).await;
    visitor.site.resume().await;
    visitor.sees(HELD).await;
    visitor.sees("Held for review").await;
    assert!(!visitor.is(&format!("document.querySelector('.outcome').innerText.includes('{SAFE}')")).await);
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn where_the_answer_was_lost_it_is_sent_again_and_is_one_comment() {
    let visitor = comes_alive("/one-clause/").await;
    visitor.types("#comment-body", "Was it taken?").await;
    visitor.site.proxy.rule("/comments", Do::Lose);
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Waiting to be sent").await;
    // It was taken, but nobody heard.
    visitor.wait_for("the comment", async |visitor| (visitor.site.held().await.len() == 1).then_some(())).await;
    visitor.site.proxy.take_back("/comments", Do::Lose);
    visitor.sees("Held for review").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn an_answer_that_is_not_the_endpoints_is_none() {
    let visitor = comes_alive("/one-clause/").await;
    visitor.types("#comment-body", "Past the gate of a hotel.").await;
    visitor.site.proxy.rule("/comments", Do::Break);
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Waiting to be sent").await;
    visitor.site.proxy.take_back("/comments", Do::Break);
    visitor.sees("Held for review").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn several_go_out_in_the_order_in_which_they_were_written() {
    let mut visitor = comes_alive("/one-clause/").await;
    visitor.site.stop().await;
    for words in ["First.", "Second.", "Third."] {
        visitor.types("#comment-body", words).await;
        visitor.clicks_on("Send the comment").await;
        visitor.wait_until(&format!("{BODY} === ''")).await;
    }
    visitor.wait_until("document.querySelectorAll('.own [data-state=waiting]').length === 3").await;
    visitor.site.resume().await;
    visitor.wait_until("document.querySelectorAll('.own [data-state=held]').length === 3").await;
    let mut held = visitor.site.held().await;
    held.sort_by(|a, b| a.id.cmp(&b.id));
    let bodies: Vec<_> = held.iter().map(|comment| comment.body.as_str()).collect();
    assert_eq!(bodies, ["First.", "Second.", "Third."]);
}

#[tokio::test]
async fn what_is_written_while_the_comment_is_on_its_way_stays() {
    let visitor = comes_alive("/one-clause/").await;
    visitor.site.proxy.rule("/comments", Do::Hold);
    visitor.types("#comment-body", "A thought.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Sending").await;
    visitor.types("#comment-body", " And another.").await;
    visitor.site.proxy.take_back("/comments", Do::Hold);
    visitor.sees(HELD).await;
    assert_eq!(visitor.asks::<String>(BODY).await, "A thought. And another.");
    assert_eq!(visitor.site.held().await[0].body, "A thought.");
}

#[tokio::test]
async fn what_is_on_its_way_when_the_page_is_closed_arrives_once() {
    let visitor = comes_alive("/one-clause/").await;
    visitor.wait_until("navigator.serviceWorker.controller").await;
    visitor.site.proxy.rule("/comments", Do::Hold);
    visitor.types("#comment-body", "Said in leaving.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Sending").await;
    visitor.goes_to("about:blank").await;
    visitor.site.proxy.take_back("/comments", Do::Hold);
    visitor.goes_to("/my-comments/").await;
    visitor.sees("Held for review").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn who_goes_on_to_another_article_meanwhile_finds_what_became_of_it_on_the_way_back() {
    let visitor = comes_alive("/one-clause/").await;
    visitor.site.proxy.rule("/comments", Do::Hold);
    visitor.types("#comment-body", "Said in passing.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Sending").await;
    visitor.clicks("main a[href='/garrison/']").await;
    visitor.wait_until("location.pathname === '/garrison/' && document.querySelector('main h1')").await;
    visitor.types("#comment-body", "Begun over there.").await;
    visitor.site.proxy.take_back("/comments", Do::Hold);
    visitor.wait_for("the comment", async |visitor| (visitor.site.held().await.len() == 1).then_some(())).await;
    assert_eq!(visitor.asks::<String>(BODY).await, "Begun over there.");
    assert_eq!(visitor.asks::<String>("document.getElementById('comment-outcome').innerText").await, "");
    visitor.goes_back().await;
    visitor.wait_until("location.pathname === '/one-clause/'").await;
    visitor.sees(HELD).await;
    visitor.wait_until("!document.querySelector('#comment-send[aria-disabled]')").await;
    visitor.types("#comment-body", "And once more.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.wait_for("the other", async |visitor| (visitor.site.held().await.len() == 2).then_some(())).await;
}

#[tokio::test]
async fn a_signup_waits_too_and_is_mailed_once() {
    let mut visitor = comes_alive("/").await;
    visitor.types("#signup-email", "reader@example.org").await;
    visitor.site.stop().await;
    visitor.clicks_on("Sign up").await;
    visitor.sees(SAFE).await;
    visitor.site.resume().await;
    visitor.sees("Please look in your mail").await;
    visitor.wait_for("the mail", async |visitor| (!visitor.site.mails().is_empty()).then_some(())).await;
    assert_eq!(visitor.site.mails().len(), 1);
}

#[tokio::test]
async fn what_waits_when_the_page_is_closed_is_sent_when_another_opens() {
    let mut visitor = comes_alive("/one-clause/").await;
    visitor.site.stop().await;
    visitor.types("#comment-body", "Written in the underground.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Waiting to be sent").await;
    visitor.goes_to("about:blank").await;
    visitor.site.resume().await;
    visitor.goes_to("/garrison/").await;
    visitor.lives().await;
    visitor.wait_for("the comment", async |visitor| (visitor.site.held().await.len() == 1).then_some(())).await;
}

#[tokio::test]
async fn where_an_engine_wakes_the_worker_what_waits_goes_out_while_no_page_is_open() {
    let mut visitor = comes_alive("/one-clause/").await;
    visitor.wait_until("navigator.serviceWorker.controller").await;
    if !visitor.is("'SyncManager' in window").await {
        return;
    }
    visitor.site.stop().await;
    visitor.types("#comment-body", "Sent from a pocket.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Waiting to be sent").await;
    visitor.goes_to("about:blank").await;
    visitor.site.resume().await;
    // A page without a program. The wish from before is granted again in minutes; one by another name at once.
    visitor.goes_to("/robots.txt").await;
    visitor.does("navigator.serviceWorker.getRegistration().then(({ sync }) => sync.register('now'))").await;
    visitor.wait_for("the comment", async |visitor| (visitor.site.held().await.len() == 1).then_some(())).await;
}

#[tokio::test]
async fn my_comments_tells_what_became_of_each_and_forgets_on_request() {
    let visitor = comes_alive("/one-clause/").await;
    for words in ["To be published.", "To be forgotten."] {
        visitor.types("#comment-body", words).await;
        visitor.clicks_on("Send the comment").await;
        visitor.sees(HELD).await;
        visitor.wait_until(&format!("{BODY} === ''")).await;
    }
    visitor.clicks_on("My comments").await;
    visitor.wait_until("location.pathname === '/my-comments/'").await;
    visitor.sees("To be published.").await;
    visitor.sees("Held for review").await;
    visitor.site.publish_all().await;
    visitor.reloads().await;
    visitor.wait_until("document.querySelectorAll('.own [data-state=published]').length === 2").await;
    visitor.clicks_on("Remove from this device").await;
    visitor.wait_until("document.querySelectorAll('.own > li').length === 1").await;
    visitor.reloads().await;
    visitor.wait_until("document.querySelectorAll('.own > li').length === 1").await;
    visitor.clicks_on("Its private page").await;
    visitor.wait_until("location.pathname.startsWith('/receipt/')").await;
}

#[tokio::test]
async fn a_comment_that_an_editor_declines_says_why() {
    let visitor = comes_alive("/one-clause/").await;
    visitor.types("#comment-body", "Beside the point.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Held for review").await;
    visitor.site.decline_all("off-topic").await;
    visitor.reloads().await;
    visitor.lives().await;
    visitor.wait_until("document.querySelector('.own [data-state=declined]')").await;
    visitor.sees("It is not about the article.").await;
}

#[tokio::test]
async fn a_browser_that_keeps_nothing_sends_all_the_same_and_says_what_it_cannot() {
    let none = "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new Error('none here'); } } })";
    let mut visitor = Visitor::open("/one-clause/").watching(none).expecting("Failed to load resource").await;
    visitor.lives().await;
    visitor.types("#comment-body", "In private.").await;
    visitor.sees("cannot be kept on this device").await;
    visitor.site.stop().await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("this browser keeps nothing").await;
    assert_eq!(visitor.asks::<String>(BODY).await, "In private.");
    visitor.site.resume().await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees(HELD).await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn however_soon_a_reader_leaves_after_sending_nothing_is_lost_or_stuck() {
    let visitor = Visitor::open("/one-clause/").expecting("Failed to load resource").busy().await;
    let mut sent = 0;
    for after in (0..60).step_by(4) {
        visitor.goes_to("/one-clause/").await;
        visitor.lives().await;
        // An engine that keeps the page as it stands, for the way back, must not keep the store with it.
        let leaves = format!(
            "const body = document.getElementById('comment-body');
             body.value = 'Gone after {after} ms.'; body.dispatchEvent(new Event('input', {{ bubbles: true }}));
             document.getElementById('comment-form').requestSubmit(document.getElementById('comment-send'));
             setTimeout(() => location.href = '/my-comments/', {after})"
        );
        visitor.does(&leaves).await;
        visitor.wait_until("location.pathname === '/my-comments/'").await;
        visitor.lives().await;
        visitor.wait_until("document.querySelector('.own') || document.querySelector('[data-own]').innerText.includes('Nothing has')").await;
        visitor.wait_until("!document.querySelector('.own :is([data-state=waiting], [data-state=sending])')").await;
        let held: usize = visitor.asks("document.querySelectorAll('.own [data-state=held]').length").await;
        if held == sent {
            // It was left before it was on the device as a message, and is a draft.
            visitor.goes_to("/one-clause/").await;
            visitor
                .wait_until(&format!("document.getElementById('comment-body').value === 'Gone after {after} ms.'"))
                .await;
        }
        sent = held;
    }
    assert!(sent > 0, "none was ever sent");
    assert_eq!(visitor.site.held().await.len(), sent);
}
