//! The desk: where moderators read what waits, decide, and keep the newsroom's rules; and the same as an API.
//!
//! Its pages are whole without scripts. Who asks is found out before a handler runs ([`session`]), so none can forget
//! to; what is done goes through [`acting`], whichever door it came through. Leaves out what an act means in the store.

mod acting;
pub(crate) mod api;
mod asset;
mod audit;
mod comment;
pub(crate) mod described;
mod door;
mod fields;
mod frames;
pub(crate) mod mail;
mod mails;
mod newsroom;
mod pages;
mod password;
mod people;
mod queue;
mod reasons;
mod secret;
mod session;

use std::sync::Arc;

use axum::{
    Router,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{any, get, post},
};
use maud::Markup;
use wire::Problem;

pub(crate) use acting::reasons as reasons_for_declining;
pub(crate) use secret::{fresh, hashed};

use crate::{endpoint::Endpoint, error::Failure, headers::PRIVATE};

/// What a page of the desk may load: its own style sheet and script.
pub(crate) const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'",
);

/// The desk's addresses.
pub(crate) fn routes() -> Router<Arc<Endpoint>> {
    Router::new()
        .route("/moderation", get(queue::show))
        .route("/moderation/", get(queue::show))
        .route("/moderation/comments", post(comment::many))
        .route("/moderation/comments/{id}", get(comment::show).post(comment::act))
        .route("/moderation/undo", post(comment::undo))
        .route("/moderation/audit", get(audit::show))
        .route("/moderation/newsroom", get(newsroom::show).post(newsroom::decide))
        .route("/moderation/people", get(people::show).post(people::act))
        .route("/moderation/mail", get(mails::show).post(mails::act))
        .route("/moderation/you", get(door::you))
        .route("/moderation/you/mail", post(door::set_mail))
        .route("/moderation/you/password", post(door::change_password))
        .route("/moderation/sign-in", get(door::show).post(door::sign_in))
        .route("/moderation/sign-out", post(door::sign_out))
        .route("/moderation/link/{token}", get(door::link).post(door::choose_password))
        .route("/moderation/files/{file}", get(asset::serve))
        .route("/moderation/{*rest}", any(|| async { Failure::Missing("page at the desk") }))
        // The same for the newsroom's own tools.
        .route("/api/moderation/comments", get(api::list).post(api::many))
        .route("/api/moderation/comments/{id}", get(api::one))
        .route("/api/moderation/comments/{id}/{act}", post(api::act))
        .route("/api/moderation/undo", post(api::undo))
}

/// Whether an address is one of the desk's pages.
pub(crate) fn is_desk(path: &str) -> bool {
    path == "/moderation" || path.starts_with("/moderation/")
}

/// Whether the desk's script asks, which wants no page.
pub(crate) fn is_scripted(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes() == b"application/json")
}

/// A page that is made for one moderator, and kept by nobody.
pub(crate) fn page(status: StatusCode, page: Markup) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, PRIVATE),
    ];
    (status, headers, page.into_string()).into_response()
}

/// A problem as a page of the desk.
pub(crate) fn problem(endpoint: &Endpoint, found: &Response, problem: &Problem) -> Response {
    let edition = &endpoint.site.current().edition;
    let main = pages::door::problem(&problem.title, &problem.detail, found.status() != StatusCode::UNAUTHORIZED);
    let mut response = page(found.status(), pages::frame::outside(&edition.title, &problem.title, &main));
    for name in [header::ALLOW, header::RETRY_AFTER, header::CONNECTION] {
        if let Some(value) = found.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// Post, redirect, get: loading the page again does nothing again.
pub(crate) fn see(path: &str) -> Result<Response, Failure> {
    let location = HeaderValue::try_from(path).map_err(Failure::broken)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::CACHE_CONTROL, PRIVATE)]).into_response())
}

/// An answer for a program, kept by nobody.
pub(crate) fn json_answer(value: &serde_json::Value) -> Result<Response, Failure> {
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CACHE_CONTROL, PRIVATE)];
    Ok((headers, value.to_string()).into_response())
}
