//! The desk for the newsroom's own tools: the same acts as JSON, with `Authorization: Bearer` and a token.
//!
//! What a tool does is noted as `api` and the name of its token.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State as Extracted},
    http::Uri,
    response::Response,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use wire::FieldError;

use super::{
    acting::{self, Wish},
    comment::{check_number, shown, together},
    described::{DeskComment, DeskPage, DeskState, DeskStep, DeskSteps, DeskUndone},
    fields::Fields,
    json_answer,
    queue::{asked, filter},
    session::Tool,
};
use crate::{
    body::{self, Door},
    clock::Moment,
    endpoint::Endpoint,
    error::Failure,
    store::{Deed, Event, Queued, State, Target},
};

/// Comments in one answer, unless the query asks for fewer or more; and the most it may ask for.
const PAGE: usize = 50;
const MOST: usize = 200;

/// What an act may say.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
struct Said {
    /// The revision that the tool saw; absent: whatever it is now.
    revision: Option<i64>,
    reason: Option<String>,
    note: Option<String>,
    /// The text of an edit or an answer.
    body: Option<String>,
    /// For many at once.
    ids: Vec<String>,
    action: String,
    /// For taking back.
    event: String,
}

async fn said(endpoint: &Endpoint, request: Request) -> Result<Said, Failure> {
    let (parts, body) = request.into_parts();
    if Door::of(&parts.headers)? != Door::Json {
        return Err(Failure::WrongType);
    }
    let body = body::read(body, endpoint.settings.limits.body_time).await?;
    // By way of an object, since a list would be read as the fields in their order.
    serde_json::from_slice(&body)
        .and_then(|object: Map<String, Value>| serde_json::from_value(object.into()))
        .map_err(|error| Failure::Unreadable(format!("The body should be one JSON object in UTF-8. {error}.")))
}

fn actor(tool: &Tool) -> String {
    format!("api {}", tool.0)
}

/// Lists a part of the desk's queue.
#[utoipa::path(
    get,
    path = "/api/moderation/comments",
    operation_id = "desk_list",
    tag = "desk",
    params(
        ("state" = Option<DeskState>, Query, description = "Held, unless asked."),
        ("article" = Option<String>, Query, description = "Of this article alone."),
        ("doubt" = Option<String>, Query, description = "With this doubt alone."),
        ("q" = Option<String>, Query, description = "With these words."),
        ("after" = Option<String>, Query, description = "Where the part begins: the `next` of the one before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 200, description = "How many."),
    ),
    responses((status = 200, description = "A part of the queue.", body = DeskPage)),
    security(("token" = []))
)]
pub(crate) async fn list(
    Extracted(endpoint): Extracted<Arc<Endpoint>>,
    _tool: Tool,
    uri: Uri,
) -> Result<Response, Failure> {
    let query = Fields::of_query(uri.query());
    let mut wrong = Vec::new();
    if !query.get("state").is_empty() && State::parse(query.get("state")).is_none() {
        let detail = "This should be held, published, declined, spam, withdrawn or deleted.";
        wrong.push(FieldError::new("state", detail));
    }
    let limit = match query.get("limit") {
        "" => PAGE,
        text => text.parse().ok().filter(|limit| (1..=MOST).contains(limit)).unwrap_or_else(|| {
            wrong.push(FieldError::new("limit", format!("This should be a number from 1 to {MOST}.")));
            PAGE
        }),
    };
    if !wrong.is_empty() {
        return Err(Failure::WrongKind(wrong));
    }
    let mut found = endpoint.store.queue(&filter(&query), asked(limit)).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| last.comment.id.clone());
    let comments: Vec<_> = found.iter().map(comment).collect();
    json_answer(&json!({ "comments": comments, "next": next }))
}

/// Shows one comment, with its history.
#[utoipa::path(
    get,
    path = "/api/moderation/comments/{id}",
    operation_id = "desk_comment",
    tag = "desk",
    params(("id" = String, Path, description = "The comment's id.")),
    responses((status = 200, description = "The comment.", body = DeskComment)),
    security(("token" = []))
)]
pub(crate) async fn one(
    Extracted(endpoint): Extracted<Arc<Endpoint>>,
    _tool: Tool,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let queued = endpoint.store.queued(&id).await?.ok_or(Failure::Missing("comment"))?;
    let history: Vec<_> = endpoint.store.history(&id).await?.iter().map(event).collect();
    let mut value = comment(&queued);
    value["history"] = history.into();
    json_answer(&value)
}

