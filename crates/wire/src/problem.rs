//! A refusal that a program can read and a person can understand: a problem document (RFC 9457).
//!
//! Holds what is safe to show; causes stay in the endpoint's log.

use serde::{Deserialize, Serialize};

/// A problem document, sent as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What kind of problem it is, as a URI that names it: `urn:problem-type:recto:closed`, or `about:blank`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words; the same for every problem of the kind.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What happened this time and what to do about it, for the reader.
    pub detail: String,
    /// Names this one time as the endpoint's log does, for whoever asks for help: `urn:request:recto:` and what `X-Request-Id`
    /// says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The fields at fault; empty where no field is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The work that is to be done before the same is sent again, where it is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<Work>,
}

/// Work that makes a flood dear: find a number, written in decimal, such that the SHA-256 of `challenge:number` begins with
/// `bits` zero bits; then send the same again with `challenge:number` in the field `work`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Work {
    /// Of use for this one message, and for a while.
    pub challenge: String,
    /// How many zero bits.
    pub bits: u8,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's name, as in the request.
    pub field: String,
    /// What is wrong and how to mend it, for the reader.
    pub detail: String,
    /// The limit that was passed, in the unit that `detail` names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

impl FieldError {
    /// A fault that has no number to it.
    #[must_use]
    pub fn new(field: &str, detail: impl Into<String>) -> Self {
        Self { field: field.to_owned(), detail: detail.into(), limit: None }
    }

    /// A passed limit.
    #[must_use]
    pub fn over(field: &str, limit: usize, detail: impl Into<String>) -> Self {
        Self { field: field.to_owned(), detail: detail.into(), limit: Some(limit) }
    }
}
