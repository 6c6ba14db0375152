//! Reading published comments, part by part: as JSON and as a page, thread by thread.

use serde_json::{Value, json};

use crate::harness::{Answer, LEAD, TestEndpoint, comment, new_id};

/// The texts of a list, `gone` where there is none.
pub(crate) fn bodies(answer: &Answer) -> Vec<String> {
    let page = answer.json();
    let comments = page["comments"].as_array().expect("a list");
    comments.iter().map(|comment| comment["body"].as_str().unwrap_or("gone").to_owned()).collect()
}

/// Every part of a list, one after the other; what `between` does happens after the first.
async fn all_parts(endpoint: &TestEndpoint, query: &str, between: impl AsyncFnOnce()) -> Vec<String> {
    let first = endpoint.get(&format!("{LEAD}?{query}")).await;
    assert_eq!(first.status, 200, "{}", first.text());
    between().await;
    let mut seen = bodies(&first);
    let mut next = first.json()["next"].as_str().map(str::to_owned);
    while let Some(cursor) = next {
        let part = endpoint.get(&format!("{LEAD}?{query}&after={cursor}")).await;
        assert_eq!(part.status, 200, "{}", part.text());
        seen.extend(bodies(&part));
        next = part.json()["next"].as_str().map(str::to_owned);
    }
    seen
}

#[tokio::test]
async fn a_published_comment_shows_its_public_fields_and_no_others() {
    let endpoint = TestEndpoint::start().await;
    let sent = json!({ "id": new_id(), "name": " Ani  P. ", "email": "ani@example.org", "body": "Mine." });
    let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
    let unread = json!({ "comments": [], "total": 0, "open": true });
    assert_eq!(endpoint.get(LEAD).await.json(), unread);
    endpoint.publish(&id).await;
    let expected = json!({
        "comments": [{
            "id": id, "name": "Ani P.", "body": "Mine.", "html": "<p dir=\"auto\">Mine.</p>", "depth": 0,
            "submitted": "2026-11-23T09:30:05Z",
        }],
        "total": 1, "open": true,
    });
    assert_eq!(endpoint.get(LEAD).await.json(), expected);
    for path in ["/lead/comments/", "/lead/comments/feed.xml", &format!("/lead/comments/?answer={id}")] {
        let page = endpoint.get(path).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Mine.") && !page.text().contains("example.org\""), "{path}");
        assert!(!page.text().contains("ani@"), "{path}");
    }
}

#[tokio::test]
async fn parts_hold_together_while_comments_come_in() {
    let endpoint = TestEndpoint::start().await;
    for text in ["1", "2", "3", "4"] {
        endpoint.published_comment(text).await;
    }
    let late = endpoint.held_comment("late").await;
    let seen = all_parts(&endpoint, "limit=2", async || {
        endpoint.published_comment("5").await;
        endpoint.publish(&late).await;
    });
    // By the order of publication: what was sent early and read late comes after, and is not skipped.
    assert_eq!(seen.await, ["1", "2", "3", "4", "5", "late"]);
    let seen = all_parts(&endpoint, "sort=newest&limit=2", async || _ = endpoint.published_comment("6").await);
    assert_eq!(seen.await, ["late", "5", "4", "3", "2", "1"]);
    assert_eq!(all_parts(&endpoint, "sort=newest&limit=4", async || {}).await[0], "6");
}

#[tokio::test]
async fn parts_hold_together_while_comments_leave() {
    let endpoint = TestEndpoint::start().await;
    let mut ids = Vec::new();
    for text in ["1", "2", "3", "4", "5"] {
        ids.push(endpoint.published_comment(text).await);
    }
    for sort in ["oldest", "newest"] {
        // The very comment that the cursor stands beside goes, and comes back to its place.
        let beside = if sort == "oldest" { &ids[1] } else { &ids[3] };
        let query = format!("sort={sort}&limit=2");
        let seen = all_parts(&endpoint, &query, async || endpoint.decline(beside).await).await;
        endpoint.publish(beside).await;
        let mut expected = ["1", "2", "3", "4", "5"];
        if sort == "newest" {
            expected.reverse();
        }
        assert_eq!(seen, expected, "{sort}");
    }
}

