//! Letting go of what is no longer needed: where comments came from, what nobody has read for months, wishes that were
//! never confirmed, writers without comments.
//!
//! What is published is left alone. Leaves out mail and subscribers, which have their own terms.

use super::{Store, StoreError, Tx, writer::Write, writers};
use crate::{clock::Moment, settings::Keep};

/// Comments that are erased in one write, so that nobody waits long behind it.
const BATCH: u8 = 200;

impl Store {
    /// Lets go of what has passed its time. True while there may be more.
    pub(crate) async fn purge(&self, keep: Keep, now: Moment) -> Result<bool, StoreError> {
        self.writer.write(Purge { keep, now }).await
    }
}

struct Purge {
    keep: Keep,
    now: Moment,
}

impl Write for Purge {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let networks = self.now.before(self.keep.networks).0;
        let held = self.now.before(self.keep.held).0;
        for (sql, before) in [
            ("UPDATE comment SET network = NULL WHERE network IS NOT NULL AND submitted < $1", networks),
            ("DELETE FROM watch WHERE state IN ('wished', 'asked') AND created < $1", networks),
            // One that was just given out may not have come back yet.
            (
                "DELETE FROM writer WHERE created < $1 AND NOT EXISTS (SELECT 1 FROM comment WHERE comment.writer = writer.id)",
                networks,
            ),
        ] {
            sqlx::query(sql).bind(before).execute(&mut *tx).await?;
        }
        let sql = "SELECT id FROM comment WHERE state = 'held' AND submitted < $1 ORDER BY id LIMIT $2 + 0";
        let unread: Vec<String> = sqlx::query_scalar(sql).bind(held).bind(i64::from(BATCH)).fetch_all(&mut *tx).await?;
        for comment in &unread {
            writers::erase(tx, comment, "system", self.now).await?;
        }
        Ok(unread.len() >= usize::from(BATCH))
    }
}
