//! The breaker: when far more signups come than usual, confirmation mails are held back until a person has looked.
//!
//! A signup form is a way to fill a stranger's mailbox, so what an attack must not get is our mail. Signups are taken
//! all the same and wait. The state stands in the store, so all endpoints on it hold back together.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::Row as _;

use super::{Store, StoreError, Tx, mails, new_id, subscribers::Signup, writer::Write};
use crate::{clock::Moment, mail::Kind};

/// The breaker, as the newsroom's table keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Breaker {
    /// Mail flows; nothing was ever held back.
    #[default]
    Closed,
    /// Mail is held back.
    Tripped(Trip),
    /// Mail flows again since this moment; what came before is not counted any more.
    Released { at: i64 },
}

/// When and why mail is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trip {
    /// Since when.
    #[serde(with = "moment")]
    pub since: Moment,
    /// How many confirmation mails became due within the hour before.
    pub signups: i64,
    /// How many would have passed.
    pub most: i64,
    /// How many an hour has on average.
    pub usual: i64,
}

mod moment {
    //! A moment as its number.
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::clock::Moment;

    pub(super) fn serialize<S: Serializer>(moment: &Moment, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(moment.0)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Moment, D::Error> {
        i64::deserialize(from).map(Moment)
    }
}

impl Breaker {
    pub(crate) fn tripped(&self) -> Option<Trip> {
        match self {
            Self::Tripped(trip) => Some(*trip),
            _ => None,
        }
    }
}

const HOUR: Duration = Duration::from_secs(60 * 60);
/// Over which time the usual is taken.
const WEEKS: Duration = Duration::from_secs(28 * 24 * 60 * 60);
/// How many times as many as usual may pass.
const TIMES: i64 = 5;

const FIND: &str = "SELECT value FROM newsroom WHERE name = 'breaker'";

/// The breaker's state. What cannot be read holds nothing back.
pub(super) async fn find(tx: &mut Tx) -> Result<Breaker, sqlx::Error> {
    Ok(parse(sqlx::query_scalar(FIND).fetch_optional(tx).await?))
}

/// The same without a transaction.
pub(super) async fn read(store: &Store) -> Result<Breaker, sqlx::Error> {
    Ok(parse(sqlx::query_scalar(FIND).fetch_optional(&store.read).await?))
}

pub(super) async fn is_tripped(tx: &mut Tx) -> Result<bool, sqlx::Error> {
    Ok(find(tx).await?.tripped().is_some())
}

fn parse(value: Option<String>) -> Breaker {
    value.and_then(|value| serde_json::from_str(&value).ok()).unwrap_or_default()
}

async fn keep(tx: &mut Tx, breaker: &Breaker) -> Result<(), sqlx::Error> {
    let value = serde_json::to_string(breaker).expect("numbers become JSON");
    sqlx::query(
        "INSERT INTO newsroom (name, value, revision) VALUES ('breaker', $1, 1)
         ON CONFLICT (name) DO UPDATE SET value = $1, revision = newsroom.revision + 1",
    )
    .bind(value)
    .execute(tx)
    .await?;
    Ok(())
}

/// Counts the confirmation mail that a signup has made due, and trips if it is one too many; true if it tripped now.
pub(super) async fn watch(tx: &mut Tx, signup: &Signup) -> Result<bool, sqlx::Error> {
    let now = signup.now;
    let since = match find(tx).await? {
        Breaker::Tripped(_) => return Ok(false),
        Breaker::Released { at } => now.before(HOUR).0.max(at),
        Breaker::Closed => now.before(HOUR).0,
    };
    let count = "SELECT count(*) FROM mail WHERE kind = 'confirmation' AND created > $1";
    let signups: i64 = sqlx::query_scalar(count).bind(since).fetch_one(&mut *tx).await?;
    let least = i64::from(signup.list.breaker);
    if signups <= least {
        return Ok(false);
    }
    // The hour in question is none of the usual.
    let before = "SELECT count(*) FROM mail WHERE kind = 'confirmation' AND created > $1 AND created <= $2";
    let month: i64 =
        sqlx::query_scalar(before).bind(now.before(WEEKS).0).bind(now.before(HOUR).0).fetch_one(&mut *tx).await?;
    let usual = month / (28 * 24);
    let most = least.max(TIMES * usual);
    if signups <= most {
        return Ok(false);
    }
    keep(tx, &Breaker::Tripped(Trip { since: now, signups, most, usual })).await?;
    note(tx, now, "system", "hold back", &format!("{signups} signups within an hour, {usual} are usual")).await?;
    if let Some(operator) = &signup.operator {
        let mail = mails::Due { kind: Kind::Alert, recipient: operator, about: "breaker", comment: None, due: now };
        mails::queue(tx, &signup.keys, mail, now).await?;
    }
    Ok(true)
}

async fn note(tx: &mut Tx, now: Moment, actor: &str, action: &str, note: &str) -> Result<(), sqlx::Error> {
    let sql =
        "INSERT INTO event (id, at, actor, action, subject, note) VALUES ($1, $2, $3, $4, 'confirmation mails', $5)";
    sqlx::query(sql).bind(new_id()).bind(now.0).bind(actor).bind(action).bind(note).execute(tx).await?;
    Ok(())
}

/// The signups that wait for the breaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Why they wait; absent where nothing is held back.
    pub trip: Option<Trip>,
    /// How many confirmation mails are not sent yet.
    pub mails: i64,
    /// To which domains most of them go.
    pub domains: Vec<(String, i64)>,
    /// From how many networks the signups came.
    pub networks: i64,
}