async fn pick(endpoint: &TestEndpoint, id: &str, at: &str) {
    endpoint.change(&format!("UPDATE comment SET picked = {at} WHERE id = '{id}'")).await;
    endpoint.change("UPDATE thread SET version = version + 1 WHERE article = 'lead'").await;
}

#[tokio::test]
async fn picks_come_first_and_what_is_picked_meanwhile_is_neither_skipped_nor_doubled() {
    let endpoint = TestEndpoint::start().await;
    let mut ids = Vec::new();
    for text in ["1", "2", "3", "4", "5", "6"] {
        ids.push(endpoint.published_comment(text).await);
    }
    let answer = endpoint.published_answer("4a", &ids[3]).await;
    pick(&endpoint, &ids[4], "1000").await;
    pick(&endpoint, &answer, "1000").await;
    let expected = ["4", "4a", "5", "1", "2", "3", "6"];
    let plain = endpoint.get(&format!("{LEAD}?sort=picks")).await;
    assert_eq!(bodies(&plain), expected);
    let picked: Vec<bool> =
        plain.json()["comments"].as_array().expect("a list").iter().map(|one| one["picked"] == true).collect();
    assert_eq!(picked, [false, true, true, false, false, false, false]);
    for limit in 1..=3 {
        let query = format!("sort=picks&limit={limit}");
        let (first, last) = (&ids[0], &ids[5]);
        let seen = all_parts(&endpoint, &query, async || {
            pick(&endpoint, first, "2000").await;
            pick(&endpoint, last, "2000").await;
        });
        assert_eq!(seen.await, expected, "{limit}");
        pick(&endpoint, first, "NULL").await;
        pick(&endpoint, last, "NULL").await;
    }
}

#[tokio::test]
async fn other_articles_comments_are_not_listed() {
    let endpoint = TestEndpoint::start().await;
    endpoint.published_comment("On the lead.").await;
    let second = endpoint.get("/api/articles/second/comments").await;
    assert_eq!((second.status, second.json()["comments"].clone()), (200, json!([])));
}

#[tokio::test]
async fn bad_parameters_are_refused_by_name() {
    let endpoint = TestEndpoint::start().await;
    for limit in ["0", "101", "-1", "NaN", "", "1.5", "99999999999999999999"] {
        let answer = endpoint.get(&format!("{LEAD}?limit={limit}")).await;
        assert_eq!((answer.status, answer.problem().as_str()), (400, "wrong-kind"), "{limit}");
        assert_eq!(answer.fields(), ["limit"]);
    }
    for cursor in ["x", "a0", "n1", "o-1", "%ff", "'%20OR%201=1"] {
        let answer = endpoint.get(&format!("{LEAD}?after={cursor}")).await;
        assert_eq!((answer.status, answer.fields()), (400, vec!["after".to_owned()]), "{cursor}");
    }
    let answer = endpoint.get(&format!("{LEAD}?sort=best&thread=7")).await;
    assert_eq!((answer.status, answer.fields()), (400, vec!["thread".to_owned(), "sort".to_owned()]));
    assert_eq!(endpoint.get("/api/articles/nowhere/comments").await.problem(), "missing");
    assert_eq!(endpoint.get(&format!("{LEAD}?limit=100&unknown=1")).await.status, 200);
    for path in ["/lead/comments/?after=x", "/lead/comments/?answer=x", "/lead/comments/?sort="] {
        assert_eq!(endpoint.get(path).await.status, 400, "{path}");
    }
}

#[tokio::test]
async fn an_unchanged_list_is_not_sent_again_and_a_changed_one_at_once() {
    let endpoint = TestEndpoint::start().await;
    endpoint.published_comment("One.").await;
    let beside = endpoint.beside().await;
    for path in [LEAD, "/lead/comments/", "/lead/comments/feed.xml"] {
        let first = endpoint.get(path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && first.header("cache-control") == "no-cache", "{path}");
        for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            let again = endpoint.get_with(path, &[("if-none-match", &known)]).await;
            assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()), "{path}");
        }
        let kept = endpoint.get(path).await;
        assert_eq!((&kept.body, kept.header("etag")), (&first.body, tag.as_str()), "{path}");
        let text = format!("New on {path}.");
        let id = endpoint.published_comment(&text).await;
        for one in [&endpoint, &beside] {
            let changed = one.get_with(path, &[("if-none-match", &tag)]).await;
            assert_eq!(changed.status, 200, "{path}");
            assert!(changed.text().contains(&text), "{path}");
        }
        beside.decline(&id).await;
        assert!(!endpoint.get(path).await.text().contains(&text), "{path}");
    }
}

