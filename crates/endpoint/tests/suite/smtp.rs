//! Mail through a real mail server: what arrives, how fast, and what a mail program's one click does.

mod failing;

use std::time::Duration;

use endpoint::{Clock, Encryption};
use mail_parser::{HeaderValue, MessageParser, MimeHeaders as _};
use serde_json::json;

use crate::{
    harness::{LEAD, MORNING, TestEndpoint, becomes, eventually, new_id},
    smtp_server::{Received, SmtpServer},
};

const MINUTE: Duration = Duration::from_secs(60);

async fn endpoint(server: &SmtpServer) -> TestEndpoint {
    let mail = server.mail();
    TestEndpoint::start_with(|settings| {
        settings.mail = mail;
        settings.address = Some("https://review.example".into());
        settings.operator = Some("desk@review.example".into());
    })
    .await
}

async fn sign_up(endpoint: &TestEndpoint, email: &str) {
    let answer = endpoint.post_json("/api/subscribers", &json!({ "email": email })).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
}

/// Waits until the only mail is in this state.
async fn is_now(endpoint: &TestEndpoint, state: &str) {
    let sql = match state {
        "sent" => "SELECT count(*) FROM mail WHERE state = 'sent'",
        "failed" => "SELECT count(*) FROM mail WHERE state = 'failed'",
        "doubtful" => "SELECT count(*) FROM mail WHERE state = 'doubtful'",
        _ => "SELECT count(*) FROM mail WHERE state = 'queued' AND attempts > 0",
    };
    becomes(endpoint, sql, 1).await;
}

fn header(mail: &Received, name: &str) -> String {
    let parsed = MessageParser::default().parse(&mail.bytes).expect("parses");
    parsed.header_raw(name).unwrap_or_else(|| panic!("no {name}")).trim().replace("\r\n", "")
}

fn text(mail: &Received) -> String {
    let parsed = MessageParser::default().parse(&mail.bytes).expect("parses");
    parsed.body_text(0).expect("text").into_owned()
}

/// The path and query of the first address in a header or text.
fn path(text: &str) -> String {
    let at = text.find("https://review.example").expect("an address of ours") + "https://review.example".len();
    text[at..].split(['>', ' ', '\r', '\n']).next().expect("a path").to_owned()
}

