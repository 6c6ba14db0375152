//! Mail to a folder, and to the desk: what is sent again, what is dropped, what health says.

use std::{fs, time::Duration};

use endpoint::mails;
use serde_json::json;

use crate::harness::{MORNING, TestEndpoint, becomes, eventually};

const HOUR: Duration = Duration::from_secs(60 * 60);

fn mails_in(endpoint: &TestEndpoint) -> Vec<String> {
    let Ok(folder) = fs::read_dir(endpoint.data().join("mail")) else { return vec![] };
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("reads").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "eml"));
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("reads")).collect()
}

async fn nth(endpoint: &TestEndpoint, count: usize) -> String {
    eventually("the mail", || mails_in(endpoint).into_iter().nth(count - 1)).await
}

/// A mail as the desk makes it due.
async fn due(endpoint: &TestEndpoint, kind: &str, about: &str) {
    let sql = "INSERT INTO mail (id, kind, recipient, address, domain, about, state, created, due, attempts)
        VALUES ($1, $2, 'mod@review.example', '', 'review.example', $3, 'queued', $4, $4, 0)";
    let insert = sqlx::query(sql).bind(crate::harness::new_id()).bind(kind).bind(about).bind(MORNING.0);
    insert.execute(&mut endpoint.store().await).await.expect("is written");
}

#[tokio::test]
async fn a_comment_that_waits_is_told_without_anything_that_could_be_followed_or_loaded() {
    let endpoint = TestEndpoint::start_with(|settings| settings.address = Some("https://review.example".into())).await;
    let id = endpoint
        .held_comment("Buy at https://spam.example ![x](https://spam.example/pixel.gif) www.spam.example")
        .await;
    due(&endpoint, "desk", &id).await;
    let mail = nth(&endpoint, 1).await;
    assert!(mail.contains("To: mod@review.example") && !mail.contains("List-Unsubscribe"), "{mail}");
    let parsed = mail_parser::MessageParser::default().parse(mail.as_bytes()).expect("parses");
    for part in [parsed.body_text(0), parsed.body_html(0)] {
        let part = part.expect("is there");
        assert!(part.contains(&format!("https://review.example/moderation/comments/{id}")), "{part}");
        assert!(part.contains("Held 3 links"), "{part}");
        assert!(
            part.contains("spam[.]example") && !part.contains("<img") && !part.contains("//spam.example"),
            "{part}"
        );
    }
}

#[tokio::test]
async fn a_digest_counts_what_waits_and_is_not_sent_where_nothing_does() {
    let endpoint = TestEndpoint::start().await;
    let sql = "INSERT INTO moderator (id, name, email, role, mail, created)
        VALUES ('mod', 'mod', 'mod@review.example', 'moderator', 'daily', 0)";
    sqlx::query(sql).execute(&mut endpoint.store().await).await.expect("is written");
    due(&endpoint, "digest", "mod").await;
    becomes(&endpoint, "SELECT count(*) FROM mail WHERE state = 'dropped'", 1).await;
    for body in ["One.", "Two."] {
        endpoint.held_comment(body).await;
    }
    due(&endpoint, "digest", "mod").await;
    let mail = nth(&endpoint, 1).await;
    assert!(mail.contains("Subject: 2 comments wait"), "{mail}");
    assert!(mail.contains("An Alliance &amp; &lt;its&gt; Article"), "{mail}");
}

#[tokio::test]
async fn what_is_no_longer_true_when_its_turn_comes_is_dropped() {
    let mut endpoint = TestEndpoint::start_with(|settings| settings.mailing.in_all = 0).await;
    let id = endpoint.held_comment("Published before the mail went out.").await;
    due(&endpoint, "desk", &id).await;
    endpoint.publish(&id).await;
    endpoint.post_json("/api/subscribers", &json!({ "email": "ani@example.org" })).await;
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail WHERE state = 'queued'").await, 2);
    endpoint.settings.mailing.in_all = 100;
    let endpoint = endpoint.restart().await;
    nth(&endpoint, 1).await;
    becomes(&endpoint, "SELECT count(*) FROM mail WHERE state IN ('sent', 'dropped')", 2).await;
    let dropped = endpoint.all_stored("SELECT kind FROM mail WHERE state = 'dropped'").await;
    assert_eq!((dropped, mails_in(&endpoint).len()), (vec!["desk".to_owned()], 1));
}

#[tokio::test]
async fn a_mail_to_a_folder_that_was_cut_off_is_written_again_as_the_same_file() {
    let endpoint = TestEndpoint::start().await;
    endpoint.post_json("/api/subscribers", &json!({ "email": "ani@example.org" })).await;
    let first = nth(&endpoint, 1).await;
    becomes(&endpoint, "SELECT count(*) FROM mail WHERE state = 'sent'", 1).await;
    // As if the endpoint had been killed between the file and the note.
    let sql = "UPDATE mail SET state = 'sending', sent = NULL";
    sqlx::query(sql).execute(&mut endpoint.store().await).await.expect("is written");
    endpoint.pass(HOUR);
    becomes(&endpoint, "SELECT count(*) FROM mail WHERE state = 'sent' AND attempts = 2", 1).await;
    assert_eq!(mails_in(&endpoint), [first]);
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail WHERE state = 'doubtful'").await, 0);
}

#[tokio::test]
async fn health_tells_what_waits_since_when_and_why() {
    let endpoint = TestEndpoint::start_with(|settings| {
        fs::create_dir_all(&settings.data).expect("is made");
        fs::write(settings.data.join("mail"), "in the way").expect("is written");
    })
    .await;
    endpoint.post_json("/api/subscribers", &json!({ "email": "ani@example.org" })).await;
    let mut health = mails::health(&endpoint.settings).await.expect("reads");
    for _ in 0..1_000 {
        if health.last_error.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
        health = mails::health(&endpoint.settings).await.expect("reads");
    }
    assert_eq!((health.queued, health.doubtful, health.failed, health.last_sent), (1, 0, 0, None));
    assert!(health.last_error.expect("went wrong").contains("cannot make the mail folder"));
}
