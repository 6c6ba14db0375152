//! Moderation from the terminal: what waits, publish, decline. Works on the store while the server runs.
//!
//! Each move is written into the comment's history with who made it. Leaves out the desk with its pages.

use std::sync::Arc;

use anyhow::{bail, ensure};

pub use crate::store::{HeldComment, State};
use crate::{
    clock::Clock,
    settings::Settings,
    store::{Act, Deed, Deeds, Store, Target},
};

/// What a move found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// It was so already.
    Already,
}

/// Comments that wait for an editor, oldest first, at most `limit`, in the store that `settings` name.
///
/// # Errors
/// When there is no store, or it cannot be read.
pub async fn held(settings: &Settings, limit: u32) -> anyhow::Result<Vec<HeldComment>> {
    let store = open(settings).await?;
    let held = store.held(limit).await;
    store.close().await;
    Ok(held?)
}

/// Publishes the comment `id`, in the name of `actor`.
///
/// # Errors
/// When there is no such comment, it cannot be published any more, or the store cannot be written.
pub async fn publish(settings: &Settings, id: &str, actor: &str) -> anyhow::Result<Outcome> {
    make(settings, id, State::Published, actor, None).await
}

/// Declines the comment `id`, in the name of `actor`, for `reason`. A published one is taken off the page.
///
/// # Errors
/// As for [`publish`].
pub async fn decline(settings: &Settings, id: &str, actor: &str, reason: Option<&str>) -> anyhow::Result<Outcome> {
    make(settings, id, State::Declined, actor, reason).await
}

async fn make(
    settings: &Settings,
    id: &str,
    state: State,
    actor: &str,
    reason: Option<&str>,
) -> anyhow::Result<Outcome> {
    let store = open(settings).await?;
    let act = Act::Move { to: state, reason: reason.map(Into::into), note: None };
    let targets = vec![Target { id: id.to_ascii_lowercase(), revision: None }];
    let keys = Arc::new(store.keys(settings).await?);
    let deeds = store.does(Deeds { targets, act, actor: actor.into(), now: Clock::system().now(), keys }).await;
    store.close().await;
    match deeds?.first() {
        Some(Deed::Done(_)) => Ok(Outcome::Done),
        Some(Deed::Already(_)) => Ok(Outcome::Already),
        Some(Deed::Impossible(from)) => {
            bail!("comment {id} is {}, so it cannot become {}", from.as_str(), state.as_str())
        }
        Some(Deed::Stale(_) | Deed::Unknown) | None => {
            bail!("there is no comment {id}: `recto comments held` lists those that wait")
        }
    }
}

pub(crate) async fn open(settings: &Settings) -> anyhow::Result<Store> {
    let store = settings.data.join("recto.sqlite");
    ensure!(
        settings.database.is_some() || store.exists(),
        "there is no store {}: has `recto serve` run with this data folder?",
        store.display()
    );
    Store::open(settings).await
}
