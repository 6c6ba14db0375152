//! Subscribers, the confirmation mail they are due, and the confirming.
//!
//! A mail is written down in the same transaction as what makes it due, so a crash loses neither or both. Leaves out
//! composing and sending, which is [`crate::outbox`]'s.

use std::time::Duration;

use sqlx::{Row as _, any::AnyRow};

use super::{Store, StoreError, Tx, new_id, read_all, writer::Write};
use crate::{
    admission::{Attempt, Doubt, Past, Refusal, Verdict, admit},
    clock::Moment,
    settings::Rate,
};

/// How often one address may be mailed.
const MAIL_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long the link in a mail works.
const LINK_LASTS: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A signup that asks to be taken.
pub(crate) struct Signup {
    /// What the request alone tells of it.
    pub(crate) attempt: Attempt,
    /// Normalised.
    pub(crate) email: String,
    /// Keyed hash of where it comes from.
    pub(crate) network: String,
    pub(crate) rate: Rate,
    pub(crate) now: Moment,
    /// Keyed hash of the address.
    pub(crate) address: String,
}

/// What became of a [`Signup`].
pub(crate) enum SignedUp {
    /// It is on disk, or was; which of the two is nobody's business. `mail` tells the outbox alone that one is due.
    Taken { mail: bool },
    /// It was not taken.
    Refused(Refusal),
}

/// A mail that is due.
pub(crate) struct DueMail {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) created: Moment,
}

/// What became of the wish to confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Confirmed {
    /// On the list, since now or since before.
    Yes,
    /// The link has expired.
    Expired,
    /// No mail holds this token.
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
        Ok(standing(row.as_ref(), now)?.0)
    }

    /// Puts the subscriber that this mail went to on the list.
    pub(crate) async fn confirm(&self, mail: String, now: Moment) -> Result<Confirmed, StoreError> {
        self.writer.write(Confirmation { mail, now }).await
    }

    /// Mails that are due, oldest first, at most `limit`.
    pub(crate) async fn due_mail(&self, limit: u32) -> Result<Vec<DueMail>, StoreError> {
        let rows = sqlx::query("SELECT id, recipient, created FROM mail WHERE state = 'queued' ORDER BY id LIMIT $1")
            .bind(i64::from(limit))
            .fetch_all(&self.read)
            .await?;
        let read = |row: &AnyRow| {
            Ok(DueMail { id: row.try_get(0)?, email: row.try_get(1)?, created: Moment(row.try_get(2)?) })
        };
        Ok(read_all(&rows, read)?)
    }

    /// Notes that a mail has gone out.
    pub(crate) async fn mail_sent(&self, id: String, now: Moment) -> Result<(), StoreError> {
        self.writer.write(Sent { id, now }).await
    }
}

impl Write for Signup {
    type Answer = SignedUp;

    async fn apply(&self, tx: &mut Tx) -> Result<SignedUp, sqlx::Error> {
        let recent: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM (SELECT 1 FROM subscriber WHERE network = $1 AND created > $2 LIMIT $3) AS recent",
        )
        .bind(&self.network)
        .bind(self.now.before(self.rate.within).0)
        .bind(i64::from(self.rate.most))
        .fetch_one(&mut *tx)
        .await?;
        let past = Past { parent_stands: true, recent: u32::try_from(recent).unwrap_or(u32::MAX), ..Past::default() };
        let doubts = match admit(&self.attempt, Some(&past), self.rate).expect("with a past there is a verdict") {
            Verdict::Take(taking) => taking.doubts,
            Verdict::Refuse(refusal) => return Ok(SignedUp::Refused(refusal)),
            Verdict::Repeat(_) => Vec::new(),
        };
        let (subscriber, state) = self.subscriber(tx, &doubts).await?;
        // A confirmed one has nothing to confirm; a doubtful one waits for an editor, unmailed.
        let mail = state == "pending" && self.queue_mail(tx, &subscriber).await?;
        Ok(SignedUp::Taken { mail })
    }
}

