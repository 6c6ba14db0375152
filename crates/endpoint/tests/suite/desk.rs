//! The desk as moderators and the newsroom's tools meet it; and [`Seat`], by which every test sits down at it.

mod acts;
mod api;
mod domains;
mod door;
mod looking;
mod mail;
mod people;
mod roles;

use serde_json::Value;

use crate::harness::{Answer, TestEndpoint};

/// A password that is taken.
const PASSWORD: &str = "a sentence is good";

/// A moderator who is signed in at one endpoint.
pub(crate) struct Seat<'a> {
    endpoint: &'a TestEndpoint,
    cookie: String,
    csrf: String,
}

impl<'a> Seat<'a> {
    /// Somebody new moderates, and sits down.
    pub(crate) async fn moderator(endpoint: &'a TestEndpoint, name: &str) -> Seat<'a> {
        Self::take(endpoint, &link(endpoint, name, false).await).await
    }

    pub(crate) async fn owner(endpoint: &'a TestEndpoint, name: &str) -> Seat<'a> {
        Self::take(endpoint, &link(endpoint, name, true).await).await
    }

    /// Chooses a password by a one-time link.
    async fn take(endpoint: &'a TestEndpoint, link: &str) -> Seat<'a> {
        let answer = endpoint.post_form(link, &[("password", PASSWORD), ("again", PASSWORD)]).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/moderation"), "{}", answer.text());
        Self::with(endpoint, &answer).await
    }

    /// Goes on in the session that an answer has begun.
    async fn with(endpoint: &'a TestEndpoint, answer: &Answer) -> Seat<'a> {
        let cookie = answer.header("set-cookie").split(';').next().expect("a cookie").to_owned();
        let mut seat = Seat { endpoint, cookie, csrf: String::new() };
        let page = seat.get("/moderation/you").await;
        assert_eq!(page.status, 200, "{}", page.text());
        seat.csrf = between(&page.text(), "name=\"csrf\" value=\"", "\"").to_owned();
        seat
    }

    async fn get(&self, path: &str) -> Answer {
        self.endpoint.get_with(path, &[("cookie", &self.cookie)]).await
    }

    /// A page that is there.
    async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(path, fields, &[]).await
    }

    /// Posts as the desk's script does, and reads its answer.
    async fn script(&self, path: &str, fields: &[(&str, &str)]) -> (u16, Value) {
        let answer = self.send(path, fields, &[("accept", "application/json")]).await;
        (answer.status, answer.json())
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)], more: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let body = form.extend_pairs(fields).append_pair("csrf", &self.csrf).finish();
        let mut headers = vec![
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("cookie", self.cookie.as_str()),
        ];
        headers.extend(more);
        self.endpoint.ask("POST", path, &headers, body.as_bytes()).await
    }

    /// Does one thing to a comment, in the state in which it is; the event.
    async fn does(&self, id: &str, what: &str, more: &[(&str, &str)]) -> String {
        let mut fields = vec![("do", what)];
        fields.extend(more);
        let (status, said) = self.script(&format!("/moderation/comments/{id}"), &fields).await;
        assert_eq!(status, 200, "{said}");
        said["event"].as_str().expect("an event").to_owned()
    }
}

/// A one-time link for somebody new, as an address of the site.
async fn link(endpoint: &TestEndpoint, name: &str, owner: bool) -> String {
    let link = endpoint::moderators::add(&endpoint.settings, name, owner, None).await.expect("is added");
    // The terminal has the machine's clock and not the test's.
    let sql = "UPDATE moderator SET invited_until = $1 WHERE invitation IS NOT NULL";
    let until = endpoint.now().0 + 24 * 60 * 60 * 1_000;
    sqlx::query(sql).bind(until).execute(&mut endpoint.store().await).await.expect("is written");
    link[link.find("/moderation/link/").expect("an address of the desk")..].to_owned()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text.find(before).unwrap_or_else(|| panic!("{before} is not in {text}")) + before.len();
    &text[start..start + text[start..].find(after).expect("an end")]
}
