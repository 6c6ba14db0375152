//! How a command waits for what the endpoint does: the one place that begins a runtime.

use anyhow::{Context, Result};
use std::future::Future;

/// Does the work to its end.
pub(crate) fn wait<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Runtime::new().context("the runtime cannot be started")?.block_on(work)
}
