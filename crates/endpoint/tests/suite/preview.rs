//! Seeing a comment before it is sent: set by the very writer of the page.

use serde_json::json;

use crate::harness::{LEAD, TestEndpoint};

const TEXT: &str = "One *two*\nthree <b>\n\n> four https://www.example.org/\n\n- `five`\n";

#[tokio::test]
async fn the_preview_is_what_the_page_will_hold() {
    let endpoint = TestEndpoint::start().await;
    let answer = endpoint.post_json("/api/preview", &json!({ "body": TEXT })).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let html = answer.json()["html"].as_str().expect("HTML").to_owned();
    assert!(html.starts_with("<p dir=\"auto\">One <em>two</em><br>three &lt;b&gt;</p><blockquote"), "{html}");
    endpoint.published_comment(TEXT).await;
    assert_eq!(endpoint.get(LEAD).await.json()["comments"][0]["html"], html);
    assert!(endpoint.get("/lead/comments/").await.text().contains(&html));
    let form = endpoint.post_form("/api/preview", &[("body", TEXT), ("article", "lead"), ("name", "Ani")]).await;
    assert!(form.text().contains(&html));
}

#[tokio::test]
async fn a_form_is_previewed_with_the_form_to_send_it() {
    let endpoint = TestEndpoint::start().await;
    let fields = [("body", "Keep *me*"), ("name", "<Ani>"), ("article", "lead"), ("id", ""), ("email", "a@b.example")];
    let answer = endpoint.post_form("/api/preview", &fields).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
    let page = answer.text();
    assert!(page.contains("action=\"/api/articles/lead/comments\"") && page.contains("Keep *me*</textarea>"));
    assert!(
        page.contains("name=\"name\" value=\"&lt;Ani&gt;\"") && page.contains("name=\"since\" value=\"1795426205000.")
    );
    assert!(page.contains("formaction=\"/api/preview\""));
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 0);
    assert!(!endpoint.post_form("/api/preview", &[("body", "x")]).await.text().contains("<form"));
}

/// A carriage return by itself ends a line in what is stored, and would hide a line of code from the parser.
#[tokio::test]
async fn a_form_is_previewed_as_it_will_be_stored_whatever_ends_its_lines() {
    let endpoint = TestEndpoint::start().await;
    let text = "    one\n\r    two";
    let html = endpoint.post_json("/api/preview", &json!({ "body": text })).await.json()["html"].clone();
    assert_eq!(html, "<pre dir=\"auto\"><code>one\n\ntwo</code></pre>");
    let form = endpoint.post_form("/api/preview", &[("body", text), ("article", "lead")]).await.text();
    assert!(form.contains(html.as_str().expect("HTML")), "{form}");
}

#[tokio::test]
async fn what_would_be_refused_is_refused_by_the_preview_too() {
    let endpoint = TestEndpoint::start().await;
    for body in ["", " \n ", "a\0b", &"Щ".repeat(4_001)] {
        let answer = endpoint.post_json("/api/preview", &json!({ "body": body })).await;
        assert_eq!((answer.status, answer.fields()), (422, vec!["body".to_owned()]));
    }
    assert_eq!(endpoint.post_form("/api/preview", &[("body", ""), ("article", "lead")]).await.status, 422);
    assert_eq!(endpoint.get("/api/preview").await.status, 405);
    assert_eq!(endpoint.post_json("/api/preview", &json!({ "body": "x".repeat(70_000) })).await.status, 413);
}
