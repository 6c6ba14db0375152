//! Mail to the desk, when it is due: at once for each comment that waits, or a digest a day.
//!
//! Leaves out the words of the mails, and sending them.

use std::{sync::Arc, time::Duration};

use crate::endpoint::Endpoint;
pub(crate) use crate::store::arrived;

/// How often to look whether a digest is due. Looking changes nothing and asks little.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Queues digests when they are due, for ever.
pub(crate) async fn run(endpoint: Arc<Endpoint>) {
    loop {
        match endpoint.store.digest(Arc::clone(&endpoint.keys), endpoint.clock.now()).await {
            Ok(0) => {}
            Ok(_) => endpoint.mail_due.notify_one(),
            Err(error) => tracing::error!(%error, "the digest is waiting"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
