//! `GET /moderation/audit`: the audit trail.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};

use super::{
    acting,
    fields::Fields,
    frames::framed,
    pages::{audit, card::encoded, frame::Here},
    queue::asked,
    session::Who,
};
use crate::{endpoint::Endpoint, error::Failure};

/// Events on one page.
const PAGE: usize = 100;

pub(crate) async fn show(State(endpoint): State<Arc<Endpoint>>, who: Who, uri: Uri) -> Result<Response, Failure> {
    let query = Fields::of_query(uri.query());
    let actor = query.get("actor");
    let mut events = endpoint.store.audit(actor, query.get("before"), asked(PAGE)).await?;
    let more = events.len() > PAGE;
    events.truncate(PAGE);
    let next = events.last().filter(|_| more).map(|last| format!("actor={}&before={}", encoded(actor), last.id));
    let reasons = acting::reasons(&endpoint).await?;
    let main = audit::audit(&events, next.as_deref(), actor, &reasons);
    framed(&endpoint, &who, Here::Audit, "Audit trail", &main, None).await
}
