//! What the operator's tools ask: does the process live, may it be sent readers, and how much is there of everything.
//!
//! Metrics are for the operator alone, and are told apart from readers by where the question comes from, or by a token.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use subtle::ConstantTimeEq as _;

use crate::{
    endpoint::{Endpoint, Peer},
    error::Failure,
    headers::PRIVATE,
    metrics::Gauge,
};

/// How long a site that is being swapped may be gone before it counts as missing.
const SWAP: Duration = Duration::from_millis(200);

/// `GET /healthz`: the process lives. Asks nothing else, so that a database that is away restarts nobody.
pub(crate) async fn healthy() -> Response {
    ([(header::CACHE_CONTROL, PRIVATE)], "ok\n").into_response()
}

/// `GET /readyz`: the store answers, the site is there, and this endpoint is not about to stop.
pub(crate) async fn ready(State(endpoint): State<Arc<Endpoint>>) -> Result<Response, Failure> {
    if endpoint.stopping.load(Ordering::SeqCst) {
        return Err(Failure::Unready("It is being stopped."));
    }
    if let Err(error) = endpoint.store.ping().await {
        tracing::warn!(%error, "not ready: the store does not answer");
        return Err(Failure::Unready("The store does not answer."));
    }
    if endpoint.site.stamp().is_none() {
        tokio::time::sleep(SWAP).await;
        if endpoint.site.stamp().is_none() {
            return Err(Failure::Unready("The built site is not there."));
        }
    }
    Ok(([(header::CACHE_CONTROL, PRIVATE)], "ready\n").into_response())
}

/// `GET /metrics`, for whom the settings name.
pub(crate) async fn metrics(
    State(endpoint): State<Arc<Endpoint>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if !may_see(&endpoint, peer, &headers) {
        return Err(Failure::Private);
    }
    let mut gauges = endpoint.store.gauges().await?;
    gauges.push(Gauge::one("recto_writes_waiting", "Writes that wait for the disk.", endpoint.store.waiting()));
    if let Some(bytes) = resident() {
        gauges.push(Gauge::one("process_resident_memory_bytes", "Memory in use.", bytes));
    }
    gauges.push(Gauge {
        name: "recto_build_info",
        about: "The version that runs.",
        label: "version",
        values: vec![(env!("CARGO_PKG_VERSION").to_owned(), 1)],
    });
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], [(header::CACHE_CONTROL, PRIVATE)], endpoint.metrics.text(&gauges))
        .into_response())
}

/// Whether the question has the token, or comes straight from one of the networks: what a proxy passes on comes from
/// anybody, however near the proxy is.
fn may_see(endpoint: &Endpoint, peer: Peer, headers: &HeaderMap) -> bool {
    let settings = &endpoint.settings.metrics;
    let brought = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if let (Some(token), Some(brought)) = (&settings.token, brought) {
        return token.as_bytes().ct_eq(brought.as_bytes()).into();
    }
    let passed_on = ["forwarded", "x-forwarded-for", "via"].into_iter().any(|name| headers.contains_key(name));
    let address = peer.0.ip().to_canonical();
    !passed_on && settings.networks.iter().any(|network| network.contains(&address))
}

/// What the system says of our memory, where it says it.
fn resident() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<i64>().ok().map(|kilobytes| kilobytes * 1024)
}
