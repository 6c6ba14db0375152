//! A subscriber's private page: all that is held, to be seen, taken along, ended or wiped.
//!
//! Whoever has the link is the subscriber: it stands in every mail of the list and nowhere else.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};

use super::{SUBSCRIPTION, unsubscribe};
use crate::{
    answers,
    clock::Moment,
    endpoint::Endpoint,
    error::Failure,
    one_click::unshared,
    store::{End, Membership, Subscriber, Way},
};

/// `GET /subscription/{token}`.
pub(crate) async fn subscription(
    State(endpoint): State<Arc<Endpoint>>,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let built = endpoint.site.current();
    let Some(subscriber) = find(&endpoint, &token).await? else { return Ok(unsubscribe::unknown(&built)) };
    let page = page(&subscriber, &token);
    Ok(unshared(answers::page(&built, StatusCode::OK, "Your subscription", &page)))
}

/// `GET /subscription/{token}/export`: the same as JSON.
pub(crate) async fn export(
    State(endpoint): State<Arc<Endpoint>>,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let built = endpoint.site.current();
    let Some(subscriber) = find(&endpoint, &token).await? else { return Ok(unsubscribe::unknown(&built)) };
    let when = |moment: Option<Moment>| moment.map(Moment::rfc3339);
    let held = serde_json::json!({
        "email": subscriber.email,
        "address_hash": subscriber.address,
        "state": subscriber.membership.as_str(),
        "source": subscriber.source,
        "consent": subscriber.consent,
        "created": subscriber.created.rfc3339(),
        "network_hash": subscriber.network,
        "confirmed": when(subscriber.confirmed),
        "confirmed_network_hash": subscriber.confirmed_network,
        "ended": when(subscriber.ended),
    });
    let body = serde_json::to_string_pretty(&held).map_err(Failure::broken)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"subscription.json\"")),
    ];
    Ok(unshared((headers, body).into_response()))
}

/// `POST /subscription/{token}/leave`.
pub(crate) async fn leave(state: State<Arc<Endpoint>>, token: Path<String>) -> Result<Response, Failure> {
    end(state, token, Way::Leave).await
}

/// `POST /subscription/{token}/wipe`.
pub(crate) async fn wipe(state: State<Arc<Endpoint>>, token: Path<String>) -> Result<Response, Failure> {
    end(state, token, Way::Wipe).await
}

async fn end(State(endpoint): State<Arc<Endpoint>>, Path(token): Path<String>, way: Way) -> Result<Response, Failure> {
    let built = endpoint.site.current();
    let Some(subscriber) = endpoint.keys.opened(SUBSCRIPTION, &token) else { return Ok(unsubscribe::unknown(&built)) };
    let ended = endpoint.store.end_subscription(End { subscriber, way, now: endpoint.clock.now() }).await?;
    Ok(unsubscribe::ended(&built, ended))
}

async fn find(endpoint: &Endpoint, token: &str) -> Result<Option<Subscriber>, Failure> {
    let Some(id) = endpoint.keys.opened(SUBSCRIPTION, token) else { return Ok(None) };
    Ok(endpoint.store.subscriber(&id).await?)
}

fn page(subscriber: &Subscriber, token: &str) -> Markup {
    let state = match subscriber.membership {
        Membership::Held => "Waits: something about the signup was doubtful. No mail is sent.",
        Membership::Pending => "Waits for the link in the mail that we sent to be followed. No newsletter is sent.",
        Membership::Confirmed => "On the list.",
        Membership::Unsubscribed => "Has left the list. No mail is sent.",
        Membership::Blocked => "Is never written to.",
    };
    let when = |moment: Option<Moment>| moment.map_or_else(|| "never".to_owned(), Moment::words);
    let is_member = subscriber.membership == Membership::Confirmed;
    html! {
        p { "This is all that is held about your subscription." }
        dl {
            dt { "Address" }
            dd { (subscriber.email.as_deref().unwrap_or("Erased; what is kept is a hash that we know it by.")) }
            dt { "State" } dd { (state) }
            dt { "Typed in" } dd { (subscriber.created.words()) @if subscriber.source == "import" { ", taken over from another list" } }
            dt { "Confirmed" } dd { (when(subscriber.confirmed)) }
            @if let Some(ended) = subscriber.ended { dt { "Left" } dd { (ended.words()) } }
            dt { "What was agreed to" } dd { (subscriber.consent.as_deref().unwrap_or("Not known.")) }
            dt { "Networks" }
            dd {
                @match (&subscriber.network, &subscriber.confirmed_network) {
                    (None, None) => "None is kept.",
                    (typed, confirmed) => {
                        @if let Some(hash) = typed { "Typed in from " code { (hash) } ". " }
                        @if let Some(hash) = confirmed { "Confirmed from " code { (hash) } ". " }
                        "These are keyed hashes; the network addresses themselves are not kept."
                    },
                }
            }
        }
        p { a href=(format!("/subscription/{token}/export")) { "Take it along (JSON)" } }
        @if is_member {
            form class="form" method="post" action=(format!("/subscription/{token}/leave")) {
                button class="button quiet" type="submit" { "Leave the newsletter" }
            }
        }
        @if subscriber.email.is_some() {
            details {
                summary { "Erase my address" }
                p { "The address and all of the above are erased. A hash of the address stays, so that neither a signup nor a list "
                    "that we take over brings it back. It cannot be undone from here." }
                form class="form" method="post" action=(format!("/subscription/{token}/wipe")) {
                    button class="button quiet" type="submit" { "Erase my address, and never write again" }
                }
            }
        }
    }
}