#[tokio::test]
async fn the_confirmation_arrives_whole_and_one_click_ends_it() {
    let server = SmtpServer::start();
    let endpoint = endpoint(&server).await;
    sign_up(&endpoint, "ani@example.org").await;
    let mail = server.nth(1).await;
    assert_eq!((&*mail.from, &*mail.to), ("newsletter@review.example", "ani@example.org"));

    let parsed = MessageParser::default().parse(&mail.bytes).expect("parses");
    let kind = parsed.content_type().expect("a content type");
    assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("alternative")));
    assert_eq!((parsed.text_body_count(), parsed.html_body_count()), (1, 1));
    let (text, html) = (parsed.body_text(0).expect("text"), parsed.body_html(0).expect("HTML"));
    for part in [&text, &html] {
        assert!(part.contains("https://review.example/subscribe/confirm?token="), "{part}");
        assert!(part.contains("whether it was opened"), "{part}");
    }
    assert!(!html.contains("<img") && !html.contains("<script") && !html.contains("<style"), "{html}");
    assert_eq!(header(&mail, "Auto-Submitted"), "auto-generated");
    assert_eq!(header(&mail, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert!(matches!(parsed.header("Message-ID"), Some(HeaderValue::Text(id)) if id.ends_with("@review.example")));
    let unsubscribe = header(&mail, "List-Unsubscribe");
    assert!(unsubscribe.contains("<https://review.example/unsubscribe?token="), "{unsubscribe}");
    assert!(unsubscribe.contains("<mailto:desk@review.example?subject=unsubscribe%20"), "{unsubscribe}");

    // A scanner opens every link, with every safe method, and nothing happens.
    for link in [path(&unsubscribe), path(&text)] {
        for method in ["GET", "HEAD", "OPTIONS"] {
            endpoint.ask(method, &link, &[("user-agent", "Mozilla/5.0 (compatible; scanner)")], b"").await;
        }
    }
    assert_eq!(endpoint.stored::<String>("SELECT state FROM subscriber").await, "pending");

    // The mail program posts what RFC 8058 says, without a cookie and without saying from where.
    let kind = ("content-type", "application/x-www-form-urlencoded");
    for _ in 0..2 {
        let done = endpoint.ask("POST", &path(&unsubscribe), &[kind], b"List-Unsubscribe=One-Click").await;
        assert_eq!(done.status, 200, "{}", done.text());
    }
    assert_eq!(endpoint.stored::<String>("SELECT state FROM subscriber").await, "blocked");
}

#[tokio::test]
async fn passwords_and_mail_go_only_over_an_encrypted_connection_that_is_the_servers() {
    for (how, encryption) in [("implicit", Encryption::Implicit), ("starttls", Encryption::StartTls)] {
        let server = SmtpServer::start_encrypted(how);
        let mail = server.encrypted_mail(encryption, "secret");
        let endpoint = TestEndpoint::start_with(|settings| settings.mail = mail).await;
        sign_up(&endpoint, "ani@example.org").await;
        let mail = server.nth(1).await;
        assert_eq!((&*mail.secured, &*mail.user), ("tls", "review"), "{how}");
    }
}

#[tokio::test]
async fn three_endpoints_send_each_mail_once() {
    let server = SmtpServer::start();
    let mail = server.mail();
    let first = TestEndpoint::start_with(|settings| {
        settings.mail = mail;
        settings.limits.signups.most = 1_000;
        settings.list.work_from = 1_000;
    })
    .await;
    let (second, third) = (first.beside().await, first.beside().await);
    for (at, endpoint) in [&first, &second, &third].into_iter().cycle().take(30).enumerate() {
        sign_up(endpoint, &format!("reader{at}@example{}.org", at % 4)).await;
    }
    eventually("all are there", || (server.received().len() >= 30).then_some(())).await;
    let mut recipients: Vec<_> = server.received().into_iter().map(|mail| mail.to).collect();
    recipients.sort();
    recipients.dedup();
    assert_eq!((recipients.len(), server.received().len()), (30, 30));
}

#[tokio::test]
async fn one_domain_is_not_sent_more_than_it_likes_in_a_minute() {
    let server = SmtpServer::start();
    let mail = server.mail();
    let endpoint = TestEndpoint::start_with(|settings| {
        settings.mail = mail;
        settings.mailing.to_one_domain = 2;
        settings.mailing.in_all = 4;
    })
    .await;
    for email in ["a@slow.example", "b@slow.example", "c@slow.example", "d@fast.example", "e@other.example"] {
        sign_up(&endpoint, email).await;
    }
    let to = |server: &SmtpServer| server.received().into_iter().map(|mail| mail.to).collect::<Vec<_>>();
    server.nth(4).await;
    assert_eq!(to(&server), ["a@slow.example", "b@slow.example", "d@fast.example", "e@other.example"]);
    endpoint.pass(MINUTE + Duration::from_secs(1));
    server.nth(5).await;
    assert_eq!(to(&server)[4], "c@slow.example");
}

#[tokio::test]
async fn answers_are_told_once_their_watcher_has_said_yes_and_one_click_stops_them() {
    let server = SmtpServer::start();
    let endpoint = endpoint(&server).await;
    // Publishing from the terminal goes by the machine's clock, so the endpoint's must not be behind it.
    let behind = u64::try_from(Clock::system().now().0 - MORNING.0).unwrap_or(0);
    endpoint.pass(Duration::from_millis(behind) + 60 * MINUTE);
    let send = async |body: &str, email: &str, parent: Option<&str>| {
        let sent = json!({ "id": new_id(), "body": body, "name": "Bob\r\nBcc: x@spam.example", "email": email, "parent": parent });
        let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
        endpoint.publish(&id).await;
        id
    };
    let id = send("Mine, with **advertising** for https://spam.example.", "ani@example.org", None).await;
    let question = server.nth(1).await;
    assert_eq!(question.to, "ani@example.org");
    let text = text(&question);
    assert!(text.contains("was published") && !text.contains("advertising") && !text.contains("Bob"), "{text}");
    // What a scanner opens is no yes.
    endpoint.get(&path(&text)).await;
    assert_eq!(endpoint.stored::<String>("SELECT state FROM watch").await, "asked");
    let token = path(&text).split_once('=').expect("a token").1.to_owned();
    endpoint.post_form("/watch/confirm", &[("token", &token)]).await;

    let answer = send("Look at [this](https://spam.example/x) and www.spam.example!", "", Some(&id)).await;
    let told = server.nth(2).await;
    let words = self::text(&told);
    assert!(words.contains("has answered your comment on “An Alliance & <its> Article”"), "{words}");
    assert!(words.contains("www[.]spam[.]example") && !words.contains("//spam.example"), "{words}");
    assert!(
        words.contains(&format!("https://review.example/lead/comments/?thread={answer}#comment-{answer}")),
        "{words}"
    );
    let parsed = MessageParser::default().parse(&told.bytes).expect("parses");
    assert!(parsed.bcc().is_none() && parsed.subject().is_some_and(|subject| subject.contains("has answered")));
    let one_click = path(&header(&told, "List-Unsubscribe"));
    let kind = ("content-type", "application/x-www-form-urlencoded");
    assert_eq!(endpoint.ask("POST", &one_click, &[kind], b"List-Unsubscribe=One-Click").await.status, 200);
    send("Another answer.", "", Some(&id)).await;
    sign_up(&endpoint, "last@example.org").await;
    assert_eq!(server.nth(3).await.to, "last@example.org");
}
