//! The desk's style sheet and script: files of the program, with a hash of what they hold in their names.
//!
//! So they may be kept for ever, and a new version is a new name.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use crate::{error::Failure, headers::IMMUTABLE};

const STYLE: &str = include_str!("desk.css");
const SCRIPT: &str = include_str!("desk.js");

static STYLE_NAME: LazyLock<String> = LazyLock::new(|| name("css", STYLE));
static SCRIPT_NAME: LazyLock<String> = LazyLock::new(|| name("js", SCRIPT));

/// Where the style sheet is.
pub(crate) fn style() -> &'static str {
    &STYLE_NAME
}

/// Where the script is.
pub(crate) fn script() -> &'static str {
    &SCRIPT_NAME
}

fn name(kind: &str, text: &str) -> String {
    let hash = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(text.as_bytes())[..9]);
    format!("/moderation/files/desk-{hash}.{kind}")
}

/// Serves either.
pub(crate) async fn serve(Path(file): Path<String>) -> Result<Response, Failure> {
    let asked = format!("/moderation/files/{file}");
    let (kind, text) = match asked {
        _ if asked == style() => ("text/css; charset=utf-8", STYLE),
        _ if asked == script() => ("text/javascript; charset=utf-8", SCRIPT),
        _ => return Err(Failure::Missing("file")),
    };
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, IMMUTABLE.to_str().unwrap_or_default())], text)
        .into_response())
}
