//! What was sent, as every handler that takes a reader's fields gets it: the door that it came through and what was typed.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};

use crate::{
    body::{self, Door},
    endpoint::Endpoint,
    error::Failure,
    typed::Typed,
};

/// A body that was read.
pub(crate) struct Sent {
    pub(crate) door: Door,
    pub(crate) typed: Typed,
}

impl FromRequest<Arc<Endpoint>> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, endpoint: &Arc<Endpoint>) -> Result<Self, Failure> {
        let door = Door::at(request.uri(), request.headers())?;
        let body = body::read(request.into_body(), endpoint.settings.limits.body_time).await?;
        Ok(Self { door, typed: Typed::read(door, &body)? })
    }
}
