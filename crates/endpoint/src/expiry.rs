//! What is done once a day, and at the start: letting go of what has passed its time.
//!
//! Every endpoint of a store does it; what one has done the others find done. Leaves out what has which time, which is
//! `store::purge`, `store::mails` and the settings.

use std::{sync::Arc, time::Duration};

use crate::{endpoint::Endpoint, error::Failure, store::Tidy};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Lets go, now and every day, for ever.
pub(crate) async fn run(endpoint: Arc<Endpoint>) {
    loop {
        let more = endpoint.store.purge(endpoint.settings.keep, endpoint.clock.now()).await;
        match more {
            // Between two parts the writes of readers come.
            Ok(true) => continue,
            Ok(false) => {}
            // Tomorrow is soon enough.
            Err(error) => _ = Failure::broken(format_args!("what is old was not purged: {error}")),
        }
        let (mailing, list) = (endpoint.settings.mailing, endpoint.settings.list);
        if let Err(error) = endpoint.store.tidy(Tidy { now: endpoint.clock.now(), mailing, list }).await {
            Failure::broken(format_args!("old mails and signups are still there: {error}"));
        }
        tokio::time::sleep(DAY).await;
    }
}
