//! Taking a comment: the facts, the verdict and the row in one transaction.
//!
//! One question brings all that admission needs, each part of it by an index and no further than its limit, so that
//! taking the millionth comment costs what taking the first one did. Leaves out changes of what was taken.

use std::{sync::Arc, time::Duration};

use sqlx::{Row as _, any::AnyRow};
use wire::{CommentId, NewComment};

use super::{Noted, State, Store, StoreError, Tx, damaged, events, new_id, standing::Standing, watches, writer::Write};
use crate::{
    admission::{Attempt, Doubt, Known, Past, Refusal, Rules, Same, Taking, Verdict, admit},
    clock::Moment,
    desk,
    keys::Keys,
    settings::Rate,
};

/// A comment that asks to be taken.
pub(crate) struct Arrival {
    /// What the request alone tells of it.
    pub(crate) attempt: Attempt,
    pub(crate) rules: Rules,
    /// Normalised.
    pub(crate) comment: NewComment,
    pub(crate) article: String,
    /// Tells equal comments from others under the same id.
    pub(crate) fingerprint: String,
    /// Tells a text that comes again under other names and ids.
    pub(crate) text_hash: String,
    /// For how long a text that came before makes this one doubtful; absent for one too short to tell anything.
    pub(crate) repeats: Option<Duration>,
    /// How far back an equal comment counts as this one whatever its id; for forms that could not bring an id.
    pub(crate) equal_within: Option<Duration>,
    /// Who sends it, proved by a token or new.
    pub(crate) writer: String,
    /// Keyed hash of where it comes from.
    pub(crate) network: String,
    /// Keyed hash of the e-mail address that was typed.
    pub(crate) address: Option<String>,
    /// How much from everywhere is too much to take without work.
    pub(crate) flood: Rate,
    /// For the hashes of addresses that are told of it.
    pub(crate) keys: Arc<Keys>,
    pub(crate) now: Moment,
}

/// What became of an [`Arrival`].
pub(crate) enum Taken {
    /// It is on disk, since now or since before.
    Here(Here),
    /// It was not taken.
    Refused(Refusal),
}

/// A comment that is on disk.
pub(crate) struct Here {
    pub(crate) id: CommentId,
    pub(crate) writer: Option<String>,
    /// Whether it appeared at once.
    pub(crate) published: bool,
    /// Whether mail about it is due.
    pub(crate) mail: bool,
}

impl Store {
    /// Admits and writes a comment; answers when it is on disk.
    pub(crate) async fn take(&self, arrival: Arrival) -> Result<Taken, StoreError> {
        self.writer.write(arrival).await
    }
}

pub(super) fn comment_id(text: &str) -> Result<CommentId, sqlx::Error> {
    CommentId::parse(text).ok_or_else(|| damaged(format_args!("{text:?}, which is no comment's id")))
}

/// All that admission needs to know, in one question. Each count stops where the limit is reached. What was sent without
/// an id of its own counts as the same only from the same network and before others have seen it, because who is given
/// the receipt of a comment may change it.
const PAST: &str = "SELECT
    (SELECT id FROM comment WHERE client_id = $1),
    (SELECT CASE WHEN fingerprint IN ($2, '') THEN 1 ELSE 0 END FROM comment WHERE client_id = $1),
    (SELECT id FROM comment WHERE fingerprint = $2 AND submitted > $3 AND network = $6 AND state = 'held'
        ORDER BY submitted DESC LIMIT 1),
    (SELECT root FROM comment WHERE id = $4 AND article = $5 AND state = 'published'),
    (SELECT count(*) FROM (SELECT 1 FROM comment WHERE network = $6 AND submitted > $7 LIMIT $8) AS recent),
    (SELECT coalesce(max(number), 0) + 1 FROM comment),
    (SELECT comments FROM thread WHERE article = $5),
    (SELECT submitted FROM comment WHERE number <= (SELECT max(number) FROM comment) - $9 ORDER BY number DESC LIMIT 1),
    (SELECT count(*) FROM (SELECT 1 FROM comment WHERE parent = $4 AND network = $6 AND submitted > $7 LIMIT 100) AS mine),
    (SELECT count(*) FROM (SELECT 1 FROM comment WHERE text_hash = $10 AND submitted > $11
        AND coalesce(writer, '') <> $12 LIMIT 100) AS again),
    CASE WHEN EXISTS (SELECT 1 FROM bar WHERE kind = 'writer' AND value = $12 AND (until IS NULL OR until > $13)
        UNION ALL SELECT 1 FROM bar WHERE kind = 'network' AND value = $6 AND (until IS NULL OR until > $13)
        UNION ALL SELECT 1 FROM bar WHERE kind = 'email' AND value = $14 AND (until IS NULL OR until > $13))
        THEN 1 ELSE 0 END,
    (SELECT published FROM writer WHERE id = $12),
    (SELECT declined FROM writer WHERE id = $12),
    CASE WHEN EXISTS (SELECT 1 FROM moderator WHERE mail = 'each' AND ended IS NULL) THEN 1 ELSE 0 END";

/// What [`PAST`] tells, and what the new row is filled in with.
struct Found {
    past: Past,
    root: Option<String>,
    number: i64,
    /// Whether any moderator wants mail about each comment that waits.
    desk_wants_mail: bool,
}

fn count(row: &AnyRow, at: usize) -> Result<u32, sqlx::Error> {
    Ok(u32::try_from(row.try_get::<i64, _>(at)?).unwrap_or(u32::MAX))
}

