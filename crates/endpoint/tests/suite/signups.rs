//! Newsletter signups: the one answer, the one mail, and the button that confirms.

use std::{fs, time::Duration};

use endpoint::Rate;
use serde_json::json;

use crate::{
    harness::{Answer, TestEndpoint, eventually},
    work::proof,
};

const SIGNUPS: &str = "/api/subscribers";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn sign_up(endpoint: &TestEndpoint, email: &str) -> Answer {
    endpoint.post_json(SIGNUPS, &json!({ "email": email })).await
}

fn mails(endpoint: &TestEndpoint) -> Vec<String> {
    let Ok(folder) = fs::read_dir(endpoint.data().join("mail")) else { return vec![] };
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("reads").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "eml"));
    paths.sort();
    paths.into_iter().map(|path| fs::read_to_string(path).expect("reads")).collect()
}

async fn mail(endpoint: &TestEndpoint, count: usize) -> String {
    eventually("the mail", || mails(endpoint).into_iter().nth(count - 1)).await
}

/// The path of the link in a mail, as its reader would open it.
fn link(mail: &str) -> String {
    let text = mail.replace("=\r\n", "").replace("=3D", "=");
    let at = text.find("/subscribe/confirm?token=").expect("a link");
    text[at..].split_whitespace().next().expect("is not empty").to_owned()
}

async fn press(endpoint: &TestEndpoint, link: &str) -> Answer {
    let token = link.split_once('=').expect("a token").1;
    endpoint.post_form("/subscribe/confirm", &[("token", token)]).await
}

async fn state(endpoint: &TestEndpoint) -> String {
    endpoint.stored::<String>("SELECT state FROM subscriber").await
}

#[tokio::test]
async fn a_signup_is_pending_until_the_button_is_pressed() {
    let endpoint = TestEndpoint::start().await;
    let answer = sign_up(&endpoint, " Ani@Example.org ").await;
    assert_eq!(answer.status, 202);
    assert!(answer.json()["message"].as_str().expect("words").contains("look in your mail"));
    let link = link(&mail(&endpoint, 1).await);
    // Opening changes nothing, however often and by whatever method that is safe.
    for method in ["GET", "HEAD", "GET"] {
        let page = endpoint.ask(method, &link, &[], b"").await;
        assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
        assert_eq!(page.header("referrer-policy"), "same-origin");
    }
    assert_eq!(state(&endpoint).await, "pending");
    let page = endpoint.get(&link).await.text();
    assert!(page.contains("<form") && page.contains("method=\"post\"") && page.contains("<button"));
    for _ in 0..2 {
        let confirmed = press(&endpoint, &link).await;
        assert_eq!(confirmed.status, 200);
        assert!(confirmed.text().contains("is confirmed"));
    }
    assert_eq!(state(&endpoint).await, "confirmed");
    assert_eq!(endpoint.get(&link).await.status, 200);
}

#[tokio::test]
async fn the_mail_holds_nothing_that_was_typed() {
    let endpoint = TestEndpoint::start_with(|settings| settings.address = Some("https://review.example".into())).await;
    let typed = json!({ "email": "ani@example.org", "name": "BUY PILLS http://spam.example", "body": "spam" });
    endpoint.post_json(SIGNUPS, &typed).await;
    let mail = mail(&endpoint, 1).await;
    assert!(!mail.to_lowercase().contains("spam") && !mail.contains("PILLS"), "{mail}");
    for part in [
        "To: ani@example.org",
        "From: \"The Review\" <newsletter@review.example>",
        "Subject: Please confirm: the newsletter of The Review",
        "@review.example>\r\n",
        "https://review.example/subscribe/confirm?token",
        "Content-Type: text/plain; charset=utf-8",
        "Date: Mon, 23 Nov 2026 09:30:05 +0000",
    ] {
        assert!(mail.contains(part), "{part} in {mail}");
    }
    assert!(mail.contains("Message-ID: <"));
}