#[tokio::test]
async fn another_build_of_the_site_is_another_page() {
    let endpoint = TestEndpoint::start().await;
    let first = endpoint.get("/lead/comments/").await;
    assert!(first.text().contains("data-edition=\"The Review\""));
    crate::site::write(&endpoint.site(), "The Reviewed");
    let second = endpoint.get_with("/lead/comments/", &[("if-none-match", first.header("etag"))]).await;
    assert_eq!(second.status, 200);
    assert!(second.text().contains("data-edition=\"The Reviewed\""));
}

#[tokio::test]
async fn many_articles_are_counted_in_one_request() {
    let endpoint = TestEndpoint::start().await;
    endpoint.published_comment("One.").await;
    let two = endpoint.published_comment("Two.").await;
    endpoint.published_answer("Three.", &two).await;
    endpoint.held_comment("Held.").await;
    let counts = |answer: Answer| answer.json()["counts"].clone();
    let asked = "/api/comments/counts?articles=lead,second,nowhere";
    assert_eq!(counts(endpoint.get(asked).await), json!({ "lead": 3, "second": 0, "nowhere": 0 }));
    endpoint.decline(&two).await;
    assert_eq!(counts(endpoint.get(asked).await), json!({ "lead": 2, "second": 0, "nowhere": 0 }));
    let many = vec!["a"; 101].join(",");
    for wrong in ["", "?articles=", &format!("?articles={many}")] {
        let answer = endpoint.get(&format!("/api/comments/counts{wrong}")).await;
        assert_eq!((answer.status, answer.fields()), (400, vec!["articles".to_owned()]));
    }
    assert_eq!(endpoint.get(&format!("/api/comments/counts?articles={}", &many[2..])).await.status, 200);
}

#[tokio::test]
async fn the_list_says_whether_comments_are_taken_and_what_the_newsroom_says() {
    let endpoint = TestEndpoint::start().await;
    let open = async |slug: &str| {
        let list = endpoint.get(&format!("/api/articles/{slug}/comments")).await.json();
        (list["open"].as_bool().expect("is said"), list["closed"].clone())
    };
    assert_eq!(open("lead").await, (true, Value::Null));
    assert!(!open("shut").await.0);
    assert!(open("until").await.0);
    assert!(endpoint.get("/until/comments/").await.text().contains("Comments are open until 23 November 2026."));
    assert!(open("days").await.0);
    endpoint.pass(std::time::Duration::from_secs(24 * 3_600));
    assert!(!open("until").await.0);
    assert!(!open("days").await.0);
    assert!(endpoint.get("/days/comments/").await.text().contains("were open until 23 November 2026"));
    let refused = endpoint.post_json("/api/articles/days/comments", &comment("Late.")).await;
    assert_eq!((refused.status, refused.problem().as_str()), (403, "closed"));

    endpoint.change("INSERT INTO thread (article, version, published, comments) VALUES ('lead', 1, 0, 'closed')").await;
    endpoint.change("INSERT INTO thread (article, version, published, comments) VALUES ('shut', 1, 0, 'open')").await;
    assert_eq!((open("lead").await.0, open("shut").await.0), (false, true));
    assert!(endpoint.get("/lead/comments/").await.text().contains("Comments on this article are closed."));

    assert!(endpoint.get(LEAD).await.json().get("notice").is_none());
    endpoint.change("INSERT INTO newsroom (name, value, revision) VALUES ('notice', '\"Be <kind>.\"', 1)").await;
    assert_eq!(endpoint.get(LEAD).await.json()["notice"], "Be <kind>.");
    assert!(endpoint.get("/second/comments/").await.text().contains("Be &lt;kind&gt;."));
}
