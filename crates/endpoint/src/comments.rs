//! Comments over the web: sending one, seeing it before, changing it after, and reading the published ones as a list, as a
//! page and as a feed.
//!
//! One verb a file; what reading shares is in `ask` (what is wanted), `read` (how it is answered), `kept` (what was made
//! before) and `thread` (the order). Leaves out moderation.

mod answer;
mod ask;
mod counts;
mod cursor;
mod edit;
mod examine;
mod feed;
mod kept;
mod list;
mod open;
mod page;
mod preview;
mod read;
mod send;
mod thread;
mod view;

pub(crate) use ask::{Ask, Start};
pub(crate) use counts::{__path_counts, counts};
pub(crate) use cursor::{List, Mark, Picks};
pub(crate) use edit::{__path_edit, edit};
pub(crate) use feed::feed;
pub(crate) use kept::Kept;
pub(crate) use list::{__path_list, list};
pub(crate) use page::{page, to_page};
pub(crate) use preview::{__path_preview, preview};
pub(crate) use send::{__path_send, send};

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::error::Failure;

/// The `{slug}` of the address; what cannot be one is simply not found.
pub(crate) struct Slug(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Slug {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = axum::extract::Path::<String>::from_request_parts(parts, state).await;
        path.map(|path| Self(path.0)).map_err(|_| Failure::Missing("article"))
    }
}

/// One parameter of the address, decoded.
fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    form_urlencoded::parse(query?.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
