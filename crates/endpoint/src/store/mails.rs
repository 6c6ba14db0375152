//! The outbox's rows: a mail is written down in the transaction that makes it due, so a crash loses neither or both.
//!
//! `queued` → `sending` (claimed by one endpoint, for as long as its lease lasts) → `sent`, or `queued` again for a later
//! attempt, or `failed`. What was cut off after it may have been taken is `doubtful`: it waits for a person. What is no
//! longer true when its turn comes is `dropped`. Leaves out composing and handing over.

mod claim;
mod facts;
mod settle;
mod tidy;

use sqlx::{Row as _, any::AnyRow};

use super::{Moment, Store, StoreError, Tx, new_id, read_all, writer::Write};
use crate::{keys::Keys, mail::Kind};

pub(crate) use claim::{Claim, Claimed, NextMail};
pub(crate) use facts::Facts;
pub(crate) use settle::Settle;
pub(crate) use tidy::Tidy;

/// A mail that becomes due.
pub(crate) struct Due<'a> {
    pub(crate) kind: Kind,
    pub(crate) recipient: &'a str,
    /// The subscriber, watch, comment or moderator that it is about.
    pub(crate) about: &'a str,
    /// Of an answer: the comment that it tells of.
    pub(crate) comment: Option<&'a str>,
    /// Not to be sent before.
    pub(crate) due: Moment,
}

/// Writes down a mail, within the transaction that makes it due: the one way in which mail comes about. Its id, or `None`
/// when it is for a reader who has said that we should never write.
pub(crate) async fn queue(tx: &mut Tx, keys: &Keys, mail: Due<'_>, now: Moment) -> Result<Option<String>, sqlx::Error> {
    let address = keys.address(mail.recipient);
    if mail.kind.is_to_reader() && is_blocked(tx, &address).await? {
        return Ok(None);
    }
    let id = new_id();
    let domain = mail.recipient.rsplit('@').next().unwrap_or_default().to_lowercase();
    sqlx::query(
        "INSERT INTO mail (id, kind, recipient, address, domain, about, comment, state, created, due, attempts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $9, 0)",
    )
    .bind(&id)
    .bind(mail.kind.as_str())
    .bind(mail.recipient)
    .bind(address)
    .bind(domain)
    .bind(mail.about)
    .bind(mail.comment)
    .bind(now.0)
    .bind(mail.due.0)
    .execute(tx)
    .await?;
    Ok(Some(id))
}

async fn is_blocked(tx: &mut Tx, address: &str) -> Result<bool, sqlx::Error> {
    let sql = "SELECT count(*) FROM subscriber WHERE address = $1 AND state = 'blocked'";
    let found: i64 = sqlx::query_scalar(sql).bind(address).fetch_one(tx).await?;
    Ok(found > 0)
}

/// A mail that needs a person: it may have been sent twice if it were sent again, or could not be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// Its id; also its Message-ID, before the `@`.
    pub id: String,
    /// What it is for.
    pub kind: String,
    /// To whom.
    pub recipient: String,
    /// Since when it is due.
    pub created: Moment,
    /// How often it was tried.
    pub attempts: i64,
    /// What the mail server said last.
    pub error: Option<String>,
}

/// What a person has decided about a [`Stuck`] mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Send it, once more if it was sent.
    SendAgain,
    /// Let it be.
    Forget,
}

/// How sending goes, for `/readyz`, metrics and the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailHealth {
    /// Waiting to be sent, held back ones included.
    pub queued: i64,
    /// Sent or not; a person must say.
    pub doubtful: i64,
    /// Not sent, and not tried any more.
    pub failed: i64,
    /// Since when the oldest mail that is due waits.
    pub waiting_since: Option<Moment>,
    /// When a mail was last sent.
    pub last_sent: Option<Moment>,
    /// What went wrong last with a mail that still waits.
    pub last_error: Option<String>,
}

