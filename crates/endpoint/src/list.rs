//! The mailing list from the terminal: counting, taking it along, taking one over, and what is held back.
//!
//! Works on the store while the server runs. Newsletters are sent by the newsroom's own mailer, so the list can be
//! written in the columns that mailers read. Leaves out printing.

#[cfg(fuzzing)]
mod again;
mod columns;
mod file;

use std::{fmt::Write as _, io, sync::Arc};

use anyhow::{Context as _, bail, ensure};

pub use crate::store::{Imported, Membership, Trip, Waiting};
use crate::{
    admission::Doubt,
    clock::{Clock, Moment},
    moderation,
    settings::Settings,
    store::{End, Ended, Entry, Import, Way},
    subscribers::{SUBSCRIPTION, UNSUBSCRIBE},
};
#[cfg(fuzzing)]
pub(crate) use again::again;
pub use columns::Columns;

/// Subscribers read at once.
const PART: u32 = 1_000;

/// How many subscribers there are of each membership.
///
/// # Errors
/// When there is no store, or it cannot be read.
pub async fn count(settings: &Settings) -> anyhow::Result<Vec<(Membership, i64)>> {
    let store = moderation::open(settings).await?;
    let counts = store.count_subscribers().await;
    store.close().await;
    Ok(counts?)
}

/// Writes the list as CSV: the confirmed ones, or all of whom `columns` can speak. How many there are.
///
/// # Errors
/// When there is no store, it cannot be read, or `to` cannot be written.
pub async fn export(settings: &Settings, columns: Columns, all: bool, to: impl io::Write) -> anyhow::Result<u64> {
    let store = moderation::open(settings).await?;
    let keys = store.keys(settings).await?;
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
    file.write_record(columns.head())?;
    let membership = (!all).then_some(Membership::Confirmed);
    let (mut after, mut written) = (String::new(), 0);
    loop {
        let part = store.subscribers_after(&after, membership, PART).await?;
        for subscriber in &part {
            let link = settings.address.as_ref().map(|site| {
                format!("{}/subscription/{}", site.trim_end_matches('/'), keys.sealed(SUBSCRIPTION, &subscriber.id))
            });
            if let Some(record) = columns.record(subscriber, &keys, link.as_deref()) {
                file.write_record(record)?;
                written += 1;
            }
        }
        match part.last() {
            Some(last) if part.len() == PART as usize => after.clone_from(&last.id),
            _ => break,
        }
    }
    file.flush().context("the list cannot be written")?;
    store.close().await;
    Ok(written)
}

/// Takes over a list in our own columns, whole or not at all. No mail is sent.
///
/// # Errors
/// What is wrong with the file, and in which line; and as for [`export`].
pub async fn import(settings: &Settings, text: &[u8]) -> anyhow::Result<Imported> {
    let store = moderation::open(settings).await?;
    let mut entries = file::read(text, &store.keys(settings).await?)?;
    let taught = store.taught().await?;
    let all = entries.len();
    // Who has left, or must not be written to, is known better than not.
    let ended = |entry: &Entry| matches!(entry.membership, Membership::Unsubscribed | Membership::Blocked);
    let refused = |entry: &Entry| entry.email.as_deref().is_some_and(|email| taught.refused_domain(email).is_some());
    entries.retain(|entry| ended(entry) || !refused(entry));
    let refused = u64::try_from(all - entries.len()).unwrap_or(u64::MAX);
    let imported = store.import_list(Import { entries, now: Clock::system().now() }).await;
    store.close().await;
    Ok(Imported { refused, ..imported? })
}

/// A signup that is doubtful, and so was not mailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldSignup {
    /// The address.
    pub email: String,
    /// Why, in words.
    pub doubts: Vec<String>,
    /// When it was typed in.
    pub created: Moment,
}

