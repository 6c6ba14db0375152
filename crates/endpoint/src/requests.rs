//! What is noted of every request: a name for it in the log and in the answer, how long it took, and how it ended.
//!
//! Paths may hold what opens a reader's page, so it is the route that is noted and never the path; nor is who asked.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument as _;

use crate::endpoint::{Endpoint, Peer};

/// Names a request, in the log of whoever saw it.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What is said instead of a route where the site's files are asked for.
const FILES: &str = "files";

/// The name of a request, beside it.
#[derive(Clone)]
pub(crate) struct RequestId(HeaderValue);

impl RequestId {
    /// As a URI, for a problem document.
    pub(crate) fn urn(&self) -> String {
        format!("urn:request:recto:{}", self.0.to_str().unwrap_or_default())
    }
}

/// Names, measures and counts the request.
pub(crate) async fn watch(State(endpoint): State<Arc<Endpoint>>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let peer = request.extensions().get::<Peer>().copied();
    let id = peer.and_then(|peer| brought(&endpoint, peer, request.headers())).unwrap_or_else(made);
    request.extensions_mut().insert(RequestId(id.clone()));
    let name = route.as_ref().map_or(FILES, MatchedPath::as_str);
    let span = tracing::info_span!("request", id = id.to_str().unwrap_or_default(), route = name);
    let mut response = async {
        let response = next.run(request).await;
        tracing::debug!(status = response.status().as_u16(), took = ?began.elapsed(), "answered");
        response
    }
    .instrument(span)
    .await;
    endpoint.metrics.count(name, response.status(), began.elapsed());
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The name that a trusted proxy has given the request, if it is one that can stand in a log.
fn brought(endpoint: &Endpoint, peer: Peer, headers: &HeaderMap) -> Option<HeaderValue> {
    let trusted = endpoint.settings.proxies.iter().any(|proxy| proxy.contains(&peer.0.ip().to_canonical()));
    let id = headers.get(REQUEST_ID).filter(|_| trusted)?;
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    ((1..=64).contains(&id.len()) && id.as_bytes().iter().all(fits)).then(|| id.clone())
}

fn made() -> HeaderValue {
    let id = uuid::Uuid::new_v4().simple().to_string();
    HeaderValue::try_from(id).expect("hexadecimal digits are a header")
}
