//! Looking at the list: one subscriber, all of them, and how many.

use std::sync::Arc;

use sqlx::Row as _;

use super::{COLUMNS, Membership, Subscriber, read};
use crate::{
    clock::Moment,
    keys::Keys,
    mail::Kind,
    store::{
        Store, StoreError, Tx,
        mails::{self, Due},
        read_all,
        writer::Write,
    },
};

impl Store {
    /// All that is held about one subscriber.
    pub(crate) async fn subscriber(&self, id: &str) -> Result<Option<Subscriber>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM subscriber WHERE id = $1"));
        let row = sqlx::query(sql).bind(id).fetch_optional(&self.read).await?;
        Ok(row.as_ref().map(read).transpose()?)
    }

    /// A part of the list in the order of ids, after `after`.
    pub(crate) async fn subscribers_after(
        &self,
        after: &str,
        membership: Option<Membership>,
        most: u32,
    ) -> Result<Vec<Subscriber>, StoreError> {
        let and = if membership.is_some() { "AND state = $3" } else { "AND $3 = $3" };
        let sql = format!("SELECT {COLUMNS} FROM subscriber WHERE id > $1 {and} ORDER BY id LIMIT $2 + 0");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(after)
            .bind(i64::from(most))
            .bind(membership.map_or("", Membership::as_str))
            .fetch_all(&self.read)
            .await?;
        Ok(read_all(&rows, read)?)
    }

    /// How many subscribers there are of each membership; those of which there are none are left out.
    pub(crate) async fn count_subscribers(&self) -> Result<Vec<(Membership, i64)>, StoreError> {
        let sql = "SELECT state, count(*) FROM subscriber GROUP BY state";
        let mut counts = Vec::new();
        for row in sqlx::query(sql).fetch_all(&self.read).await? {
            let word: String = row.try_get(0)?;
            if let Some(membership) = Membership::parse(&word) {
                counts.push((membership, row.try_get(1)?));
            }
        }
        counts.sort_by_key(|(membership, _)| Membership::ALL.iter().position(|other| other == membership));
        Ok(counts)
    }

    /// Doubtful signups, the oldest first: address, codes of the doubts, and when it was typed in.
    pub(crate) async fn held_signups(&self, most: u32) -> Result<Vec<(String, String, Moment)>, StoreError> {
        let sql = "SELECT email, doubts, created FROM subscriber WHERE state = 'held' AND email IS NOT NULL
            ORDER BY id LIMIT $1 + 0";
        let rows = sqlx::query(sql).bind(i64::from(most)).fetch_all(&self.read).await?;
        Ok(read_all(&rows, |row| Ok((row.try_get(0)?, row.try_get(1)?, Moment(row.try_get(2)?))))?)
    }

    /// Asks a doubtful one by mail after all, as any other; false where there is none such.
    pub(crate) async fn ask_held(&self, email: String, keys: Arc<Keys>, now: Moment) -> Result<bool, StoreError> {
        self.writer.write(AskHeld { email, keys, now }).await
    }

    /// Lets an address that was blocked sign up again; false where it was not blocked.
    pub(crate) async fn unblock(&self, address: String) -> Result<bool, StoreError> {
        self.writer.write(Unblock { address }).await
    }

    /// The id of whom this address, as its keyed hash, belongs to.
    pub(crate) async fn subscriber_of(&self, address: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT id FROM subscriber WHERE address = $1";
        Ok(sqlx::query_scalar(sql).bind(address).fetch_optional(&self.read).await?)
    }
}

struct AskHeld {
    email: String,
    keys: Arc<Keys>,
    now: Moment,
}

impl Write for AskHeld {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let sql = "UPDATE subscriber SET state = 'pending' WHERE address = $1 AND state = 'held' RETURNING id, email";
        let row = sqlx::query(sql).bind(self.keys.address(&self.email)).fetch_optional(&mut *tx).await?;
        let Some(row) = row else { return Ok(false) };
        let (id, email): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let mail = Due { kind: Kind::Confirmation, recipient: &email, about: &id, comment: None, due: self.now };
        mails::queue(tx, &self.keys, mail, self.now).await?;
        Ok(true)
    }
}

struct Unblock {
    address: String,
}

impl Write for Unblock {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let sql = "DELETE FROM subscriber WHERE address = $1 AND state = 'blocked'";
        Ok(sqlx::query(sql).bind(&self.address).execute(tx).await?.rows_affected() > 0)
    }
}
