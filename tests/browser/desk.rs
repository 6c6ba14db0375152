//! The desk: cleared by keys alone, used without scripts, and looked at by axe on each of its pages.

use serde_json::json;

use crate::{
    accessibility::look_at,
    visitor::{Visit, Visitor},
};

const DONE: &str = "document.querySelectorAll('.card.done').length";
const CURRENT: &str = "document.activeElement.closest('.card')?.querySelector('.text')?.innerText.trim()";

/// Sends comments as readers do, one after the other.
async fn sends(visitor: &Visitor, texts: &[String]) {
    let script = format!(
        "const done = arguments[arguments.length - 1];
        (async () => {{
            for (const body of {}) {{
                const answer = await fetch('/api/articles/one-clause/comments', {{ method: 'POST',
                    headers: {{ 'content-type': 'application/json' }}, body: JSON.stringify({{ id: crypto.randomUUID(), body }}) }});
                if (answer.status !== 202) return done(await answer.text());
            }}
            done('sent');
        }})();",
        json!(texts)
    );
    assert_eq!(visitor.does_and_waits(&script).await, "sent");
}

fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|at| format!("This is comment {at}, of many.")).collect()
}

/// A new owner sits down at a desk on which these comments wait.
async fn sits_down(visit: Visit, texts: &[String]) -> Visitor {
    let visitor = visit.busy().await;
    sends(&visitor, texts).await;
    chooses_a_password(&visitor).await;
    visitor
}

async fn chooses_a_password(visitor: &Visitor) {
    visitor.goes_to(&visitor.site.link_to_the_desk("Mane").await).await;
    visitor.types("#password", "a sentence is good").await;
    visitor.types("#again", "a sentence is good").await;
    visitor.clicks_on("Save and sign in").await;
    visitor.wait_until("location.pathname === '/moderation'").await;
}

async fn is_at(visitor: &Visitor, number: usize) {
    visitor.wait_until(&format!("{CURRENT} === 'This is comment {number}, of many.'")).await;
}

#[tokio::test]
async fn a_hundred_comments_are_cleared_by_keys_alone() {
    let visitor = sits_down(Visitor::open("/moderation/sign-in"), &numbered(100)).await;
    visitor.press("j").await;
    for at in 0..100 {
        is_at(&visitor, at + 1).await;
        match at % 4 {
            0 | 1 => visitor.press("p").await,
            2 => visitor.press("s").await,
            _ => {
                visitor.press("d").await;
                visitor.has_focus_on("[data-digit='1']").await;
                visitor.press("2").await;
            }
        }
        visitor.wait_until(&format!("{DONE} === {}", at % 25 + 1)).await;
        if at % 25 == 24 && at < 99 {
            visitor.has_focus_on("#next").await;
            visitor.wait_until("!document.querySelector('[aria-busy]')").await;
            visitor.press("Enter").await;
            visitor.wait_until(&format!("'scripts' in document.documentElement.dataset && {DONE} === 0")).await;
            visitor.press("j").await;
        }
    }
    visitor.wait_until("!document.querySelector('[aria-busy]')").await;
    assert_eq!(
        visitor.asks::<Vec<String>>("[...document.querySelectorAll('.tabs .count')].map((one) => one.innerText)").await,
        ["0", "50", "25", "25"]
    );
    assert!(visitor.site.held().await.is_empty());
    visitor.has_focus_on("main").await;
}