impl Signup {
    /// The row of this address, made if it is new; its id and state.
    async fn subscriber(&self, tx: &mut Tx, doubts: &[Doubt]) -> Result<(String, String), sqlx::Error> {
        let reasons = Doubt::codes(doubts);
        let state = if doubts.is_empty() { "pending" } else { "held" };
        // An honest signup frees an address that a doubtful one has held; nothing ever moves the other way.
        let row = sqlx::query(
            "INSERT INTO subscriber (id, email, address, state, doubts, network, source, created)
             VALUES ($1, $2, $3, $4, $5, $6, 'form', $7)
             ON CONFLICT (address) DO UPDATE SET
                 state = CASE WHEN subscriber.state IN ('held', 'unsubscribed') AND excluded.state = 'pending'
                     THEN 'pending' ELSE subscriber.state END
             RETURNING id, state",
        )
        .bind(new_id())
        .bind(self.email.to_lowercase())
        .bind(&self.address)
        .bind(state)
        .bind(reasons)
        .bind(&self.network)
        .bind(self.now.0)
        .fetch_one(tx)
        .await?;
        Ok((row.try_get(0)?, row.try_get(1)?))
    }

    /// Makes a mail due, unless one was within a day; true if it did.
    async fn queue_mail(&self, tx: &mut Tx, subscriber: &str) -> Result<bool, sqlx::Error> {
        let mail = new_id();
        let done = sqlx::query(
            "INSERT INTO mail (id, kind, recipient, address, domain, about, state, created, due, attempts)
             SELECT $1, 'confirmation', $2, $3, $4, $5, 'queued', CAST($6 AS BIGINT), CAST($6 AS BIGINT), 0
             WHERE NOT EXISTS (SELECT 1 FROM mail WHERE address = $3 AND created > $7)",
        )
        .bind(&mail)
        .bind(&self.email)
        .bind(&self.address)
        .bind(self.email.rsplit('@').next().unwrap_or_default())
        .bind(subscriber)
        .bind(self.now.0)
        .bind(self.now.before(MAIL_EVERY).0)
        .execute(tx)
        .await?;
        Ok(done.rows_affected() > 0)
    }
}

const BY_MAIL: &str =
    "SELECT subscriber.id, subscriber.state, mail.created FROM mail JOIN subscriber ON subscriber.id = mail.about
    WHERE mail.id = $1 AND mail.kind = 'confirmation'";

/// What a row of [`BY_MAIL`] allows, with the subscriber to change, if any is.
fn standing(row: Option<&AnyRow>, now: Moment) -> Result<(Confirmed, Option<String>), sqlx::Error> {
    let Some(row) = row else { return Ok((Confirmed::Unknown, None)) };
    let expires = Moment(row.try_get(2)?).after(LINK_LASTS);
    Ok(match row.try_get::<String, _>(1)?.as_str() {
        "confirmed" => (Confirmed::Yes, None),
        "pending" if now <= expires => (Confirmed::Yes, Some(row.try_get(0)?)),
        // Who has left the list comes back by signing up, and not by an old mail.
        _ => (Confirmed::Expired, None),
    })
}

struct Confirmation {
    mail: String,
    now: Moment,
}

impl Write for Confirmation {
    type Answer = Confirmed;

    async fn apply(&self, tx: &mut Tx) -> Result<Confirmed, sqlx::Error> {
        let row = sqlx::query(BY_MAIL).bind(&self.mail).fetch_optional(&mut *tx).await?;
        let (confirmed, subscriber) = standing(row.as_ref(), self.now)?;
        if let Some(subscriber) = subscriber {
            sqlx::query("UPDATE subscriber SET state = 'confirmed', confirmed = $2 WHERE id = $1")
                .bind(subscriber)
                .bind(self.now.0)
                .execute(tx)
                .await?;
        }
        Ok(confirmed)
    }
}

struct Sent {
    id: String,
    now: Moment,
}

impl Write for Sent {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE mail SET state = 'sent', sent = $2 WHERE id = $1")
            .bind(&self.id)
            .bind(self.now.0)
            .execute(tx)
            .await?;
        Ok(())
    }
}
