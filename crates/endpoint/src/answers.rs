//! The pages that are made for one request: what a plain form is answered with.
//!
//! Each is a fragment that the press's `answer.html` frames. `maud` escapes whatever is put in. No fragment holds a
//! style or a script, because the policy of pages forbids them. Classes used here and in `forms`, for the style sheet:
//! `form`, `field`, `error`, `summary`, `button`; those of comments are listed in `comments::view`.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use wire::{EditionArticle, Problem, SIGNUP_RECEIVED};

use crate::{headers::REVALIDATE, site::Built};

/// A whole page in the site's design.
pub(crate) fn page(built: &Built, status: StatusCode, title: &str, answer: &Markup) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, REVALIDATE),
        (header::CONTENT_SECURITY_POLICY, built.policy_of_answers().clone()),
    ];
    (status, headers, built.page(title, answer)).into_response()
}

/// What to do after a signup.
pub(crate) fn signup_received(built: &Built) -> Response {
    let answer = html! {
        p role="status" { (SIGNUP_RECEIVED) }
        p { a href="/" { "Back to the front page" } }
    };
    page(built, StatusCode::OK, "Please look in your mail", &answer)
}

/// A problem for which there is no form to give back.
pub(crate) fn problem(built: &Built, status: StatusCode, problem: &Problem) -> Response {
    let answer = html! {
        div class="summary" role="alert" {
            p { (problem.detail) }
            @if !problem.errors.is_empty() { ul { @for error in &problem.errors { li { (error.detail) } } } }
            // Our fault: what the log calls it helps whoever is told of it.
            @if let (Some(instance), true) = (&problem.instance, status.is_server_error()) {
                p { "If you tell us of it, please quote " code { (instance) } "." }
            }
        }
        p { a href="/" { "Back to the front page" } }
    };
    page(built, status, &problem.title, &answer)
}

pub(crate) fn article_link(article: &EditionArticle) -> Markup {
    html! { a href=(format!("/{}/#comments", article.slug)) lang=(article.language) { (article.title) } }
}
