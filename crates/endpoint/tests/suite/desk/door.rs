//! Signing in and out, the one-time link, and what slows guessing down.

use std::time::Duration;

use endpoint::{Clock, Server};

use super::{PASSWORD, Seat, link};
use crate::harness::{Answer, TestEndpoint};

const HOUR: Duration = Duration::from_secs(60 * 60);

async fn sign_in(endpoint: &TestEndpoint, name: &str, password: &str) -> Answer {
    endpoint.post_form("/moderation/sign-in", &[("name", name), ("password", password)]).await
}

#[tokio::test]
async fn the_first_owner_is_offered_a_link_until_there_is_one() {
    let endpoint = TestEndpoint::start().await;
    let mut settings = endpoint.settings.clone();
    settings.listen.set_port(0);
    let server = Server::bind(settings, Clock::system()).await.expect("starts beside");
    let (name, first) = server.first_owner().await.expect("is written").expect("nobody can sign in yet");
    let (_, second) = server.first_owner().await.expect("is written").expect("nobody has used it");
    assert_eq!(name, "owner");
    let path = |link: &str| link[link.find("/moderation").expect("the desk")..].to_owned();
    endpoint.stored::<i64>("UPDATE moderator SET invited_until = 4000000000000 RETURNING invited_until").await;
    assert_eq!(endpoint.get(&path(&first)).await.status, 410, "a new link replaces the last");
    Seat::take(&endpoint, &path(&second)).await;
    assert!(server.first_owner().await.expect("is asked").is_none());
}

#[tokio::test]
async fn a_link_works_once_within_a_day_and_looking_at_it_changes_nothing() {
    let endpoint = TestEndpoint::start().await;
    let link = link(&endpoint, "mane", false).await;
    for method in ["GET", "HEAD", "GET"] {
        assert_eq!(endpoint.ask(method, &link, &[], b"").await.status, 200);
    }
    let weak = endpoint.post_form(&link, &[("password", "short"), ("again", "short")]).await;
    assert_eq!(weak.status, 422);
    assert!(weak.text().contains("5 characters long"), "{}", weak.text());
    Seat::take(&endpoint, &link).await;
    let again = endpoint.post_form(&link, &[("password", PASSWORD), ("again", PASSWORD)]).await;
    assert_eq!((again.status, again.header("set-cookie")), (410, ""));

    let late = super::link(&endpoint, "aram", false).await;
    endpoint.pass(25 * HOUR);
    assert_eq!(endpoint.get(&late).await.status, 410);
    assert_eq!(endpoint.post_form(&late, &[("password", PASSWORD), ("again", PASSWORD)]).await.status, 410);
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_are_answered_alike() {
    let endpoint = TestEndpoint::start().await;
    Seat::moderator(&endpoint, "mane").await;
    let (wrong, nobody) = (sign_in(&endpoint, "mane", "not it").await, sign_in(&endpoint, "none", "not it").await);
    assert_eq!((wrong.status, nobody.status), (403, 403));
    assert_eq!(wrong.text().replace("mane", "none"), nobody.text());
    let right = sign_in(&endpoint, "MANE", PASSWORD).await;
    assert_eq!((right.status, right.header("location")), (303, "/moderation"));
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM event WHERE action = 'sign in'").await, 1);
}

#[tokio::test]
async fn guessing_is_slowed_down_for_all_endpoints_at_once() {
    let endpoint = TestEndpoint::start().await;
    let beside = endpoint.beside().await;
    Seat::moderator(&endpoint, "mane").await;
    for at in 0..8 {
        let here = if at % 2 == 0 { &endpoint } else { &beside };
        assert_eq!(sign_in(here, "mane", "a guess").await.status, 403, "attempt {at}");
    }
    for here in [&endpoint, &beside] {
        let refused = sign_in(here, "mane", PASSWORD).await;
        assert_eq!((refused.status, refused.header("retry-after")), (429, "900"), "even the right one");
    }
    endpoint.pass(Duration::from_secs(16 * 60));
    assert_eq!(sign_in(&beside, "mane", PASSWORD).await.status, 303);
    let stored = endpoint.all_stored("SELECT about FROM attempt").await;
    assert!(stored.iter().all(|about| !about.contains("mane")), "{stored:?}");
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_old_or_signed_out() {
    let endpoint = TestEndpoint::start().await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    for _ in 0..8 {
        endpoint.pass(20 * HOUR);
        assert_eq!(seat.get("/moderation").await.status, 200, "it is in use");
    }
    endpoint.pass(20 * HOUR);
    let ended = seat.get("/moderation").await;
    assert_eq!((ended.status, ended.header("location")), (303, "/moderation/sign-in?then=%2Fmoderation"), "a week");

    let seat = Seat::with(&endpoint, &sign_in(&endpoint, "mane", PASSWORD).await).await;
    endpoint.pass(25 * HOUR);
    assert_eq!(seat.get("/moderation").await.status, 303, "a day of nothing");

    let seat = Seat::with(&endpoint, &sign_in(&endpoint, "mane", PASSWORD).await).await;
    let out = seat.post("/moderation/sign-out", &[]).await;
    assert_eq!(out.status, 303);
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    assert_eq!(seat.get("/moderation").await.status, 303);
}

#[tokio::test]
async fn whoever_changes_the_password_is_signed_out_elsewhere() {
    let endpoint = TestEndpoint::start().await;
    let here = Seat::moderator(&endpoint, "mane").await;
    let elsewhere = Seat::with(&endpoint, &sign_in(&endpoint, "mane", PASSWORD).await).await;
    let change = |old: &'static str| [("old", old), ("password", "another sentence"), ("again", "another sentence")];
    assert_eq!(here.post("/moderation/you/password", &change("a guess")).await.status, 422);
    let changed = here.post("/moderation/you/password", &change(PASSWORD)).await;
    assert_eq!(changed.status, 303, "{}", changed.text());
    let here = Seat::with(&endpoint, &changed).await;
    assert_eq!((here.get("/moderation").await.status, elsewhere.get("/moderation").await.status), (200, 303));
    assert_eq!(sign_in(&endpoint, "mane", PASSWORD).await.status, 403);
    assert_eq!(sign_in(&endpoint, "mane", "another sentence").await.status, 303);
}

#[tokio::test]
async fn cookies_are_kept_to_the_safe_line_where_there_is_one() {
    let plain = TestEndpoint::start().await;
    Seat::moderator(&plain, "mane").await;
    let answer = sign_in(&plain, "mane", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("recto_desk="), "{cookie}");
    for part in ["Path=/moderation;", "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let safe = TestEndpoint::start_with(|settings| settings.address = Some("https://review.example".into())).await;
    Seat::moderator(&safe, "mane").await;
    let answer = sign_in(&safe, "mane", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-recto_desk=") && cookie.contains("Path=/; Secure; HttpOnly"), "{cookie}");
}

#[tokio::test]
async fn signing_in_leads_to_where_one_was_and_nowhere_else() {
    let endpoint = TestEndpoint::start().await;
    Seat::moderator(&endpoint, "mane").await;
    let to = async |then: &str| {
        let fields = [("name", "mane"), ("password", PASSWORD), ("then", then)];
        endpoint.post_form("/moderation/sign-in", &fields).await.header("location").to_owned()
    };
    assert_eq!(to("/moderation?state=spam").await, "/moderation?state=spam");
    for wrong in ["https://example.org/", "//example.org/moderation", "/moderationx"] {
        assert_eq!(to(wrong).await, "/moderation");
    }
}
