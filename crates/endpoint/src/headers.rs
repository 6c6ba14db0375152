//! The headers that every answer carries, and what may be kept for how long.
//!
//! Leaves out cookies: none are set.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::endpoint::Endpoint;

/// For files whose name changes with their content.
pub(crate) const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For what may be kept but must be asked after.
pub(crate) const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
/// For what was made for one reader.
pub(crate) const PRIVATE: HeaderValue = HeaderValue::from_static("no-store");

/// What an answer that is no page may load: nothing.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// Whether programs ask for this path, and not people.
pub(crate) fn for_programs(path: &str) -> bool {
    path.starts_with("/api/") || matches!(path, "/healthz" | "/readyz" | "/metrics")
}

/// Adds the security headers. A page gets the edition's policy, an answer of the API one that loads nothing.
pub(crate) async fn secure(State(endpoint): State<Arc<Endpoint>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let is_api = for_programs(&path);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A refused form is answered under /api/ by a page.
    let is_page = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let (policy, referrer) = if is_api && !is_page {
        (NOTHING, "no-referrer")
    } else if crate::desk::is_desk(&path) {
        // `no-referrer` would also take the origin from the desk's own forms.
        (crate::desk::POLICY, "same-origin")
    } else {
        // What was made of a build brings that one's policy: by now another may be in place.
        let own = headers.remove(header::CONTENT_SECURITY_POLICY);
        let policy = own.unwrap_or_else(|| endpoint.site.current().policy(&path).clone());
        (policy, "strict-origin-when-cross-origin")
    };
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static(referrer));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(COOP, HeaderValue::from_static("same-origin"));
    headers.insert(PERMISSIONS, HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"));
    response
}