#[tokio::test]
async fn every_key_does_what_it_says_and_undo_takes_it_back() {
    let visitor = sits_down(Visitor::open("/moderation/sign-in"), &numbered(8)).await;
    visitor.press("p").await;
    is_at(&visitor, 1).await;
    assert_eq!(visitor.asks::<usize>(DONE).await, 0, "the first key only shows where one is");
    visitor.press("j").await;
    visitor.press("j").await;
    visitor.press("k").await;
    is_at(&visitor, 2).await;
    visitor.press("p").await;
    visitor.sees("Published. Undo").await;
    is_at(&visitor, 3).await;
    visitor.press("u").await;
    visitor.sees("Taken back.").await;
    is_at(&visitor, 2).await;
    assert_eq!((visitor.asks::<usize>(DONE).await, visitor.site.held().await.len()), (0, 8));

    // Two to four, chosen and called spam at once; then taken back at once.
    visitor.press("x").await;
    visitor.press("j").await;
    visitor.press("j").await;
    visitor.press("Shift+x").await;
    visitor.sees("3 chosen:").await;
    visitor.press("s").await;
    visitor.sees("Called spam: 3 comments.").await;
    is_at(&visitor, 5).await;
    assert_eq!(visitor.site.held().await.len(), 5);
    visitor.press("u").await;
    visitor.sees("3 taken back.").await;
    assert_eq!(visitor.site.held().await.len(), 8);

    is_at(&visitor, 2).await;
    visitor.press("e").await;
    visitor.has_focus_on("#edit-body").await;
    visitor.press("p").await;
    assert_eq!(
        visitor.asks::<String>("document.activeElement.value").await,
        "pThis is comment 2, of many.",
        "in a field it is a letter"
    );
    visitor.press("Escape").await;
    is_at(&visitor, 2).await;
    visitor.press("r").await;
    visitor.has_focus_on("#answer-body").await;
    visitor.types("#answer-body", "So it is.").await;
    visitor.press("Tab").await;
    visitor.press("Enter").await;
    visitor.sees("Answered.").await;
    is_at(&visitor, 3).await;
    assert_eq!(visitor.site.held().await.len(), 7);

    visitor.press("?").await;
    visitor.wait_until("document.querySelector('#keys').open").await;
    visitor.clicks("#keys-on").await;
    visitor.press("Escape").await;
    visitor.wait_until("!document.querySelector('#keys').open").await;
    visitor.press("j").await;
    visitor.press("s").await;
    assert_eq!(visitor.site.held().await.len(), 7, "single keys are off");
    visitor.reloads().await;
    assert_eq!(visitor.asks::<String>("document.documentElement.dataset.keys").await, "off", "and stay off");
}

#[tokio::test]
async fn what_another_has_done_meanwhile_is_told_on_the_card() {
    let mut visitor = sits_down(Visitor::open("/moderation/sign-in"), &numbered(2)).await;
    visitor.expects("409 (Conflict)");
    visitor.site.publish_all().await;
    visitor.press("j").await;
    visitor.press("s").await;
    visitor.sees("test published it, just now. Nothing was changed by you").await;
    visitor.wait_until("document.querySelector('.card:not(.done) .card-problem')").await;
}

