//! Serving the built site's files: pages that are checked each time, hashed files that are kept for ever.
//!
//! tower-http finds the file, negotiates its encoding and compares its ETag; this adds what it cannot know: what must
//! stay hidden, what never changes, and that the whole folder may be swapped in the middle.

use std::{
    io::{self, ErrorKind},
    sync::Arc,
    time::Duration,
};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode_str;
use tower_http::services::ServeDir;
use wire::is_hashed;

use crate::{
    endpoint::Endpoint,
    error::Failure,
    headers::{IMMUTABLE, REVALIDATE},
    site::Built,
};

/// How often, and how many times, to look whether a swap is over.
const SWAP_LOOK: (Duration, u32) = (Duration::from_millis(5), 200);

/// Answers with a file of the site, or with its not-found page.
pub(crate) async fn serve(State(endpoint): State<Arc<Endpoint>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ([(header::ALLOW, "GET, HEAD")], Failure::Method).into_response();
    }
    // The body is nobody's business here, and keeping it would bind the answer to this thread.
    let (asked, _body) = request.into_parts();
    let path = asked.uri.path();
    if !is_public(path) {
        return missing(&endpoint).await;
    }
    let cache = if is_hashed(path) { IMMUTABLE } else { REVALIDATE };
    match find(&endpoint, &asked).await {
        Ok(mut response) => {
            finish(&mut response, cache);
            response
        }
        Err(Failure::Missing(_)) => missing(&endpoint).await,
        Err(failure) => failure.into_response(),
    }
}

/// What `look` finds in the site's folder, and the build that it is of: looks again if the site was swapped meanwhile.
async fn of_one_build<F: Future>(
    endpoint: &Endpoint,
    look: impl Fn() -> F,
) -> Result<(F::Output, Arc<Built>), Failure> {
    for _ in 0..SWAP_LOOK.1 {
        let before = endpoint.site.stamp();
        if before.is_none() {
            tokio::time::sleep(SWAP_LOOK.0).await;
            continue;
        }
        let found = (look().await, endpoint.site.current());
        if endpoint.site.stamp() == before {
            return Ok(found);
        }
    }
    tracing::error!("the built site has been gone for a second");
    Err(Failure::Busy)
}

/// Looks the file up, with the policy of the build that it is of.
async fn find(endpoint: &Endpoint, asked: &Parts) -> Result<Response, Failure> {
    let files = ServeDir::new(&endpoint.site.root).precompressed_br().precompressed_gzip();
    let look = || files.clone().try_call(Request::from_parts(asked.clone(), Body::empty()));
    let (found, built) = of_one_build(endpoint, look).await?;
    match found {
        Ok(found) if found.status() != StatusCode::NOT_FOUND => {
            let mut response = found.map(Body::new);
            let policy = built.policy(asked.uri.path()).clone();
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
            Ok(response)
        }
        Err(error) if !is_absence(&error) => Err(Failure::broken(error)),
        _not_there => Err(Failure::Missing("page")),
    }
}

/// Whether it only means that there is no such file; a page is a folder, so a path may lead through a file.
fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory | ErrorKind::InvalidFilename
    )
}

fn finish(response: &mut Response, cache: HeaderValue) {
    if response.status() == StatusCode::TEMPORARY_REDIRECT {
        // The page has its slash for good.
        *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, cache);
    let plain_text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .filter(|kind| kind.starts_with("text/") && !kind.contains("charset"));
    if let Some(kind) = plain_text
        && let Ok(value) = HeaderValue::try_from(format!("{kind}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, value);
    }
}

/// The site's own not-found page, or a plain line when it has none.
async fn missing(endpoint: &Endpoint) -> Response {
    let look = || tokio::fs::read(endpoint.site.root.join("404.html"));
    let (page, built) = match of_one_build(endpoint, look).await {
        Ok(found) => found,
        Err(failure) => return failure.into_response(),
    };
    let page =
        page.unwrap_or_else(|_| b"<!doctype html><title>Not found</title><p>There is no such page here.".to_vec());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, REVALIDATE),
        (header::CONTENT_SECURITY_POLICY, built.policy_of_answers().clone()),
    ];
    (StatusCode::NOT_FOUND, headers, page).into_response()
}

/// Neither a dotfile, nor the press's notes for us, nor a way out of the folder; in whatever way it is encoded.
fn is_public(path: &str) -> bool {
    let Ok(decoded) = percent_decode_str(path).decode_utf8() else { return false };
    !decoded.contains(['\0', '\\']) && decoded.split('/').all(|part| !part.starts_with('.') && part != "_recto")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_stays_hidden_however_it_is_written() {
        for hidden in [
            "/_recto/edition.json",
            "/%5Frecto/edition.json",
            "/a/.git",
            "/%2egit",
            "/../x",
            "/..%2fx",
            "/%2e%2e/x",
            "/a%00b",
            "/a%5c..%5cb",
            "/%ff",
        ] {
            assert!(!is_public(hidden), "{hidden}");
        }
        assert!(is_public("/slug/") && is_public("/") && is_public("/fonts/a.woff2"));
    }
}
