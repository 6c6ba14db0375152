//! Listing published comments, as JSON and as a page.

use serde_json::json;

use crate::harness::{Answer, LEAD, TestEndpoint, comment, new_id};

fn bodies(answer: &Answer) -> Vec<String> {
    let page = answer.json();
    let comments = page["comments"].as_array().expect("a list");
    comments.iter().map(|comment| comment["body"].as_str().expect("text").to_owned()).collect()
}

#[tokio::test]
async fn a_published_comment_shows_its_public_fields_and_no_others() {
    let endpoint = TestEndpoint::start().await;
    let sent = json!({ "id": new_id(), "name": " Ani  P. ", "email": "ani@example.org", "body": "Mine." });
    let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
    endpoint.publish(&id).await;
    let answer = endpoint.get(LEAD).await;
    let expected = json!({ "comments": [
        { "id": id, "name": "Ani P.", "body": "Mine.", "submitted": "2026-11-23T09:30:05Z" }
    ] });
    assert_eq!(answer.json(), expected);
    assert!(!endpoint.get("/lead/comments/").await.text().contains("example.org"));
}

#[tokio::test]
async fn pages_hold_together_while_comments_come_in() {
    let endpoint = TestEndpoint::start().await;
    for text in ["1", "2", "3", "4"] {
        endpoint.published_comment(text).await;
    }
    let late = endpoint.held_comment("late").await;
    let first = endpoint.get(&format!("{LEAD}?limit=2")).await;
    assert_eq!(bodies(&first), ["1", "2"]);
    endpoint.published_comment("5").await;
    endpoint.publish(&late).await;
    let mut seen = bodies(&first);
    let mut next = first.json()["next"].as_str().map(str::to_owned);
    while let Some(cursor) = next {
        let page = endpoint.get(&format!("{LEAD}?limit=2&after={cursor}")).await;
        assert_eq!(page.status, 200);
        seen.extend(bodies(&page));
        next = page.json()["next"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, ["1", "2", "3", "4", "late", "5"]);
}

#[tokio::test]
async fn other_articles_comments_are_not_listed() {
    let endpoint = TestEndpoint::start().await;
    endpoint.published_comment("On the lead.").await;
    assert_eq!(endpoint.get("/api/articles/second/comments").await.json(), json!({ "comments": [] }));
}

#[tokio::test]
async fn bad_parameters_are_refused_by_name() {
    let endpoint = TestEndpoint::start().await;
    for limit in ["0", "101", "-1", "NaN", "", "1.5", "99999999999999999999"] {
        let answer = endpoint.get(&format!("{LEAD}?limit={limit}")).await;
        assert_eq!((answer.status, answer.problem().as_str()), (400, "wrong-kind"), "{limit}");
        assert_eq!(answer.fields(), ["limit"]);
    }
    for cursor in ["x", "a0", "%ff", "'%20OR%201=1"] {
        let answer = endpoint.get(&format!("{LEAD}?after={cursor}")).await;
        assert_eq!((answer.status, answer.fields()), (400, vec!["after".to_owned()]), "{cursor}");
    }
    assert_eq!(endpoint.get("/api/articles/nowhere/comments").await.problem(), "missing");
    assert_eq!(endpoint.get(&format!("{LEAD}?limit=100")).await.status, 200);
}

#[tokio::test]
async fn an_unchanged_list_is_not_sent_again() {
    let endpoint = TestEndpoint::start().await;
    endpoint.published_comment("One.").await;
    let first = endpoint.get(LEAD).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && first.header("cache-control") == "no-cache");
    for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
        let again = endpoint.get_with(LEAD, &[("if-none-match", &known)]).await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()));
    }
    endpoint.published_comment("Two.").await;
    assert_eq!(endpoint.get_with(LEAD, &[("if-none-match", &tag)]).await.status, 200);
}

#[tokio::test]
async fn the_page_of_comments_leads_back_to_the_article_and_on_to_older_and_newer() {
    let endpoint = TestEndpoint::start().await;
    for number in 1..=45 {
        endpoint.pass(std::time::Duration::from_secs(60));
        endpoint.published_comment(&format!("Number {number}.")).await;
    }
    let first = endpoint.get("/lead/comments/").await.text();
    assert!(first.contains(r##"href="/lead/#comments""##) && first.contains("An Alliance &amp; &lt;its&gt; Article"));
    assert!(first.contains("Number 20.") && !first.contains("Number 21.") && !first.contains("Older comments"));
    let second = endpoint.get(&format!("/lead/comments/{}", link(&first, "next"))).await.text();
    assert!(second.contains("Number 21.") && second.contains("Number 40.") && second.contains("Older comments"));
    let third = endpoint.get(&format!("/lead/comments/{}", link(&second, "next"))).await.text();
    assert!(third.contains("Number 45.") && !third.contains("Newer comments"));
    let back = endpoint.get(&format!("/lead/comments/{}", link(&third, "prev"))).await.text();
    assert!(back.contains("Number 21.") && back.contains("Number 40.") && !back.contains("Number 41."));
}

fn link(page: &str, rel: &str) -> String {
    let (_, rest) = page.split_once(&format!("rel=\"{rel}\" href=\"")).expect("a link");
    rest.split('"').next().expect("an address").to_owned()
}

#[tokio::test]
async fn the_page_has_one_address_and_unknown_articles_none() {
    let endpoint = TestEndpoint::start().await;
    let moved = endpoint.get("/lead/comments").await;
    assert_eq!((moved.status, moved.header("location")), (308, "/lead/comments/"));
    let missing = endpoint.get("/nowhere/comments/").await;
    assert_eq!((missing.status, missing.header("content-type")), (404, "text/html; charset=utf-8"));
    assert_eq!(endpoint.get("/lead/comments/?after=x").await.status, 400);
}

#[tokio::test]
async fn what_would_be_a_script_comes_back_as_text() {
    let endpoint = TestEndpoint::start().await;
    let payloads = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg/onload=alert(1)>",
        "</p></li></ol></main><iframe srcdoc='<script>alert(1)</script>'>",
        "{{recto:answer}}{{recto:title}}",
        "<a href=\"javascript:alert(1)\" id=comments>x</a>",
        "<!--<plaintext>",
    ];
    for (at, payload) in payloads.iter().enumerate() {
        endpoint.pass(std::time::Duration::from_secs(3_600));
        let mut sent = comment(&format!("{at}: {payload}"));
        sent["name"] = json!(payload);
        let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
        endpoint.publish(&id).await;
    }
    let page = endpoint.get("/lead/comments/").await.text();
    let (_, answer) = page.split_once("</h1>").expect("a title");
    for tag in ["<script", "<img", "<svg", "<iframe", "<!--", "<a href=\"java", "onerror=alert(1)>"] {
        assert!(!answer.contains(tag), "{tag} in {answer}");
    }
    assert_eq!(answer.matches("class=\"comment\"").count(), payloads.len());
    let listed = endpoint.get(LEAD).await;
    assert_eq!(
        (listed.header("content-type"), listed.header("x-content-type-options")),
        ("application/json", "nosniff")
    );
}
