//! Mail to the desk: what is due to whom, and how often.

use std::time::Duration;

use super::Seat;
use crate::harness::{TestEndpoint, without_brakes};

const HOUR: Duration = Duration::from_secs(60 * 60);

async fn wants(seat: &Seat<'_>, mail: &str, email: &str) {
    let answer = seat.post("/moderation/you/mail", &[("mail", mail), ("email", email)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// Waits until the store says so.
async fn until(endpoint: &TestEndpoint, what: &str, sql: &'static str, wanted: i64) {
    let found = async {
        while endpoint.stored::<i64>(sql).await != wanted {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(crate::harness::PATIENCE, found).await.unwrap_or_else(|_| panic!("never happened: {what}"));
}

#[tokio::test]
async fn whoever_wants_each_is_written_to_for_every_comment_that_waits_but_not_for_a_flood() {
    let endpoint = TestEndpoint::start_with(without_brakes).await;
    let (mane, aram) = (Seat::moderator(&endpoint, "mane").await, Seat::moderator(&endpoint, "aram").await);
    wants(&mane, "each", "mane@example.org").await;
    wants(&aram, "none", "aram@example.org").await;
    let id = endpoint.held_comment("Yes.").await;
    let row = "SELECT kind || ' ' || recipient || ' ' || domain || ' ' || about FROM mail";
    assert_eq!(endpoint.stored::<String>(row).await, format!("desk mane@example.org example.org {id}"));
    for at in 0..40 {
        endpoint.held_comment(&format!("Comment {at} of a flood.")).await;
    }
    let count = "SELECT count(*) FROM mail WHERE kind = 'desk'";
    assert_eq!(endpoint.stored::<i64>(count).await, 30);
    endpoint.pass(2 * HOUR);
    endpoint.held_comment("Later.").await;
    assert_eq!(endpoint.stored::<i64>(count).await, 31);
}

#[tokio::test]
async fn a_digest_comes_once_a_day_however_many_endpoints_there_are() {
    let endpoint = TestEndpoint::start().await;
    let beside = (endpoint.beside().await, endpoint.beside().await);
    let seat = Seat::moderator(&endpoint, "mane").await;
    wants(&seat, "daily", "mane@example.org").await;
    let count = "SELECT count(*) FROM mail WHERE kind = 'digest'";
    assert_eq!(endpoint.stored::<i64>(count).await, 0, "nothing waits, so there is nothing to say");
    let id = endpoint.held_comment("Yes.").await;
    until(&endpoint, "the first digest", count, 1).await;
    let about =
        "SELECT CASE WHEN mail.about = moderator.id THEN 1 ELSE 0 END FROM mail, moderator WHERE kind = 'digest'";
    assert_eq!(endpoint.stored::<i64>(about).await, 1);
    for (day, wanted) in [(24, 2), (24, 3)] {
        endpoint.pass(day * HOUR);
        beside.0.pass(Duration::ZERO);
        until(&endpoint, "the next digest", count, wanted).await;
    }
    endpoint.pass(HOUR);
    let seat = Seat::moderator(&endpoint, "aram").await;
    seat.does(&id, "publish", &[]).await;
    endpoint.pass(24 * HOUR);
    let other = endpoint.beside().await;
    assert_eq!(other.stored::<i64>(count).await, 3);
    drop(beside);
}

#[tokio::test]
async fn an_address_that_is_none_or_missing_is_told() {
    let endpoint = TestEndpoint::start().await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    for (mail, email, why) in [
        ("each", "", "To be written to, give an e-mail address."),
        ("daily", "nobody", "This does not look like an e-mail address."),
        ("hourly", "mane@example.org", "Choose how mail should come."),
    ] {
        let answer = seat.post("/moderation/you/mail", &[("mail", mail), ("email", email)]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains(why), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_mail_in_doubt_is_decided_at_the_desk() {
    let endpoint = TestEndpoint::start().await;
    let owner = Seat::owner(&endpoint, "mane").await;
    assert!(owner.page("/moderation/mail").await.contains("Nothing waits to be sent."));
    let sql = "INSERT INTO mail (id, kind, recipient, address, domain, about, state, created, due, attempts, error)
        VALUES ('one', 'desk', 'aram@example.org', 'a', 'example.org', 'c', 'doubtful', 1795426205000, 1795426205000, 1, 'gone')";
    sqlx::query(sql).execute(&mut endpoint.store().await).await.expect("is written");
    let page = owner.page("/moderation/mail").await;
    assert!(page.contains("In doubt") && page.contains("aram@example.org") && page.contains("Let it be"), "{page}");
    for _ in 0..2 {
        let answer = owner.post("/moderation/mail", &[("do", "drop"), ("mail", "one")]).await;
        assert_eq!(answer.status, 303, "pressed twice it is done once");
    }
    assert_eq!(endpoint.stored::<String>("SELECT state FROM mail").await, "dropped");
    assert_eq!(owner.post("/moderation/mail", &[("do", "release")]).await.status, 303, "nothing is held back");
    assert_eq!(owner.post("/moderation/mail", &[("do", "burn")]).await.status, 404);
}
