//! The pages about comments: the published ones for readers without scripts, and the thanks for a sent one.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use wire::limits;

use super::{Slug, cursor, parameter};
use crate::{answers, clock::Moment, endpoint::Endpoint, error::Failure, store::Span};

/// `GET /{slug}/comments/`: a part of the published comments, oldest first, with links to what is older and newer.
pub(crate) async fn page(
    State(endpoint): State<Arc<Endpoint>>,
    Slug(slug): Slug,
    uri: Uri,
) -> Result<Response, Failure> {
    let built = endpoint.site.current();
    let article = built.edition.article(&slug).ok_or(Failure::Missing("article"))?;
    let span = match (parameter(uri.query(), "after"), parameter(uri.query(), "before")) {
        (Some(text), _) => Span::After(cursor::read("after", &text)?),
        (None, Some(text)) => Span::Before(cursor::read("before", &text)?),
        (None, None) => Span::First,
    };
    let listed = endpoint.store.published(&slug, &span, limits::PAGE).await?;
    let beside = |name: &str, comment: Option<&wire::Comment>| {
        comment.map(|comment| format!("{name}={}", cursor::write(comment).0))
    };
    let older = if listed.older { beside("before", listed.comments.first()) } else { None };
    let newer = if listed.newer { beside("after", listed.comments.last()) } else { None };
    let comments: Vec<_> = listed
        .comments
        .into_iter()
        .map(|comment| {
            let when = Moment::parse(&comment.submitted).map(Moment::words).unwrap_or_default();
            (comment, when)
        })
        .collect();
    Ok(answers::comments(&built, article, &comments, older.as_deref(), newer.as_deref()))
}

/// `GET /{slug}/comments`: the page has a slash at its end.
pub(crate) async fn to_page(Slug(slug): Slug) -> Result<Response, Failure> {
    let location = HeaderValue::try_from(format!("/{slug}/comments/")).map_err(|_| Failure::Missing("article"))?;
    Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response())
}

/// `GET /received/comment?article=slug`: where a plain form leads when its comment is on disk. Says the same to
/// whoever opens it.
pub(crate) async fn received(State(endpoint): State<Arc<Endpoint>>, uri: Uri) -> Result<Response, Failure> {
    let built = endpoint.site.current();
    let slug = parameter(uri.query(), "article").unwrap_or_default();
    let article = built.edition.article(&slug).ok_or(Failure::Missing("article"))?;
    Ok(answers::comment_received(&built, article))
}
