//! What happens to a mail when the mail server, or the endpoint, fails at each step.

use std::time::Duration;

use endpoint::{Encryption, mails};

use super::{MINUTE, endpoint, is_now, sign_up};
use crate::{
    harness::{TestEndpoint, becomes},
    smtp_server::SmtpServer,
};

#[tokio::test]
async fn a_wrong_password_makes_mail_wait_and_fails_no_mail() {
    let server = SmtpServer::start_encrypted("implicit");
    let mail = server.encrypted_mail(Encryption::Implicit, "wrong");
    let endpoint = TestEndpoint::start_with(|settings| settings.mail = mail).await;
    sign_up(&endpoint, "ani@example.org").await;
    is_now(&endpoint, "tried").await;
    let error: String = endpoint.stored("SELECT error FROM mail WHERE state = 'queued'").await;
    assert!(error.contains("535"), "{error}");
    assert!(!error.contains("wrong"));
}

#[tokio::test]
async fn a_server_that_says_later_is_asked_later() {
    let server = SmtpServer::start();
    server.mode("later");
    let endpoint = endpoint(&server).await;
    sign_up(&endpoint, "ani@example.org").await;
    for (attempts, tried_so_often) in [
        (1, "SELECT count(*) FROM mail WHERE state = 'queued' AND attempts = 1"),
        (2, "SELECT count(*) FROM mail WHERE state = 'queued' AND attempts = 2"),
        (3, "SELECT count(*) FROM mail WHERE state = 'queued' AND attempts = 3"),
    ] {
        becomes(&endpoint, tried_so_often, 1).await;
        let (due, tried): (i64, i64) =
            (endpoint.stored("SELECT due FROM mail").await, endpoint.stored("SELECT tried FROM mail").await);
        let expected = 60_000 * 4_i64.pow(attempts - 1);
        let pause = due - tried;
        assert!((expected * 8 / 10..=expected * 12 / 10).contains(&pause), "attempt {attempts}: {pause} ms");
        endpoint.pass(Duration::from_millis(u64::try_from(pause).expect("is positive")));
    }
    server.mode("take");
    endpoint.pass(MINUTE * 90);
    server.nth(1).await;
    is_now(&endpoint, "sent").await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn what_is_refused_for_good_fails_and_is_listed_and_can_be_sent_again() {
    let server = SmtpServer::start();
    server.mode("refuse");
    let endpoint = endpoint(&server).await;
    sign_up(&endpoint, "ani@example.org").await;
    is_now(&endpoint, "failed").await;
    let failed = mails::stuck(&endpoint.settings, true, 10).await.expect("lists");
    assert_eq!((failed.len(), &*failed[0].recipient), (1, "ani@example.org"));
    assert!(failed[0].error.as_deref().is_some_and(|error| error.contains("550")), "{failed:?}");
    server.mode("take");
    mails::decide(&endpoint.settings, &failed[0].id, mails::Decided::SendAgain).await.expect("is queued");
    let mail = server.nth(1).await;
    assert_eq!(mail.message_id(), format!("{}@review.example", failed[0].id));
    is_now(&endpoint, "sent").await;
    assert!(mails::decide(&endpoint.settings, &failed[0].id, mails::Decided::Forget).await.is_err());
}

#[tokio::test]
async fn a_connection_cut_before_the_mail_was_given_leaves_no_doubt() {
    let server = SmtpServer::start();
    server.mode("cut");
    let endpoint = endpoint(&server).await;
    sign_up(&endpoint, "ani@example.org").await;
    is_now(&endpoint, "tried").await;
    server.mode("take");
    endpoint.pass(2 * MINUTE);
    server.nth(1).await;
    is_now(&endpoint, "sent").await;
}

#[tokio::test]
async fn a_connection_lost_after_the_mail_was_given_is_a_doubt_that_is_listed_and_not_sent_again() {
    let server = SmtpServer::start();
    server.mode("lose");
    let endpoint = endpoint(&server).await;
    sign_up(&endpoint, "ani@example.org").await;
    is_now(&endpoint, "doubtful").await;
    server.mode("take");
    // However long it takes and however often the endpoint starts anew, it decides nothing by itself.
    endpoint.pass(24 * 60 * MINUTE);
    let endpoint = endpoint.restart().await;
    sign_up(&endpoint, "second@example.org").await;
    server.nth(2).await;
    assert_eq!(server.received().iter().filter(|mail| mail.to == "ani@example.org").count(), 1);
    let doubtful = mails::stuck(&endpoint.settings, false, 10).await.expect("lists");
    assert_eq!((doubtful.len(), &*doubtful[0].kind), (1, "confirmation"));
    mails::decide(&endpoint.settings, &doubtful[0].id, mails::Decided::Forget).await.expect("is let be");
    assert!(mails::stuck(&endpoint.settings, false, 10).await.expect("lists").is_empty());
}

#[tokio::test]
async fn a_mail_that_was_under_way_when_its_endpoint_went_away_is_in_doubt_once_its_time_is_over() {
    let server = SmtpServer::start();
    server.mode("silent");
    let mail = server.mail();
    let mut endpoint = TestEndpoint::start_with(|settings| {
        settings.mail = mail;
        settings.limits.stop_time = Duration::from_millis(50);
    })
    .await;
    sign_up(&endpoint, "ani@example.org").await;
    // The server has it and says nothing: that is when the endpoint is stopped.
    server.nth(1).await;
    endpoint.stop().await;
    server.mode("take");
    let other = endpoint.beside().await;
    sign_up(&other, "second@example.org").await;
    server.nth(2).await;
    let under_way: String = other.stored("SELECT state FROM mail WHERE recipient = 'ani@example.org'").await;
    assert_eq!(under_way, "sending");
    other.pass(6 * MINUTE);
    becomes(&other, "SELECT count(*) FROM mail WHERE state = 'doubtful'", 1).await;
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn an_endpoint_that_is_told_to_stop_finishes_the_mail_that_is_under_way() {
    let server = SmtpServer::start();
    server.mode("slow");
    let mut endpoint = endpoint(&server).await;
    sign_up(&endpoint, "ani@example.org").await;
    server.nth(1).await;
    endpoint.stop().await;
    assert_eq!(endpoint.stored::<String>("SELECT state FROM mail").await, "sent");
}
