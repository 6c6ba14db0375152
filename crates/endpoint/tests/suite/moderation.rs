//! Moderation from the terminal, beside the running server.

use endpoint::moderation::{Outcome, decline, held, publish};
use serde_json::json;

use crate::harness::{LEAD, TestEndpoint};

#[tokio::test]
async fn every_move_is_remembered_with_who_and_why() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes.").await;
    let settings = &endpoint.settings;
    assert_eq!(held(settings, 10).await.expect("lists").len(), 1);
    assert_eq!(publish(settings, &id, "mane").await.expect("moves"), Outcome::Done);
    assert_eq!(publish(settings, &id, "mane").await.expect("moves"), Outcome::Already);
    assert_eq!(endpoint.get(LEAD).await.json()["comments"][0]["id"], json!(id));
    assert_eq!(decline(settings, &id, "aram", Some("off topic")).await.expect("moves"), Outcome::Done);
    assert_eq!(endpoint.get(LEAD).await.json()["comments"], json!([]));
    let history = "SELECT actor || ':' || coalesce(from_state, '') || '>' || to_state || ':' || coalesce(reason, '')
        FROM event ORDER BY id";
    let expected = ["admission:>held:", "mane:held>published:", "aram:published>declined:off topic"];
    assert_eq!(endpoint.all_stored(history).await, expected);
    assert!(held(settings, 10).await.expect("lists").is_empty());
}

#[tokio::test]
async fn what_its_writer_took_back_cannot_be_published() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Never mind.").await;
    endpoint.stored::<String>("UPDATE comment SET state = 'withdrawn' RETURNING state").await;
    let refused = publish(&endpoint.settings, &id, "mane").await.expect_err("is refused");
    assert!(refused.to_string().contains("is withdrawn, so it cannot become published"), "{refused}");
    assert_eq!(endpoint.get(LEAD).await.json()["comments"], json!([]));
}

#[tokio::test]
async fn an_unknown_comment_or_store_is_a_clear_error() {
    let endpoint = TestEndpoint::start().await;
    let unknown = publish(&endpoint.settings, "nothing", "mane").await.expect_err("is refused");
    assert!(unknown.to_string().contains("there is no comment nothing"), "{unknown}");
    let missing = endpoint.data().join("nowhere");
    let nowhere = held(&endpoint::Settings::new(endpoint.site(), &missing), 10).await.expect_err("is refused");
    assert!(nowhere.to_string().contains("there is no store"), "{nowhere}");
    assert!(!missing.exists());
}
