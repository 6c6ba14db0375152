//! Taking a comment from the reader's program.

use serde_json::{Value, json};

use crate::harness::{LEAD, TestEndpoint, comment, new_id};

#[tokio::test]
async fn a_comment_is_held_and_the_receipt_says_so() {
    let endpoint = TestEndpoint::start().await;
    let answer = endpoint.post_json(LEAD, &comment("A thought.")).await;
    assert_eq!((answer.status, answer.header("content-type")), (202, "application/json"));
    assert_eq!(answer.header("cache-control"), "no-store");
    let receipt = answer.json();
    assert_eq!(receipt["state"], "held");
    assert!(receipt["message"].as_str().expect("words").contains("an editor will read it"));
    assert_eq!(endpoint.get(LEAD).await.json()["comments"], json!([]));
}

#[tokio::test]
async fn the_same_client_id_twice_is_one_comment_and_the_same_answer() {
    let endpoint = TestEndpoint::start().await;
    let mut sent = comment("Once.");
    let first = endpoint.post_json(LEAD, &sent).await;
    let second = endpoint.post_json(LEAD, &sent).await;
    sent["id"] = json!(sent["id"].as_str().expect("text").to_uppercase());
    let third = endpoint.post_json(LEAD, &sent).await;
    assert_eq!((first.status, second.status, third.status), (202, 202, 202));
    assert_eq!(first.json(), second.json());
    assert_eq!(first.json(), third.json());
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 1);
}

#[tokio::test]
async fn the_same_client_id_thirty_times_at_once_is_one_comment() {
    let endpoint = TestEndpoint::start().await;
    let sent = comment("All at once.");
    let mut answers = Vec::new();
    let asks: Vec<_> = (0..30).map(|_| endpoint.post_json(LEAD, &sent)).collect();
    for answer in futures_join(asks).await {
        assert_eq!(answer.status, 202);
        answers.push(answer.json());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 1);
}

#[tokio::test]
async fn a_used_client_id_with_other_words_or_another_article_is_a_conflict() {
    let endpoint = TestEndpoint::start().await;
    let id = new_id();
    assert_eq!(endpoint.post_json(LEAD, &json!({ "id": id, "body": "One." })).await.status, 202);
    let other_words = endpoint.post_json(LEAD, &json!({ "id": id, "body": "Two." })).await;
    assert_eq!((other_words.status, other_words.problem().as_str()), (409, "conflict"));
    let elsewhere = endpoint.post_json("/api/articles/second/comments", &json!({ "id": id, "body": "One." })).await;
    assert_eq!(elsewhere.status, 409);
}

#[tokio::test]
async fn what_a_reader_may_not_set_is_dropped() {
    let endpoint = TestEndpoint::start().await;
    let sent = json!({
        "id": new_id(), "body": "Mine.", "state": "published", "published": 1, "submitted": 1, "article": "second",
        "reasons": "", "network": "", "client_id": "x", "score": 9, "pinned": true
    });
    assert_eq!(endpoint.post_json(LEAD, &sent).await.status, 202);
    let row = "SELECT state || ' ' || article || ' ' || CASE WHEN published IS NULL THEN 'held' ELSE 'shown' END || ' ' || submitted FROM comment";
    assert_eq!(endpoint.stored::<String>(row).await, "held lead held 1795426205000");
}

#[tokio::test]
async fn length_is_counted_in_characters_and_the_refusal_names_the_limit() {
    let endpoint = TestEndpoint::start().await;
    assert_eq!(endpoint.post_json(LEAD, &comment(&"Щ".repeat(4_000))).await.status, 202);
    let answer = endpoint.post_json(LEAD, &comment(&"Щ".repeat(4_001))).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "faults"));
    let error = &answer.json()["errors"][0];
    assert_eq!((&error["field"], &error["limit"]), (&json!("body"), &json!(4_000)));
    assert!(error["detail"].as_str().expect("words").contains("4000"));
}

#[tokio::test]
async fn every_fault_is_named_at_once() {
    let endpoint = TestEndpoint::start().await;
    let sent = json!({ "id": "7", "parent": "8", "name": "n".repeat(81), "email": "nobody", "body": " \r\n " });
    let answer = endpoint.post_json(LEAD, &sent).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.fields(), ["id", "parent", "name", "email", "body"]);
    assert_eq!(endpoint.post_json(LEAD, &json!({ "body": "No id." })).await.fields(), ["id"]);
}

#[tokio::test]
async fn a_field_of_the_wrong_kind_is_named() {
    let endpoint = TestEndpoint::start().await;
    for (field, value) in [("name", json!(2.5)), ("body", json!([])), ("parent", json!({})), ("email", json!(true))] {
        let mut sent = comment("Yes.");
        sent[field] = value;
        let answer = endpoint.post_json(LEAD, &sent).await;
        assert_eq!((answer.status, answer.problem().as_str()), (400, "wrong-kind"));
        assert_eq!(answer.fields(), [field]);
    }
}

