//! What a reader does with comments beside writing one: seeing it before it is sent, answering another, and learning what
//! became of one's own.

use crate::visitor::{Do, Visitor};

const RECEIVED: &str = "Your comment has arrived safely";

async fn comes_alive() -> Visitor {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor
}

async fn sends(visitor: &Visitor, text: &str) {
    visitor.types("#comment-body", text).await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees(RECEIVED).await;
}

#[tokio::test]
async fn a_comment_is_seen_as_it_will_stand_before_it_is_sent() {
    let visitor = comes_alive().await;
    visitor.types("#comment-body", "Not *one* but **two**. <b>Text</b>").await;
    visitor.clicks_on("Preview").await;
    visitor.wait_until("document.querySelector('#comment-outcome strong')?.textContent === 'two'").await;
    assert!(visitor.is("document.querySelector('#comment-outcome').textContent.includes('<b>Text</b>')").await);
    assert!(visitor.site.held().await.is_empty(), "nothing was sent");
    assert!(visitor.is("document.getElementById('comment-body').value.startsWith('Not *one*')").await);
}

#[tokio::test]
async fn a_comment_is_answered_where_it_stands_and_the_form_goes_back() {
    let visitor = comes_alive().await;
    sends(&visitor, "The first word.").await;
    visitor.site.publish_all().await;
    visitor.reloads().await;
    visitor.lives().await;
    visitor.scrolls_to(".comments").await;
    // One's own text is there before the list of all.
    visitor.wait_until("document.querySelector('.comment a[href*=\"?answer=\"]')?.checkVisibility()").await;
    visitor.clicks_on("Answer A reader").await;
    visitor.has_focus_on("#comment-body").await;
    assert!(visitor.is("document.getElementById('comment-form').closest('.comment')").await, "it stands below it");
    visitor.types("#comment-body", "The second.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.wait_for("the answer", async |visitor| (!visitor.site.held().await.is_empty()).then_some(())).await;
    let held = visitor.site.held().await;
    assert_eq!(held[0].body, "The second.");
    assert!(held[0].parent.is_some(), "it knows what it answers");
    visitor.does("document.querySelector('.comment a[href*=\"?answer=\"]').click()").await;
    visitor.wait_until("!document.getElementById('comment-form').closest('.comment')").await;

    visitor.site.publish_all().await;
    visitor.reloads().await;
    visitor.lives().await;
    visitor.scrolls_to(".comments").await;
    visitor.sees("The second.").await;
    visitor.wait_until("document.querySelector('.comment[data-depth=\"1\"]')").await;
    // The style sheet of comments has come with them.
    visitor
        .wait_until("getComputedStyle(document.querySelector('.comment[data-depth]')).borderLeftWidth !== '0px'")
        .await;
}

#[tokio::test]
async fn what_became_of_a_comment_is_told_on_its_private_page_and_beside_the_comments() {
    let visitor = comes_alive().await;
    sends(&visitor, "Mine, and I wait.").await;
    visitor.clicks_on("What becomes of it").await;
    visitor.wait_until("location.pathname.startsWith('/receipt/')").await;
    visitor.sees("Mine, and I wait.").await;
    visitor.goes_to("/one-clause/").await;
    visitor.lives().await;
    visitor.scrolls_to(".comments").await;
    visitor.sees("an editor will read it before it appears").await;
    visitor.site.publish_all().await;
    visitor.reloads().await;
    visitor.lives().await;
    visitor.scrolls_to(".comments").await;
    visitor.wait_until("document.querySelector('.published').innerText.includes('Mine, and I wait.')").await;
    visitor.wait_until("!document.querySelector('.comments').innerText.includes('an editor will read it')").await;
}

#[tokio::test]
async fn where_work_is_wanted_first_it_is_done_beside_the_page_and_the_comment_arrives() {
    let mut visitor = comes_alive().await;
    visitor.expects("Failed to load resource");
    // Many from this network before: the next is to be worked for.
    let flood = "for (let number = 0; number < 10; number++) {
        const request = new XMLHttpRequest();
        request.open('POST', '/api/articles/one-clause/comments', false);
        request.setRequestHeader('content-type', 'application/json');
        request.send(JSON.stringify({ id: crypto.randomUUID(), body: `Number ${number}.` }));
    }";
    visitor.does(flood).await;
    assert_eq!(visitor.site.held().await.len(), 10);
    sends(&visitor, "Worked for.").await;
    assert_eq!(visitor.site.held().await.len(), 11);
}

