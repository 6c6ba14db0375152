//! The outbox from the terminal: what needs a person, and what the person decides.
//!
//! A mail is in doubt when the connection or the endpoint went away after the mail server had been given all of it. It
//! is never sent again by itself.

use anyhow::ensure;

pub use crate::store::{Decided, MailHealth, Stuck};
use crate::{clock::Clock, moderation, settings::Settings};

/// Mails that are in doubt, or those that have failed; the oldest first, at most `most`.
///
/// # Errors
/// When there is no store, or it cannot be read.
pub async fn stuck(settings: &Settings, failed: bool, most: u32) -> anyhow::Result<Vec<Stuck>> {
    let store = moderation::open(settings).await?;
    let mails = store.stuck_mails(failed, most).await;
    store.close().await;
    Ok(mails?)
}

/// Sends a mail again, or lets it be.
///
/// # Errors
/// When no mail of this id is in doubt or has failed, and as for [`stuck`].
pub async fn decide(settings: &Settings, id: &str, decided: Decided) -> anyhow::Result<()> {
    let store = moderation::open(settings).await?;
    let done = store.decide_mail(id.to_ascii_lowercase(), decided).await;
    store.close().await;
    ensure!(done?, "no mail {id} is in doubt or has failed: `recto mail doubtful` and `recto mail failed` list them");
    Ok(())
}

/// How sending goes.
///
/// # Errors
/// As for [`stuck`].
pub async fn health(settings: &Settings) -> anyhow::Result<MailHealth> {
    let store = moderation::open(settings).await?;
    let health = store.mail_health(Clock::system().now()).await;
    store.close().await;
    Ok(health?)
}
