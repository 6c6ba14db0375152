//! `POST /receipt/{token}/edit`: a writer changes a comment, by JSON or by a plain form.
//!
//! The token of the receipt is the only proof that is asked for. The new text passes the same admission as a new comment
//! and waits for an editor again. Leaves out the page with the form, which is the receipt's.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use wire::{CommentId, NewComment, Receipt, ReceiptState};

use super::{examine::examine, send::link};
use crate::{
    admission::{Attempt, Rules},
    body::{self, Door},
    endpoint::Endpoint,
    error::Failure,
    forms,
    headers::PRIVATE,
    receipts::RECEIPT,
    store::{Edit, Edited},
    typed::Typed,
};

/// Changes a comment.
pub(crate) async fn edit(
    State(endpoint): State<Arc<Endpoint>>,
    token: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Failure> {
    let door = Door::of(request.headers())?;
    let body = body::read(request.into_body(), endpoint.settings.limits.body_time).await?;
    let typed = Typed::read(door, &body)?;
    let token = token.map_or_else(|_| String::new(), |path| path.0);
    let id = endpoint.keys.opened(RECEIPT, &token).and_then(|id| CommentId::parse(&id));
    let changed = match &id {
        Some(id) => change(&endpoint, id, &typed).await,
        None => Err(Failure::Missing("comment")),
    };
    match (door, changed, id) {
        (Door::Json, Ok(()), Some(id)) => {
            let message = Receipt::CHANGED.to_owned();
            let receipt = Receipt { link: link(&endpoint, &id), id, state: ReceiptState::Held, message, writer: None };
            let body = serde_json::to_vec(&receipt).map_err(Failure::broken)?;
            let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            Ok(([kind, (header::CACHE_CONTROL, PRIVATE)], body).into_response())
        }
        (Door::Form, Ok(()), Some(id)) => {
            let location = HeaderValue::try_from(link(&endpoint, &id)).map_err(Failure::broken)?;
            let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, PRIVATE)];
            Ok((StatusCode::SEE_OTHER, headers).into_response())
        }
        (Door::Form, Err(failure), Some(_)) => {
            Ok(forms::edit_refused(&endpoint.site.current(), &token, &typed, &failure))
        }
        (_, Err(failure), _) => Err(failure),
        (_, Ok(()), None) => Err(Failure::Missing("comment")),
    }
}

async fn change(endpoint: &Endpoint, id: &CommentId, typed: &Typed) -> Result<(), Failure> {
    let (sent, mut faults) = typed.comment(Door::Form);
    faults.retain(|fault| fault.field == "body");
    if !faults.is_empty() {
        return Err(Failure::Faults(faults));
    }
    let limits = &endpoint.settings.limits;
    let mut attempt = Attempt::default();
    // The text alone is changed; name and address stay as they were admitted.
    let text = NewComment::new(sent.id, sent.body);
    let trace = examine(endpoint, &text, &mut attempt).await?;
    let edited = endpoint
        .store
        .edit(Edit {
            comment: id.to_string(),
            attempt,
            rules: Rules::edits(limits),
            body: text.body,
            text_hash: trace.hash,
            repeats: trace.repeats,
            within: limits.admission.edit_time,
            keys: Arc::clone(&endpoint.keys),
            now: endpoint.clock.now(),
        })
        .await?;
    match edited {
        Edited::Held { mail } => {
            if mail {
                endpoint.mail_due.notify_one();
            }
            Ok(())
        }
        Edited::Same => Ok(()),
        Edited::Unknown => Err(Failure::Missing("comment")),
        Edited::Late => Err(Failure::Settled(
            "The time for changing it has passed. You can still take it back, and send a new one.",
        )),
        Edited::Answered => Err(Failure::Settled(
            "Somebody has answered it, and the answer would not fit any more. You can still take it back, or add to it.",
        )),
        Edited::Settled => Err(Failure::Settled("It was declined, taken back or deleted.")),
        Edited::Refused(refusal) => Err(refusal.into()),
    }
}
