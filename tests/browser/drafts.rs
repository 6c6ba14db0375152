//! What is typed is kept as it is typed, and gone only when it has arrived or the reader says so.

use crate::visitor::{Need, Visitor, cannot};

const BODY: &str = "document.getElementById('comment-body').value";

#[tokio::test]
async fn a_page_that_is_closed_in_the_middle_of_a_sentence_comes_back_with_it() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.types("#comment-name", "Anahit").await;
    visitor.types("#comment-body", "I was about to say").await;
    visitor.has_drafts_with("about to say").await;
    visitor.goes_to("about:blank").await;
    visitor.goes_to("/one-clause/").await;
    visitor.wait_until(&format!("{BODY} === 'I was about to say'")).await;
    assert_eq!(visitor.asks::<String>("document.getElementById('comment-name').value").await, "Anahit");
    // Each page has its own.
    visitor.goes_to("/garrison/").await;
    visitor.lives().await;
    assert_eq!(visitor.asks::<String>(BODY).await, "");
}

#[tokio::test]
async fn a_renderer_that_crashes_takes_nothing_along() {
    if cannot(Need::Crash) {
        return;
    }
    let mut visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.types("#comment-body", "Before the crash.").await;
    visitor.has_drafts_with("Before the crash.").await;
    visitor.crashes().await;
    visitor.goes_to("/one-clause/").await;
    visitor.wait_until(&format!("{BODY} === 'Before the crash.'")).await;
}

#[tokio::test]
async fn a_draft_is_gone_once_the_comment_has_arrived_or_the_reader_has_emptied_it() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.types("#comment-body", "Done.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Your comment has arrived safely").await;
    visitor.reloads().await;
    visitor.lives().await;
    visitor.has_drafts_with("[]").await;
    assert_eq!(visitor.asks::<String>(BODY).await, "");
    visitor.types("#comment-body", "x").await;
    visitor.has_drafts_with("x").await;
    visitor.press("Backspace").await;
    visitor.has_drafts_with("[]").await;
}

#[tokio::test]
async fn what_was_typed_before_the_program_came_is_kept_with_it() {
    let visitor = Visitor::open("/one-clause/").before_the_module().await;
    visitor.types("#comment-body", "Early bird.").await;
    visitor.module_comes().await;
    visitor.has_drafts_with("Early bird.").await;
}

#[tokio::test]
async fn a_refused_comment_stays_in_the_form_and_is_a_draft_again() {
    let visitor = Visitor::open("/one-clause/").expecting("Failed to load resource").await;
    visitor.lives().await;
    visitor.types("#comment-body", "Almost.").await;
    // An address that passes the browser's check and not the endpoint's own.
    visitor.does("document.getElementById('comment-form').action = '/api/articles/nowhere/comments'").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("There is no such article here").await;
    assert_eq!(visitor.asks::<String>(BODY).await, "Almost.");
    visitor.has_drafts_with("Almost.").await;
    visitor.wait_until("document.querySelectorAll('.own > li').length === 0").await;
}

#[tokio::test]
async fn an_answer_that_was_begun_stands_under_its_comment_again() {
    let mut visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.types("#comment-body", "A question.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("arrived safely").await;
    visitor.site.publish_all().await;
    visitor.reloads().await;
    visitor.scrolls_to("#comments").await;
    visitor.wait_until("document.querySelector(\".comment a[href*='?answer=']\")").await;
    visitor.clicks(".comment a[href*='?answer=']").await;
    visitor.types("#comment-body", "An answer, begun").await;
    visitor.has_drafts_with("An answer, begun").await;
    visitor.goes_to("about:blank").await;
    visitor.goes_to("/one-clause/#comments").await;
    visitor.wait_until("document.querySelector('.comment #comment-form')").await;
    assert_eq!(visitor.asks::<String>(BODY).await, "An answer, begun");
    // Without a connection the list of comments does not come, and it is the answer that it was all the same.
    visitor.keeps("/one-clause/").await;
    visitor.goes_to("about:blank").await;
    visitor.expects("Failed to load resource");
    visitor.is_offline(true);
    visitor.goes_to("/one-clause/").await;
    visitor.lives().await;
    visitor.wait_until(&format!("{BODY} === 'An answer, begun'")).await;
    visitor.types("#comment-body", " and ended.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("safe on this device").await;
    visitor.is_offline(false);
    visitor.wait_for("the answer", async |visitor| (visitor.site.held().await.len() == 1).then_some(())).await;
    visitor.site.publish_all().await;
    visitor.goes_to("/one-clause/comments/").await;
    visitor.wait_until("[...document.querySelectorAll('.comment[data-depth]')].some((one) => one.dataset.depth > 0 && one.innerText.includes('and ended.'))").await;
}
