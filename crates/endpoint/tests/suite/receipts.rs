//! The private page of a comment: what its writer sees, takes back, exports and deletes.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{LEAD, TestEndpoint, comment, new_id};

/// A comment with everything that may be left with one; its id and its receipt's token.
async fn sent(endpoint: &TestEndpoint, body: &str) -> (String, String) {
    let sent = json!({ "id": new_id(), "name": "Ani <b>", "email": "ani@example.org", "body": body });
    let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
    let token = endpoint.token("receipt", &id);
    (id, token)
}

async fn read(endpoint: &TestEndpoint, token: &str) -> Value {
    let answer = endpoint.get(&format!("/api/receipts/{token}")).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn the_page_says_how_the_comment_stands_and_nobody_keeps_it() {
    let endpoint = TestEndpoint::start().await;
    let (id, token) = sent(&endpoint, "**Mine** <script>").await;
    let page = endpoint.get(&format!("/receipt/{token}")).await;
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    assert_eq!((page.header("referrer-policy"), page.header("x-robots-tag")), ("same-origin", "noindex"));
    let page = page.text();
    assert!(page.contains("an editor will read it") && page.contains("<strong>Mine</strong>"), "{page}");
    assert!(page.contains("Ani &lt;b&gt;") && !page.contains("<script") && !page.contains("ani@example.org"), "{page}");
    let expected = json!({
        "id": id, "article": "lead", "state": "held", "name": "Ani <b>", "body": "**Mine** <script>",
        "message": "Thank you. Your comment has arrived safely, and an editor will read it before it appears.",
        "html": "<p dir=\"auto\"><strong>Mine</strong> &lt;script&gt;</p>", "submitted": "2026-11-23T09:30:05Z",
        "editable_until": "2026-11-23T09:45:05Z",
    });
    assert_eq!(read(&endpoint, &token).await, expected);

    endpoint.publish(&id).await;
    let published = read(&endpoint, &token).await;
    assert_eq!(published["state"], "published");
    let link = published["link"].as_str().expect("a link");
    let (_, path) = link.split_once("/lead/").expect("leads to the list");
    assert!(endpoint.get(&format!("/lead/{path}")).await.text().contains(&format!("comment-{id}")));
    assert!(endpoint.get(&format!("/receipt/{token}")).await.text().contains("See it on its page"));
}

#[tokio::test]
async fn a_declined_comment_says_why_in_the_newsrooms_words() {
    let endpoint = TestEndpoint::start().await;
    let (id, token) = sent(&endpoint, "Off topic.").await;
    endpoint
        .change(
            "INSERT INTO newsroom (name, value, revision) VALUES
             ('reasons', '[{\"code\":\"off\",\"words\":\"It is not about the <article>.\"}]', 1)",
        )
        .await;
    endpoint.change("UPDATE comment SET state = 'declined', reason = 'off', note = 'Please & thanks'").await;
    let told = read(&endpoint, &token).await;
    assert_eq!((&told["state"], &told["reason"]), (&json!("declined"), &json!("It is not about the <article>.")));
    assert_eq!((&told["note"], told.get("editable_until")), (&json!("Please & thanks"), None));
    let page = endpoint.get(&format!("/receipt/{token}")).await.text();
    assert!(page.contains("It is not about the &lt;article&gt;.") && page.contains("Please &amp; thanks"), "{page}");
    // One that the newsroom has struck, and one that it begins with.
    endpoint.change("UPDATE comment SET reason = 'struck'").await;
    assert_eq!(read(&endpoint, &token).await["reason"], "struck");
    endpoint.change("DELETE FROM newsroom").await;
    endpoint.change("UPDATE comment SET reason = 'off-topic'").await;
    assert_eq!(read(&endpoint, &token).await["reason"], "It is not about the article.");
    // What is called spam is told as declined, and no more.
    endpoint.change("UPDATE comment SET state = 'spam'").await;
    let told = read(&endpoint, &token).await;
    assert_eq!((&told["state"], told.get("reason"), told.get("note")), (&json!("declined"), None, None));
    let _ = id;
}

#[tokio::test]
async fn the_text_can_be_changed_for_a_quarter_of_an_hour_unless_somebody_has_answered() {
    let endpoint = TestEndpoint::start().await;
    let (first, token) = sent(&endpoint, "Mine.").await;
    let page = async || endpoint.get(&format!("/receipt/{token}")).await.text();
    assert!(page().await.contains(&format!("action=\"/receipt/{token}/edit\"")));
    endpoint.publish(&first).await;
    assert!(page().await.contains("Change the text"));
    let answer = endpoint.published_answer("Yours.", &first).await;
    assert!(!page().await.contains("Change the text"));
    let token = endpoint.token("receipt", &answer);
    endpoint.pass(Duration::from_secs(15 * 60));
    assert!(read(&endpoint, &token).await.get("editable_until").is_some());
    endpoint.pass(Duration::from_millis(1_001));
    assert!(read(&endpoint, &token).await.get("editable_until").is_none());
}

#[tokio::test]
async fn a_comment_is_taken_back_once_and_stays_so() {
    let endpoint = TestEndpoint::start().await;
    let (id, token) = sent(&endpoint, "Never mind.").await;
    endpoint.publish(&id).await;
    let answer = endpoint.published_answer("But I do.", &id).await;
    let withdraw = format!("/receipt/{token}/withdraw");
    for _ in 0..2 {
        let pressed = endpoint.post_form(&withdraw, &[]).await;
        assert_eq!((pressed.status, pressed.header("location")), (303, format!("/receipt/{token}").as_str()));
    }
    let listed = endpoint.get(LEAD).await.json();
    assert_eq!((&listed["total"], &listed["comments"][0]["gone"]), (&json!(1), &json!(true)));
    assert_eq!(listed["comments"][1]["id"], json!(answer));
    let moves = "SELECT count(*) FROM event WHERE actor = 'writer'";
    assert_eq!(endpoint.stored::<i64>(moves).await, 1);
    assert!(endpoint::moderation::publish(&endpoint.settings, &id, "editor").await.is_err());
    let by_program = endpoint.post_json(&format!("/api{}", withdraw.replace("receipt", "receipts")), &json!({})).await;
    assert_eq!((by_program.status, by_program.json()["state"].clone()), (200, json!("withdrawn")));
    let page = endpoint.get(&format!("/receipt/{token}")).await.text();
    assert!(page.contains("You have taken your comment back") && !page.contains("/withdraw"), "{page}");
}

#[tokio::test]
async fn everything_that_is_held_is_exported() {
    let endpoint = TestEndpoint::start().await;
    let (id, token) = sent(&endpoint, "Mine.").await;
    endpoint.publish(&id).await;
    let file = endpoint.get(&format!("/receipt/{token}/export.json")).await;
    assert_eq!((file.status, file.header("cache-control")), (200, "no-store"));
    assert!(file.header("content-disposition").contains("attachment"));
    let all = file.json();
    let one = &all["comments"][0];
    assert_eq!(
        (&one["body"], &one["email"], &one["state"]),
        (&json!("Mine."), &json!("ani@example.org"), &json!("published"))
    );
    // Moderators' names are theirs.
    assert_eq!((&one["history"][0]["by"], &one["history"][1]["by"]), (&json!("admission"), &json!("newsroom")));
    assert_eq!((&one["wishes"][0]["email"], &one["mails"][0]["kind"]), (&json!("ani@example.org"), &json!("watch")));
    assert_eq!(all["comments"].as_array().expect("a list").len(), 1);
}

#[tokio::test]
async fn everything_sent_with_one_writers_token_is_deleted_and_answers_keep_their_place() {
    let endpoint = TestEndpoint::start().await;
    let (first, token) = sent(&endpoint, "Secret one.").await;
    let (second, other) = sent(&endpoint, "Secret two.").await;
    // The same name and address, and nothing that proves it.
    let (stranger, _) = sent(&endpoint, "Not the same.").await;
    endpoint.change(&format!("UPDATE comment SET writer = 'w' WHERE id IN ('{first}', '{second}')")).await;
    for id in [&first, &second, &stranger] {
        endpoint.publish(id).await;
    }
    endpoint.published_answer("An answer.", &first).await;
    endpoint
        .change(&format!("UPDATE event SET before = 'Secret before', note = 'Secret note' WHERE comment = '{first}'"))
        .await;

    let asked = endpoint.get(&format!("/receipt/{token}/delete")).await;
    assert!(asked.text().contains("All 2 comments"), "{}", asked.text());
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment WHERE state = 'deleted'").await, 0);
    for _ in 0..2 {
        assert_eq!(endpoint.post_form(&format!("/receipt/{token}/delete"), &[]).await.status, 303);
    }
    let wiped = "SELECT count(*) FROM comment WHERE state = 'deleted' AND name IS NULL AND email IS NULL AND body = ''
        AND network IS NULL AND writer IS NULL AND fingerprint = '' AND text_hash = '' AND note IS NULL";
    assert_eq!(endpoint.stored::<i64>(wiped).await, 2);
    let events = "SELECT count(*) FROM event WHERE before LIKE 'Secret%' OR note LIKE 'Secret%'";
    assert_eq!(endpoint.stored::<i64>(events).await, 0);
    assert_eq!(
        endpoint.stored::<i64>("SELECT count(*) FROM event WHERE action = 'delete' AND actor = 'writer'").await,
        2
    );
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM watch").await, 1);
    let mails = "SELECT count(*) FROM mail WHERE recipient = '' AND state IN ('dropped', 'sent')";
    assert_eq!(endpoint.stored::<i64>(mails).await, 1);

    let listed = endpoint.get(LEAD).await.json();
    let shown: Vec<_> = listed["comments"].as_array().expect("a list").iter().map(|one| one["body"].clone()).collect();
    assert_eq!((shown, &listed["total"]), (vec![Value::Null, json!("An answer."), json!("Not the same.")], &json!(2)));
    for token in [&token, &other] {
        let told = read(&endpoint, token).await;
        assert_eq!((&told["state"], told.get("body"), told.get("name")), (&json!("deleted"), None, None));
        let file = endpoint.get(&format!("/receipt/{token}/export.json")).await.text();
        assert!(!file.contains("Secret") && !file.contains("ani@"), "{file}");
    }
    // What was sent under the same id before is no new comment, and no one else's.
    let by_program = endpoint.post_json(&format!("/api/receipts/{token}/delete"), &json!({})).await;
    assert_eq!((by_program.status, by_program.json()["state"].clone()), (200, json!("deleted")));
}

#[tokio::test]
async fn an_unknown_token_leads_nowhere_and_looking_changes_nothing() {
    let endpoint = TestEndpoint::start().await;
    let (id, token) = sent(&endpoint, "Mine.").await;
    let nobody = endpoint.token("receipt", "0190b2f6-8a4c-7e5b-9d3e-0123456789ab");
    for wrong in ["x", &token[1..], &endpoint.token("writer", &id), &endpoint.token("watch", &id), &nobody, "%ff"] {
        for path in ["", "/delete", "/export.json"] {
            let answer = endpoint.get(&format!("/receipt/{wrong}{path}")).await;
            assert_eq!((answer.status, answer.header("cache-control")), (404, "no-store"), "{wrong}{path}");
        }
        assert_eq!(endpoint.get(&format!("/api/receipts/{wrong}")).await.problem(), "missing");
        for act in ["withdraw", "delete"] {
            assert_eq!(endpoint.post_form(&format!("/receipt/{wrong}/{act}"), &[]).await.status, 404, "{wrong}");
        }
    }
    for path in ["", "/withdraw", "/delete", "/export.json"] {
        for method in ["GET", "HEAD"] {
            endpoint.ask(method, &format!("/receipt/{token}{path}"), &[], b"").await;
        }
    }
    let refused = endpoint.get(&format!("/receipt/{token}/withdraw")).await;
    assert_eq!((refused.status, refused.header("allow")), (405, "POST"));
    let from_elsewhere = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let crossed = endpoint.ask("POST", &format!("/receipt/{token}/delete"), &from_elsewhere, b"").await;
    assert_eq!(crossed.status, 403);
    assert_eq!(read(&endpoint, &token).await["state"], "held");
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM event").await, 1);
    // Somebody else's comment has another id, and so another token.
    endpoint.post_form(&format!("/receipt/{token}/delete"), &[]).await;
    let next = endpoint.post_json(LEAD, &comment("Another's.")).await.json()["id"].clone();
    assert_ne!(next, json!(id));
}
