//! The ways off the list: leaving it, never to be written to again, and having the address wiped.
//!
//! Each may be asked any number of times, by a person or by a mail program's one click, and says the same each time.

use sqlx::Row as _;

use crate::{
    clock::Moment,
    store::{Tx, writer::Write},
};

/// How to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Off the list; who never was on it asks never to be written to.
    Leave,
    /// The address is erased, and never written to.
    Wipe,
}

/// The wish to end.
pub(crate) struct End {
    /// The id, which a link in mail held under seal.
    pub(crate) subscriber: String,
    pub(crate) way: Way,
    pub(crate) now: Moment,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Off the list, since now or since before.
    Left,
    /// Never written to.
    Blocked,
    /// Nothing is held about whom the link was for.
    Unknown,
}

impl Write for End {
    type Answer = Ended;

    async fn apply(&self, tx: &mut Tx) -> Result<Ended, sqlx::Error> {
        let sql = "SELECT state, address FROM subscriber WHERE id = $1";
        let row = sqlx::query(sql).bind(&self.subscriber).fetch_optional(&mut *tx).await?;
        let Some(row) = row else { return Ok(Ended::Unknown) };
        let (state, address): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        match (state.as_str(), self.way) {
            ("blocked", Way::Leave) => Ok(Ended::Blocked),
            ("unsubscribed", Way::Leave) => Ok(Ended::Left),
            ("confirmed", Way::Leave) => {
                sqlx::query("UPDATE subscriber SET state = 'unsubscribed', ended = $2 WHERE id = $1")
                    .bind(&self.subscriber)
                    .bind(self.now.0)
                    .execute(tx)
                    .await?;
                Ok(Ended::Left)
            }
            _ => {
                block(tx, &address, self.now).await?;
                Ok(Ended::Blocked)
            }
        }
    }
}

/// Erases the address of `address`, its hash, wherever the list holds it, and keeps the hash.
pub(super) async fn block(tx: &mut Tx, address: &str, now: Moment) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE subscriber SET state = 'blocked', email = NULL, consent = NULL, network = NULL,
             confirmed_network = NULL, doubts = '', ended = coalesce(ended, $2)
         WHERE address = $1",
    )
    .bind(address)
    .bind(now.0)
    .execute(&mut *tx)
    .await?;
    // A mail that is under way right now is let go; its row forgets the address when it is tidied.
    sqlx::query(
        "UPDATE mail SET recipient = '', state = CASE WHEN state = 'queued' THEN 'dropped' ELSE state END
         WHERE address = $1 AND kind = 'confirmation' AND state <> 'sending'",
    )
    .bind(address)
    .execute(tx)
    .await?;
    Ok(())
}
