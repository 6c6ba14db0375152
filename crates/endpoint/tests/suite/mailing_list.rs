//! The subscriber's side of the list: confirming without scanners, leaving, seeing and wiping.

mod files;

use std::{fs, time::Duration};

use endpoint::list::{self, Membership};
use serde_json::json;

use crate::harness::{Answer, TestEndpoint, becomes, eventually};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn sign_up(endpoint: &TestEndpoint, email: &str) -> Answer {
    endpoint.post_json("/api/subscribers", &json!({ "email": email })).await
}

/// The text of the `count`th mail.
async fn mail(endpoint: &TestEndpoint, count: usize) -> String {
    let read = || {
        let folder = fs::read_dir(endpoint.data().join("mail")).ok()?;
        let mut paths: Vec<_> = folder.map(|entry| entry.expect("reads").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|kind| kind == "eml"));
        paths.sort();
        let bytes = fs::read(paths.get(count - 1)?).expect("reads");
        let parsed = mail_parser::MessageParser::default().parse(&bytes).expect("parses");
        Some(parsed.body_text(0).expect("text").into_owned())
    };
    eventually("the mail", read).await
}

/// The link of a mail that begins so, as a path.
fn link(mail: &str, begin: &str) -> String {
    let at = mail.find(begin).unwrap_or_else(|| panic!("{begin} in {mail}"));
    mail[at..].split_whitespace().next().expect("is not empty").to_owned()
}

async fn confirm(endpoint: &TestEndpoint, mail: &str) -> Answer {
    let link = link(mail, "/subscribe/confirm?token=");
    endpoint.post_form("/subscribe/confirm", &[("token", link.split_once('=').expect("a token").1)]).await
}

async fn state(endpoint: &TestEndpoint) -> String {
    endpoint.stored("SELECT state FROM subscriber").await
}

async fn confirmed(endpoint: &TestEndpoint, email: &str) -> String {
    sign_up(endpoint, email).await;
    let mail = mail(endpoint, 1).await;
    assert_eq!(confirm(endpoint, &mail).await.status, 200);
    mail
}

#[tokio::test]
async fn the_page_behind_the_link_has_a_button_and_a_script_of_the_sites_own() {
    let endpoint = TestEndpoint::start().await;
    sign_up(&endpoint, "ani@example.org").await;
    let page = endpoint.get(&link(&mail(&endpoint, 1).await, "/subscribe/confirm?token=")).await;
    let text = page.text();
    assert!(
        text.contains("<form class=\"form\" method=\"post\" action=\"/subscribe/confirm\" data-one-click>"),
        "{text}"
    );
    assert!(
        text.contains("<button class=\"button\" type=\"submit\">")
            && text.contains("<script src=\"/_recto/one-click.js\" defer>")
    );
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    let script = endpoint.get("/_recto/one-click.js").await;
    assert_eq!((script.status, script.header("content-type")), (200, "text/javascript; charset=utf-8"));
    // What a scanner's browser lacks: a person who moves something on a page in front.
    for sign in ["isTrusted", "visibilityState", "hasFocus", "webdriver", "pointermove", "keydown"] {
        assert!(script.text().contains(sign), "{sign}");
    }
}

#[tokio::test]
async fn a_confirmation_is_recorded_with_its_sentence_its_time_and_its_network() {
    let endpoint = TestEndpoint::start().await;
    sign_up(&endpoint, "ani@example.org").await;
    endpoint.pass(Duration::from_secs(3_600));
    confirm(&endpoint, &mail(&endpoint, 1).await).await;
    let consent: String = endpoint.stored("SELECT consent FROM subscriber").await;
    assert_eq!(consent, wire::signup_consent("The Review"));
    let apart: i64 = endpoint.stored("SELECT confirmed - created FROM subscriber").await;
    assert_eq!(apart, 3_600_000);
    let network: String = endpoint.stored("SELECT confirmed_network FROM subscriber").await;
    assert_eq!(network.len(), 22);
    assert!(!network.contains("127"));
}

