//! Taking over a list: the whole file in one write, so it is there whole or not at all.
//!
//! An import sends no mail. Whoever has left or is blocked here stays so, whatever the file says: it may be older.

use sqlx::Row as _;

use super::{Membership, ending};
use crate::{
    clock::Moment,
    store::{Tx, new_id, writer::Write},
};

/// One subscriber of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Absent where the file holds the hash alone.
    pub(crate) email: Option<String>,
    /// Keyed hash of the address.
    pub(crate) address: String,
    pub(crate) membership: Membership,
    pub(crate) consent: Option<String>,
    pub(crate) created: Option<Moment>,
    pub(crate) confirmed: Option<Moment>,
    pub(crate) ended: Option<Moment>,
}

/// A file to be taken over.
pub(crate) struct Import {
    pub(crate) entries: Vec<Entry>,
    pub(crate) now: Moment,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New here.
    pub added: u64,
    /// Here before, with another membership.
    pub changed: u64,
    /// Here before, and so already.
    pub unchanged: u64,
    /// Had left or are blocked here, and stay so.
    pub left_alone: u64,
    /// At domains that the newsroom refuses, and left out.
    pub refused: u64,
}

impl Write for Import {
    type Answer = Imported;

    async fn apply(&self, tx: &mut Tx) -> Result<Imported, sqlx::Error> {
        let mut imported = Imported::default();
        for entry in &self.entries {
            let sql = "SELECT state FROM subscriber WHERE address = $1";
            let row = sqlx::query(sql).bind(&entry.address).fetch_optional(&mut *tx).await?;
            let here = row.map(|row| row.try_get::<String, _>(0)).transpose()?;
            let count = match (here.as_deref(), entry.membership) {
                (None, _) => {
                    self.add(tx, entry).await?;
                    &mut imported.added
                }
                (Some(here), there) if here == there.as_str() => &mut imported.unchanged,
                (Some("blocked"), _)
                | (Some("unsubscribed"), Membership::Confirmed | Membership::Pending | Membership::Held) => {
                    &mut imported.left_alone
                }
                (Some(_), Membership::Blocked) => {
                    ending::block(tx, &entry.address, self.now).await?;
                    &mut imported.changed
                }
                // What is known here is more than that somebody may have asked.
                (Some(_), Membership::Held | Membership::Pending) => &mut imported.unchanged,
                (Some(_), Membership::Confirmed | Membership::Unsubscribed) => {
                    self.change(tx, entry).await?;
                    &mut imported.changed
                }
            };
            *count += 1;
        }
        Ok(imported)
    }
}

impl Import {
    async fn add(&self, tx: &mut Tx, entry: &Entry) -> Result<(), sqlx::Error> {
        let blocked = entry.membership == Membership::Blocked;
        sqlx::query(
            "INSERT INTO subscriber (id, email, address, state, doubts, source, consent, created, confirmed, ended)
             VALUES ($1, $2, $3, $4, '', 'import', $5, $6, $7, $8)",
        )
        .bind(new_id())
        .bind(entry.email.as_deref().filter(|_| !blocked))
        .bind(&entry.address)
        .bind(entry.membership.as_str())
        .bind(entry.consent.as_deref().filter(|_| !blocked))
        .bind(entry.created.unwrap_or(self.now).0)
        .bind(self.confirmed(entry))
        .bind(self.ended(entry))
        .execute(tx)
        .await?;
        Ok(())
    }

    async fn change(&self, tx: &mut Tx, entry: &Entry) -> Result<(), sqlx::Error> {
        sqlx::query(
            "UPDATE subscriber SET state = $2, source = 'import', consent = coalesce($3, consent),
                 confirmed = coalesce($4, confirmed), ended = $5
             WHERE address = $1",
        )
        .bind(&entry.address)
        .bind(entry.membership.as_str())
        .bind(&entry.consent)
        .bind(self.confirmed(entry))
        .bind(self.ended(entry))
        .execute(tx)
        .await?;
        Ok(())
    }

    fn confirmed(&self, entry: &Entry) -> Option<i64> {
        let now = (entry.membership == Membership::Confirmed).then_some(self.now);
        entry.confirmed.or(now).map(|moment| moment.0)
    }

    fn ended(&self, entry: &Entry) -> Option<i64> {
        let over = matches!(entry.membership, Membership::Unsubscribed | Membership::Blocked);
        over.then(|| entry.ended.unwrap_or(self.now).0)
    }
}
