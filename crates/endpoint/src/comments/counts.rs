//! `GET /api/comments/counts?articles=a,b,c`: how many comments are published on each, in one request.
//!
//! For front pages, which show a number beside every title. An article of which nothing is known has none.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::State,
    http::{HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use wire::{FieldError, limits};

use super::parameter;
use crate::{endpoint::Endpoint, error::Failure, headers::REVALIDATE};

/// Counts the published comments of each article that is named.
#[utoipa::path(
    get,
    path = "/api/comments/counts",
    tag = "comments",
    params(("articles" = String, Query, pattern = "^[^,]+(,[^,]+){0,99}$", description = "Names of 1 to 100 articles, with commas between.")),
    responses((status = 200, description = "A count for each name.", body = Counts))
)]
pub(crate) async fn counts(State(endpoint): State<Arc<Endpoint>>, uri: Uri) -> Result<Response, Failure> {
    let text = parameter(uri.query(), "articles").unwrap_or_default();
    let articles: Vec<String> = text.split(',').map(str::to_owned).collect();
    if text.is_empty() || articles.len() > limits::PAGE_MOST {
        let detail = format!("This should be the names of 1 to {} articles, with commas between.", limits::PAGE_MOST);
        return Err(Failure::WrongKind(vec![FieldError::over("articles", limits::PAGE_MOST, detail)]));
    }
    let known = endpoint.store.counts(&articles).await?;
    let counts: BTreeMap<String, i64> = articles
        .into_iter()
        .map(|article| {
            let count = known.get(&article).copied().unwrap_or_default();
            (article, count)
        })
        .collect();
    let body = serde_json::to_vec(&serde_json::json!({ "counts": counts })).map_err(Failure::broken)?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CACHE_CONTROL, REVALIDATE)];
    Ok((headers, body).into_response())
}

/// The counts.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "what `counts` writes, for the description of the API")]
struct Counts {
    /// By the name of the article.
    counts: BTreeMap<String, i64>,
}