#[tokio::test]
async fn leaving_takes_a_button_says_the_same_each_time_and_a_new_signup_leads_back() {
    let endpoint = TestEndpoint::start().await;
    let first = confirmed(&endpoint, "ani@example.org").await;
    let leave = link(&first, "/unsubscribe?token=");
    let page = endpoint.get(&leave).await;
    assert!(page.status == 200 && page.text().contains("Stop the mails") && !page.text().contains("<script"));
    assert_eq!(endpoint.ask("HEAD", &leave, &[], b"").await.status, 200);
    assert_eq!(state(&endpoint).await, "confirmed");
    let token = leave.split_once('=').expect("a token").1;
    for _ in 0..2 {
        let left = endpoint.post_form("/unsubscribe", &[("token", token)]).await;
        assert!(left.status == 200 && left.text().contains("You are off the list"), "{}", left.text());
        assert_eq!(state(&endpoint).await, "unsubscribed");
    }
    // The old mail leads back to nothing, a new one does.
    assert_eq!(confirm(&endpoint, &first).await.status, 410);
    endpoint.pass(DAY + Duration::from_secs(1));
    sign_up(&endpoint, "ani@example.org").await;
    assert_eq!(state(&endpoint).await, "pending");
    assert_eq!(confirm(&endpoint, &first).await.status, 410);
    assert_eq!(confirm(&endpoint, &mail(&endpoint, 2).await).await.status, 200);
    assert_eq!(state(&endpoint).await, "confirmed");
}

#[tokio::test]
async fn who_never_wanted_it_is_never_written_to_again() {
    let endpoint = TestEndpoint::start().await;
    let new = sign_up(&endpoint, "ani@example.org").await;
    let leave = link(&mail(&endpoint, 1).await, "/unsubscribe?token=");
    // As multipart, which RFC 8058 allows, too.
    let body = b"--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let done = endpoint.ask("POST", &leave, &[("content-type", "multipart/form-data; boundary=x")], body).await;
    assert!(done.status == 200 && done.text().contains("never write to this address again"), "{}", done.text());
    assert_eq!(state(&endpoint).await, "blocked");
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM subscriber WHERE email IS NULL").await, 1);
    endpoint.pass(2 * DAY);
    let again = sign_up(&endpoint, "ANI@example.org").await;
    assert_eq!((again.status, again.body), (new.status, new.body));
    assert_eq!(state(&endpoint).await, "blocked");
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail").await, 1);
    list::unblock(&endpoint.settings, "ani@example.org").await.expect("its owner has asked");
    sign_up(&endpoint, "ani@example.org").await;
    mail(&endpoint, 2).await;
}

#[tokio::test]
async fn another_sites_page_cannot_make_a_browser_leave_or_confirm() {
    let endpoint = TestEndpoint::start().await;
    let mail = confirmed(&endpoint, "ani@example.org").await;
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let answer = endpoint.ask("POST", &link(&mail, "/unsubscribe?token="), &headers, b"").await;
    assert_eq!(answer.status, 403);
    assert_eq!(state(&endpoint).await, "confirmed");
}

#[tokio::test]
async fn one_links_token_opens_nothing_else() {
    let endpoint = TestEndpoint::start().await;
    let mail = confirmed(&endpoint, "ani@example.org").await;
    let token = |begin: &str| link(&mail, begin)[begin.len()..].to_owned();
    let (confirm, leave) = (token("/subscribe/confirm?token="), token("/unsubscribe?token="));
    let see = token("/subscription/");
    for wrong in [&confirm, &see, "", "x", "%ff", &"A".repeat(43)] {
        let answer = endpoint.ask("POST", &format!("/unsubscribe?token={wrong}"), &[], b"").await;
        assert!(matches!(answer.status, 400 | 404), "{wrong}: {}", answer.status);
    }
    for wrong in [&confirm, &leave] {
        assert_eq!(endpoint.get(&format!("/subscription/{wrong}")).await.status, 404);
        assert_eq!(endpoint.ask("POST", &format!("/subscription/{wrong}/wipe"), &[], b"").await.status, 404);
    }
    assert_eq!(endpoint.post_form("/subscribe/confirm", &[("token", &leave)]).await.status, 404);
    assert_eq!(state(&endpoint).await, "confirmed");
}

