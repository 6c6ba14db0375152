//! What is hostile: markup that is posted and read back, and bodies that are no message.

use serde_json::{Value, json};

use crate::harness::{LEAD, TestEndpoint, comment, without_brakes};

#[path = "../../src/markup/tests/checker.rs"]
mod checker;

const PAYLOADS: &str = include_str!("../../src/markup/payloads.txt");

#[tokio::test]
async fn markup_that_is_posted_comes_back_as_text_in_the_list_and_on_the_page() {
    let endpoint = TestEndpoint::start_with(without_brakes).await;
    let mut posted = 0;
    for payload in PAYLOADS.lines() {
        let payload = payload.replace('␤', "\n").replace('␉', "\t").replace('␡', "\u{202e}").replace('␠', "\u{200b}");
        assert_eq!(endpoint.post_json(LEAD, &comment(&payload)).await.status, 202, "{payload}");
        posted += 1;
    }
    publish_all(&endpoint).await;

    let (mut listed, mut query) = (0, "?limit=50".to_owned());
    loop {
        let part = endpoint.get(&format!("{LEAD}{query}")).await.json();
        for comment in part["comments"].as_array().expect("a list") {
            checker::checked(comment["html"].as_str().expect("HTML"));
            listed += 1;
        }
        let Some(next) = part["next"].as_str() else { break };
        query = format!("?limit=50&after={next}");
    }
    assert_eq!(listed, posted);

    let (mut shown, mut query) = (0, String::new());
    loop {
        let page = endpoint.get(&format!("/lead/comments/{query}")).await.text();
        for text in page.split("<div class=\"comment-text\">").skip(1) {
            checker::checked(text.split("</div>").next().expect("ends"));
            shown += 1;
        }
        let Some((_, rest)) = page.split_once("rel=\"next\" href=\"") else { break };
        query = rest.split('"').next().expect("ends").replace("&amp;", "&");
    }
    assert_eq!(shown, posted);
}

/// Publishes everything at once, as the desk would one by one.
async fn publish_all(endpoint: &TestEndpoint) {
    let mut store = endpoint.store().await;
    for sql in [
        "UPDATE comment SET state = 'published', published = submitted, place = number",
        "INSERT INTO thread (article, version, published) SELECT article, max(number), count(*) FROM comment GROUP BY article",
    ] {
        sqlx::query(sql).execute(&mut store).await.expect("is done");
    }
}

#[tokio::test]
async fn what_is_posted_in_the_other_fields_is_escaped_too() {
    let endpoint = TestEndpoint::start().await;
    let mut sent = comment("Mine.");
    sent["name"] = json!("</strong><script>alert(1)</script>\"'");
    let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
    endpoint.publish(&id).await;
    for path in ["/lead/comments/".to_owned(), format!("/lead/comments/?answer={id}")] {
        let page = endpoint.get(&path).await.text();
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{page}");
    }
}

