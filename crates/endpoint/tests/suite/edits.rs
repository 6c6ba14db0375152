//! A writer changes a comment by its receipt: soon, unanswered, and read by an editor again.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    doubts::write_list,
    harness::{Answer, LEAD, TestEndpoint, comment, new_id},
};

/// Sends a comment; its id and where it is changed.
async fn sent(endpoint: &TestEndpoint, body: &str) -> (String, String) {
    let receipt = endpoint.post_json(LEAD, &comment(body)).await.json();
    let text = |name: &str| receipt[name].as_str().expect("text").to_owned();
    (text("id"), format!("{}/edit", text("link")))
}

/// Changes it as a program does, by the API's address beside the form's.
async fn edit(endpoint: &TestEndpoint, path: &str, body: &str) -> Answer {
    endpoint.post_json(&path.replacen("/receipt/", "/api/receipts/", 1), &json!({ "body": body })).await
}

async fn shown(endpoint: &TestEndpoint) -> Vec<Value> {
    endpoint.get(LEAD).await.json()["comments"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn a_published_comment_that_is_changed_waits_for_an_editor_again_and_keeps_its_place() {
    let endpoint = TestEndpoint::start().await;
    let (id, path) = sent(&endpoint, "Harmless.").await;
    endpoint.publish(&id).await;
    endpoint.published_comment("Another.").await;
    let answer = edit(&endpoint, &path, "BUY PILLS").await;
    assert_eq!((answer.status, &answer.json()["state"]), (200, &json!("held")));
    assert_eq!(answer.header("cache-control"), "no-store");
    let bodies: Vec<_> = shown(&endpoint).await.iter().map(|comment| comment["body"].clone()).collect();
    assert_eq!(bodies, ["Another."]);
    assert_eq!(endpoint.get(LEAD).await.json()["total"], 1);
    let event =
        "SELECT actor || ' ' || from_state || ' ' || to_state || ' ' || before FROM event WHERE action = 'edit'";
    assert_eq!(endpoint.stored::<String>(event).await, "writer published held Harmless.");
    assert_eq!(endpoint.stored::<String>("SELECT doubts FROM comment WHERE body = 'BUY PILLS'").await, "edited");
    endpoint.publish(&id).await;
    let bodies: Vec<_> = shown(&endpoint).await.iter().map(|comment| comment["body"].clone()).collect();
    assert_eq!(bodies, ["BUY PILLS", "Another."]);
}

#[tokio::test]
async fn the_same_change_twice_is_one_change_and_the_first_text_is_still_known_when_sent_again() {
    let endpoint = TestEndpoint::start().await;
    let first = comment("Frist.");
    let receipt = endpoint.post_json(LEAD, &first).await.json();
    let path = format!("{}/edit", receipt["link"].as_str().expect("an address"));
    for _ in 0..2 {
        assert_eq!(edit(&endpoint, &path, " First.\r\n").await.status, 200);
    }
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM event WHERE action = 'edit'").await, 1);
    assert_eq!(endpoint.post_json(LEAD, &first).await.json(), receipt);
    assert_eq!(endpoint.all_stored("SELECT body FROM comment").await, [" First."]);
}

#[tokio::test]
async fn a_change_that_comes_late_or_after_an_answer_or_a_decision_is_refused_with_the_reason() {
    let endpoint = TestEndpoint::start().await;
    let (late, late_path) = sent(&endpoint, "Late.").await;
    endpoint.pass(Duration::from_secs(15 * 60));
    assert_eq!(edit(&endpoint, &late_path, "In time.").await.status, 200);
    endpoint.pass(Duration::from_secs(1));
    let (answered, answered_path) = sent(&endpoint, "Answered.").await;
    let (declined, declined_path) = sent(&endpoint, "Declined.").await;
    endpoint.publish(&answered).await;
    endpoint.post_json(LEAD, &json!({ "id": new_id(), "body": "An answer.", "parent": answered })).await;
    endpoint::moderation::decline(&endpoint.settings, &declined, "editor", None).await.expect("is declined");
    for (path, why) in [(late_path, "time"), (answered_path, "answered"), (declined_path, "declined")] {
        let refused = edit(&endpoint, &path, "Changed.").await;
        assert_eq!((refused.status, refused.problem().as_str()), (409, "settled"));
        assert!(refused.json()["detail"].as_str().expect("words").contains(why), "{}", refused.text());
        let form = endpoint.post_form(&path, &[("body", "Keep me")]).await;
        assert_eq!(form.status, 409);
        assert!(form.text().contains("Keep me</textarea>") && form.text().contains(why));
    }
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment WHERE body = 'Changed.'").await, 0);
    assert!(!late.is_empty());
}

#[tokio::test]
async fn only_who_holds_the_receipt_changes_a_comment() {
    let endpoint = TestEndpoint::start().await;
    let receipt = endpoint.post_json(LEAD, &comment("Mine.")).await.json();
    let (id, writer) = (receipt["id"].as_str().expect("an id"), receipt["writer"].as_str().expect("a token"));
    let zeros = "A".repeat(43);
    for token in [id, writer, "x", "%ff", &zeros] {
        let answer = edit(&endpoint, &format!("/receipt/{token}/edit"), "Theirs.").await;
        assert_eq!(answer.status, 404, "{token}");
    }
    assert_eq!(endpoint.get(&format!("{}/edit", receipt["link"].as_str().expect("an address"))).await.status, 405);
    assert_eq!(endpoint.all_stored("SELECT body FROM comment").await, ["Mine."]);
}

#[tokio::test]
async fn a_change_passes_the_same_admission_as_a_new_comment() {
    let endpoint = TestEndpoint::start().await;
    write_list(&endpoint, "refused", "casino").await;
    write_list(&endpoint, "doubtful", "pills").await;
    let (_, path) = sent(&endpoint, "Harmless.").await;
    let refused = edit(&endpoint, &path, "To the casino").await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["body".to_owned()]));
    for (body, status) in [("", 422), (" \n", 422), ("a\0b", 422), (&*"x".repeat(4_001), 422)] {
        assert_eq!(edit(&endpoint, &path, body).await.status, status);
    }
    let form = endpoint.post_form(&path, &[("body", "casino")]).await;
    assert_eq!(form.status, 422);
    assert!(form.text().contains(&format!("action=\"{path}\"")) && form.text().contains("casino</textarea>"));
    assert_eq!(endpoint.all_stored("SELECT body FROM comment").await, ["Harmless."]);
    let links = "pills https://a.example https://b.example https://c.example";
    assert_eq!(edit(&endpoint, &path, links).await.status, 200);
    assert_eq!(endpoint.all_stored("SELECT doubts FROM comment").await, ["links:3 words:pills"]);
    assert_eq!(endpoint.post_form(&path, &[("body", "Harmless again.")]).await.status, 303);
    assert_eq!(endpoint.all_stored("SELECT doubts FROM comment").await, [""]);
}

#[tokio::test]
async fn how_it_was_sent_stays_doubtful_whatever_it_says_now() {
    let endpoint = TestEndpoint::start().await;
    let mut trapped = comment("One.");
    trapped["website"] = json!("http://spam.example");
    let receipt = endpoint.post_json(LEAD, &trapped).await.json();
    let path = format!("{}/edit", receipt["link"].as_str().expect("an address"));
    assert_eq!(edit(&endpoint, &path, "Two.").await.status, 200);
    assert_eq!(endpoint.all_stored("SELECT doubts FROM comment").await, ["trap"]);
}
