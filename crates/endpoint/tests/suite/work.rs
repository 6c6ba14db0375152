//! The brakes on a flood: work where more comes than usual, and how often one comment may be answered.

use std::time::Duration;

use endpoint::Rate;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::harness::{Answer, LEAD, TestEndpoint, comment, new_id};

/// Does the work that a refusal asks for, as the reader's program does.
pub(crate) fn proof(refused: &Answer) -> String {
    assert_eq!((refused.status, refused.problem().as_str()), (428, "work"), "{}", refused.text());
    let work = &refused.json()["work"];
    let (challenge, bits) = (work["challenge"].as_str().expect("a text"), work["bits"].as_u64().expect("a number"));
    let zero = |hash: &[u8]| u64::from(u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]).leading_zeros());
    let proofs = (0u64..).map(|number| format!("{challenge}:{number}"));
    proofs.into_iter().find(|proof| zero(&Sha256::digest(proof)) >= bits).expect("there is one")
}

fn with(mut sent: Value, proof: &str) -> Value {
    sent["work"] = json!(proof);
    sent
}

#[tokio::test]
async fn more_than_usual_from_one_network_is_asked_for_work() {
    let endpoint = TestEndpoint::start_with(|settings| {
        settings.limits.comments = Rate { most: 5, within: Duration::from_secs(600) };
        settings.limits.admission.work_from = 2;
        settings.limits.admission.work_bits = 9;
    })
    .await;
    endpoint.held_comment("One.").await;
    endpoint.held_comment("Two.").await;
    let third = comment("Three.");
    let refused = endpoint.post_json(LEAD, &third).await;
    let proof = proof(&refused);
    assert_eq!(refused.json()["work"]["bits"], 9);
    assert_eq!(
        endpoint.post_json(LEAD, &with(third.clone(), "9.1795426805000.AAAAAAAAAAAAAAAAAAAAAA:1")).await.status,
        428
    );
    assert_eq!(endpoint.post_json(LEAD, &with(third.clone(), &proof)).await.status, 202);
    // It was done for one comment; that one is known from then on, with or without it.
    assert_eq!(endpoint.post_json(LEAD, &with(comment("Four."), &proof)).await.status, 428);
    assert_eq!(endpoint.post_json(LEAD, &third).await.status, 202);
    // A plain form cannot work: what it brings is held, and that it did not is noted.
    assert_eq!(endpoint.post_form(LEAD, &[("body", "By form.")]).await.status, 303);
    let doubts = endpoint.all_stored("SELECT doubts FROM comment ORDER BY number").await;
    assert_eq!(doubts, ["", "", "", "unproved"]);
    // Work does not lift the rate.
    endpoint.post_form(LEAD, &[("body", "The fifth.")]).await;
    assert_eq!(endpoint.post_json(LEAD, &comment("Six.")).await.status, 429);
    endpoint.pass(Duration::from_secs(601));
    endpoint.held_comment("As usual again.").await;
}

#[tokio::test]
async fn proof_that_is_too_old_is_asked_for_again() {
    let endpoint = TestEndpoint::start_with(|settings| {
        settings.limits.admission.work_from = 0;
        settings.limits.admission.work_bits = 4;
    })
    .await;
    let sent = comment("One.");
    let first = proof(&endpoint.post_json(LEAD, &sent).await);
    endpoint.pass(Duration::from_secs(601));
    let second = proof(&endpoint.post_json(LEAD, &with(sent.clone(), &first)).await);
    assert_eq!(endpoint.post_json(LEAD, &with(sent, &second)).await.status, 202);
}

#[tokio::test]
async fn more_than_usual_from_everywhere_asks_everybody_for_work() {
    let endpoint = TestEndpoint::start_with(|settings| {
        settings.proxies = vec!["127.0.0.0/8".parse().expect("a network")];
        settings.limits.admission.work_from_all = Rate { most: 3, within: Duration::from_secs(600) };
    })
    .await;
    let send = async |network: u8| {
        let client = format!("203.0.{network}.1");
        let headers = [("content-type", "application/json"), ("x-forwarded-for", client.as_str())];
        endpoint.ask("POST", LEAD, &headers, comment("Hello.").to_string().as_bytes()).await.status
    };
    let mut statuses = Vec::new();
    for network in 1..=4 {
        statuses.push(send(network).await);
    }
    assert_eq!(statuses, [202, 202, 202, 428]);
    endpoint.pass(Duration::from_secs(601));
    assert_eq!(send(5).await, 202);
}

#[tokio::test]
async fn one_network_answers_the_same_comment_three_times_and_then_waits() {
    let endpoint = TestEndpoint::start().await;
    let (one, two) = (endpoint.published_comment("One.").await, endpoint.published_comment("Two.").await);
    let answer = |parent: &str| json!({ "id": new_id(), "body": "An answer.", "parent": parent });
    for _ in 0..3 {
        assert_eq!(endpoint.post_json(LEAD, &answer(&one)).await.status, 202);
    }
    let refused = endpoint.post_json(LEAD, &answer(&one)).await;
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too-many-answers"));
    assert_eq!(refused.header("retry-after"), "600");
    assert_eq!(endpoint.post_json(LEAD, &answer(&two)).await.status, 202);
    endpoint.pass(Duration::from_secs(601));
    assert_eq!(endpoint.post_json(LEAD, &answer(&one)).await.status, 202);
}
