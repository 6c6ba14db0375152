//! A comment: sent, held, published, refused, and sent again after the endpoint was away.

use crate::visitor::Visitor;

const RECEIVED: &str = "Thank you. Your comment has arrived safely, and an editor will read it before it appears.";
const BODY: &str = "document.getElementById('comment-body').value";

async fn comes_alive(path: &str) -> Visitor {
    let visitor = Visitor::open(path).await;
    visitor.lives().await;
    visitor
}

#[tokio::test]
async fn a_comment_is_held_and_after_publishing_stands_on_the_page_as_text() {
    let visitor = comes_alive("/one-clause/").await;
    let text = "Tied <b>on</b> <script>document.title = 'taken'</script> a name.";
    visitor.types("#comment-body", text).await;
    visitor.types("#comment-name", "Anahit").await;
    visitor.types("#comment-email", "anahit@example.org").await;
    visitor.clicks_on("Send the comment").await;
    visitor
        .wait_until(&format!("document.getElementById('comment-outcome').textContent.startsWith({RECEIVED:?})"))
        .await;
    assert_eq!(visitor.asks::<String>(BODY).await, "");
    let held = visitor.site.held().await;
    assert_eq!(held.len(), 1);
    assert_eq!((held[0].body.as_str(), held[0].article.as_str()), (text, "one-clause"));
    visitor.reloads().await;
    visitor.lives().await;
    visitor.scrolls_to(".comments").await;
    visitor.sees("Nothing has been published here yet").await;

    visitor.site.publish_all().await;
    visitor.reloads().await;
    visitor.lives().await;
    visitor.scrolls_to(".comments").await;
    visitor.sees(text).await;
    visitor.sees("Anahit").await;
    assert!(!visitor.is("document.querySelector('.comment :is(script, b)')").await, "it is text");
    assert!(!visitor.is("document.body.innerText.includes('anahit@example.org')").await, "the address is not shown");
    assert_ne!(visitor.asks::<String>("document.title").await, "taken");
}

#[tokio::test]
async fn a_comment_that_is_too_long_is_refused_at_its_field_and_stays() {
    let visitor = comes_alive("/one-clause/").await;
    let long = "Too long. ".repeat(401);
    visitor.pastes("#comment-body", &long).await;
    visitor.clicks_on("Send the comment").await;
    visitor.wait_until("document.getElementById('comment-body').getAttribute('aria-invalid') === 'true'").await;
    visitor.has_focus_on("#comment-body").await;
    visitor
        .wait_until(
            "document.getElementById('comment-body-error').innerText.includes('4,000') || \
         document.getElementById('comment-body-error').innerText.includes('4000')",
        )
        .await;
    assert!(visitor.is("document.getElementById('comment-body').getAttribute('aria-describedby').includes('comment-body-error')").await);
    assert_eq!(visitor.asks::<usize>(&format!("{BODY}.length")).await, long.len());
    assert!(visitor.site.held().await.is_empty());

    visitor.does("document.getElementById('comment-body').value = '   '").await;
    visitor.clicks_on("Send the comment").await;
    visitor.wait_until("!document.getElementById('comment-body-error').innerText.includes('4')").await;
    visitor.wait_until("document.getElementById('comment-body').getAttribute('aria-invalid') === 'true'").await;
    assert!(visitor.site.held().await.is_empty());

    visitor.does("document.getElementById('comment-body').value = ''").await;
    visitor.types("#comment-body", "Short.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees(RECEIVED).await;
    assert!(visitor.is("!document.getElementById('comment-body').hasAttribute('aria-invalid')").await);
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn pressed_twice_it_is_one_comment() {
    let visitor = comes_alive("/one-clause/").await;
    visitor.types("#comment-body", "Once.").await;
    visitor.does("const send = document.getElementById('comment-send'); send.click(); send.click()").await;
    visitor.sees(RECEIVED).await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn without_scripts_a_comment_is_posted_and_a_page_answers() {
    let visitor = Visitor::open("/one-clause/").without_scripts().await;
    visitor.types("#comment-body", "On paper.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.wait_until("location.pathname.startsWith('/receipt/')").await;
    visitor.sees("Your comment has arrived safely").await;
    assert_eq!(visitor.site.held().await.len(), 1);
    visitor.reloads().await;
    assert_eq!(visitor.site.held().await.len(), 1, "loading the answer again sends nothing");
    visitor.clicks_on("One clause").await;
    visitor.wait_until("location.pathname === '/one-clause/' && location.hash === '#comments'").await;
    visitor.site.publish_all().await;
    visitor.clicks_on("Read the published comments").await;
    visitor.sees("On paper.").await;
}

#[tokio::test]
async fn without_scripts_a_comment_that_is_too_long_comes_back_with_what_was_typed() {
    let visitor = Visitor::open("/one-clause/").without_scripts().expecting("Failed to load resource").await;
    let long = "Too long. ".repeat(401);
    visitor.pastes("#comment-body", &long).await;
    visitor.types("#comment-name", "Anahit").await;
    visitor.clicks_on("Send the comment").await;
    visitor.wait_until("document.querySelector('[role=alert]')").await;
    assert!(
        visitor.asks::<String>("document.getElementById('body').value").await == long,
        "the text is as it was typed"
    );
    assert_eq!(visitor.asks::<String>("document.getElementById('name').value").await, "Anahit");
    assert!(visitor.is("document.getElementById('body').getAttribute('aria-invalid') === 'true'").await);
    assert!(visitor.site.held().await.is_empty());
}

#[tokio::test]
async fn an_article_whose_comments_are_closed_says_so() {
    let visitor = comes_alive("/csto-in-brief/").await;
    assert!(!visitor.is("document.getElementById('comment-form')").await);
    visitor.sees("This article no longer takes comments").await;
}
