//! The page behind a link in mail: it sends itself once a person is there, and has one button where scripts are off.
//!
//! Opening a link must change nothing, because programs that look into mail open them all; and people who have followed
//! a link do not expect a second step, so many never take it. Leaves out what is done: that is the POST's handler's.

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::html;

use crate::{
    answers,
    body::{self, Door},
    endpoint::Endpoint,
    error::Failure,
    headers::{PRIVATE, REVALIDATE},
    site::Built,
    typed::Typed,
};

/// Where [`script`] is served; the policy of pages lets scripts of the site's own origin run.
pub(crate) const SCRIPT: &str = "/_recto/one-click.js";

/// What the page says and sends.
pub(crate) struct OneClick<'a> {
    pub(crate) title: &'a str,
    /// What will happen, before the button.
    pub(crate) words: &'a str,
    /// Where the form posts to, with one field `token`.
    pub(crate) action: &'a str,
    pub(crate) token: &'a str,
    pub(crate) button: &'a str,
    /// What whoever came here by mistake should do.
    pub(crate) otherwise: &'a str,
    /// Whether it sends itself. Not where a person may have come to look first.
    pub(crate) by_itself: bool,
}

/// The page. It is kept nowhere, and its address, which holds the token, is told to no other site.
pub(crate) fn page(built: &Built, shown: &OneClick<'_>) -> Response {
    let answer = html! {
        p { (shown.words) }
        form class="form" method="post" action=(shown.action) data-one-click[shown.by_itself] {
            input type="hidden" name="token" value=(shown.token);
            button class="button" type="submit" { (shown.button) }
        }
        p { (shown.otherwise) }
        @if shown.by_itself { script src=(SCRIPT) defer {} }
    };
    unshared(answers::page(built, StatusCode::OK, shown.title, &answer))
}

/// The token in an address.
pub(crate) fn token_in(query: Option<&str>) -> Result<String, Failure> {
    Ok(Typed::read(Door::Form, query.unwrap_or_default().as_bytes())?.token)
}

/// The token that was posted: in the address, or in the form where there is none. A mail program may send any kind of
/// body, so what is no form is not looked into.
pub(crate) async fn token_posted(endpoint: &Endpoint, request: Request) -> Result<String, Failure> {
    let (parts, body) = request.into_parts();
    let body = body::read(body, endpoint.settings.limits.body_time).await?;
    let in_address = token_in(parts.uri.query())?;
    let is_form = Door::of(&parts.headers).is_ok_and(|door| door == Door::Form);
    if in_address.is_empty() && is_form { Ok(Typed::read(Door::Form, &body)?.token) } else { Ok(in_address) }
}

/// Keeps the token in the address from caches and from other sites. Not `no-referrer`: under that a browser would not
/// say either that the button was pressed on our own page.
pub(crate) fn unshared(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, PRIVATE);
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// `GET /_recto/one-click.js`.
pub(crate) async fn script() -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
        (header::CACHE_CONTROL, REVALIDATE),
    ];
    (headers, include_str!("one_click/send.js")).into_response()
}
