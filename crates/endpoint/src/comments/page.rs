//! The pages about comments: the published ones for readers without scripts, and the thanks for a sent one.
//!
//! The pages hold what the JSON list holds, part by part. Leaves out their markup, which is `view`'s and `answer`'s.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use wire::{CommentId, FieldError};

use super::{Ask, Slug, answer, feed::KIND, kept::Form, parameter, read::Reading, view};
use crate::{endpoint::Endpoint, error::Failure};

/// `GET /{slug}/comments/`: a part of the published comments; with `answer`, the form to answer one of them.
pub(crate) async fn page(
    State(endpoint): State<Arc<Endpoint>>,
    Slug(slug): Slug,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if let Some(text) = parameter(uri.query(), "answer") {
        let fault = || FieldError::new("answer", "This should be the id of the comment to be answered.");
        let id = CommentId::parse(&text).ok_or_else(|| Failure::WrongKind(vec![fault()]))?;
        return answer::page(&Reading::begin(endpoint, slug).await?, &id).await;
    }
    let ask = Ask::read(uri.query())?;
    let feed = format!("</{slug}/comments/feed.xml>; rel=\"alternate\"; type=\"{KIND}\"");
    let feed = endpoint.settings.feeds.then(|| HeaderValue::try_from(feed));
    let reading = Reading::begin(endpoint, slug).await?;
    let mut response = reading.answer(Form::Page, ask, &headers, make).await?;
    if let Some(Ok(feed)) = feed {
        response.headers_mut().insert(header::LINK, feed);
    }
    Ok(response)
}

async fn make(reading: &Reading, ask: &Ask) -> Result<Vec<u8>, Failure> {
    let part = reading.part(ask).await?;
    let title = format!("Comments: {}", reading.article().title);
    Ok(reading.built.page(&title, &view::part(reading, ask, &part)).into_bytes())
}

/// `GET /{slug}/comments`: the page has a slash at its end.
pub(crate) async fn to_page(Slug(slug): Slug) -> Result<Response, Failure> {
    let location = HeaderValue::try_from(format!("/{slug}/comments/")).map_err(|_| Failure::Missing("article"))?;
    Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response())
}
