//! Being told of answers: asked once after publication, told once it was confirmed, stopped by one click.

use serde_json::{Value, json};

use crate::harness::{LEAD, TestEndpoint, new_id};

async fn published(endpoint: &TestEndpoint, body: &str, email: &str, parent: Option<&str>) -> String {
    let sent =
        json!({ "id": new_id(), "body": body, "email": email, "parent": parent.map_or(Value::Null, Value::from) });
    let answer = endpoint.post_json(LEAD, &sent).await;
    let id = answer.json()["id"].as_str().expect("an id").to_owned();
    endpoint.publish(&id).await;
    id
}

async fn mails(endpoint: &TestEndpoint) -> Vec<String> {
    endpoint.all_stored("SELECT kind || ' ' || recipient FROM mail WHERE kind IN ('watch', 'answer') ORDER BY id").await
}

/// The token of the watch of a comment.
async fn token(endpoint: &TestEndpoint, comment: &str) -> String {
    let watches = endpoint.all_stored("SELECT comment || ' ' || id FROM watch").await;
    let watch = watches.iter().find_map(|line| line.strip_prefix(&format!("{comment} "))).expect("is watched");
    endpoint.token("watch", watch)
}

#[tokio::test]
async fn nobody_is_written_to_before_publication_and_nobody_told_before_saying_yes() {
    let endpoint = TestEndpoint::start().await;
    let sent = json!({ "id": new_id(), "body": "Mine.", "email": "ani@example.org" });
    let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
    assert!(mails(&endpoint).await.is_empty());
    endpoint.publish(&id).await;
    assert_eq!(mails(&endpoint).await, ["watch ani@example.org"]);
    // Off the page and back again is no second question.
    endpoint.decline(&id).await;
    endpoint.publish(&id).await;
    published(&endpoint, "Unheard.", "", Some(&id)).await;
    assert_eq!(mails(&endpoint).await, ["watch ani@example.org"]);
}

#[tokio::test]
async fn who_has_confirmed_is_told_of_answers_but_not_of_their_own() {
    let endpoint = TestEndpoint::start().await;
    let id = published(&endpoint, "Mine.", "Ani@example.org", None).await;
    let token = token(&endpoint, &id).await;
    let confirm = format!("/watch/confirm?token={token}");
    let page = endpoint.get(&confirm).await;
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    assert!(page.text().contains("Yes, tell me of answers") && page.text().contains("data-one-click"));
    endpoint.ask("HEAD", &confirm, &[], b"").await;
    assert_eq!(endpoint.stored::<String>("SELECT state FROM watch").await, "asked");
    for _ in 0..2 {
        assert_eq!(endpoint.post_form("/watch/confirm", &[("token", &token)]).await.status, 200);
    }
    let answer = published(&endpoint, "Yours.", "", Some(&id)).await;
    published(&endpoint, "My own.", "ani@EXAMPLE.org", Some(&id)).await;
    published(&endpoint, "Deeper.", "", Some(&answer)).await;
    // Off the page and back again is no news.
    endpoint.decline(&answer).await;
    endpoint.publish(&answer).await;
    let told: Vec<_> = mails(&endpoint).await.into_iter().filter(|mail| mail.starts_with("answer")).collect();
    assert_eq!(told, ["answer Ani@example.org"]);
}

#[tokio::test]
async fn one_click_of_a_mail_program_stops_it_and_once_more_is_fine() {
    let endpoint = TestEndpoint::start().await;
    let id = published(&endpoint, "Mine.", "ani@example.org", None).await;
    let token = token(&endpoint, &id).await;
    endpoint.post_form("/watch/confirm", &[("token", &token)]).await;
    let stop = format!("/watch/stop?token={token}");
    assert!(endpoint.get(&stop).await.text().contains("Stop telling me"));
    assert_eq!(endpoint.stored::<String>("SELECT state FROM watch").await, "confirmed");
    let multipart = b"--x\r\ncontent-disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    for (kind, body) in [
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click".as_slice()),
        ("multipart/form-data; boundary=x", multipart.as_slice()),
    ] {
        let clicked = endpoint.ask("POST", &stop, &[("content-type", kind)], body).await;
        assert_eq!(clicked.status, 200, "{}", clicked.text());
        assert_eq!(endpoint.stored::<String>("SELECT state FROM watch").await, "stopped");
    }
    published(&endpoint, "Yours.", "", Some(&id)).await;
    assert!(mails(&endpoint).await.iter().all(|mail| !mail.starts_with("answer")));
}

#[tokio::test]
async fn one_address_is_asked_once_a_day_and_one_yes_counts_for_the_same_program() {
    let endpoint = TestEndpoint::start().await;
    let first = published(&endpoint, "One.", "ani@example.org", None).await;
    let second = published(&endpoint, "Two.", "ani@example.org", None).await;
    let third = published(&endpoint, "Three, by a stranger.", "ani@example.org", None).await;
    endpoint.change(&format!("UPDATE comment SET writer = 'w' WHERE id IN ('{first}', '{second}')")).await;
    assert_eq!(mails(&endpoint).await, ["watch ani@example.org"]);
    let token = token(&endpoint, &first).await;
    endpoint.post_form("/watch/confirm", &[("token", &token)]).await;
    for (comment, expected) in [(&first, "confirmed"), (&second, "confirmed"), (&third, "wished")] {
        let states = endpoint.all_stored("SELECT comment || ' ' || state FROM watch").await;
        assert!(states.contains(&format!("{comment} {expected}")), "{states:?}");
    }
}

#[tokio::test]
async fn a_link_that_is_not_known_says_so() {
    let endpoint = TestEndpoint::start().await;
    let id = published(&endpoint, "Mine.", "ani@example.org", None).await;
    let (watch, gone) = (token(&endpoint, &id).await, endpoint.token("watch", &new_id()));
    for wrong in ["", "x", &watch[1..], &gone, &endpoint.token("receipt", &id)] {
        for page in ["confirm", "stop"] {
            let path = format!("/watch/{page}?token={wrong}");
            assert_eq!(endpoint.get(&path).await.status, 404, "{path}");
            assert_eq!(endpoint.post_form(&path, &[]).await.status, 404, "{path}");
        }
    }
    assert_eq!(endpoint.stored::<String>("SELECT state FROM watch").await, "asked");
}