#[tokio::test]
async fn a_subscriber_sees_exports_leaves_and_wipes_what_is_held() {
    let endpoint = TestEndpoint::start().await;
    let mail = confirmed(&endpoint, "ani@example.org").await;
    let see = link(&mail, "/subscription/");
    let page = endpoint.get(&see).await;
    let text = page.text();
    for held in ["ani@example.org", "On the list", "New pieces of The Review, by mail", "23 November 2026"] {
        assert!(text.contains(held), "{held} in {text}");
    }
    assert_eq!((page.header("cache-control"), page.header("referrer-policy")), ("no-store", "same-origin"));
    let export = endpoint.get(&format!("{see}/export")).await;
    assert!(export.header("content-disposition").starts_with("attachment"));
    let held = export.json();
    assert_eq!(
        (&held["email"], &held["state"], &held["source"]),
        (&json!("ani@example.org"), &json!("confirmed"), &json!("form"))
    );
    assert_eq!(endpoint.get(&format!("{see}/wipe")).await.status, 405);
    assert_eq!(endpoint.post_form(&format!("{see}/leave"), &[]).await.status, 200);
    assert_eq!(state(&endpoint).await, "unsubscribed");
    for _ in 0..2 {
        let wiped = endpoint.post_form(&format!("{see}/wipe"), &[]).await;
        assert!(wiped.text().contains("the address itself is erased"), "{}", wiped.text());
    }
    // Not in any table any more.
    let left: i64 = endpoint
        .stored("SELECT (SELECT count(*) FROM subscriber WHERE email IS NOT NULL) + (SELECT count(*) FROM mail WHERE recipient <> '')")
        .await;
    assert_eq!(left, 0);
    assert!(endpoint.get(&see).await.text().contains("Erased"));
    endpoint.pass(2 * DAY);
    sign_up(&endpoint, "ani@example.org").await;
    assert_eq!(state(&endpoint).await, "blocked");
}

#[tokio::test]
async fn who_does_not_confirm_is_forgotten_and_old_mails_with_them() {
    let endpoint = TestEndpoint::start().await;
    confirmed(&endpoint, "ani@example.org").await;
    sign_up(&endpoint, "never@example.org").await;
    mail(&endpoint, 2).await;
    endpoint.pass(31 * DAY);
    let endpoint = endpoint.restart().await;
    becomes(&endpoint, "SELECT count(*) FROM mail", 0).await;
    assert_eq!(endpoint.all_stored("SELECT email FROM subscriber").await, ["ani@example.org"]);
    assert_eq!(list::count(&endpoint.settings).await.expect("counts"), [(Membership::Confirmed, 1)]);
}

#[tokio::test]
async fn a_doubtful_signup_is_listed_and_can_be_asked_after_all() {
    let endpoint = TestEndpoint::start().await;
    let trapped = json!({ "email": "ani@example.org", "website": "x" });
    assert_eq!(endpoint.post_json("/api/subscribers", &trapped).await.status, 202);
    let held = list::held(&endpoint.settings, 10).await.expect("lists");
    let why = ["Filled in a field that people do not see".to_owned()];
    assert_eq!((held.len(), &*held[0].email, &*held[0].doubts), (1, "ani@example.org", &why[..]));
    list::ask(&endpoint.settings, "Ani@example.org").await.expect("is asked");
    assert!(list::ask(&endpoint.settings, "ani@example.org").await.is_err());
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail WHERE kind = 'confirmation'").await, 1);
    assert_eq!(state(&endpoint).await, "pending");
}

#[tokio::test]
async fn a_refused_form_still_says_what_is_agreed_to() {
    let endpoint = TestEndpoint::start().await;
    let refused = endpoint.post_form("/api/subscribers", &[("email", "nobody")]).await;
    assert!(
        refused.status == 422 && refused.text().contains(&wire::signup_consent("The Review")),
        "{}",
        refused.text()
    );
}
