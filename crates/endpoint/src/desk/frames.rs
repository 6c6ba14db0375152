//! Putting a page into the desk's frame, with the counts of its tabs and what was just done.

use axum::{http::StatusCode, response::Response};
use maud::Markup;

use super::{
    page,
    pages::frame::{self, Frame, Here, Notice},
    session::Who,
};
use crate::{endpoint::Endpoint, error::Failure};

/// A whole page for somebody who is signed in.
pub(crate) async fn framed(
    endpoint: &Endpoint,
    who: &Who,
    here: Here,
    title: &str,
    main: &Markup,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    framed_as(StatusCode::OK, endpoint, who, here, title, main, notice).await
}

/// The same with another status, for a form that was refused.
pub(crate) async fn framed_as(
    status: StatusCode,
    endpoint: &Endpoint,
    who: &Who,
    here: Here,
    title: &str,
    main: &Markup,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let counts = endpoint.store.tabs().await?;
    let built = endpoint.site.current();
    let frame = Frame { edition: &built.edition.title, who, counts, here, notice };
    Ok(page(status, frame::page(&frame, title, main)))
}

/// What the event in an address says was just done, if it was done by who looks.
pub(crate) async fn notice(endpoint: &Endpoint, who: &Who, event: &str, back: &str) -> Result<Option<Notice>, Failure> {
    if event.is_empty() {
        return Ok(None);
    }
    let Some(event) = endpoint.store.event(event).await?.filter(|event| event.actor == who.name) else {
        return Ok(None);
    };
    let words = super::pages::words::done(&event);
    let can_be_undone = matches!(event.action.as_str(), "move" | "pick" | "unpick" | "edit" | "answer");
    Ok(Some(Notice { words, undo: can_be_undone.then(|| (event.id, back.to_owned())) }))
}
