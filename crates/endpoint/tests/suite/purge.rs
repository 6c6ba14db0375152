//! What is let go of after its time, and what is left alone.

use std::time::Duration;

use crate::harness::{LEAD, PATIENCE, TestEndpoint, comment};

/// Waits until a statement counts so many.
async fn counts(endpoint: &TestEndpoint, sql: &'static str, expected: i64) {
    let counted = async {
        while endpoint.stored::<i64>(sql).await != expected {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, counted).await.unwrap_or_else(|_| panic!("never {expected}: {sql}"));
}

#[tokio::test]
async fn networks_are_dropped_and_unread_comments_deleted_after_their_time() {
    let endpoint = TestEndpoint::start().await;
    let mut sent = comment("Unread.");
    sent["email"] = "ani@example.org".into();
    let unread = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
    let read = endpoint.published_comment("Read.").await;
    endpoint.change("UPDATE comment SET submitted = submitted - 7776000000").await;
    let fresh = endpoint.held_comment("Fresh.").await;
    endpoint.change("INSERT INTO writer (id, created, published, declined) VALUES ('gone', 0, 0, 0)").await;
    endpoint.change("INSERT INTO writer (id, created, published, declined) VALUES ('here', 0, 0, 0)").await;
    endpoint.change(&format!("UPDATE comment SET writer = 'here' WHERE id = '{read}'")).await;
    // To the millisecond 90 days: not yet.
    let _at_start = endpoint.beside().await;
    // Of who has no comment any more nothing is left.
    counts(&endpoint, "SELECT count(*) FROM writer WHERE id IN ('gone', 'here')", 1).await;
    counts(&endpoint, "SELECT count(*) FROM comment WHERE network IS NOT NULL", 1).await;
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment WHERE state = 'held'").await, 2);

    // One is unread and too old; the other is as old, and was published.
    endpoint.change(&format!("UPDATE comment SET submitted = submitted - 1 WHERE id IN ('{unread}', '{read}')")).await;
    let _at_start = endpoint.beside().await;
    counts(&endpoint, "SELECT count(*) FROM comment WHERE state = 'deleted' AND body = '' AND email IS NULL", 1).await;
    let states = endpoint.all_stored("SELECT id || ' ' || state FROM comment ORDER BY id").await;
    assert_eq!(states, [format!("{unread} deleted"), format!("{read} published"), format!("{fresh} held")]);
    let why = "SELECT actor || ' ' || to_state FROM event WHERE to_state = 'deleted'";
    assert_eq!(endpoint.all_stored(why).await, ["system deleted"]);
    let told = endpoint.get(&format!("/api/receipts/{}", endpoint.token("receipt", &unread))).await.json();
    assert_eq!(told["state"], "deleted");
    assert!(endpoint.get(LEAD).await.text().contains("Read."));
}

#[tokio::test]
async fn wishes_that_were_not_confirmed_are_forgotten() {
    let endpoint = TestEndpoint::start().await;
    for (address, state) in [("a@example.org", "asked"), ("b@example.org", "confirmed")] {
        let mut sent = comment("Tell me.");
        sent["email"] = address.into();
        let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
        endpoint.publish(&id).await;
        endpoint.change(&format!("UPDATE watch SET state = '{state}', created = 1 WHERE email = '{address}'")).await;
    }
    let _at_start = endpoint.beside().await;
    counts(&endpoint, "SELECT count(*) FROM watch", 1).await;
    assert_eq!(endpoint.stored::<String>("SELECT email FROM watch").await, "b@example.org");
}