/// Texts that are no JSON, no object, or none of ours: in the manner of JSONTestSuite.
fn nasty() -> Vec<Vec<u8>> {
    let mut texts: Vec<Vec<u8>> = [
        "",
        " ",
        "null",
        "true",
        "1",
        "-0",
        "1e999",
        "\"text\"",
        "[]",
        "[{}]",
        "{",
        "}",
        "{}{}",
        "{\"body\"}",
        "{\"body\":}",
        "{\"body\":\"x\"} trailing",
        "{\"body\":\"x\",}",
        "{'body':'x'}",
        "{body:\"x\"}",
        "{\"body\":NaN}",
        "{\"body\":+1}",
        "{\"body\":\"\\ud800\"}",
        "{\"body\":\"\\udc00\\ud800\"}",
        "{\"body\":\"\\x\"}",
        "{\"body\":\"\\u00\"}",
        "{\"a\":tru}",
        "{\"body\":\"a\nb\"}",
        "\u{feff}{}",
        "\0",
        "{\"body\":1}",
        "{\"body\":{}}",
        "{\"body\":[\"x\"]}",
        "{\"body\":true}",
        "{\"body\":1e400}",
        "{\"body\":99999999999999999999999}",
        "{\"id\":12345678901234567890}",
        "{\"parent\":-1}",
        "{\"x\":[1,]}",
        "[1 2]",
        "{\"body\":\"x\" \"id\":\"y\"}",
        "{\"\":\"",
        "/* */{}",
        "{\"body\":0x1}",
        "{\"body\":.5}",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec();
    for opening in ["[", "{\"body\":", "{\"x\":[", "[[[{\"a\":"] {
        texts.push(opening.repeat(20_000).into_bytes());
    }
    texts.push([b"{\"body\":\"".as_slice(), b"\xff\xfe\"}"].concat());
    texts.push([b"{\"body\":\"".as_slice(), b"\xed\xa0\x80\"}"].concat());
    texts.push(b"{\"\xff\":1}".to_vec());
    texts
}

#[tokio::test]
async fn texts_that_are_no_message_are_refused_at_every_door_and_never_our_fault() {
    let endpoint = TestEndpoint::start().await;
    let receipt = endpoint.post_json(LEAD, &comment("One.")).await.json();
    let edit = format!("{}/edit", receipt["link"].as_str().expect("an address")).replacen("receipt", "api/receipts", 1);
    for path in [LEAD, "/api/preview", "/api/subscribers", &edit, "/api/receipts/x/edit", "/subscribe/confirm"] {
        for text in nasty() {
            let answer = endpoint.post_text(path, &text).await;
            let begin = String::from_utf8_lossy(&text[..text.len().min(40)]).into_owned();
            assert!((400..500).contains(&answer.status), "{path} {begin}: {}", answer.text());
            answer.problem();
        }
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for text in [&b"body=%ff"[..], b"%", b"&&==&", b"body=%00", b"=%c3%28", b"body=%ed%a0%80", b"body="] {
        for path in [LEAD, "/api/preview", "/api/subscribers", &edit] {
            let status = endpoint.ask("POST", path, &form, text).await.status;
            assert!((400..500).contains(&status), "{path}: {status}");
        }
    }
    assert_eq!(endpoint.all_stored("SELECT body FROM comment").await, ["One."]);
}

#[tokio::test]
async fn json_is_taken_under_api_alone_where_it_is_described() {
    let endpoint = TestEndpoint::start().await;
    let receipt = endpoint.post_json(LEAD, &comment("One.")).await.json();
    let page = receipt["link"].as_str().expect("an address");
    for act in ["edit", "withdraw", "delete"] {
        let answer = endpoint.post_json(&format!("{page}/{act}"), &json!({ "body": "Two." })).await;
        assert_eq!((answer.status, answer.problem().as_str()), (415, "wrong-type"), "{act}");
        assert!(answer.text().contains("addresses under /api/"), "{}", answer.text());
    }
    for path in ["/subscribe/confirm", "/moderation/sign-in"] {
        assert_eq!(endpoint.post_json(path, &json!({})).await.status, 415, "{path}");
    }
    assert_eq!(endpoint.all_stored("SELECT body || ' ' || state FROM comment").await, ["One. held"]);
}

#[tokio::test]
async fn unknown_fields_are_dropped_and_the_last_of_two_counts() {
    let endpoint = TestEndpoint::start().await;
    let mut sent: Value = comment("Mine.");
    for (field, value) in
        [("state", json!("published")), ("score", json!(1)), ("doubts", json!([])), ("editor", json!("x"))]
    {
        sent[field] = value;
    }
    assert_eq!(endpoint.post_json(LEAD, &sent).await.status, 202);
    let row = "SELECT state || ' ' || doubts || coalesce(editor, 'nobody') || coalesce(score, 0) FROM comment";
    assert_eq!(endpoint.stored::<String>(row).await, "held nobody0");
}
