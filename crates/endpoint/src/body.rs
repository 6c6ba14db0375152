//! Reading a request's body: bounded in size and in time, before anything looks into it.
//!
//! Also tells the two doors apart, since each kind of body comes through one.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Uri, header},
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use wire::limits;

use crate::{error::Failure, headers::for_programs};

/// The way a message came in, which is also the way it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// JSON, from the reader's program: answered by JSON.
    Json,
    /// A plain form: answered by a page.
    Form,
}

impl Door {
    /// Which door the content type names. Nothing else is taken: that keeps out what another site's page can make a
    /// browser send without asking.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Failure> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        match kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "application/json" => Ok(Self::Json),
            "application/x-www-form-urlencoded" => Ok(Self::Form),
            _ => Err(Failure::WrongType),
        }
    }

    /// The same where a body is taken: JSON comes in under `/api/` alone, so whatever takes it is described there.
    pub(crate) fn at(address: &Uri, headers: &HeaderMap) -> Result<Self, Failure> {
        match Self::of(headers)? {
            Self::Json if !for_programs(address.path()) => Err(Failure::WrongType),
            door => Ok(door),
        }
    }
}

/// The whole body, of at most [`limits::REQUEST`] bytes, arrived within `time` however it trickled.
pub(crate) async fn read(body: Body, time: Duration) -> Result<Bytes, Failure> {
    match tokio::time::timeout(time, Limited::new(body, limits::REQUEST).collect()).await {
        Err(_elapsed) => Err(Failure::Slow),
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Failure::TooLarge),
        Ok(Err(_gone)) => Err(Failure::Unreadable("The request broke off before its end.".into())),
    }
}
