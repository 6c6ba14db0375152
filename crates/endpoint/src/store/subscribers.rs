//! Who is on the mailing list, who was asked, and who must not be written to.
//!
//! `held` (doubtful) or `pending` (asked by mail) → `confirmed` → `unsubscribed`, from where a new signup leads back;
//! `blocked` is for ever. A blocked one is known by the keyed hash of its address alone, so that neither a signup nor an
//! import brings back what has asked to be left alone.

mod ending;
mod import;
mod listing;
mod signup;

use std::time::Duration;

use sqlx::{Row as _, any::AnyRow};

use super::{Store, StoreError, Tx, damaged, writer::Write};
use crate::clock::Moment;

pub(crate) use ending::{End, Ended, Way};
pub use import::Imported;
pub(crate) use import::{Entry, Import};
pub(crate) use signup::{SignedUp, Signup};

/// How long the link in a confirmation mail works.
pub(crate) const LINK_LASTS: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Where a subscriber stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// Doubtful: not mailed.
    Held,
    /// Asked by mail whether they want it.
    Pending,
    /// On the list.
    Confirmed,
    /// Has left; may come back by signing up and confirming.
    Unsubscribed,
    /// Is never written to.
    Blocked,
}

impl Membership {
    /// All of them, in the order in which one comes after another.
    pub const ALL: [Self; 5] = [Self::Held, Self::Pending, Self::Confirmed, Self::Unsubscribed, Self::Blocked];

    /// The word for it, in the store and in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Unsubscribed => "unsubscribed",
            Self::Blocked => "blocked",
        }
    }

    /// The membership that this word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|membership| membership.as_str() == word)
    }
}

/// All that is held about one subscriber.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subscriber {
    /// The id, which nothing tells of the address.
    pub(crate) id: String,
    /// The address; absent once it was wiped.
    pub(crate) email: Option<String>,
    /// Keyed hash of the address in lower case.
    pub(crate) address: String,
    /// Where it stands.
    pub(crate) membership: Membership,
    /// `form` or `import`.
    pub(crate) source: String,
    /// The very sentence agreed to.
    pub(crate) consent: Option<String>,
    /// When it was first typed in.
    pub(crate) created: Moment,
    /// When it was confirmed.
    pub(crate) confirmed: Option<Moment>,
    /// Keyed hash of the network that typed it in, until it is old.
    pub(crate) network: Option<String>,
    /// Keyed hash of the network that confirmed.
    pub(crate) confirmed_network: Option<String>,
    /// When it left.
    pub(crate) ended: Option<Moment>,
}

const COLUMNS: &str =
    "id, email, address, state, source, consent, created, confirmed, network, confirmed_network, ended";

fn read(row: &AnyRow) -> Result<Subscriber, sqlx::Error> {
    let word: String = row.try_get(3)?;
    let moment = |at: usize| Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(at)?.map(Moment));
    Ok(Subscriber {
        id: row.try_get(0)?,
        email: row.try_get(1)?,
        address: row.try_get(2)?,
        membership: Membership::parse(&word).ok_or_else(|| damaged(format!("a subscriber who is {word:?}")))?,
        source: row.try_get(4)?,
        consent: row.try_get(5)?,
        created: Moment(row.try_get(6)?),
        confirmed: moment(7)?,
        network: row.try_get(8)?,
        confirmed_network: row.try_get(9)?,
        ended: moment(10)?,
    })
}

/// What became of the wish to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Confirmed {
    /// On the list, since now or since before; the subscriber's id.
    Yes(String),
    /// The link has expired.
    Expired,
    /// There is no such mail.
    Unknown,
}

impl Store {
    /// Admits and writes a signup; answers when it is on disk.
    pub(crate) async fn sign_up(&self, signup: Signup) -> Result<SignedUp, StoreError> {
        self.writer.write(signup).await
    }

    /// What confirming by the link of this mail would do; changes nothing.
    pub(crate) async fn confirmable(&self, mail: &str, now: Moment) -> Result<Confirmed, StoreError> {
        let row = sqlx::query(BY_MAIL).bind(mail).fetch_optional(&self.read).await?;
        Ok(confirmable(row.as_ref(), now)?.0)
    }

    /// Puts the subscriber that this mail went to on the list. `network` is the keyed hash of who confirms.
    pub(crate) async fn confirm(&self, mail: String, network: String, now: Moment) -> Result<Confirmed, StoreError> {
        self.writer.write(Confirmation { mail, network, now }).await
    }

    /// Takes over a list.
    pub(crate) async fn import_list(&self, import: Import) -> Result<Imported, StoreError> {
        self.writer.write(import).await
    }

    /// Ends what a link in mail may end.
    pub(crate) async fn end_subscription(&self, end: End) -> Result<Ended, StoreError> {
        self.writer.write(end).await
    }
}

const BY_MAIL: &str = "SELECT subscriber.id, subscriber.state, mail.created, subscriber.ended
    FROM mail JOIN subscriber ON subscriber.id = mail.about WHERE mail.id = $1 AND mail.kind = 'confirmation'";

/// What a row of [`BY_MAIL`] allows, and whether there is something to change.
fn confirmable(row: Option<&AnyRow>, now: Moment) -> Result<(Confirmed, bool), sqlx::Error> {
    let Some(row) = row else { return Ok((Confirmed::Unknown, false)) };
    let mailed = Moment(row.try_get(2)?);
    let left: Option<i64> = row.try_get(3)?;
    // Who has left the list comes back by signing up, and not by a mail from before.
    let stale = now > mailed.after(LINK_LASTS) || left.is_some_and(|left| mailed.0 <= left);
    Ok(match row.try_get::<String, _>(1)?.as_str() {
        "confirmed" => (Confirmed::Yes(row.try_get(0)?), false),
        "pending" if !stale => (Confirmed::Yes(row.try_get(0)?), true),
        _ => (Confirmed::Expired, false),
    })
}

struct Confirmation {
    mail: String,
    network: String,
    now: Moment,
}

impl Write for Confirmation {
    type Answer = Confirmed;

    async fn apply(&self, tx: &mut Tx) -> Result<Confirmed, sqlx::Error> {
        let row = sqlx::query(BY_MAIL).bind(&self.mail).fetch_optional(&mut *tx).await?;
        let (confirmed, changes) = confirmable(row.as_ref(), self.now)?;
        if let (Confirmed::Yes(subscriber), true) = (&confirmed, changes) {
            sqlx::query(
                "UPDATE subscriber SET state = 'confirmed', confirmed = $2, confirmed_network = $3, ended = NULL
                 WHERE id = $1",
            )
            .bind(subscriber)
            .bind(self.now.0)
            .bind(&self.network)
            .execute(tx)
            .await?;
        }
        Ok(confirmed)
    }
}
