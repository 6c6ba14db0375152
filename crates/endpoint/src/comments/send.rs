//! `POST /api/articles/{slug}/comments`: a comment comes in, by JSON or by a plain form.
//!
//! Both doors lead to the same admission and the same store; only the answer differs.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use wire::{CommentId, EditionArticle, NewComment, OwnState, Receipt, Work};

use super::{Slug, examine::examine, open};
use crate::{
    admission::{
        Attempt, Refusal, Rules, Verdict, admit,
        stamp::{is_hasty, stamp},
        work,
    },
    body::Door,
    endpoint::{Endpoint, Peer},
    error::Failure,
    forms,
    headers::PRIVATE,
    receipts::RECEIPT,
    sent::Sent,
    store::{Arrival, Here, Taken, new_id},
    typed::Typed,
};

/// How long an equal comment counts as the same one, for forms that cannot make an id: a button is pressed twice.
const PRESSED_TWICE: Duration = Duration::from_secs(10 * 60);

/// Takes a comment.
///
/// A 202 means that it is on disk. Sent again under the same id it is the same comment, and answered the same.
#[utoipa::path(
    post,
    path = "/api/articles/{slug}/comments",
    tag = "comments",
    params(("slug" = String, Path, description = "The article's name in its address.")),
    request_body = NewComment,
    responses((status = 202, description = "It is on disk.", body = Receipt))
)]
pub(crate) async fn send(
    State(endpoint): State<Arc<Endpoint>>,
    Extension(peer): Extension<Peer>,
    Slug(slug): Slug,
    headers: HeaderMap,
    Sent { door, typed }: Sent,
) -> Result<Response, Failure> {
    let network = endpoint.network(peer, &headers);
    let built = endpoint.site.current();
    let article = built.edition.article(&slug);
    let taken = match article {
        Some(article) => take(&endpoint, article, door, &typed, network).await,
        None => Err(Failure::Missing("article")),
    };
    match (door, taken) {
        (Door::Json, Ok(here)) => received(&endpoint, here),
        (Door::Json, Err(failure)) => Err(failure),
        (Door::Form, Ok(here)) => to_receipt(&endpoint, &here),
        (Door::Form, Err(failure)) => {
            let since = stamp(&endpoint.keys, endpoint.clock.now());
            Ok(forms::comment_refused(&built, &slug, article, &typed, &since, &failure))
        }
    }
}

async fn take(
    endpoint: &Endpoint,
    article: &EditionArticle,
    door: Door,
    typed: &Typed,
    network: String,
) -> Result<Here, Failure> {
    let now = endpoint.clock.now();
    let (limits, keys) = (&endpoint.settings.limits, &endpoint.keys);
    let rules = Rules::comments(limits);
    let (comment, faults) = typed.comment(door);
    // What the desk has decided is asked in the store's turn.
    let closed = open::standing(article, None, now).closed();
    let mut attempt = Attempt { faults, closed, trapped: typed.trapped(), ..Attempt::default() };
    if let Some(Verdict::Refuse(refusal)) = admit(&attempt, None, rules) {
        return Err(refusal.into());
    }
    let trace = examine(endpoint, &comment, &mut attempt).await?;
    let (admission, about) = (&limits.admission, comment.id.as_str());
    let since = comment.since.as_deref().unwrap_or_default();
    attempt.hasty = is_hasty(keys, since, admission.hasty, now);
    attempt.proved = comment.work.as_deref().is_some_and(|proof| work::proves(keys, about, proof, now));
    attempt.work = (door == Door::Json).then(|| {
        let bits = u8::try_from(admission.work_bits).unwrap_or(u8::MAX);
        Work { challenge: work::challenge(keys, about, bits, admission.work_time, now), bits }
    });
    let known = comment.writer.as_deref().and_then(|token| keys.opened("writer", token));
    let taken = endpoint
        .store
        .take(Arrival {
            attempt,
            rules,
            fingerprint: fingerprint(&article.slug, &comment),
            text_hash: trace.hash,
            repeats: trace.repeats,
            writer: known.unwrap_or_else(new_id),
            address: comment.email.as_deref().map(|email| keys.address(email)),
            comment,
            article: article.slug.clone(),
            equal_within: (door == Door::Form && typed.id.trim().is_empty()).then_some(PRESSED_TWICE),
            network,
            flood: admission.work_from_all,
            keys: Arc::clone(keys),
            now,
        })
        .await?;
    match taken {
        Taken::Here(here) => {
            if here.mail {
                endpoint.mail_due.notify_one();
            }
            Ok(here)
        }
        Taken::Refused(refusal) => Err(Refusal::into(refusal)),
    }
}

/// A hash of everything sent, each part with its length before it so that no two ways of cutting give the same.
fn fingerprint(article: &str, comment: &NewComment) -> String {
    let parts = [
        Some(article),
        comment.name.as_deref(),
        comment.email.as_deref(),
        Some(comment.body.as_str()),
        comment.parent.as_ref().map(CommentId::as_str),
    ];
    let mut hash = Sha256::new();
    for part in parts {
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        hash.update(length.to_be_bytes());
        hash.update(part.unwrap_or_default());
    }
    BASE64_URL_SAFE_NO_PAD.encode(hash.finalize())
}

fn received(endpoint: &Endpoint, here: Here) -> Result<Response, Failure> {
    let state = if here.published { OwnState::Published } else { OwnState::Held };
    let receipt = Receipt {
        state,
        message: state.message().to_owned(),
        writer: here.writer.as_deref().map(|writer| endpoint.keys.sealed("writer", writer)),
        link: link(endpoint, &here.id),
        id: here.id,
    };
    let body = serde_json::to_vec(&receipt).map_err(Failure::broken)?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CACHE_CONTROL, PRIVATE)];
    Ok((StatusCode::ACCEPTED, headers, body).into_response())
}

/// The address of a comment's private page.
fn link(endpoint: &Endpoint, id: &CommentId) -> String {
    format!("/receipt/{}", endpoint.keys.sealed(RECEIPT, id.as_str()))
}

/// Post, redirect, get: loading the page again sends nothing again.
fn to_receipt(endpoint: &Endpoint, here: &Here) -> Result<Response, Failure> {
    let location = HeaderValue::try_from(link(endpoint, &here.id)).map_err(Failure::broken)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::CACHE_CONTROL, PRIVATE)]).into_response())
}