#[tokio::test]
async fn control_characters_are_refused_and_line_ends_become_one_kind() {
    let endpoint = TestEndpoint::start().await;
    assert_eq!(endpoint.post_json(LEAD, &comment("a\0b")).await.fields(), ["body"]);
    endpoint.held_comment("one\r\ntwo\rthree").await;
    assert_eq!(endpoint.stored::<String>("SELECT body FROM comment").await, "one\ntwo\nthree");
}

#[tokio::test]
async fn an_unknown_article_is_not_found() {
    let endpoint = TestEndpoint::start().await;
    for slug in ["nowhere", "..", "%ff", "lead%2f..", "a b"] {
        let path = format!("/api/articles/{}/comments", slug.replace(' ', "%20"));
        let answer = endpoint.post_json(&path, &comment("Yes.")).await;
        assert_eq!((answer.status, answer.problem().as_str()), (404, "missing"), "{slug}");
    }
}

#[tokio::test]
async fn a_closed_article_says_why() {
    let endpoint = TestEndpoint::start().await;
    let answer = endpoint.post_json("/api/articles/shut/comments", &comment("Yes.")).await;
    assert_eq!((answer.status, answer.problem().as_str()), (403, "closed"));
    assert!(answer.json()["detail"].as_str().expect("words").contains("closed"));
}

#[tokio::test]
async fn an_article_open_until_today_closes_tomorrow_but_what_was_taken_stays_taken() {
    let endpoint = TestEndpoint::start().await;
    let path = "/api/articles/until/comments";
    let sent = comment("Just in time.");
    let first = endpoint.post_json(path, &sent).await;
    assert_eq!(first.status, 202);
    endpoint.pass(std::time::Duration::from_secs(24 * 60 * 60));
    let late = endpoint.post_json(path, &comment("Too late.")).await;
    assert_eq!(late.status, 403);
    assert!(late.json()["detail"].as_str().expect("words").contains("23 November 2026"));
    assert_eq!(endpoint.post_json(path, &sent).await.json(), first.json());
}

#[tokio::test]
async fn a_parent_must_be_published_in_the_same_article() {
    let endpoint = TestEndpoint::start().await;
    let published = endpoint.published_comment("First.").await;
    let held = endpoint.held_comment("Second.").await;
    let reply = |parent: &str| json!({ "id": new_id(), "body": "A reply.", "parent": parent });
    assert_eq!(endpoint.post_json(LEAD, &reply(&published)).await.status, 202);
    assert_eq!(endpoint.post_json(LEAD, &reply(&published.to_uppercase())).await.status, 202);
    for (path, parent) in [(LEAD, &held), (LEAD, &new_id()), ("/api/articles/second/comments", &published)] {
        let answer = endpoint.post_json(path, &reply(parent)).await;
        assert_eq!((answer.status, answer.fields()), (422, vec!["parent".to_owned()]));
    }
}

#[tokio::test]
async fn texts_that_are_not_the_message_are_never_our_fault() {
    let endpoint = TestEndpoint::start().await;
    let deep = "[".repeat(20_000);
    let deep_object = r#"{"body":"#.repeat(5_000);
    let texts: Vec<&[u8]> = vec![
        b"",
        b" ",
        b"null",
        b"1",
        b"1e999",
        b"-0",
        b"\"text\"",
        b"[]",
        b"[{}]",
        b"{",
        b"}",
        b"{}{}",
        b"{\"body\"}",
        b"{\"body\":}",
        b"{\"body\":\"x\"} trailing",
        b"{\"body\":\"x\",}",
        b"{'body':'x'}",
        b"{\"body\":NaN}",
        b"{\"body\":\"\\ud800\"}",
        b"{\"body\":\"\\udc00\\ud800\"}",
        b"{\"body\":\"\\x\"}",
        b"{\"body\":\"\xff\xfe\"}",
        b"\xef\xbb\xbf{}",
        b"\x00",
        b"{\"body\":\"a\nb\"}",
        b"{\"id\":99999999999999999999999,\"body\":1e400}",
        deep.as_bytes(),
        deep_object.as_bytes(),
        b"{\"a\":tru}",
        b"{\"body\":\"\\u00\"}",
    ];
    for text in texts {
        let answer = endpoint.post_text(LEAD, text).await;
        assert_eq!(answer.status, 400, "{:?}: {}", String::from_utf8_lossy(&text[..text.len().min(40)]), answer.text());
        answer.problem();
    }
    assert_eq!(endpoint.post_text(LEAD, b"{}").await.status, 422);
}

#[tokio::test]
async fn quotes_and_marks_survive_unchanged() {
    let endpoint = TestEndpoint::start().await;
    let text = "\"Q\" & <b> 'a' &amp; \\ \u{1f600} \u{2028} %00 ';--";
    endpoint.published_comment(text).await;
    let listed: Value = endpoint.get(LEAD).await.json();
    assert_eq!(listed["comments"][0]["body"], text);
}

/// Runs them all on this thread, interleaved wherever one waits.
async fn futures_join<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(move |context| {
        let mut pending = false;
        for (future, output) in &mut waiting {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(done) => *output = Some(done),
                    std::task::Poll::Pending => pending = true,
                }
            }
        }
        if pending {
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(waiting.iter_mut().filter_map(|(_, output)| output.take()).collect())
    })
    .await
}
