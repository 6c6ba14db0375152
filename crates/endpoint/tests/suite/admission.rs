//! The floor against abuse: the trap, the rate, and whose address counts.

use std::time::Duration;

use endpoint::Rate;
use serde_json::json;

use crate::harness::{LEAD, TestEndpoint, comment};

#[tokio::test]
async fn a_sprung_trap_is_noted_through_either_door_and_the_comment_still_held() {
    let endpoint = TestEndpoint::start().await;
    let mut sent = comment("By JSON.");
    sent["website"] = json!("http://spam.example");
    assert_eq!(endpoint.post_json(LEAD, &sent).await.status, 202);
    let form = [("body", "By form."), ("website", "http://spam.example")];
    assert_eq!(endpoint.post_form(LEAD, &form).await.status, 303);
    endpoint.held_comment("By a person.").await;
    let held = endpoint::moderation::held(&endpoint.settings, 10).await.expect("lists");
    let reasons: Vec<_> = held.iter().map(|comment| comment.reasons.join(" ")).collect();
    let trap = "Filled in a field that people do not see";
    assert_eq!(reasons, [trap, trap, ""]);
}

#[tokio::test]
async fn too_many_from_one_network_wait_through_either_door() {
    let rate = Rate { most: 2, within: Duration::from_secs(600) };
    let endpoint = TestEndpoint::start_with(|settings| settings.limits.comments = rate).await;
    let first = comment("One.");
    assert_eq!(endpoint.post_json(LEAD, &first).await.status, 202);
    endpoint.held_comment("Two.").await;
    let refused = endpoint.post_json(LEAD, &comment("Three.")).await;
    assert_eq!((refused.status, refused.problem().as_str(), refused.header("retry-after")), (429, "too-many", "600"));
    let refused = endpoint.post_form(LEAD, &[("body", "Keep me")]).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, "600"));
    assert!(refused.text().contains("Keep me</textarea>") && refused.text().contains("10 minutes"));
    // What was acknowledged is acknowledged again, however many there were since.
    assert_eq!(endpoint.post_json(LEAD, &first).await.status, 202);
    endpoint.pass(Duration::from_secs(601));
    endpoint.held_comment("Four.").await;
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_network_has_its_own_rate() {
    let endpoint = TestEndpoint::start_with(|settings| {
        settings.limits.comments = Rate { most: 1, within: Duration::from_secs(600) };
        settings.proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    for (client, status) in
        [("198.51.100.7", 202), ("198.51.100.99", 429), ("203.0.113.1", 202), ("6.6.6.6, 203.0.113.2", 429)]
    {
        let headers = [("content-type", "application/json"), ("x-forwarded-for", client)];
        let sent = comment("Hello.").to_string();
        assert_eq!(endpoint.ask("POST", LEAD, &headers, sent.as_bytes()).await.status, status, "{client}");
    }
}

#[tokio::test]
async fn without_a_trusted_proxy_nobody_chooses_an_address() {
    let rate = Rate { most: 1, within: Duration::from_secs(600) };
    let endpoint = TestEndpoint::start_with(|settings| settings.limits.comments = rate).await;
    for (client, status) in [("198.51.100.7", 202), ("203.0.113.1", 429)] {
        let headers = [("content-type", "application/json"), ("x-forwarded-for", client)];
        let sent = comment("Hello.").to_string();
        assert_eq!(endpoint.ask("POST", LEAD, &headers, sent.as_bytes()).await.status, status);
    }
}

#[tokio::test]
async fn no_address_is_stored_in_the_clear() {
    let endpoint = TestEndpoint::start().await;
    endpoint.held_comment("From 127.0.0.0/24.").await;
    assert_eq!(endpoint.stored::<i64>("SELECT length(network) FROM comment").await, 22);
    let clear = "SELECT count(*) FROM comment WHERE CAST(network AS TEXT) LIKE '%127%'";
    assert_eq!(endpoint.stored::<i64>(clear).await, 0);
}
