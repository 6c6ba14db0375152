//! The list of all routes, by who calls them, and what every request passes on its way in.
//!
//! Leaves out sockets: `serve` runs this behind one.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{any, get, post},
};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use wire::Problem;

use crate::{
    answers,
    body::Door,
    comments, desk,
    endpoint::Endpoint,
    error::{Failure, document},
    files,
    headers::{for_programs, secure},
    health, one_click, openapi, receipts,
    requests::{self, RequestId},
    subscribers, watches,
};

/// The endpoint as a service. The caller puts the peer's address beside each request, as [`crate::Server`] does.
pub fn app(endpoint: Arc<Endpoint>) -> Router {
    let same_site = CsrfLayer::new()
        .add_trusted_origin(endpoint.origin())
        .expect("the address was checked when the endpoint was opened")
        .with_rejection_response(|_: ProtectionError| Failure::CrossSite.into_response());

    Router::new()
        // What the reader's program and plain forms send and ask.
        .route("/api/articles/{slug}/comments", get(comments::list).post(comments::send))
        .route("/api/preview", post(comments::preview))
        .route("/api/comments/counts", get(comments::counts))
        .route("/api/subscribers", post(subscribers::sign_up))
        .route("/api/receipts/{token}", get(receipts::read))
        .route("/api/receipts/{token}/withdraw", post(receipts::withdraw))
        .route("/api/receipts/{token}/delete", post(receipts::delete))
        .route("/api/receipts/{token}/edit", post(comments::edit))
        .route("/api/openapi.json", get(openapi::document))
        .route("/api/{*rest}", any(|| async { Failure::Missing("address") }))
        // Pages made for one request.
        .route("/{slug}/comments/", get(comments::page))
        .route("/{slug}/comments", get(comments::to_page))
        .route("/{slug}/comments/feed.xml", get(comments::feed))
        .route("/receipt/{token}", get(receipts::page))
        .route("/receipt/{token}/withdraw", post(receipts::withdraw))
        .route("/receipt/{token}/delete", get(receipts::delete_page).post(receipts::delete))
        .route("/receipt/{token}/edit", post(comments::edit))
        .route("/receipt/{token}/export.json", get(receipts::export))
        .route("/watch/confirm", get(watches::confirm_page).post(watches::confirm))
        .route("/watch/stop", get(watches::stop_page).post(watches::stop))
        .route("/received/signup", get(subscribers::received_page))
        .route("/subscribe/confirm", get(subscribers::confirm_page).post(subscribers::confirm))
        .route("/unsubscribe", get(subscribers::unsubscribe_page).post(subscribers::unsubscribe))
        .route("/subscription/{token}", get(subscribers::subscription))
        .route("/subscription/{token}/export", get(subscribers::export))
        .route("/subscription/{token}/leave", post(subscribers::leave))
        .route("/subscription/{token}/wipe", post(subscribers::wipe))
        .route(one_click::SCRIPT, get(one_click::script))
        // The desk, its pages and its API.
        .merge(desk::routes())
        // What the operator's tools ask.
        .route("/healthz", get(health::healthy))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .method_not_allowed_fallback(|| async { Failure::Method })
        // Everything else is the built site.
        .fallback(files::serve)
        .layer(same_site)
        .layer(middleware::from_fn_with_state(Arc::clone(&endpoint), in_time))
        .layer(middleware::from_fn_with_state(Arc::clone(&endpoint), for_people))
        .layer(middleware::from_fn_with_state(Arc::clone(&endpoint), secure))
        .layer(middleware::from_fn_with_state(Arc::clone(&endpoint), requests::watch))
        .with_state(endpoint)
}

/// Answers 503 when an answer takes too long. A write that was queued by then may still be done; sent again it is found
/// to be so.
async fn in_time(State(endpoint): State<Arc<Endpoint>>, request: Request, next: Next) -> Response {
    let time = endpoint.settings.limits.answer_time;
    tokio::time::timeout(time, next.run(request)).await.unwrap_or_else(|_| {
        tracing::warn!("an answer took longer than {time:?} and was given up");
        Failure::Busy.into_response()
    })
}

/// Says in a problem document which request it was, and makes a page of it where a person, and not a program, will read it.
async fn for_people(State(endpoint): State<Arc<Endpoint>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let for_people = match Door::of(request.headers()) {
        Ok(door) => door == Door::Form,
        Err(_neither) => !for_programs(path),
    };
    let at_desk = desk::is_desk(path);
    let for_people = for_people && !(at_desk && desk::is_scripted(request.headers()));
    let instance = request.extensions().get().map(RequestId::urn);
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let problem = Problem { instance, ..problem };
    if !for_people {
        *response.body_mut() = document(&problem).into();
        response.headers_mut().remove(header::CONTENT_LENGTH);
        return response;
    }
    if at_desk {
        return desk::problem(&endpoint, &response, &problem);
    }
    let mut page = answers::problem(&endpoint.site.current(), response.status(), &problem);
    keep(response.headers(), page.headers_mut());
    page
}

/// What a problem's headers say holds for its page, too.
fn keep(from: &HeaderMap, to: &mut HeaderMap) {
    for name in [header::ALLOW, header::CACHE_CONTROL, header::CONNECTION, header::RETRY_AFTER] {
        if let Some(value) = from.get(&name) {
            to.insert(name, value.clone());
        }
    }
}