#[tokio::test]
async fn with_the_endpoint_away_nothing_is_lost_and_nothing_is_pretended() {
    let mut visitor = sits_down(Visitor::open("/moderation/sign-in"), &numbered(2)).await;
    visitor.expects("Failed to load resource");
    visitor.press("j").await;
    visitor.site.stop().await;
    visitor.press("p").await;
    visitor.sees("The endpoint could not be reached.").await;
    assert_eq!(visitor.asks::<usize>(DONE).await, 0);
    visitor.site.resume().await;
    visitor.press("k").await;
    visitor.press("p").await;
    visitor.sees("Published.").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn without_scripts_the_desk_is_whole() {
    let visitor = Visitor::open("/moderation/sign-in").without_scripts().busy().await;
    chooses_a_password(&visitor).await;
    visitor.sees("The queue is empty").await;
    for text in ["This is the first.", "This is the second."] {
        visitor.goes_to("/one-clause/").await;
        visitor.types("#comment-body", text).await;
        visitor.clicks_on("Send the comment").await;
        visitor
            .wait_until("location.pathname.startsWith('/receipt') || location.pathname.startsWith('/received')")
            .await;
    }
    visitor.goes_to("/moderation").await;
    visitor.clicks_on("Publish").await;
    visitor.sees("Published. Undo").await;
    assert_eq!(visitor.site.held().await.len(), 1);
    visitor.clicks_on("Undo").await;
    visitor.sees("Taken back.").await;
    assert_eq!(visitor.site.held().await.len(), 2);
    visitor.clicks_on("Decline…").await;
    visitor.clicks_on("It is not about the article.").await;
    visitor.sees("Declined. Undo").await;
    visitor.clicks(".choose").await;
    visitor.clicks("#bulk [value=spam]").await;
    visitor.sees("The queue is empty").await;
    visitor.goes_to("/moderation?state=declined").await;
    visitor.clicks_on("Edit").await;
    visitor.types("#edit-body", " Indeed.").await;
    visitor.clicks_on("Save the text").await;
    visitor.sees("The text is saved.").await;
    visitor.sees("Indeed.").await;
    visitor.clicks_on("Sign out").await;
    visitor.wait_until("location.pathname === '/moderation/sign-in'").await;
}

#[tokio::test]
async fn axe_finds_nothing_on_any_page_of_the_desk() {
    let texts = ["Short.".to_owned(), "> quoted\n\n- one\n- two\n\n`code`".to_owned(), "ե".repeat(300)];
    let mut visitor =
        sits_down(Visitor::open("/moderation/sign-in").expecting("Failed to load resource"), &texts).await;
    let mut found = Vec::new();
    look_at(&mut visitor, "the queue", &mut found).await;
    visitor.does("document.querySelectorAll('details').forEach((one) => one.open = true)").await;
    visitor.does("document.querySelectorAll('.choose input').forEach((one) => one.click())").await;
    look_at(&mut visitor, "the queue, opened and chosen", &mut found).await;
    visitor.does("document.querySelector('#keys').showModal()").await;
    look_at(&mut visitor, "the keys", &mut found).await;
    visitor.goes_to("/moderation").await;
    visitor.press("j").await;
    visitor.press("p").await;
    visitor.sees("Published. Undo").await;
    look_at(&mut visitor, "the queue with something done", &mut found).await;
    visitor.goes_to("/moderation?state=published").await;
    let page: String = visitor.asks("document.querySelector('[data-key=o]').getAttribute('href')").await;
    visitor.goes_to(&page).await;
    visitor.does("document.querySelectorAll('details').forEach((one) => one.open = true)").await;
    look_at(&mut visitor, "one comment, opened", &mut found).await;
    for path in ["/audit", "/newsroom", "/people", "/mail", "/you", "?q=nothing", "/nowhere"] {
        visitor.goes_to(&format!("/moderation{path}")).await;
        look_at(&mut visitor, path, &mut found).await;
    }
    visitor.goes_to("/moderation/people").await;
    visitor.types("#token", "export").await;
    visitor.clicks_on("Make a token").await;
    visitor.sees("It is shown only now").await;
    look_at(&mut visitor, "people with a secret", &mut found).await;
    visitor.goes_to("/moderation/newsroom").await;
    visitor.types("#reasons", "no colon").await;
    visitor.clicks("form:has(#reasons) button").await;
    visitor.sees("has no colon").await;
    look_at(&mut visitor, "a refused decision", &mut found).await;
    let link = visitor.site.link_to_the_desk("Aram").await;
    visitor.goes_to(&link).await;
    look_at(&mut visitor, "choosing a password", &mut found).await;
    visitor.goes_to("/moderation/link/unknown").await;
    look_at(&mut visitor, "a dead link", &mut found).await;
    visitor.goes_to("/moderation").await;
    visitor.resize(1440, 900).await;
    visitor.clicks_on("Sign out").await;
    visitor.wait_until("location.pathname === '/moderation/sign-in'").await;
    visitor.types("#name", "Mane").await;
    visitor.types("#password", "a guess").await;
    visitor.clicks_on("Sign in").await;
    visitor.sees("Name or password is wrong.").await;
    look_at(&mut visitor, "signing in", &mut found).await;
    assert!(found.is_empty(), "{found:#?}");
}
