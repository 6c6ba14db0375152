//! Taking the next mail to send: one at a time, in a write of its own, so that of several endpoints one sends it.
//!
//! One at a time also means that a crash leaves at most one mail in doubt for each endpoint.

use sqlx::Row as _;

use super::{Facts, facts, is_blocked};
use crate::{
    clock::Moment,
    mail::Kind,
    settings::Mailing,
    store::{Tx, breaker, damaged, writer::Write},
};

/// The wish to send a mail.
pub(crate) struct Claim {
    pub(crate) now: Moment,
    pub(crate) mailing: Mailing,
    /// Whether a mail that was cut off may simply be handed over again.
    pub(crate) repeats_safely: bool,
}

/// What there is to send.
pub(crate) struct Claimed {
    /// The next mail, which nobody else will send while its lease lasts.
    pub(crate) mail: Option<NextMail>,
    /// Whether mails were dropped because they are no longer true.
    pub(crate) dropped: bool,
    /// How many mails turned out to have been cut off, so that a person must look.
    pub(crate) doubtful: u64,
}

/// A claimed mail.
pub(crate) struct NextMail {
    pub(crate) id: String,
    pub(crate) recipient: String,
    pub(crate) about: String,
    pub(crate) created: Moment,
    pub(crate) facts: Facts,
}

/// Over which time mails are counted for pacing, in milliseconds.
const MINUTE: i64 = 60_000;

/// Most mails that are found no longer true in one go.
const DROPS: usize = 100;

impl Write for Claim {
    type Answer = Claimed;

    async fn apply(&self, tx: &mut Tx) -> Result<Claimed, sqlx::Error> {
        let doubtful = self.cut_off(tx).await?;
        let mut claimed = Claimed { mail: None, dropped: false, doubtful };
        let minute_ago = self.now.0 - MINUTE;
        let lately: i64 = sqlx::query_scalar("SELECT count(*) FROM mail WHERE tried > $1")
            .bind(minute_ago)
            .fetch_one(&mut *tx)
            .await?;
        if lately >= i64::from(self.mailing.in_all) {
            return Ok(claimed);
        }
        let sql = if breaker::is_tripped(tx).await? { HELD_BACK } else { NEXT };
        for _ in 0..DROPS {
            let row = sqlx::query(sql)
                .bind(self.now.0)
                .bind(minute_ago)
                .bind(i64::from(self.mailing.to_one_domain))
                .fetch_optional(&mut *tx)
                .await?;
            let Some(row) = row else { break };
            let id: String = row.try_get(0)?;
            let word: String = row.try_get(1)?;
            let kind = Kind::parse(&word).ok_or_else(|| damaged(format!("a mail of the kind {word}")))?;
            let (recipient, about, address): (String, String, String) =
                (row.try_get(2)?, row.try_get(3)?, row.try_get(6)?);
            let comment: Option<String> = row.try_get(4)?;
            let unwanted = kind.is_to_reader() && is_blocked(tx, &address).await?;
            let facts = if unwanted { None } else { facts::find(tx, kind, &about, comment.as_deref()).await? };
            let Some(facts) = facts else {
                sqlx::query("UPDATE mail SET state = 'dropped' WHERE id = $1").bind(&id).execute(&mut *tx).await?;
                claimed.dropped = true;
                continue;
            };
            sqlx::query(
                "UPDATE mail SET state = 'sending', attempts = attempts + 1, tried = $2, lease = $3 WHERE id = $1",
            )
            .bind(&id)
            .bind(self.now.0)
            .bind(self.now.after(self.mailing.attempt).0)
            .execute(&mut *tx)
            .await?;
            claimed.mail = Some(NextMail { id, recipient, about, created: Moment(row.try_get(5)?), facts });
            break;
        }
        Ok(claimed)
    }
}

impl Claim {
    /// A lease that has run out means that whoever sent was stopped in the middle. A file is then written again; whether
    /// a mail server has taken the mail, nobody knows.
    async fn cut_off(&self, tx: &mut Tx) -> Result<u64, sqlx::Error> {
        let sql = if self.repeats_safely {
            "UPDATE mail SET state = 'queued' WHERE state = 'sending' AND lease < $1"
        } else {
            "UPDATE mail SET state = 'doubtful', error = 'The endpoint was stopped while it sent this mail.'
             WHERE state = 'sending' AND lease < $1"
        };
        let done = sqlx::query(sql).bind(self.now.0).execute(tx).await?;
        Ok(if self.repeats_safely { 0 } else { done.rows_affected() })
    }
}

/// The longest due mail whose domain was not sent too much within a minute.
macro_rules! next {
    ($and:literal) => {
        concat!(
            "SELECT id, kind, recipient, about, comment, created, address FROM mail
             WHERE state = 'queued' AND due <= $1 ",
            $and,
            "AND domain NOT IN (SELECT domain FROM mail WHERE tried > $2 GROUP BY domain HAVING count(*) >= $3)
             ORDER BY due, id LIMIT 1"
        )
    };
}
const NEXT: &str = next!("");
const HELD_BACK: &str = next!("AND kind <> 'confirmation' ");
