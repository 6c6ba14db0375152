//! Being told of answers, as far as it happens on the web: saying yes to it, and stopping it, by the links in mail.
//!
//! Opening a link shows a page and changes nothing; its button acts, and so does the one click of a mail program
//! (RFC 8058), which may send either kind of form: whatever the body is, the token in the address decides. Leaves out
//! when mail becomes due, which is `store::watches`, and its words.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::Response,
};
use maud::html;

use crate::{
    answers,
    endpoint::Endpoint,
    error::Failure,
    one_click::{self, OneClick, unshared},
    site::Built,
    store::{Decision, Watch},
};

/// What the tokens in these links are sealed for.
pub(crate) const WATCH: &str = "watch";

/// `GET /watch/confirm?token=…`
pub(crate) async fn confirm_page(State(endpoint): State<Arc<Endpoint>>, uri: Uri) -> Result<Response, Failure> {
    ask(&endpoint, Decision::Confirm, &uri).await
}

/// `POST /watch/confirm`
pub(crate) async fn confirm(State(endpoint): State<Arc<Endpoint>>, request: Request) -> Result<Response, Failure> {
    decide(&endpoint, Decision::Confirm, request).await
}

/// `GET /watch/stop?token=…`
pub(crate) async fn stop_page(State(endpoint): State<Arc<Endpoint>>, uri: Uri) -> Result<Response, Failure> {
    ask(&endpoint, Decision::Stop, &uri).await
}

/// `POST /watch/stop`
pub(crate) async fn stop(State(endpoint): State<Arc<Endpoint>>, request: Request) -> Result<Response, Failure> {
    decide(&endpoint, Decision::Stop, request).await
}

async fn ask(endpoint: &Endpoint, decision: Decision, uri: &Uri) -> Result<Response, Failure> {
    let token = one_click::token_in(uri.query())?;
    let built = endpoint.site.current();
    if find(endpoint, &token).await?.is_none() {
        return Ok(unknown(&built));
    }
    let edition = &built.edition.title;
    let (title, words, action, button, by_itself) = match decision {
        Decision::Confirm => (
            "Answers by mail",
            format!("{edition} will tell you by mail when somebody answers your comment."),
            "/watch/confirm",
            "Yes, tell me of answers",
            true,
        ),
        Decision::Stop => (
            "No more answers by mail",
            format!("{edition} will not tell you any more when somebody answers this comment."),
            "/watch/stop",
            "Stop telling me",
            false,
        ),
    };
    let otherwise = "If you did not mean to, close this page: nothing has changed.";
    Ok(one_click::page(&built, &OneClick { title, words: &words, action, token: &token, button, otherwise, by_itself }))
}

async fn decide(endpoint: &Endpoint, decision: Decision, request: Request) -> Result<Response, Failure> {
    let token = one_click::token_posted(endpoint, request).await?;
    let built = endpoint.site.current();
    let Some((id, watch)) = find(endpoint, &token).await? else { return Ok(unknown(&built)) };
    if !endpoint.store.decide_watch(id, decision, endpoint.clock.now()).await? {
        return Ok(unknown(&built));
    }
    let answer = html! {
        p role="status" {
            @match decision {
                Decision::Confirm => "Thank you. When somebody answers your comment, a mail will tell you; each has a link that stops it.",
                Decision::Stop => "Done: no mail will tell you of answers to this comment any more.",
            }
        }
        p { a href=(format!("/{}/comments/?thread={1}#comment-{1}", watch.article, watch.comment)) { "To the comment" } }
    };
    Ok(unshared(answers::page(&built, StatusCode::OK, "Done", &answer)))
}

/// The watch that the token stands for.
async fn find(endpoint: &Endpoint, token: &str) -> Result<Option<(String, Watch)>, Failure> {
    let Some(id) = endpoint.keys.opened(WATCH, token) else { return Ok(None) };
    let watch = endpoint.store.watch(&id).await?;
    Ok(watch.map(|watch| (id, watch)))
}

fn unknown(built: &Built) -> Response {
    let answer = html! {
        p { "Perhaps a part of it was lost on the way: please copy the whole link from the mail. It may also have been deleted with its comment; then nothing will come any more." }
        p { a href="/" { "Back to the front page" } }
    };
    unshared(answers::page(built, StatusCode::NOT_FOUND, "This link is not known", &answer))
}
