//! Leaving by the link of a mail, by a person or by a mail program's one click (RFC 8058).
//!
//! A mail program posts without cookies and without saying from which site, and it may send either kind of form; so
//! whatever the body is, the token in the address decides. A GET shows a page with a button: mail scanners follow links.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::Response,
};
use maud::html;

use super::UNSUBSCRIBE;
use crate::{
    answers,
    endpoint::Endpoint,
    error::Failure,
    one_click::{self, OneClick, unshared},
    site::Built,
    store::{End, Ended, Way},
};

/// `GET /unsubscribe?token=…`: one button, which a person presses.
pub(crate) async fn unsubscribe_page(State(endpoint): State<Arc<Endpoint>>, uri: Uri) -> Result<Response, Failure> {
    let token = one_click::token_in(uri.query())?;
    let built = endpoint.site.current();
    if endpoint.keys.opened(UNSUBSCRIBE, &token).is_none() {
        return Ok(unknown(&built));
    }
    let words = format!("{} will not write to you any more.", built.edition.title);
    Ok(one_click::page(
        &built,
        &OneClick {
            title: "Leave the newsletter",
            words: &words,
            action: "/unsubscribe",
            token: &token,
            button: "Stop the mails",
            otherwise: "If you want to stay, close this page: nothing has changed.",
            by_itself: false,
        },
    ))
}

/// `POST /unsubscribe`, with the token in the address or in the form. Acts at once, and says the same each time.
pub(crate) async fn unsubscribe(State(endpoint): State<Arc<Endpoint>>, request: Request) -> Result<Response, Failure> {
    let token = one_click::token_posted(&endpoint, request).await?;
    let built = endpoint.site.current();
    let Some(subscriber) = endpoint.keys.opened(UNSUBSCRIBE, &token) else { return Ok(unknown(&built)) };
    let end = End { subscriber, way: Way::Leave, now: endpoint.clock.now() };
    Ok(ended(&built, endpoint.store.end_subscription(end).await?))
}

/// What a page says once it is done, or was.
pub(super) fn ended(built: &Built, ended: Ended) -> Response {
    let title = &built.edition.title;
    let answer = html! {
        p role="status" {
            @match ended {
                Ended::Left => { "You are off the list: the newsletter of " (title) " will not come any more. You can sign up again at any time." },
                Ended::Blocked => {
                    (title) " will never write to this address again, also if somebody signs it up. What is kept is a hash that "
                    "we know it by; the address itself is erased. If you change your mind, please write to the newsroom."
                },
                Ended::Unknown => { "Nothing is held about your address any more, and " (title) " will not write to it." },
            }
        }
        p { a href="/" { "Back to the front page" } }
    };
    unshared(answers::page(built, StatusCode::OK, "Done", &answer))
}

pub(super) fn unknown(built: &Built) -> Response {
    let answer = html! {
        p { "Perhaps a part of it was lost on the way: please copy the whole link from the mail." }
        p { a href="/" { "Back to the front page" } }
    };
    unshared(answers::page(built, StatusCode::NOT_FOUND, "This link is not known", &answer))
}
