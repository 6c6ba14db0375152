//! How every list of comments is answered: by what is kept, if nothing has changed; made anew otherwise.
//!
//! One row of the store tells the two apart. The tag that names an answer tells a client, too, that it has it already,
//! without anything being made. Leaves out what the answers hold.

use std::sync::Arc;

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use wire::EditionArticle;

use super::{
    Ask,
    kept::{Form, Key},
    open,
};
use crate::{
    endpoint::Endpoint,
    error::Failure,
    headers::REVALIDATE,
    site::Built,
    store::{Shown, Standing},
};

/// An article's comments as somebody asks for them.
pub(crate) struct Reading {
    pub(crate) endpoint: Arc<Endpoint>,
    pub(crate) built: Arc<Built>,
    pub(crate) standing: Standing,
    /// Whether comments are taken.
    pub(crate) open: open::Standing,
    slug: String,
}

impl Reading {
    /// Begins to read; an article that the edition does not have is missing.
    pub(crate) async fn begin(endpoint: Arc<Endpoint>, slug: String) -> Result<Self, Failure> {
        let built = endpoint.site.current();
        let article = built.edition.article(&slug).ok_or(Failure::Missing("article"))?;
        // Before the comments are read: so they are never older than the version that they are kept under.
        let standing = endpoint.store.standing(&slug).await?;
        let open = open::standing(article, standing.desk.as_deref(), endpoint.clock.now());
        Ok(Self { endpoint, built, standing, open, slug })
    }

    pub(crate) fn article(&self) -> &EditionArticle {
        self.built.edition.article(&self.slug).expect("it was found in this very build")
    }

    /// The answer of this form to `ask`, made by `make` unless it is kept or the client has it.
    pub(crate) async fn answer(
        &self,
        form: Form,
        ask: Ask,
        asked: &HeaderMap,
        make: impl AsyncFnOnce(&Self, &Ask) -> Result<Vec<u8>, Failure>,
    ) -> Result<Response, Failure> {
        let tag = self.tag(form, &ask);
        let kind = match form {
            Form::Page => "text/html; charset=utf-8",
            Form::Json => "application/json",
            Form::Feed => "application/atom+xml; charset=utf-8",
        };
        let shown = HeaderValue::try_from(&tag).expect("base64 in quotes is a header");
        let policy = self.built.policy_of_answers().clone();
        let headers =
            [(header::ETAG, shown), (header::CACHE_CONTROL, REVALIDATE), (header::CONTENT_SECURITY_POLICY, policy)];
        if is_known(asked, &tag) {
            return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
        }
        let key = Key { form, article: self.slug.clone(), ask };
        let body = match self.endpoint.kept.find(&key, &tag) {
            Some(body) => body,
            None => {
                let body = Bytes::from(make(self, &key.ask).await?);
                self.endpoint.kept.keep(key, tag, body.clone());
                body
            }
        };
        Ok((headers, [(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response())
    }

    /// Names everything that an answer depends on: program, build, form, what was asked, and how the comments stand.
    fn tag(&self, form: Form, ask: &Ask) -> String {
        let parts = (form, ask, &self.standing, &self.open);
        let text = format!("{} {} {} {parts:?}", env!("CARGO_PKG_VERSION"), self.built.print, self.slug);
        format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(text)[..16]))
    }
}

/// Whether the client says that it has what the tag names.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok()).any(|line| {
        line.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
    })
}

/// Whose name stands over a comment.
pub(crate) fn name(comment: &Shown) -> &str {
    comment.editor.as_deref().or(comment.name.as_deref()).unwrap_or("A reader")
}
