//! A signup: admitted, written, and its mail made due, in one write.
//!
//! Every signup does the same amount of writing whether the address is known or not, so the time of the answer tells
//! nothing.

use std::{sync::Arc, time::Duration};

use sqlx::Row as _;

use crate::{
    admission::{Attempt, Doubt, Past, Refusal, Rules, Verdict, admit},
    clock::Moment,
    keys::Keys,
    mail::Kind,
    settings::List,
    store::{Tx, breaker, mails, new_id, writer::Write},
};

/// How often one address may be asked to confirm.
const MAIL_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// A signup that asks to be taken.
pub(crate) struct Signup {
    /// What the request alone tells of it.
    pub(crate) attempt: Attempt,
    /// Normalised.
    pub(crate) email: String,
    /// The sentence that the form shows.
    pub(crate) consent: String,
    /// Keyed hash of where it comes from.
    pub(crate) network: String,
    pub(crate) rules: Rules,
    pub(crate) list: List,
    /// Who is told when there are too many.
    pub(crate) operator: Option<String>,
    pub(crate) keys: Arc<Keys>,
    pub(crate) now: Moment,
}

/// What became of a [`Signup`].
pub(crate) enum SignedUp {
    /// It is on disk, or was; which of the two is nobody's business. `mail` tells the outbox alone that one is due, and
    /// `tripped` that from now on confirmation mails are held back.
    Taken { mail: bool, tripped: bool },
    /// It was not taken.
    Refused(Refusal),
}

impl Write for Signup {
    type Answer = SignedUp;

    async fn apply(&self, tx: &mut Tx) -> Result<SignedUp, sqlx::Error> {
        let recent: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM (SELECT 1 FROM subscriber WHERE network = $1 AND created > $2 LIMIT $3 + 0) AS recent",
        )
        .bind(&self.network)
        .bind(self.now.before(self.rules.rate.within).0)
        .bind(i64::from(self.rules.rate.most))
        .fetch_one(&mut *tx)
        .await?;
        // While mails are held back, whoever can do work is asked for it; a plain form cannot, and waits like all.
        let flooded = self.attempt.work.is_some() && breaker::is_tripped(tx).await?;
        let recent = u32::try_from(recent).unwrap_or(u32::MAX);
        let past = Past { parent_stands: true, recent, flooded, ..Past::default() };
        let doubts = match admit(&self.attempt, Some(&past), self.rules).expect("with a past there is a verdict") {
            Verdict::Take(taking) => taking.doubts,
            Verdict::Refuse(refusal) => return Ok(SignedUp::Refused(refusal)),
            Verdict::Repeat(_) => Vec::new(),
        };
        let (subscriber, state) = self.subscriber(tx, &doubts).await?;
        // A confirmed one has nothing to confirm, a doubtful one waits for an editor, a blocked one is left alone.
        let mail = state == "pending" && self.queue_mail(tx, &subscriber).await?;
        let tripped = mail && breaker::watch(tx, self).await?;
        Ok(SignedUp::Taken { mail, tripped })
    }
}

impl Signup {
    /// The row of this address, made if it is new; its id and state.
    async fn subscriber(&self, tx: &mut Tx, doubts: &[Doubt]) -> Result<(String, String), sqlx::Error> {
        let reasons = Doubt::codes(doubts);
        let state = if doubts.is_empty() { "pending" } else { "held" };
        // An honest signup frees an address that a doubtful one has held, and brings back one that had left; nothing
        // ever moves the other way. What is not moved is written all the same: that takes as long.
        let row = sqlx::query(
            "INSERT INTO subscriber (id, email, address, state, doubts, network, source, consent, created)
             VALUES ($1, $2, $3, $4, $5, $6, 'form', $7, $8)
             ON CONFLICT (address) DO UPDATE SET
                 state = CASE WHEN subscriber.state IN ('held', 'unsubscribed') AND excluded.state = 'pending'
                     THEN 'pending' ELSE subscriber.state END,
                 email = CASE WHEN subscriber.state = 'unsubscribed' AND excluded.state = 'pending'
                     THEN excluded.email ELSE subscriber.email END,
                 consent = CASE WHEN subscriber.state IN ('held', 'unsubscribed', 'pending') AND excluded.state = 'pending'
                     THEN excluded.consent ELSE subscriber.consent END
             RETURNING id, state",
        )
        .bind(new_id())
        .bind(&self.email)
        .bind(self.keys.address(&self.email))
        .bind(state)
        .bind(reasons)
        .bind(&self.network)
        .bind(&self.consent)
        .bind(self.now.0)
        .fetch_one(tx)
        .await?;
        Ok((row.try_get(0)?, row.try_get(1)?))
    }

    /// Makes a mail due, unless one was within a day; true if it did.
    async fn queue_mail(&self, tx: &mut Tx, subscriber: &str) -> Result<bool, sqlx::Error> {
        let sql = "SELECT count(*) FROM mail WHERE address = $1 AND kind = 'confirmation' AND created > $2";
        let lately: i64 = sqlx::query_scalar(sql)
            .bind(self.keys.address(&self.email))
            .bind(self.now.before(MAIL_EVERY).0)
            .fetch_one(&mut *tx)
            .await?;
        if lately > 0 {
            return Ok(false);
        }
        let mail = mails::Due {
            kind: Kind::Confirmation,
            recipient: &self.email,
            about: subscriber,
            comment: None,
            due: self.now,
        };
        Ok(mails::queue(tx, &self.keys, mail, self.now).await?.is_some())
    }
}
