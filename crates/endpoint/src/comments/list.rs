//! `GET /api/articles/{slug}/comments`: the published comments, oldest first, part by part.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use wire::{CommentPage, FieldError, limits};

use super::{Slug, cursor, parameter};
use crate::{endpoint::Endpoint, error::Failure, headers::REVALIDATE, store::Span};

/// Lists a part of an article's comments.
pub(crate) async fn list(
    State(endpoint): State<Arc<Endpoint>>,
    Slug(slug): Slug,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if endpoint.site.current().edition.article(&slug).is_none() {
        return Err(Failure::Missing("article"));
    }
    let span = match parameter(uri.query(), "after") {
        Some(text) => Span::After(cursor::read("after", &text)?),
        None => Span::First,
    };
    let limit = parameter(uri.query(), "limit").map_or(Ok(limits::PAGE), |text| read_limit(&text))?;
    let listed = endpoint.store.published(&slug, &span, limit).await?;
    let next = if listed.newer { listed.comments.last().map(cursor::write) } else { None };
    let page = CommentPage { comments: listed.comments, next };
    let body = serde_json::to_vec(&page).map_err(Failure::broken)?;
    Ok(answer(body, &headers))
}

fn read_limit(text: &str) -> Result<usize, Failure> {
    text.parse().ok().filter(|limit| (1..=limits::PAGE_MOST).contains(limit)).ok_or_else(|| {
        let detail = format!("This should be a whole number from 1 to {}.", limits::PAGE_MOST);
        Failure::WrongKind(vec![FieldError::over("limit", limits::PAGE_MOST, detail)])
    })
}

/// The list with its ETag, or word that the client has it already.
fn answer(body: Vec<u8>, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..16]));
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok()).any(|line| {
        line.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
    });
    let tag = HeaderValue::try_from(tag).expect("base64 in quotes is a header");
    let headers = [(header::ETAG, tag), (header::CACHE_CONTROL, REVALIDATE)];
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (headers, kind, body).into_response()
}
