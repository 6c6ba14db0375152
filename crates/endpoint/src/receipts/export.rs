//! `GET /receipt/{token}/export.json`: everything that is held about a writer's comments, in one file.
//!
//! Moderators' names are theirs and not the writer's, so they appear as the newsroom.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Receipt, private, unknown};
use crate::{
    clock::Moment,
    endpoint::Endpoint,
    error::Failure,
    store::{Dossier, Past, Wish, Written},
};

/// Hands over everything.
pub(crate) async fn export(State(endpoint): State<Arc<Endpoint>>, receipt: Receipt) -> Result<Response, Failure> {
    let all = endpoint.store.all_held(&receipt.comment).await?;
    if all.is_empty() {
        return Err(unknown());
    }
    let comments: Vec<Value> = all.iter().map(comment).collect();
    let file = json!({ "exported": endpoint.clock.now().rfc3339(), "comments": comments });
    let body = serde_json::to_vec_pretty(&file).map_err(Failure::broken)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"comments.json\"")),
    ];
    Ok(private((headers, body).into_response()))
}

fn comment(held: &Dossier) -> Value {
    let own = &held.comment;
    json!({
        "id": own.id,
        "article": own.article,
        "answers": own.parent,
        "state": own.state.as_str(),
        "reason": own.reason,
        "note": own.note,
        "name": own.name,
        "email": own.email,
        "body": own.body,
        "writer": own.writer,
        "network": if own.has_network { "a keyed hash, from which the address cannot be told" } else { "nothing" },
        "submitted": own.submitted.rfc3339(),
        "edited": own.edited.map(Moment::rfc3339),
        "published": own.published.map(Moment::rfc3339),
        "history": held.history.iter().map(past).collect::<Vec<_>>(),
        "wishes": held.wishes.iter().map(wish).collect::<Vec<_>>(),
        "mails": held.mails.iter().map(mail).collect::<Vec<_>>(),
    })
}

fn past(past: &Past) -> Value {
    let by = match past.actor.as_str() {
        known @ ("admission" | "writer" | "system") => known,
        _ => "newsroom",
    };
    json!({
        "at": past.at.rfc3339(),
        "by": by,
        "what": past.action,
        "from": past.from,
        "to": past.to,
        "reason": past.reason,
        "note": past.note,
        "before": past.before,
    })
}

fn wish(wish: &Wish) -> Value {
    json!({
        "id": wish.id,
        "email": wish.email,
        "state": wish.state,
        "created": wish.created.rfc3339(),
        "confirmed": wish.confirmed.map(Moment::rfc3339),
    })
}

fn mail(mail: &Written) -> Value {
    json!({
        "kind": mail.kind,
        "to": mail.recipient,
        "state": mail.state,
        "created": mail.created.rfc3339(),
        "sent": mail.sent.map(Moment::rfc3339),
    })
}