impl Store {
    /// What is held back, for a person to judge.
    pub(crate) async fn waiting_signups(&self) -> Result<Waiting, StoreError> {
        let trip = parse(sqlx::query_scalar(FIND).fetch_optional(&self.read).await?).tripped();
        let sql = "SELECT count(*), count(DISTINCT network) FROM mail JOIN subscriber ON subscriber.id = mail.about
            WHERE mail.state = 'queued' AND mail.kind = 'confirmation'";
        let row = sqlx::query(sql).fetch_one(&self.read).await?;
        let sql = "SELECT domain, count(*) FROM mail WHERE state = 'queued' AND kind = 'confirmation'
            GROUP BY domain ORDER BY count(*) DESC, domain LIMIT 10";
        let mut domains = Vec::new();
        for row in sqlx::query(sql).fetch_all(&self.read).await? {
            domains.push((row.try_get(0)?, row.try_get(1)?));
        }
        Ok(Waiting { trip, mails: row.try_get(0)?, domains, networks: row.try_get(1)? })
    }

    /// Lets confirmation mails flow again, and first forgets the signups since the trip where `forget` is set. How many
    /// were forgotten; `None` where nothing was held back.
    pub(crate) async fn release_breaker(
        &self,
        forget: bool,
        actor: String,
        now: Moment,
    ) -> Result<Option<u64>, StoreError> {
        self.writer.write(Release { forget, actor, now }).await
    }
}

struct Release {
    forget: bool,
    actor: String,
    now: Moment,
}

impl Write for Release {
    type Answer = Option<u64>;

    async fn apply(&self, tx: &mut Tx) -> Result<Option<u64>, sqlx::Error> {
        let Some(trip) = find(tx).await?.tripped() else { return Ok(None) };
        let mut forgotten = 0;
        if self.forget {
            // Whoever had left before has still left; the others were never there.
            for sql in [
                "UPDATE subscriber SET state = 'unsubscribed' WHERE state = 'pending' AND ended IS NOT NULL AND id IN
                 (SELECT about FROM mail WHERE kind = 'confirmation' AND state = 'queued' AND created >= $1)",
                "DELETE FROM subscriber WHERE state = 'pending' AND ended IS NULL AND created >= $1 AND id IN
                 (SELECT about FROM mail WHERE kind = 'confirmation' AND state = 'queued' AND created >= $1)",
                "DELETE FROM mail WHERE kind = 'confirmation' AND state = 'queued' AND created >= $1",
            ] {
                forgotten = sqlx::query(sql).bind(trip.since.0).execute(&mut *tx).await?.rows_affected();
            }
        }
        keep(tx, &Breaker::Released { at: self.now.0 }).await?;
        let words = if self.forget { format!("{forgotten} signups forgotten") } else { "all are sent".to_owned() };
        note(tx, self.now, &self.actor, "let through", &words).await?;
        Ok(Some(forgotten))
    }
}
