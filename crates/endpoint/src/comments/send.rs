//! `POST /api/articles/{slug}/comments`: a comment comes in, by JSON or by a plain form.
//!
//! Both doors lead to the same admission and the same store; only the answer differs.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use wire::{CommentId, EditionArticle, NewComment, Receipt};

use super::{Slug, open};
use crate::{
    admission::{Attempt, Refusal, Verdict, admit},
    body::{self, Door},
    endpoint::{Endpoint, Peer},
    error::Failure,
    forms,
    headers::PRIVATE,
    store::{Arrival, Taken},
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
    request: Request,
) -> Result<Response, Failure> {
    let (parts, body) = request.into_parts();
    let door = Door::of(&parts.headers)?;
    let body = body::read(body, endpoint.settings.limits.body_time).await?;
    let typed = Typed::read(door, &body)?;
    let network = endpoint.network(peer, &parts.headers);
    let built = endpoint.site.current();
    let article = built.edition.article(&slug);
    let taken = match article {
        Some(article) => take(&endpoint, article, door, &typed, network).await,
        None => Err(Failure::Missing("article")),
    };
    match (door, taken) {
        (Door::Json, Ok(id)) => received(id),
        (Door::Json, Err(failure)) => Err(failure),
        (Door::Form, Ok(_)) => to_thanks(&slug),
        (Door::Form, Err(failure)) => Ok(forms::comment_refused(&built, &slug, article, &typed, &failure)),
    }
}

async fn take(
    endpoint: &Endpoint,
    article: &EditionArticle,
    door: Door,
    typed: &Typed,
    network: String,
) -> Result<CommentId, Failure> {
    let now = endpoint.clock.now();
    let rate = endpoint.settings.limits.comments;
    let (comment, faults) = typed.comment(door);
    let attempt = Attempt { faults, closed: open::closed(endpoint, article).await?, trapped: typed.trapped() };
    if let Some(Verdict::Refuse(refusal)) = admit(&attempt, None, rate) {
        return Err(refusal.into());
    }
    let taken = endpoint
        .store
        .take(Arrival {
            attempt,
            fingerprint: fingerprint(&article.slug, &comment),
            text_hash: text_hash(&comment.body),
            comment,
            article: article.slug.clone(),
            equal_within: (door == Door::Form && typed.id.trim().is_empty()).then_some(PRESSED_TWICE),
            network,
            rate,
            now,
        })
        .await?;
    match taken {
        Taken::Held(id) => Ok(id),
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

/// Tells a text that comes again under other names and ids.
fn text_hash(body: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(body.to_lowercase())[..16])
}

fn received(id: CommentId) -> Result<Response, Failure> {
    let body = serde_json::to_vec(&Receipt::held(id)).map_err(Failure::broken)?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CACHE_CONTROL, PRIVATE)];
    Ok((StatusCode::ACCEPTED, headers, body).into_response())
}

/// Post, redirect, get: loading the page again sends nothing again.
fn to_thanks(slug: &str) -> Result<Response, Failure> {
    let location = HeaderValue::try_from(format!("/received/comment?article={slug}")).map_err(Failure::broken)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::CACHE_CONTROL, PRIVATE)]).into_response())
}
