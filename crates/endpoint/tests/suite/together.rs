//! Three endpoints on one store behave as one.

use std::time::Duration;

use endpoint::Rate;

use crate::harness::{LEAD, TestEndpoint, comment, post, without_brakes};

async fn three(change: impl FnOnce(&mut endpoint::Settings)) -> [TestEndpoint; 3] {
    let first = TestEndpoint::start_with(change).await;
    let (second, third) = (first.beside().await, first.beside().await);
    [first, second, third]
}

#[tokio::test]
async fn the_same_comment_through_all_of_them_at_once_is_one() {
    let endpoints = three(|_| {}).await;
    let sent = comment("At once.");
    let mut asks = tokio::task::JoinSet::new();
    for endpoint in endpoints.iter().cycle().take(30) {
        let (address, sent) = (endpoint.address, sent.to_string());
        asks.spawn(async move { post(address, LEAD, &sent).await });
    }
    let mut ids = Vec::new();
    for answer in asks.join_all().await {
        assert_eq!(answer.status, 202, "{}", answer.text());
        ids.push(answer.json()["id"].clone());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(endpoints[0].stored::<i64>("SELECT count(*) FROM comment").await, 1);
}

#[tokio::test]
async fn a_limit_holds_for_all_of_them_together() {
    let rate = Rate { most: 5, within: Duration::from_secs(600) };
    let endpoints = three(|settings| settings.limits.comments = rate).await;
    let mut asks = tokio::task::JoinSet::new();
    for (at, endpoint) in endpoints.iter().cycle().take(24).enumerate() {
        let (address, sent) = (endpoint.address, comment(&format!("Number {at}.")).to_string());
        asks.spawn(async move { post(address, LEAD, &sent).await.status });
    }
    let answers = asks.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == 202).count(), 5, "{answers:?}");
    assert!(answers.iter().all(|status| matches!(status, 202 | 429)), "{answers:?}");
}

#[tokio::test]
async fn what_one_publishes_all_show() {
    let endpoints = three(|_| {}).await;
    let id = endpoints[0].held_comment("For all.").await;
    endpoints[1].publish(&id).await;
    for endpoint in &endpoints {
        assert_eq!(endpoint.get(LEAD).await.json()["comments"][0]["id"], id);
    }
}

#[tokio::test]
async fn what_is_published_at_once_has_one_order_that_all_show() {
    let endpoints = three(without_brakes).await;
    let mut published = Vec::new();
    for number in 0..12 {
        published.push(endpoints[number % 3].held_comment(&format!("Number {number}.")).await);
    }
    let (at_once, mut publishing) = (tokio::task::LocalSet::new(), tokio::task::JoinSet::new());
    for id in published.clone() {
        let settings = endpoints[0].settings.clone();
        let publish =
            async move { endpoint::moderation::publish(&settings, &id, "editor").await.expect("is published") };
        publishing.spawn_local_on(publish, &at_once);
    }
    at_once.run_until(publishing.join_all()).await;
    let mut orders = Vec::new();
    for endpoint in &endpoints {
        let mut order = Vec::new();
        let mut after = String::new();
        loop {
            let part = endpoint.get(&format!("{LEAD}?limit=5{after}")).await.json();
            let ids =
                part["comments"].as_array().expect("a list").iter().map(|one| one["id"].as_str().map(str::to_owned));
            order.extend(ids.map(|id| id.expect("an id")));
            let Some(next) = part["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        orders.push(order);
    }
    assert!(orders.iter().all(|order| *order == orders[0]), "{orders:?}");
    orders[0].sort();
    published.sort();
    assert_eq!(orders[0], published);
}

#[tokio::test]
async fn of_the_same_text_many_times_at_once_each_is_judged_by_those_before() {
    let endpoint = TestEndpoint::start_with(without_brakes).await;
    let mut asks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (address, sent) = (endpoint.address, comment("The very best of all articles, visit me!").to_string());
        asks.spawn(async move { post(address, LEAD, &sent).await.status });
    }
    assert_eq!(asks.join_all().await, [202; 20]);
    let doubts = endpoint.all_stored("SELECT doubts FROM comment ORDER BY number").await;
    let expected = (0..20).map(|before| if before == 0 { String::new() } else { format!("repeated:{before}") });
    assert_eq!(doubts, expected.collect::<Vec<_>>());
}