impl Store {
    /// Whether there is anything for [`Claim`] to do.
    pub(crate) async fn mail_is_due(&self, now: Moment) -> Result<bool, StoreError> {
        let sql = "SELECT CASE WHEN EXISTS (SELECT 1 FROM mail WHERE state = 'queued' AND due <= $1)
            OR EXISTS (SELECT 1 FROM mail WHERE state = 'sending' AND lease < $1) THEN 1 ELSE 0 END";
        Ok(sqlx::query_scalar::<_, i64>(sql).bind(now.0).fetch_one(&self.read).await? == 1)
    }

    pub(crate) async fn claim_mail(&self, claim: Claim) -> Result<Claimed, StoreError> {
        self.writer.write(claim).await
    }

    pub(crate) async fn settle_mail(&self, settle: Settle) -> Result<(), StoreError> {
        self.writer.write(settle).await
    }

    pub(crate) async fn tidy(&self, tidy: Tidy) -> Result<(), StoreError> {
        self.writer.write(tidy).await
    }

    /// Mails that are in doubt, or those that have failed; the oldest first, at most `most`.
    pub(crate) async fn stuck_mails(&self, failed: bool, most: u32) -> Result<Vec<Stuck>, StoreError> {
        let sql =
            "SELECT id, kind, recipient, created, attempts, error FROM mail WHERE state = $1 ORDER BY id LIMIT $2 + 0";
        let state = if failed { "failed" } else { "doubtful" };
        let rows = sqlx::query(sql).bind(state).bind(i64::from(most)).fetch_all(&self.read).await?;
        let read = |row: &AnyRow| {
            Ok(Stuck {
                id: row.try_get(0)?,
                kind: row.try_get(1)?,
                recipient: row.try_get(2)?,
                created: Moment(row.try_get(3)?),
                attempts: row.try_get(4)?,
                error: row.try_get(5)?,
            })
        };
        Ok(read_all(&rows, read)?)
    }

    /// Decides about a doubtful or failed mail; false where it is neither.
    pub(crate) async fn decide_mail(&self, id: String, decided: Decided) -> Result<bool, StoreError> {
        self.writer.write(Decide { id, decided }).await
    }

    pub(crate) async fn mail_health(&self, now: Moment) -> Result<MailHealth, StoreError> {
        let sql = "SELECT
            (SELECT count(*) FROM mail WHERE state = 'queued'),
            (SELECT count(*) FROM mail WHERE state = 'doubtful'),
            (SELECT count(*) FROM mail WHERE state = 'failed'),
            (SELECT min(due) FROM mail WHERE state = 'queued' AND due <= $1),
            (SELECT sent FROM mail WHERE tried IS NOT NULL AND sent IS NOT NULL ORDER BY tried DESC LIMIT 1),
            (SELECT error FROM mail WHERE state = 'queued' AND error IS NOT NULL ORDER BY tried DESC LIMIT 1)";
        let row = sqlx::query(sql).bind(now.0).fetch_one(&self.read).await?;
        Ok(MailHealth {
            queued: row.try_get(0)?,
            doubtful: row.try_get(1)?,
            failed: row.try_get(2)?,
            waiting_since: row.try_get::<Option<i64>, _>(3)?.map(Moment),
            last_sent: row.try_get::<Option<i64>, _>(4)?.map(Moment),
            last_error: row.try_get(5)?,
        })
    }
}

struct Decide {
    id: String,
    decided: Decided,
}

impl Write for Decide {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let sql = match self.decided {
            Decided::SendAgain => {
                "UPDATE mail SET state = 'queued', due = created, attempts = 0, error = NULL
                 WHERE id = $1 AND state IN ('doubtful', 'failed')"
            }
            // The address is no longer needed.
            Decided::Forget => {
                "UPDATE mail SET state = 'dropped', recipient = '' WHERE id = $1 AND state IN ('doubtful', 'failed')"
            }
        };
        let done = sqlx::query(sql).bind(&self.id).execute(tx).await?;
        Ok(done.rows_affected() > 0)
    }
}
