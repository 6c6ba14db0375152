//! Comments over the web: sending one, listing the published ones, and the same list as a page.
//!
//! One verb a file. Leaves out moderation.

mod cursor;
mod list;
mod open;
mod page;
mod send;
#[cfg_attr(not(test), expect(dead_code, reason = "the lists that need it come with the store"))]
mod thread;

pub(crate) use list::list;
pub(crate) use page::{page, received, to_page};
pub(crate) use send::send;

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