#[tokio::test]
async fn the_answer_does_not_tell_whether_an_address_is_known() {
    let endpoint = TestEndpoint::start().await;
    let new = sign_up(&endpoint, "ani@example.org").await;
    let pending = sign_up(&endpoint, "ANI@example.org").await;
    press(&endpoint, &link(&mail(&endpoint, 1).await)).await;
    let confirmed = sign_up(&endpoint, "ani@example.org").await;
    assert_eq!((new.status, new.body.clone()), (pending.status, pending.body));
    assert_eq!((new.status, new.body), (confirmed.status, confirmed.body));
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM subscriber").await, 1);
    assert_eq!(state(&endpoint).await, "confirmed");
}

#[tokio::test]
async fn an_address_is_mailed_at_most_once_a_day() {
    let endpoint = TestEndpoint::start().await;
    for _ in 0..3 {
        sign_up(&endpoint, "ani@example.org").await;
    }
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail").await, 1);
    endpoint.pass(DAY + Duration::from_secs(1));
    sign_up(&endpoint, "ani@example.org").await;
    let second = mail(&endpoint, 2).await;
    assert_eq!(press(&endpoint, &link(&second)).await.status, 200);
    endpoint.pass(DAY + Duration::from_secs(1));
    sign_up(&endpoint, "ani@example.org").await;
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail").await, 2);
}

#[tokio::test]
async fn a_wrong_or_expired_link_is_a_clear_page() {
    let endpoint = TestEndpoint::start().await;
    for wrong in ["", "?token=", "?token=x", "?token=%ff", "?token=%3Cscript%3E"] {
        let page = endpoint.get(&format!("/subscribe/confirm{wrong}")).await;
        assert!(matches!(page.status, 400 | 404), "{wrong}");
        assert!(page.header("content-type").starts_with("text/html") && !page.text().contains("<script"));
    }
    sign_up(&endpoint, "ani@example.org").await;
    let link = link(&mail(&endpoint, 1).await);
    assert_eq!(press(&endpoint, &link[..link.len() - 1]).await.status, 404);
    endpoint.pass(8 * DAY);
    assert_eq!(endpoint.get(&link).await.status, 410);
    assert_eq!(press(&endpoint, &link).await.status, 410);
    assert_eq!(state(&endpoint).await, "pending");
}

#[tokio::test]
async fn a_token_is_stored_as_a_hash() {
    let endpoint = TestEndpoint::start().await;
    sign_up(&endpoint, "ani@example.org").await;
    let link = link(&mail(&endpoint, 1).await);
    let token = link.split_once('=').expect("a token").1;
    assert_eq!(token.len(), 43);
    for file in ["recto.sqlite", "recto.sqlite-wal"] {
        let bytes = fs::read(endpoint.data().join(file)).unwrap_or_default();
        assert!(!bytes.windows(43).any(|window| window == token.as_bytes()), "{file}");
    }
}