impl Arrival {
    async fn find(&self, tx: &mut Tx) -> Result<Found, sqlx::Error> {
        let never = Moment(i64::MAX);
        let rate = self.rules.rate;
        let row = sqlx::query(PAST)
            .bind(self.comment.id.as_str())
            .bind(&self.fingerprint)
            .bind(self.equal_within.map_or(never, |within| self.now.before(within)).0)
            .bind(self.comment.parent.as_ref().map(CommentId::as_str))
            .bind(&self.article)
            .bind(&self.network)
            .bind(self.now.before(rate.within).0)
            .bind(i64::from(rate.most))
            .bind(i64::from(self.flood.most) - 1)
            .bind(&self.text_hash)
            .bind(self.repeats.map_or(never, |within| self.now.before(within)).0)
            .bind(&self.writer)
            .bind(self.now.0)
            .bind(self.address.as_deref())
            .fetch_one(tx)
            .await?;
        let (same, equal): (Option<String>, Option<String>) = (row.try_get(0)?, row.try_get(2)?);
        let same = match (same, equal) {
            (Some(id), _) => Some(Same { id: comment_id(&id)?, equal: row.try_get::<i64, _>(1)? == 1 }),
            (None, Some(id)) => Some(Same { id: comment_id(&id)?, equal: true }),
            (None, None) => None,
        };
        let root: Option<String> = row.try_get(3)?;
        let opened: Option<String> = row.try_get(6)?;
        let furthest: Option<i64> = row.try_get(7)?;
        let known = match row.try_get::<Option<i64>, _>(11)? {
            Some(_) => Some(Known { published: count(&row, 11)?, declined: count(&row, 12)? }),
            None => None,
        };
        let past = Past {
            same,
            opened: opened.map(|word| word == "open"),
            parent_stands: self.comment.parent.is_none() || root.is_some(),
            recent: count(&row, 4)?,
            flooded: furthest.is_some_and(|furthest| furthest > self.now.before(self.flood.within).0),
            answered: count(&row, 8)?,
            repeated: count(&row, 9)?,
            barred: row.try_get::<i64, _>(10)? == 1,
            known,
        };
        Ok(Found { past, root, number: row.try_get(5)?, desk_wants_mail: row.try_get::<i64, _>(13)? == 1 })
    }

    async fn insert(&self, tx: &mut Tx, found: Found, taking: &Taking) -> Result<Here, sqlx::Error> {
        let id = new_id();
        let doubts = Doubt::codes(&taking.doubts);
        sqlx::query(
            "INSERT INTO comment
                (id, number, client_id, fingerprint, text_hash, article, parent, root, writer, name, email, body, state,
                 doubts, score, network, submitted, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'held', $13, $14, $15, $16, 1)",
        )
        .bind(&id)
        .bind(found.number)
        .bind(self.comment.id.as_str())
        .bind(&self.fingerprint)
        .bind(&self.text_hash)
        .bind(&self.article)
        .bind(self.comment.parent.as_ref().map(CommentId::as_str))
        .bind(found.root.as_ref().unwrap_or(&id))
        .bind(&self.writer)
        .bind(self.comment.name.as_deref())
        .bind(self.comment.email.as_deref())
        .bind(&self.comment.body)
        .bind(&doubts)
        .bind(taking.score.map(i64::from))
        .bind(&self.network)
        .bind(self.now.0)
        .execute(&mut *tx)
        .await?;
        let to = if taking.publish { State::Published } else { State::Held };
        let reason = (!doubts.is_empty()).then_some(doubts.as_str());
        let sent =
            Noted { actor: "admission", action: "send", comment: Some(&id), to: Some(to), reason, ..Noted::default() };
        events::add(tx, self.now, sent).await?;
        let mail = match (taking.publish, found.desk_wants_mail) {
            (true, _) => self.publish(tx, &id).await?,
            (false, true) => self.tell_desk(tx, &id).await?,
            (false, false) => false,
        };
        Ok(Here { id: comment_id(&id)?, writer: Some(self.writer.clone()), published: taking.publish, mail })
    }

    /// Lets it appear at once, as the desk would; whether mail is due.
    async fn publish(&self, tx: &mut Tx, id: &str) -> Result<bool, sqlx::Error> {
        if let Some(mut standing) = Standing::of(tx, id).await? {
            standing.bring(tx, State::Published, self.now, None, None).await?;
        }
        watches::published(tx, id, self.now, &self.keys).await
    }

    async fn tell_desk(&self, tx: &mut Tx, id: &str) -> Result<bool, sqlx::Error> {
        Ok(desk::mail::arrived(tx, &self.keys, id, self.now).await? > 0)
    }
}

/// The answer to what came before: the same that was given then.
async fn again(tx: &mut Tx, id: CommentId) -> Result<Here, sqlx::Error> {
    let sql = "SELECT writer, CASE WHEN published = submitted THEN 1 ELSE 0 END FROM comment WHERE id = $1";
    let row = sqlx::query(sql).bind(id.as_str()).fetch_one(tx).await?;
    Ok(Here { id, writer: row.try_get(0)?, published: row.try_get::<i64, _>(1)? == 1, mail: false })
}

impl Write for Arrival {
    type Answer = Taken;

    async fn apply(&self, tx: &mut Tx) -> Result<Taken, sqlx::Error> {
        let found = self.find(tx).await?;
        let verdict = admit(&self.attempt, Some(&found.past), self.rules).expect("with a past there is a verdict");
        Ok(match verdict {
            Verdict::Take(taking) => Taken::Here(self.insert(tx, found, &taking).await?),
            Verdict::Repeat(id) => Taken::Here(again(tx, id).await?),
            Verdict::Refuse(refusal) => Taken::Refused(refusal),
        })
    }
}
