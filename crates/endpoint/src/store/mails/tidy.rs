//! What is done once in a while: letting go of what is no longer needed, and making the daily mail to the desk due.
//!
//! Every endpoint tries every hour; the turn that is noted in the store lets one of them do it.

use std::{sync::Arc, time::Duration};

use sqlx::Row as _;

use super::{Due, queue};
use crate::{
    clock::Moment,
    keys::Keys,
    mail::Kind,
    settings::{List, Mailing},
    store::{Tx, writer::Write},
};

/// The wish to tidy.
pub(crate) struct Tidy {
    pub(crate) now: Moment,
    pub(crate) mailing: Mailing,
    pub(crate) list: List,
    pub(crate) keys: Arc<Keys>,
}

/// How far two digests to one moderator are apart, at least. Less than a day, so that they do not wander through it.
const DAILY: Duration = Duration::from_secs(20 * 60 * 60);

/// The hour of the day (UTC) from which digests are sent.
const MORNING: i64 = 6;

const HOUR: i64 = 60 * 60 * 1000;

impl Write for Tidy {
    /// Whether a mail became due.
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let old = self.now.before(self.mailing.keep).0;
        sqlx::query("DELETE FROM mail WHERE created < $1 AND state IN ('sent', 'doubtful', 'failed', 'dropped')")
            .bind(old)
            .execute(&mut *tx)
            .await?;
        self.forget_unconfirmed(tx).await?;
        self.queue_digests(tx).await
    }
}

impl Tidy {
    async fn forget_unconfirmed(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let old = self.now.before(self.list.keep_unconfirmed).0;
        // Whoever had left before and asked anew, but did not confirm, has still left.
        for sql in [
            "UPDATE subscriber SET state = 'unsubscribed' WHERE state IN ('pending', 'held') AND ended IS NOT NULL
             AND created < $1 AND NOT EXISTS (SELECT 1 FROM mail WHERE about = subscriber.id AND mail.created >= $1)",
            "DELETE FROM subscriber WHERE state IN ('pending', 'held') AND ended IS NULL
             AND created < $1 AND NOT EXISTS (SELECT 1 FROM mail WHERE about = subscriber.id AND mail.created >= $1)",
            "UPDATE subscriber SET network = NULL WHERE network IS NOT NULL AND created < $1",
        ] {
            sqlx::query(sql).bind(old).execute(&mut *tx).await?;
        }
        Ok(())
    }

    async fn queue_digests(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        if self.now.0.div_euclid(HOUR).rem_euclid(24) < MORNING {
            return Ok(false);
        }
        let waits: i64 =
            sqlx::query_scalar("SELECT count(*) FROM (SELECT 1 FROM comment WHERE state = 'held' LIMIT 1) AS held")
                .fetch_one(&mut *tx)
                .await?;
        if waits == 0 {
            return Ok(false);
        }
        let sql = "SELECT id, email FROM moderator WHERE mail = 'daily' AND ended IS NULL AND email IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM mail WHERE about = moderator.id AND kind = 'digest' AND mail.created > $1)";
        let rows = sqlx::query(sql).bind(self.now.before(DAILY).0).fetch_all(&mut *tx).await?;
        for row in &rows {
            let (id, email): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            let mail = Due { kind: Kind::Digest, recipient: &email, about: &id, comment: None, due: self.now };
            queue(tx, &self.keys, mail, self.now).await?;
        }
        Ok(!rows.is_empty())
    }
}