/// Doubtful signups, the oldest first, at most `most`.
///
/// # Errors
/// As for [`count`].
pub async fn held(settings: &Settings, most: u32) -> anyhow::Result<Vec<HeldSignup>> {
    let store = moderation::open(settings).await?;
    let held = store.held_signups(most).await;
    store.close().await;
    let signup = |(email, doubts, created): (String, String, Moment)| HeldSignup {
        email,
        doubts: Doubt::told(&doubts),
        created,
    };
    Ok(held?.into_iter().map(signup).collect())
}

/// Asks a doubtful one by mail after all, as any other.
///
/// # Errors
/// When no such signup is held, and as for [`count`].
pub async fn ask(settings: &Settings, email: &str) -> anyhow::Result<()> {
    let store = moderation::open(settings).await?;
    let keys = Arc::new(store.keys(settings).await?);
    let asked = store.ask_held(email.trim().to_owned(), keys, Clock::system().now()).await;
    store.close().await;
    ensure!(asked?, "no signup of {email} is held: `recto list held` shows those that are");
    Ok(())
}

/// What the breaker holds back.
///
/// # Errors
/// As for [`count`].
pub async fn waiting(settings: &Settings) -> anyhow::Result<Waiting> {
    let store = moderation::open(settings).await?;
    let waiting = store.waiting_signups().await;
    store.close().await;
    Ok(waiting?)
}

/// Lets confirmation mails flow again, in the name of `actor`, and first forgets the signups since they were held back
/// where `forget` is set; how many those were.
///
/// # Errors
/// When nothing is held back, and as for [`count`].
pub async fn resume(settings: &Settings, forget: bool, actor: &str) -> anyhow::Result<u64> {
    let store = moderation::open(settings).await?;
    let released = store.release_breaker(forget, actor.to_owned(), Clock::system().now()).await;
    store.close().await;
    released?.context("no confirmation mails are held back")
}

/// Takes somebody off the list who has asked by mail: by the address, or by the code in the subject that mail programs
/// write by themselves.
///
/// # Errors
/// When there is no such subscriber, and as for [`count`].
pub async fn remove(settings: &Settings, who: &str) -> anyhow::Result<&'static str> {
    let store = moderation::open(settings).await?;
    let keys = store.keys(settings).await?;
    let id = match keys.opened(UNSUBSCRIBE, who.trim()) {
        Some(id) => Some(id),
        None => store.subscriber_of(&keys.address(who.trim())).await?,
    };
    let ended = match id {
        Some(subscriber) => {
            store.end_subscription(End { subscriber, way: Way::Leave, now: Clock::system().now() }).await?
        }
        None => Ended::Unknown,
    };
    store.close().await;
    match ended {
        Ended::Left => Ok("is off the list"),
        Ended::Blocked => Ok("is off the list and never written to"),
        Ended::Unknown => bail!("nobody of that address or code is on the list"),
    }
}

/// Lets an address that is never written to sign up again, because its owner has asked for it.
///
/// # Errors
/// When it is not blocked, and as for [`count`].
pub async fn unblock(settings: &Settings, email: &str) -> anyhow::Result<()> {
    let store = moderation::open(settings).await?;
    let keys = store.keys(settings).await?;
    let done = store.unblock(keys.address(email.trim())).await;
    store.close().await;
    ensure!(done?, "the address is not blocked");
    Ok(())
}

impl Waiting {
    /// What a person needs to know to decide, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = match &self.trip {
            Some(Trip { since, signups, most, usual }) => format!(
                "Confirmation mails are held back since {}: {signups} signups within an hour, where {most} may be and {usual} are usual.\n",
                since.words()
            ),
            None => "Nothing is held back.\n".to_owned(),
        };
        // Writing to a string cannot fail.
        let _infallible = write!(words, "{} mails wait, for signups from {} networks.", self.mails, self.networks);
        for (domain, mails) in &self.domains {
            let _infallible = write!(words, "\n{mails:>8}  {domain}");
        }
        words
    }
}
