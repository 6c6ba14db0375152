//! Moderation from the terminal, beside the running server.

use endpoint::moderation::{Outcome, decline, held, publish};
use serde_json::json;

use crate::harness::{LEAD, TestEndpoint};

#[tokio::test]
async fn every_move_is_remembered_with_who_and_why() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes.").await;
    let data = endpoint.data();
    assert_eq!(held(&data, 10).await.expect("lists").len(), 1);
    assert_eq!(publish(&data, &id, "mane").await.expect("moves"), Outcome::Done);
    assert_eq!(publish(&data, &id, "mane").await.expect("moves"), Outcome::Already);
    assert_eq!(endpoint.get(LEAD).await.json()["comments"][0]["id"], json!(id));
    assert_eq!(decline(&data, &id, "aram", Some("off topic")).await.expect("moves"), Outcome::Done);
    assert_eq!(endpoint.get(LEAD).await.json()["comments"], json!([]));
    let history = "SELECT group_concat(actor || ':' || coalesce(from_state, '') || '>' || to_state || ':' || coalesce(reason, ''), ' ')
        FROM (SELECT * FROM comment_event ORDER BY id)";
    let expected = "admission:>held: mane:held>published: aram:published>declined:off topic";
    assert_eq!(endpoint.stored::<String>(history).await, expected);
    assert!(held(&data, 10).await.expect("lists").is_empty());
}

#[tokio::test]
async fn what_its_writer_took_back_cannot_be_published() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Never mind.").await;
    endpoint.stored::<String>("UPDATE comment SET state = 'withdrawn' RETURNING state").await;
    let refused = publish(&endpoint.data(), &id, "mane").await.expect_err("is refused");
    assert!(refused.to_string().contains("is withdrawn, so it cannot become published"), "{refused}");
    assert_eq!(endpoint.get(LEAD).await.json()["comments"], json!([]));
}

#[tokio::test]
async fn an_unknown_comment_or_store_is_a_clear_error() {
    let endpoint = TestEndpoint::start().await;
    let unknown = publish(&endpoint.data(), "nothing", "mane").await.expect_err("is refused");
    assert!(unknown.to_string().contains("there is no comment nothing"), "{unknown}");
    let nowhere = held(&endpoint.data().join("nowhere"), 10).await.expect_err("is refused");
    assert!(nowhere.to_string().contains("there is no store"), "{nowhere}");
    assert!(!endpoint.data().join("nowhere").exists());
}
