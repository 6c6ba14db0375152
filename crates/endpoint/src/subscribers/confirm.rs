//! Confirming a signup by the link of its mail.
//!
//! The link works for a week, once: pressed again it says the same, but it brings nobody back who has left since.

use std::sync::Arc;

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};
use maud::html;

use super::{CONFIRM, SUBSCRIPTION};
use crate::{
    answers,
    body::Door,
    endpoint::{Endpoint, Peer},
    error::Failure,
    one_click::{self, OneClick, unshared},
    sent::Sent,
    site::Built,
    store::Confirmed,
    typed::Typed,
};

/// `GET /subscribe/confirm?token=…`: the page that posts itself. Changes nothing: programs that look into mail open it.
pub(crate) async fn confirm_page(State(endpoint): State<Arc<Endpoint>>, uri: Uri) -> Result<Response, Failure> {
    let typed = Typed::read(Door::Form, uri.query().unwrap_or_default().as_bytes())?;
    let built = endpoint.site.current();
    let confirmed = match endpoint.keys.opened(CONFIRM, &typed.token) {
        Some(mail) => endpoint.store.confirmable(&mail, endpoint.clock.now()).await?,
        None => Confirmed::Unknown,
    };
    let words = format!("The newsletter of {} will come to your address.", built.edition.title);
    Ok(match confirmed {
        Confirmed::Yes(_) => one_click::page(
            &built,
            &OneClick {
                title: "Confirm your subscription",
                words: &words,
                action: "/subscribe/confirm",
                token: &typed.token,
                button: "Yes, send me the newsletter",
                otherwise: "This page confirms it by itself when you move or press anything on it. If you did not ask for it, the next page lets you leave at once.",
                by_itself: true,
            },
        ),
        Confirmed::Expired => not_confirmable(&built, true),
        Confirmed::Unknown => not_confirmable(&built, false),
    })
}

/// `POST /subscribe/confirm`. A second time it finds it done and says the same.
pub(crate) async fn confirm(
    State(endpoint): State<Arc<Endpoint>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Sent { typed, .. }: Sent,
) -> Result<Response, Failure> {
    let built = endpoint.site.current();
    let network = endpoint.network(peer, &headers);
    let confirmed = match endpoint.keys.opened(CONFIRM, &typed.token) {
        Some(mail) => endpoint.store.confirm(mail, network, endpoint.clock.now()).await?,
        None => Confirmed::Unknown,
    };
    Ok(match confirmed {
        Confirmed::Yes(subscriber) => done(&built, &endpoint.keys.sealed(SUBSCRIPTION, &subscriber)),
        Confirmed::Expired => not_confirmable(&built, true),
        Confirmed::Unknown => not_confirmable(&built, false),
    })
}

fn done(built: &Built, token: &str) -> Response {
    let answer = html! {
        p role="status" { "Thank you. Your address is confirmed, and the newsletter of " (built.edition.title) " will come to it." }
        p { a href=(format!("/subscription/{token}")) { "See what is held about your subscription, or leave" } }
        p { a href="/" { "Back to the front page" } }
    };
    unshared(answers::page(built, StatusCode::OK, "You are on the list", &answer))
}

/// A link that confirms nothing; `expired` says whether it once did.
fn not_confirmable(built: &Built, expired: bool) -> Response {
    let (status, title, why) = if expired {
        (
            StatusCode::GONE,
            "This link has expired",
            "The link in the mail works for a week and once, and that has passed.",
        )
    } else {
        (
            StatusCode::NOT_FOUND,
            "This link is not known",
            "Perhaps a part of it was lost on the way: please copy the whole link from the mail.",
        )
    };
    let answer = html! {
        p { (why) " You can also sign up again; a new mail will come." }
        p { a href="/" { "Back to the front page" } }
    };
    unshared(answers::page(built, status, title, &answer))
}