/// Where somebody who follows a letter is: on the page to answer a comment.
async fn is_to_answer() -> Visitor {
    let visitor = Visitor::open("/one-clause/").expecting("Failed to load resource").await;
    visitor.lives().await;
    sends(&visitor, "The first word.").await;
    visitor.site.publish_all().await;
    visitor.goes_to("/one-clause/comments/").await;
    visitor.clicks_on("Answer A reader").await;
    visitor.wait_until("document.querySelector('#answer #body')").await;
    visitor
}

#[tokio::test]
async fn an_answer_on_its_own_page_is_kept_as_it_is_typed_and_goes_out_once_there_is_a_connection() {
    let visitor = is_to_answer().await;
    visitor.types("#body", "In the middle of a").await;
    visitor.wait_until("document.getElementById('body').autocomplete === 'off'").await;
    visitor.types("#body", " tunnel.").await;
    visitor.has_drafts_with("tunnel.").await;
    visitor.reloads().await;
    visitor.wait_until("document.getElementById('body').value === 'In the middle of a tunnel.'").await;
    visitor.site.proxy.rule("/comments", Do::Refuse);
    visitor.clicks_on("Send the answer").await;
    visitor.sees("safe on this device").await;
    visitor.wait_until("document.getElementById('body').value === ''").await;
    visitor.clicks_on("What waits").await;
    visitor.wait_until("location.pathname === '/my-comments/'").await;
    visitor.sees("In the middle of a tunnel.").await;
    visitor.site.proxy.take_back("/comments", Do::Refuse);
    visitor.wait_until("document.querySelector('.own > li').dataset.state === 'held'").await;
    let held = visitor.site.held().await;
    assert_eq!(
        held.iter().map(|one| (one.body.as_str(), one.parent.is_some())).collect::<Vec<_>>(),
        [("In the middle of a tunnel.", true)]
    );
    assert!(visitor.is("document.querySelector('.own li a').textContent.includes('clause')").await, "of which article");
}

#[tokio::test]
async fn an_answer_is_seen_as_it_will_stand_and_sent_from_there_with_its_name() {
    let visitor = is_to_answer().await;
    visitor.types("#name", "Anahit").await;
    visitor.types("#body", "Not *one*").await;
    visitor.has_drafts_with("Not *one*").await;
    visitor.clicks_on("Preview").await;
    visitor.wait_until("document.querySelector('.comment-text em')?.innerText === 'one'").await;
    visitor.wait_until("document.getElementById('body').autocomplete === 'off'").await;
    visitor.types("#body", " but two.").await;
    visitor.has_drafts_with("Not *one* but two.").await;
    visitor.clicks_on("Send").await;
    visitor.wait_until("location.pathname.startsWith('/receipt/')").await;
    let held = visitor.site.held().await;
    assert_eq!(held.len(), 1);
    assert_eq!((held[0].body.as_str(), held[0].name.as_deref()), ("Not *one* but two.", Some("Anahit")));
    assert!(held[0].parent.is_some(), "it knows what it answers");
    visitor.has_drafts_with("[]").await;
}

#[tokio::test]
async fn back_finds_the_page_to_answer_also_after_a_reload() {
    let visitor = is_to_answer().await;
    visitor.lives().await;
    visitor.clicks_on("One clause").await;
    visitor.wait_until("location.pathname === '/one-clause/' && document.querySelector('main .article')").await;
    visitor.reloads().await;
    visitor.lives().await;
    visitor.goes_back().await;
    visitor.wait_until("location.search.startsWith('?answer=') && document.querySelector('#answer #body')").await;
}

#[tokio::test]
async fn a_change_is_kept_as_it_is_typed_until_it_has_arrived() {
    let visitor = comes_alive().await;
    sends(&visitor, "The first word").await;
    visitor.clicks_on("What becomes of it").await;
    visitor.wait_until("document.querySelector('#edit #body')").await;
    let page: String = visitor.asks("location.pathname").await;
    visitor.types("#body", ", and a second.").await;
    visitor.has_drafts_with("and a second.").await;
    visitor.goes_to("about:blank").await;
    visitor.goes_to(&page).await;
    visitor.wait_until("document.getElementById('body').value === 'The first word, and a second.'").await;
    visitor.clicks_on("Save the change").await;
    visitor.wait_until("document.getElementById('body')?.defaultValue === 'The first word, and a second.'").await;
    visitor.has_drafts_with("[]").await;
    assert_eq!(visitor.site.held().await[0].body, "The first word, and a second.");
}
