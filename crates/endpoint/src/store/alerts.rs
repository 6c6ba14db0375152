//! Mail to the desk: a row for each moderator who wants one when a comment waits, or one a day for all that wait.
//!
//! Rows are written in the transaction that makes them due; the outbox composes and sends them. Leaves out the words.

use sqlx::Row as _;

use super::{
    Store, StoreError, Tx,
    mails::{self, Due},
    read_all,
    writer::Write,
};
use crate::{clock::Moment, keys::Keys, mail::Kind};

/// Most mails at once for each comment within an hour to one moderator: a flood is for the queue, and not for the mail.
const MOST: i64 = 30;
const HOUR: i64 = 60 * 60 * 1_000;
const DAY: i64 = 24 * HOUR;

/// When in the day, UTC, the digest is due.
const MORNING: i64 = 6 * HOUR;

/// Queues a mail about a comment that has come to wait, for every moderator who wants each; how many.
pub(crate) async fn arrived(tx: &mut Tx, keys: &Keys, comment: &str, now: Moment) -> Result<usize, sqlx::Error> {
    let sql = "SELECT id, email FROM moderator WHERE mail = 'each' AND email IS NOT NULL AND ended IS NULL ORDER BY id";
    let rows = sqlx::query(sql).fetch_all(&mut *tx).await?;
    let wanted = read_all(&rows, |row| Ok((row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?)))?;
    let mut queued = 0;
    for (_, email) in wanted {
        let address = keys.address(&email);
        let sql = "SELECT count(*) FROM (SELECT 1 AS one FROM mail WHERE address = $1 AND created > $2 AND kind = 'desk' LIMIT $3 + 0) AS sent";
        let sent: i64 =
            sqlx::query_scalar(sql).bind(&address).bind(now.0 - HOUR).bind(MOST).fetch_one(&mut *tx).await?;
        if sent < MOST {
            let mail = Due { kind: Kind::Desk, recipient: &email, about: comment, comment: None, due: now };
            mails::queue(tx, keys, mail, now).await?;
            queued += 1;
        }
    }
    Ok(queued)
}

/// Who wants a digest, has had none today, and would find something in it. Asked again within the write.
const DUE: &str =
    "SELECT m.id, m.email FROM moderator m WHERE m.mail = 'daily' AND m.email IS NOT NULL AND m.ended IS NULL
    AND EXISTS (SELECT 1 FROM comment WHERE state = 'held')
    AND NOT EXISTS (SELECT 1 FROM mail d WHERE d.about = m.id AND d.kind = 'digest' AND d.created >= $1)";

/// The last morning, after which a digest of today counts; `None` before it has come.
fn morning(now: Moment) -> Option<Moment> {
    let midnight = now.0 - now.0.rem_euclid(DAY);
    (now.0 >= midnight + MORNING).then_some(Moment(midnight + MORNING))
}

impl Store {
    /// Queues the digests that are due; how many. Whichever endpoint asks first on a day writes them.
    pub(crate) async fn digest(&self, keys: std::sync::Arc<Keys>, now: Moment) -> Result<usize, StoreError> {
        let Some(since) = morning(now) else { return Ok(0) };
        if sqlx::query(DUE).bind(since.0).fetch_optional(&self.read).await?.is_none() {
            return Ok(0);
        }
        self.writer.write(Digest { keys, since, now }).await
    }
}

struct Digest {
    keys: std::sync::Arc<Keys>,
    since: Moment,
    now: Moment,
}

impl Write for Digest {
    type Answer = usize;

    async fn apply(&self, tx: &mut Tx) -> Result<usize, sqlx::Error> {
        let rows = sqlx::query(DUE).bind(self.since.0).fetch_all(&mut *tx).await?;
        let due = read_all(&rows, |row| Ok((row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?)))?;
        for (moderator, email) in &due {
            let mail = Due { kind: Kind::Digest, recipient: email, about: moderator, comment: None, due: self.now };
            mails::queue(tx, &self.keys, mail, self.now).await?;
        }
        Ok(due.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, morning};

    #[test]
    fn a_day_begins_for_the_digest_at_six() {
        let midnight = 1_795_392_000_000;
        assert_eq!(morning(Moment(midnight + 5 * super::HOUR)), None);
        assert_eq!(morning(Moment(midnight + 9 * super::HOUR)), Some(Moment(midnight + 6 * super::HOUR)));
    }
}