/// Does something to a comment. Done already is done.
#[utoipa::path(
    post,
    path = "/api/moderation/comments/{id}/{act}",
    operation_id = "desk_act",
    tag = "desk",
    params(
        ("id" = String, Path, description = "The comment's id."),
        (
            "act" = String, Path, pattern = "^(publish|decline|spam|hold|pick|unpick|delete|edit|answer)$",
            description = "What to do: `decline` takes `reason` and `note`, `edit` and `answer` take `body`."
        ),
    ),
    request_body = Said,
    responses((status = 200, description = "How it stands now.", body = DeskStep)),
    security(("token" = []))
)]
pub(crate) async fn act(
    Extracted(endpoint): Extracted<Arc<Endpoint>>,
    tool: Tool,
    Path((id, act)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Failure> {
    let said = said(&endpoint, request).await?;
    let target = Target { id: id.clone(), revision: said.revision };
    let deed = if act == "answer" {
        acting::answer(&endpoint, &actor(&tool), &tool.0, target, said.body.as_deref().unwrap_or_default()).await?
    } else {
        let wish = Wish { act: &act, reason: said.reason, note: said.note, body: said.body };
        let act = acting::act(&endpoint, wish).await?;
        acting::one(&endpoint, &actor(&tool), target, act).await?
    };
    json_answer(&match deed {
        Deed::Done(step) => {
            json!({ "id": step.id, "state": step.state.as_str(), "revision": step.revision, "event": step.event })
        }
        // Said again it is the same: a tool that heard no answer may ask again.
        _ => {
            let comment = endpoint.store.queued(&id).await?.ok_or(Failure::Missing("comment"))?.comment;
            json!({ "id": id, "state": comment.state.as_str(), "revision": comment.revision, "event": null })
        }
    })
}

/// Does the same to many comments.
#[utoipa::path(
    post,
    path = "/api/moderation/comments",
    operation_id = "desk_act_on_many",
    tag = "desk",
    request_body = Said,
    responses((status = 200, description = "What was done, and what was left and why.", body = DeskSteps)),
    security(("token" = []))
)]
pub(crate) async fn many(
    Extracted(endpoint): Extracted<Arc<Endpoint>>,
    tool: Tool,
    request: Request,
) -> Result<Response, Failure> {
    let said = said(&endpoint, request).await?;
    check_number(said.ids.len())?;
    let wish = Wish { act: &said.action, reason: said.reason, note: said.note, body: said.body };
    let act = acting::act(&endpoint, wish).await?;
    let targets = said.ids.into_iter().map(|id| Target { id, revision: None }).collect();
    let deeds = together(&endpoint, &actor(&tool), targets, act).await?;
    let now = endpoint.clock.now();
    let (mut done, mut refused, mut event) = (Vec::new(), Vec::new(), None);
    for (id, deed) in &deeds {
        match deed {
            Deed::Done(step) => {
                event.get_or_insert(step.event.as_str());
                done.extend(shown(std::iter::once(step)));
            }
            Deed::Already(state) => done.push(json!({ "id": id, "state": state.as_str() })),
            refusal => refused.push(json!({ "id": id, "detail": acting::why(refusal, now) })),
        }
    }
    json_answer(&json!({ "done": done, "refused": refused, "event": event }))
}

/// Takes back what the tool itself has done.
#[utoipa::path(
    post,
    path = "/api/moderation/undo",
    operation_id = "desk_undo",
    tag = "desk",
    request_body = Said,
    responses((status = 200, description = "What was taken back.", body = DeskUndone)),
    security(("token" = []))
)]
pub(crate) async fn undo(
    Extracted(endpoint): Extracted<Arc<Endpoint>>,
    tool: Tool,
    request: Request,
) -> Result<Response, Failure> {
    let said = said(&endpoint, request).await?;
    let undone = acting::undo(&endpoint, &actor(&tool), &said.event).await?;
    json_answer(&json!({ "comments": shown(undone.steps.iter()), "message": undone.message }))
}

fn comment(queued: &Queued) -> Value {
    let comment = &queued.comment;
    let time = |moment: Option<Moment>| moment.map(Moment::rfc3339);
    json!({
        "id": comment.id, "article": comment.article, "parent": comment.parent, "name": comment.name, "email": comment.email,
        "body": comment.body, "state": comment.state.as_str(), "doubts": comment.doubts, "score": comment.score,
        "reason": comment.reason, "note": comment.note, "submitted": comment.submitted.rfc3339(),
        "edited": time(comment.edited), "published": time(comment.published), "picked": time(comment.picked),
        "editor": comment.editor, "revision": comment.revision,
        "writer": { "published": queued.record.published, "declined": queued.record.declined, "waiting": queued.record.waiting },
    })
}

fn event(event: &Event) -> Value {
    json!({
        "id": event.id, "at": event.at.rfc3339(), "actor": event.actor, "action": event.action,
        "from": event.from_state.map(State::as_str), "to": event.to_state.map(State::as_str),
        "reason": event.reason, "note": event.note, "before": event.before,
    })
}
