//! The page of an article's comments, the form to answer one, and the feed: what readers without scripts have.

use std::time::Duration;

use serde_json::json;

use crate::harness::{LEAD, TestEndpoint, comment};

fn link(page: &str, rel: &str) -> String {
    let (_, rest) = page.split_once(&format!("rel=\"{rel}\" href=\"")).expect("a link");
    rest.split('"').next().expect("an address").replace("&amp;", "&")
}

#[tokio::test]
async fn the_page_leads_back_to_the_article_and_on_to_older_and_newer() {
    let endpoint = TestEndpoint::start().await;
    for number in 1..=45 {
        endpoint.pass(Duration::from_secs(60));
        endpoint.published_comment(&format!("Number {number}.")).await;
    }
    let page = async |query: &str| endpoint.get(&format!("/lead/comments/{query}")).await.text();
    let first = page("").await;
    assert!(first.contains(r##"href="/lead/#comments""##) && first.contains("An Alliance &amp; &lt;its&gt; Article"));
    assert!(first.contains("45 comments.") && first.contains("Comments are open."));
    assert!(first.contains("Number 20.") && !first.contains("Number 21.") && !first.contains("Older comments"));
    let second = page(&link(&first, "next")).await;
    assert!(second.contains("Number 21.") && second.contains("Number 40.") && second.contains("Older comments"));
    let third = page(&link(&second, "next")).await;
    assert!(third.contains("Number 45.") && !third.contains("Newer comments"));
    let back = page(&link(&third, "prev")).await;
    assert!(back.contains("Number 21.") && back.contains("Number 40.") && !back.contains("Number 41."));
    assert!(page(&link(&back, "prev")).await.contains("Number 1."));

    let newest = page("?sort=newest").await;
    assert!(newest.contains("Number 45.") && newest.contains("Number 26.") && !newest.contains("Number 25."));
    assert!(newest.contains(r#"href="?sort=newest" aria-current="true""#));
    let older = page(&link(&newest, "next")).await;
    assert!(older.contains("Number 25.") && older.contains("Number 6.") && !older.contains("Number 26."));
    let back = page(&link(&older, "prev")).await;
    assert!(back.contains("Number 26.") && back.contains("Number 45.") && !back.contains("Number 25."));
    let picks = page("?sort=picks").await;
    assert!(page(&link(&picks, "next")).await.contains("Number 21."));
}

#[tokio::test]
async fn the_page_has_one_address_and_unknown_articles_none() {
    let endpoint = TestEndpoint::start().await;
    let moved = endpoint.get("/lead/comments").await;
    assert_eq!((moved.status, moved.header("location")), (308, "/lead/comments/"));
    for path in ["/nowhere/comments/", "/nowhere/comments/feed.xml"] {
        let missing = endpoint.get(path).await;
        assert_eq!((missing.status, missing.header("content-type")), (404, "text/html; charset=utf-8"), "{path}");
    }
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
        "]]></content></feed>\u{fffe}\u{ffff}",
    ];
    let mut ids = Vec::new();
    for (at, payload) in payloads.iter().enumerate() {
        endpoint.pass(Duration::from_secs(3_600));
        let mut sent = comment(&format!("{at}: {payload}"));
        sent["name"] = json!(payload);
        let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
        endpoint.publish(&id).await;
        ids.push(id);
    }
    let answering = ids.iter().map(|id| format!("/lead/comments/?answer={id}"));
    for path in answering.chain(["/lead/comments/".to_owned()]) {
        let page = endpoint.get(&path).await.text();
        let (title, answer) = page.split_once("</h1>").expect("a title");
        for tag in ["<script", "<img", "<svg", "<iframe", "<!--", "<a href=\"java", "onerror=alert(1)>"] {
            assert!(!answer.contains(tag) && !title[20..].contains(tag), "{tag} in {page}");
        }
        assert_eq!(page.matches("<main>").count(), 1, "{page}");
    }
    let page = endpoint.get("/lead/comments/").await.text();
    assert_eq!(page.matches("class=\"comment\"").count(), payloads.len());

    let listed = endpoint.get(LEAD).await;
    assert_eq!(
        (listed.header("content-type"), listed.header("x-content-type-options")),
        ("application/json", "nosniff")
    );
    for one in listed.json()["comments"].as_array().expect("a list") {
        let html = one["html"].as_str().expect("is there");
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<iframe"), "{html}");
    }

    let feed = endpoint.get("/lead/comments/feed.xml").await;
    let read = feed_rs::parser::parse(feed.body.as_slice()).expect("is a feed");
    assert_eq!(read.entries.len(), payloads.len());
    let names: Vec<_> =
        read.entries.iter().rev().map(|entry| entry.authors[0].name.clone().unwrap_or_default()).collect();
    assert_eq!(names[0], payloads[0]);
    assert_eq!(names[7], "]]></content></feed>");
}

#[tokio::test]
async fn where_feeds_are_off_there_is_none_and_nothing_leads_to_one() {
    let endpoint = TestEndpoint::start_with(|settings| settings.feeds = false).await;
    endpoint.published_comment("On the page alone.").await;
    let answer = endpoint.get_with("/lead/comments/feed.xml", &[("content-type", "application/json")]).await;
    assert_eq!((answer.status, answer.problem().as_str()), (404, "missing"));
    let page = endpoint.get("/lead/comments/").await;
    assert!(page.text().contains("On the page alone.") && !page.text().contains("feed.xml"), "{}", page.text());
    assert_eq!(page.header("link"), "");
}

#[tokio::test]
async fn the_feed_is_valid_also_when_it_is_empty_and_holds_what_is_published_alone() {
    let endpoint = TestEndpoint::start_with(|settings| settings.address = Some("https://review.example".into())).await;
    let feed = async || {
        let answer = endpoint.get("/lead/comments/feed.xml").await;
        assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
        feed_rs::parser::parse(answer.body.as_slice()).expect("is a feed")
    };
    assert!(feed().await.entries.is_empty());
    let first = endpoint.published_comment("**First**").await;
    endpoint.held_comment("Held.").await;
    endpoint.pass(Duration::from_secs(60));
    let second = endpoint.published_answer("Second.", &first).await;
    let read = feed().await;
    let ids: Vec<_> = read.entries.iter().map(|entry| entry.id.clone()).collect();
    assert_eq!(ids, [format!("urn:uuid:{second}"), format!("urn:uuid:{first}")]);
    assert_eq!(read.updated, read.entries[0].updated);
    let content = read.entries[1].content.as_ref().and_then(|content| content.body.as_deref()).expect("a text");
    assert!(content.contains("<strong>First</strong>"), "{content}");
    let href = &read.entries[0].links[0].href;
    let path = href.strip_prefix("https://review.example").expect("is on this site");
    let (path, fragment) = path.split_once('#').expect("leads to the comment");
    assert!(endpoint.get(path).await.text().contains(&format!("id=\"{fragment}\"")));
    endpoint.decline(&second).await;
    assert_eq!(feed().await.entries.len(), 1);

    let page = endpoint.get("/lead/comments/").await;
    assert!(page.header("link").contains("</lead/comments/feed.xml>; rel=\"alternate\""));
    assert!(
        page.text().contains("<a rel=\"alternate\" type=\"application/atom+xml\" href=\"/lead/comments/feed.xml\">")
    );
}

#[tokio::test]
async fn a_comment_is_answered_from_its_own_page_without_scripts() {
    let endpoint = TestEndpoint::start().await;
    let mut sent = comment("> quoted\n\nMine.");
    sent["name"] = json!("Ani");
    let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
    let path = format!("/lead/comments/?answer={id}");
    assert_eq!(endpoint.get(&path).await.status, 404);
    endpoint.publish(&id).await;
    assert!(endpoint.get("/lead/comments/").await.text().contains(&format!("href=\"{path}#answer\"")));
    let page = endpoint.get(&path).await.text();
    assert!(page.contains("Answer Ani") && page.contains("Mine.") && page.contains("id=\"answer\""), "{page}");
    let fields = [("parent", id.as_str()), ("body", "And mine."), ("name", ""), ("email", ""), ("website", "")];
    for (field, _) in fields {
        assert!(page.contains(&format!("name=\"{field}\"")), "{field}");
    }
    let (_, action) = page.split_once("method=\"post\" action=\"").expect("a form");
    let answered = endpoint.post_form(action.split('"').next().expect("an address"), &fields).await;
    assert_eq!(answered.status, 303, "{}", answered.text());
    let answer = endpoint.stored::<String>("SELECT id FROM comment WHERE parent IS NOT NULL").await;
    endpoint.publish(&answer).await;
    let page = endpoint.get("/lead/comments/").await.text();
    assert!(page.contains(&format!("<a href=\"#comment-{id}\">in answer to <bdi>Ani</bdi></a>")), "{page}");

    endpoint.change("UPDATE thread SET comments = 'closed', version = version + 1").await;
    let page = endpoint.get(&path).await.text();
    assert!(page.contains("Comments on this article are closed.") && !page.contains("<form"));
    assert!(!endpoint.get("/lead/comments/").await.text().contains("?answer="));
    let refused = endpoint.post_form(LEAD, &[("parent", id.as_str()), ("body", "And yours.")]).await;
    assert!(refused.status == 403 && refused.text().contains("Comments on this article are closed."));
    assert_eq!(endpoint.post_json(LEAD, &comment("Late.")).await.problem(), "closed");
}

#[tokio::test]
async fn looking_changes_nothing() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.published_comment("Yes.").await;
    let before = endpoint.stored::<i64>("SELECT version FROM thread").await;
    for path in [LEAD, "/lead/comments/", "/lead/comments/feed.xml", &format!("/lead/comments/?answer={id}")] {
        let (get, head) = (endpoint.get(path).await, endpoint.ask("HEAD", path, &[], b"").await);
        assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, get.header("etag")), "{path}");
        assert!(endpoint.ask("DELETE", path, &[], b"").await.header("allow").contains("GET"), "{path}");
    }
    assert_eq!(endpoint.stored::<i64>("SELECT version FROM thread").await, before);
}
