//! The plain forms, as a page without scripts sends them.

use std::time::Duration;

use crate::harness::{LEAD, TestEndpoint, new_id};

#[tokio::test]
async fn a_comment_form_leads_to_the_private_page_of_the_comment() {
    let endpoint = TestEndpoint::start().await;
    let fields = [("name", "Ani"), ("email", ""), ("body", "Line one\r\nline two"), ("parent", ""), ("id", "")];
    let answer = endpoint.post_form(LEAD, &fields).await;
    assert_eq!((answer.status, answer.header("cache-control")), (303, "no-store"));
    assert!(answer.header("location").starts_with("/receipt/"), "{}", answer.header("location"));
    let receipt = endpoint.get(answer.header("location")).await;
    assert_eq!((receipt.status, receipt.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(receipt.text().contains("arrived safely") && receipt.text().contains("/lead/#comments"));
    // Sent again it leads to the same page.
    assert_eq!(endpoint.post_form(LEAD, &fields).await.header("location"), answer.header("location"));
    assert_eq!(endpoint.stored::<String>("SELECT name || '|' || body FROM comment").await, "Ani|Line one\nline two");
}

#[tokio::test]
async fn a_refused_form_comes_back_with_everything_typed() {
    let endpoint = TestEndpoint::start().await;
    let long = "n".repeat(81);
    let id = new_id();
    let fields = [
        ("name", long.as_str()),
        ("email", "no\"body<"),
        ("body", "</textarea><script>x</script>\r\n\r\nKeep me"),
        ("id", &id),
    ];
    let answer = endpoint.post_form(LEAD, &fields).await;
    assert_eq!((answer.status, answer.header("content-type")), (422, "text/html; charset=utf-8"));
    let page = answer.text();
    assert!(page.contains("&lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt;\r\n\r\nKeep me</textarea>"), "{page}");
    assert!(page.contains(&format!("value=\"{long}\"")) && page.contains("value=\"no&quot;body&lt;\""));
    assert!(page.contains(&format!("name=\"id\" value=\"{id}\"")));
    assert!(page.contains("action=\"/api/articles/lead/comments\"") && !page.contains("novalidate"));
    // The summary is announced and leads to the fields; each field says what is wrong with it.
    assert!(page.contains("class=\"summary\" role=\"alert\"") && page.contains("href=\"#name\""));
    for field in ["name", "email"] {
        assert!(page.contains(&format!("<label for=\"{field}\">")));
        assert!(page.contains(&format!("aria-invalid=\"true\" aria-describedby=\"{field}-error\"")));
        assert!(page.contains(&format!("id=\"{field}-error\"")));
    }
    assert_eq!(answer.header("content-security-policy"), crate::site::POLICY);
}

#[tokio::test]
async fn a_form_for_a_closed_or_unknown_article_keeps_the_text_too() {
    let endpoint = TestEndpoint::start().await;
    for (slug, status) in [("shut", 403), ("nowhere", 404)] {
        let answer = endpoint.post_form(&format!("/api/articles/{slug}/comments"), &[("body", "Keep me")]).await;
        assert_eq!(answer.status, status);
        assert!(answer.text().contains("Keep me</textarea>"));
    }
}

#[tokio::test]
async fn a_button_pressed_twice_is_one_comment() {
    let endpoint = TestEndpoint::start().await;
    let fields = [("name", "Ani"), ("body", "Once."), ("id", "")];
    for _ in 0..2 {
        assert_eq!(endpoint.post_form(LEAD, &fields).await.status, 303);
    }
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 1);
    endpoint.pass(Duration::from_secs(11 * 60));
    endpoint.post_form(LEAD, &fields).await;
    endpoint.post_form(LEAD, &[("name", "Bab"), ("body", "Once.")]).await;
    endpoint.post_form("/api/articles/second/comments", &fields).await;
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 4);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let endpoint = TestEndpoint::start_with(|settings| settings.address = Some("https://review.example/".into())).await;
    let form = ("content-type", "application/x-www-form-urlencoded");
    let host = endpoint.address.to_string();
    let (own, public) = (format!("http://{host}"), "https://review.example");
    for (headers, status) in [
        (vec![("sec-fetch-site", "cross-site")], 403),
        (vec![("sec-fetch-site", "same-site")], 403),
        (vec![("origin", "https://evil.example")], 403),
        (vec![("origin", "null")], 403),
        (vec![("sec-fetch-site", "same-origin")], 303),
        (vec![("sec-fetch-site", "none")], 303),
        (vec![("origin", own.as_str())], 303),
        (vec![("origin", public)], 303),
        (vec![], 303),
    ] {
        let mut all = vec![form];
        all.extend(&headers);
        let answer = endpoint.ask("POST", LEAD, &all, b"body=Yes").await;
        assert_eq!(answer.status, status, "{headers:?}");
        if status == 403 {
            assert!(answer.text().contains("another site") && answer.header("content-type").starts_with("text/html"));
        }
    }
    let json = [("content-type", "application/json"), ("origin", "https://evil.example")];
    assert_eq!(endpoint.ask("POST", LEAD, &json, b"{}").await.problem(), "cross-site");
}

#[tokio::test]
async fn other_kinds_of_body_are_refused() {
    let endpoint = TestEndpoint::start().await;
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/xml", "application/jsonx", ""] {
        let answer = endpoint.ask("POST", LEAD, &[("content-type", kind)], b"{}").await;
        assert_eq!((answer.status, answer.problem().as_str()), (415, "wrong-type"), "{kind}");
    }
    let kind = [("content-type", "Application/JSON; charset=utf-8")];
    assert_eq!(endpoint.ask("POST", LEAD, &kind, b"{}").await.status, 422);
}

#[tokio::test]
async fn broken_text_in_a_form_is_not_silently_mended() {
    let endpoint = TestEndpoint::start().await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(endpoint.ask("POST", LEAD, &form, b"body=%ff%fe").await.status, 400);
    assert_eq!(endpoint.ask("POST", LEAD, &form, b"body=%").await.status, 303);
    assert_eq!(endpoint.ask("POST", LEAD, &form, b"&&==&body").await.status, 422);
}
