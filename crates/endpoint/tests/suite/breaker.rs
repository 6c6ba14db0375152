//! List bombing: when far more signups come than usual, mail is held back, signups are not, and a person decides.

use std::{fs, time::Duration};

use endpoint::list;
use serde_json::json;

use crate::harness::{TestEndpoint, eventually};

const HOUR: Duration = Duration::from_secs(60 * 60);

async fn endpoint(most: u32) -> TestEndpoint {
    TestEndpoint::start_with(|settings| {
        settings.list.breaker = most;
        settings.limits.signups.most = 1_000;
        settings.list.work_from = 1_000;
        settings.operator = Some("desk@review.example".into());
    })
    .await
}

async fn sign_up(endpoint: &TestEndpoint, email: &str) {
    let answer = endpoint.post_form("/api/subscribers", &[("email", email)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// Whom mail has gone to.
fn recipients(endpoint: &TestEndpoint) -> Vec<String> {
    let Ok(folder) = fs::read_dir(endpoint.data().join("mail")) else { return vec![] };
    let paths = folder.map(|entry| entry.expect("reads").path());
    let mails = paths.filter(|path| path.extension().is_some_and(|kind| kind == "eml"));
    let mut to: Vec<_> = mails
        .map(|path| {
            let mail = fs::read_to_string(path).expect("reads");
            mail.lines().find_map(|line| line.strip_prefix("To: ")).expect("a recipient").to_owned()
        })
        .collect();
    to.sort();
    to
}

async fn mailed(endpoint: &TestEndpoint, count: usize) -> Vec<String> {
    eventually("the mails", || Some(recipients(endpoint)).filter(|to| to.len() >= count)).await
}

/// Three signups pass, and the fourth is one too many.
async fn tripped() -> TestEndpoint {
    let endpoint = endpoint(3).await;
    for at in 1..=3 {
        sign_up(&endpoint, &format!("early{at}@example.org")).await;
    }
    mailed(&endpoint, 3).await;
    for at in 1..=3 {
        sign_up(&endpoint, &format!("late{at}@example.org")).await;
    }
    endpoint
}

#[tokio::test]
async fn mail_is_held_back_signups_wait_and_the_operator_is_told_once() {
    let endpoint = tripped().await;
    let to = mailed(&endpoint, 4).await;
    assert_eq!(to, ["desk@review.example", "early1@example.org", "early2@example.org", "early3@example.org"]);
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM subscriber WHERE state = 'pending'").await, 6);
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail WHERE kind = 'alert'").await, 1);
    let waiting = list::waiting(&endpoint.settings).await.expect("reads");
    let trip = waiting.trip.expect("has tripped");
    assert_eq!((trip.signups, trip.most, waiting.mails), (4, 3, 3));
    assert_eq!(waiting.domains, [("example.org".to_owned(), 3)]);
    assert!(waiting.words().contains("4 signups within an hour"), "{}", waiting.words());
    // Who can do work is asked for it; whose program cannot waits.
    let asked = endpoint.post_json("/api/subscribers", &json!({ "email": "program@example.org" })).await;
    assert_eq!((asked.status, asked.problem().as_str()), (428, "work"));
    // Time alone releases nothing.
    endpoint.pass(48 * HOUR);
    sign_up(&endpoint, "later@example.org").await;
    assert_eq!(recipients(&endpoint).len(), 4);
}

#[tokio::test]
async fn the_breaker_holds_for_every_endpoint_on_the_store() {
    let endpoint = tripped().await;
    let beside = endpoint.beside().await;
    sign_up(&beside, "another@example.org").await;
    mailed(&endpoint, 4).await;
    assert!(recipients(&endpoint).iter().all(|to| !to.starts_with("another")));
}

#[tokio::test]
async fn once_released_everything_that_waited_is_sent() {
    let endpoint = tripped().await;
    assert_eq!(list::resume(&endpoint.settings, false, "terminal").await.expect("is released"), 0);
    let to = mailed(&endpoint, 7).await;
    assert!(to.contains(&"late3@example.org".to_owned()), "{to:?}");
    // What came before is not counted again; more of it trips anew.
    for at in 1..=3 {
        sign_up(&endpoint, &format!("after{at}@example.org")).await;
    }
    mailed(&endpoint, 10).await;
    assert!(list::waiting(&endpoint.settings).await.expect("reads").trip.is_none());
    assert!(list::resume(&endpoint.settings, false, "terminal").await.is_err());
}

#[tokio::test]
async fn what_waited_can_be_forgotten_and_what_was_there_before_stays() {
    let endpoint = tripped().await;
    assert_eq!(list::resume(&endpoint.settings, true, "terminal").await.expect("is released"), 3);
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM subscriber").await, 3);
    // Forgotten is not blocked: a person may sign up again at once.
    sign_up(&endpoint, "late1@example.org").await;
    let to = mailed(&endpoint, 5).await;
    assert!(to.contains(&"late1@example.org".to_owned()) && !to.contains(&"late2@example.org".to_owned()), "{to:?}");
    let note: String = endpoint.stored("SELECT note FROM event WHERE action = 'let through'").await;
    assert_eq!(note, "3 signups forgotten");
}

#[tokio::test]
async fn five_times_the_usual_pass_where_the_usual_is_much() {
    let endpoint = endpoint(3).await;
    // A month with two signups an hour.
    let sql = "WITH RECURSIVE old (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM old WHERE at < 1400)
        INSERT INTO mail (id, kind, recipient, address, domain, about, state, created, due, attempts)
        SELECT 'old-' || CAST(at AS TEXT), 'confirmation', '', '', '', '', 'sent', $1, $1, 1 FROM old";
    let then = crate::harness::MORNING.before(5 * HOUR).0;
    sqlx::query(sql).bind(then).execute(&mut endpoint.store().await).await.expect("is written");
    for at in 1..=10 {
        sign_up(&endpoint, &format!("reader{at}@example.org")).await;
    }
    mailed(&endpoint, 10).await;
    assert!(list::waiting(&endpoint.settings).await.expect("reads").trip.is_none());
    sign_up(&endpoint, "eleventh@example.org").await;
    let trip = list::waiting(&endpoint.settings).await.expect("reads").trip.expect("has tripped");
    assert_eq!((trip.signups, trip.most, trip.usual), (11, 10, 2));
}
