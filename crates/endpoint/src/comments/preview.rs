//! `POST /api/preview`: how a comment will look, by the very writer that sets it on the page.
//!
//! Nothing is stored. What it costs is bounded by the size of a comment, so there is no rate.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use crate::{
    admission::stamp::stamp, body::Door, endpoint::Endpoint, error::Failure, forms, headers::PRIVATE, markup,
    sent::Sent,
};

/// Shows how a comment will look. Nothing is stored.
///
/// A plain form is answered with a page from which it can be sent.
#[utoipa::path(
    post,
    path = "/api/preview",
    tag = "comments",
    request_body = Draft,
    responses((status = 200, description = "As it will stand on the page.", body = Preview))
)]
pub(crate) async fn preview(
    State(endpoint): State<Arc<Endpoint>>,
    Sent { door, typed }: Sent,
) -> Result<Response, Failure> {
    // Only the text is shown, so only its faults matter yet; through the form's door an id is not missed.
    let (comment, mut faults) = typed.comment(Door::Form);
    faults.retain(|fault| fault.field == "body");
    let built = endpoint.site.current();
    let article = built.edition.article(&typed.article);
    let since = || match typed.since.trim() {
        "" => stamp(&endpoint.keys, endpoint.clock.now()),
        given => given.to_owned(),
    };
    match (door, faults.is_empty()) {
        (Door::Json, false) => Err(Failure::Faults(faults)),
        (Door::Json, true) => {
            let body = json!({ "html": markup::html(&comment.body) }).to_string();
            let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            Ok(([kind, (header::CACHE_CONTROL, PRIVATE)], body).into_response())
        }
        (Door::Form, false) => {
            let failure = Failure::Faults(faults);
            Ok(forms::comment_refused(&built, &typed.article, article, &typed, &since(), &failure))
        }
        (Door::Form, true) => {
            let mut page = forms::comment_preview(&built, article, &typed, &comment.body, &since());
            page.headers_mut().insert(header::CACHE_CONTROL, PRIVATE);
            Ok(page)
        }
    }
}

/// A text that is shown, or takes the place of another, for the description of the API.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "read as every comment is")]
pub(super) struct Draft {
    /// The comment's text.
    #[schema(min_length = 1, max_length = 4000)]
    body: String,
}

/// How it looks, for the description of the API.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "written above")]
struct Preview {
    /// Markup that is safe to show.
    html: String,
}