#[tokio::test]
async fn a_form_leads_to_its_page_and_comes_back_when_refused() {
    let endpoint = TestEndpoint::start().await;
    let answer = endpoint.post_form(SIGNUPS, &[("email", "ani@example.org")]).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/received/signup"));
    assert!(endpoint.get("/received/signup").await.text().contains("look in your mail"));
    let refused = endpoint.post_form(SIGNUPS, &[("email", "ani@\"example")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("value=\"ani@&quot;example\"") && refused.text().contains("id=\"email-error\""));
    assert_eq!(sign_up(&endpoint, "nobody").await.fields(), ["email"]);
    assert_eq!(endpoint.post_json(SIGNUPS, &json!({})).await.status, 422);
    assert_eq!(endpoint.post_json(SIGNUPS, &json!({ "email": 1 })).await.status, 400);
}

#[tokio::test]
async fn too_many_signups_from_one_network_wait() {
    let rate = Rate { most: 2, within: Duration::from_secs(3_600) };
    let endpoint = TestEndpoint::start_with(|settings| settings.limits.signups = rate).await;
    for (email, status) in [("a@example.org", 202), ("b@example.org", 202), ("c@example.org", 429)] {
        assert_eq!(sign_up(&endpoint, email).await.status, status);
    }
}

#[tokio::test]
async fn many_signups_from_one_network_are_asked_for_work_whether_the_address_is_known_or_not() {
    let endpoint = TestEndpoint::start_with(|settings| {
        settings.list.work_from = 2;
        settings.limits.admission.work_bits = 9;
    })
    .await;
    for email in ["a@example.org", "b@example.org"] {
        assert_eq!(sign_up(&endpoint, email).await.status, 202);
    }
    let refused = sign_up(&endpoint, "c@example.org").await;
    assert_eq!(sign_up(&endpoint, "a@example.org").await.status, refused.status);
    let proof = proof(&refused);
    let proved = json!({ "email": "C@example.org", "work": proof });
    assert_eq!(endpoint.post_json(SIGNUPS, &proved).await.status, 202);
    // It was done for one address.
    let other = json!({ "email": "d@example.org", "work": proof });
    assert_eq!(endpoint.post_json(SIGNUPS, &other).await.status, 428);
    // A plain form cannot work: what it brings is held.
    assert_eq!(endpoint.post_form(SIGNUPS, &[("email", "e@example.org")]).await.status, 303);
    let doubts = endpoint.all_stored("SELECT state || ' ' || doubts FROM subscriber ORDER BY id").await;
    assert_eq!(doubts, ["pending ", "pending ", "pending ", "held unproved"]);
}

#[tokio::test]
async fn a_program_in_the_trap_gets_no_mail_sent_and_a_person_still_does() {
    let endpoint = TestEndpoint::start().await;
    let trapped = json!({ "email": "ani@example.org", "website": "x" });
    assert_eq!(endpoint.post_json(SIGNUPS, &trapped).await.status, 202);
    assert_eq!(state(&endpoint).await, "held");
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail").await, 0);
    sign_up(&endpoint, "ani@example.org").await;
    assert_eq!(press(&endpoint, &link(&mail(&endpoint, 1).await)).await.status, 200);
}

#[tokio::test]
async fn a_mail_that_was_not_sent_is_sent_after_a_restart() {
    let endpoint = TestEndpoint::start_with(|settings| {
        // A file stands where the folder should be, so nothing can be sent.
        let blocked = settings.data.join("mail");
        fs::create_dir_all(&settings.data).expect("is made");
        fs::write(blocked, "in the way").expect("is written");
    })
    .await;
    assert_eq!(sign_up(&endpoint, "ani@example.org").await.status, 202);
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail WHERE sent IS NULL").await, 1);
    fs::remove_file(endpoint.data().join("mail")).expect("is removed");
    let endpoint = endpoint.restart().await;
    // However often it was tried before: the next time has come.
    endpoint.pass(DAY);
    let link = link(&mail(&endpoint, 1).await);
    assert_eq!(press(&endpoint, &link).await.status, 200);
}

#[tokio::test]
async fn a_mail_is_sent_once() {
    let endpoint = TestEndpoint::start().await;
    sign_up(&endpoint, "first@example.org").await;
    mail(&endpoint, 1).await;
    fs::remove_dir_all(endpoint.data().join("mail")).expect("is taken away");
    for (count, email) in [(1, "second@example.org"), (2, "third@example.org")] {
        sign_up(&endpoint, email).await;
        mail(&endpoint, count).await;
    }
    // Mails go out in order: before the third, the first would have come again.
    assert!(!mails(&endpoint).concat().contains("To: first@example.org"));
}

#[tokio::test]
async fn an_address_passes_only_if_mail_to_it_can_be_written() {
    let endpoint = TestEndpoint::start().await;
    let mut taken = 0;
    for email in [
        "ani@example.org",
        "o'neil+news@example.ie",
        "ռ@օրինակ.հայ",
        "a@b@example.org",
        "a%b!c@example.org",
        "ani@exam_ple.org",
    ] {
        taken += usize::from(sign_up(&endpoint, email).await.status == 202);
    }
    // Each that was taken is mailed; none stays behind.
    mail(&endpoint, taken).await;
    assert!(taken >= 2);
    assert_eq!(mails(&endpoint).len(), taken);
}
