//! A writer changes a comment, by JSON or by the plain form of the private page.
//!
//! The token of the receipt is the only proof that is asked for. The new text passes the same admission as a new comment
//! and waits for an editor again. Leaves out the page with the form, which is the receipt's.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use wire::{NewComment, OwnComment};

use super::{examine::examine, preview::Draft};
use crate::{
    admission::{Attempt, Rules},
    body::Door,
    endpoint::Endpoint,
    error::Failure,
    forms, receipts,
    sent::Sent,
    store::{Edit, Edited},
    typed::Typed,
};

/// Changes a comment, soon after it was sent and as long as nobody has answered it.
///
/// The new text waits for an editor, also where the one before was published. Done already is done.
#[utoipa::path(
    post,
    path = "/api/receipts/{token}/edit",
    tag = "receipts",
    params(("token" = String, Path, description = "From the link of the comment's receipt.")),
    request_body = Draft,
    responses((status = 200, description = "The comment as it stands.", body = OwnComment))
)]
pub(crate) async fn edit(
    State(endpoint): State<Arc<Endpoint>>,
    receipt: receipts::Receipt,
    Sent { door, typed }: Sent,
) -> Result<Response, Failure> {
    match (door, change(&endpoint, &receipt.comment, &typed).await) {
        (_, Ok(())) => receipts::done(&endpoint, &receipt, door).await,
        (Door::Json, Err(failure)) => Err(failure),
        (Door::Form, Err(failure)) => {
            Ok(forms::edit_refused(&endpoint.site.current(), &receipt.token, &typed, &failure))
        }
    }
}

async fn change(endpoint: &Endpoint, id: &str, typed: &Typed) -> Result<(), Failure> {
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
            comment: id.to_owned(),
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
