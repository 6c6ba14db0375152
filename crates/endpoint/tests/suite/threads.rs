//! Threads: answers below what they answer, long ones part by part, and the places of what is gone.

use serde_json::json;

use crate::{
    harness::{LEAD, TestEndpoint, comment, new_id, without_brakes},
    lists::bodies,
};

#[tokio::test]
async fn answers_stand_below_what_they_answer_three_deep() {
    let endpoint = TestEndpoint::start().await;
    let one = endpoint.published_comment("1").await;
    let two = endpoint.published_comment("2").await;
    let below = endpoint.published_answer("1a", &one).await;
    endpoint.published_answer("2a", &two).await;
    let deeper = endpoint.published_answer("1aa", &below).await;
    let deepest = endpoint.published_answer("1aaa", &deeper).await;
    endpoint.published_answer("1b", &one).await;
    endpoint.published_answer("1aaaa", &deepest).await;
    let listed = endpoint.get(&format!("{LEAD}?limit=1")).await.json();
    let shown: Vec<(&str, u64)> = listed["comments"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["body"].as_str().expect("text"), one["depth"].as_u64().expect("a depth")))
        .collect();
    assert_eq!(shown, [("1", 0), ("1a", 1), ("1aa", 2), ("1aaa", 2), ("1aaaa", 2), ("1b", 1)]);
    assert_eq!((&listed["comments"][3]["parent"], &listed["total"]), (&json!(deeper), &json!(8)));
    let page = endpoint.get("/lead/comments/").await.text();
    assert!(page.contains("data-depth=\"2\"") && page.contains(&format!("href=\"#comment-{deeper}\"")));
}

#[tokio::test]
async fn a_long_thread_is_cut_and_goes_on_by_itself() {
    let endpoint = TestEndpoint::start_with(without_brakes).await;
    let first = endpoint.published_comment("first").await;
    endpoint.published_comment("other").await;
    for number in 1..=57 {
        endpoint.published_answer(&number.to_string(), &first).await;
    }
    let listed = endpoint.get(LEAD).await.json();
    let comments = listed["comments"].as_array().expect("a list");
    assert_eq!((comments.len(), &comments[50]["body"], &comments[51]["body"]), (52, &json!("50"), &json!("other")));
    assert!(comments[1..].iter().all(|one| one.get("more").is_none()));
    let more = comments[0]["more"].as_str().expect("goes on");
    let rest = endpoint.get(&format!("{LEAD}?thread={first}&after={more}&limit=5")).await;
    assert_eq!(bodies(&rest), ["51", "52", "53", "54", "55"]);
    let next = rest.json()["next"].as_str().expect("goes on").to_owned();
    let rest = endpoint.get(&format!("{LEAD}?thread={first}&after={next}&limit=5")).await;
    assert_eq!((bodies(&rest), rest.json().get("next")), (vec!["56".to_owned(), "57".to_owned()], None));
    let whole = endpoint.get(&format!("{LEAD}?thread={first}&limit=57")).await;
    assert_eq!((bodies(&whole).len(), whole.json().get("next")), (58, None));

    let page = endpoint.get("/lead/comments/").await.text();
    let further = format!("/lead/comments/?thread={first}&amp;after={more}");
    assert!(page.contains(&format!("href=\"{further}\"")), "{page}");
    let page = endpoint.get(&further.replace("&amp;", "&")).await.text();
    assert!(page.contains("<p dir=\"auto\">first</p>") && page.contains("<p dir=\"auto\">57</p>"));
    assert!(!page.contains("<p dir=\"auto\">50</p>"));
}

#[tokio::test]
async fn the_address_of_a_comment_shows_it_wherever_in_its_thread_it_stands() {
    let endpoint = TestEndpoint::start_with(without_brakes).await;
    let first = endpoint.published_comment("first").await;
    let mut last = String::new();
    for number in 1..=55 {
        last = endpoint.published_answer(&number.to_string(), &first).await;
    }
    let shown = bodies(&endpoint.get(&format!("{LEAD}?thread={last}")).await);
    assert_eq!(shown, ["first", "55"]);
    let page = endpoint.get(&format!("/lead/comments/?thread={last}")).await.text();
    assert!(page.contains(&format!("id=\"comment-{last}\"")) && page.contains("All comments"));
    assert_eq!(endpoint.get(&format!("{LEAD}?thread={}", new_id())).await.problem(), "missing");
    let held = endpoint.held_comment("held").await;
    assert_eq!(endpoint.get(&format!("{LEAD}?thread={held}")).await.problem(), "missing");
    assert_eq!(endpoint.get(&format!("/api/articles/second/comments?thread={first}")).await.problem(), "missing");
}

#[tokio::test]
async fn answers_keep_the_place_of_what_is_gone_and_the_last_one_takes_it_along() {
    let endpoint = TestEndpoint::start().await;
    let mut sent = comment("Secret first.");
    sent["name"] = json!("Secret Name");
    let first = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
    endpoint.publish(&first).await;
    let middle = endpoint.published_answer("Secret middle.", &first).await;
    let last = endpoint.published_answer("Last.", &middle).await;
    endpoint.published_comment("Beside.").await;
    endpoint.decline(&first).await;
    endpoint.decline(&middle).await;
    let listed = endpoint.get(LEAD).await.json();
    let gone = json!({ "id": first, "depth": 0, "submitted": "2026-11-23T09:30:05Z", "gone": true });
    assert_eq!(listed["comments"][0], gone);
    assert_eq!((&listed["comments"][1]["gone"], &listed["comments"][1]["parent"]), (&json!(true), &json!(first)));
    assert_eq!((&listed["comments"][2]["body"], &listed["total"]), (&json!("Last."), &json!(2)));
    for path in ["/lead/comments/", "/lead/comments/feed.xml", LEAD] {
        assert!(!endpoint.get(path).await.text().contains("Secret"), "{path}");
    }
    let page = endpoint.get("/lead/comments/").await.text();
    assert_eq!(page.matches("class=\"comment gone\"").count(), 2);

    endpoint.decline(&last).await;
    assert_eq!(bodies(&endpoint.get(LEAD).await), ["Beside."]);
    assert_eq!(endpoint.get(&format!("{LEAD}?thread={first}")).await.status, 404);
    endpoint.publish(&last).await;
    endpoint.publish(&middle).await;
    assert_eq!(bodies(&endpoint.get(LEAD).await), ["gone", "Secret middle.", "Last.", "Beside."]);
}
