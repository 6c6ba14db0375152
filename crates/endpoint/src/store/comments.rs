//! Taking a comment.
//!
//! Leaves out changes of state, which are in [`super::history`], and reading, which is in [`super::parts`].

use std::time::Duration;

use sqlx::Row as _;
use wire::{CommentId, NewComment};

use super::{Store, StoreError, Tx, damaged, history, new_id, writer::Write};
use crate::{
    admission::{Attempt, Doubt, Past, Refusal, Same, Verdict, admit},
    clock::Moment,
    settings::Rate,
};

/// A comment that asks to be taken.
pub(crate) struct Arrival {
    /// What the request alone tells of it.
    pub(crate) attempt: Attempt,
    /// Normalised.
    pub(crate) comment: NewComment,
    pub(crate) article: String,
    /// Tells equal comments from others under the same id.
    pub(crate) fingerprint: String,
    /// Tells a text that comes again under other names and ids.
    pub(crate) text_hash: String,
    /// How far back an equal comment counts as this one whatever its id; for forms that could not bring an id.
    pub(crate) equal_within: Option<Duration>,
    /// Keyed hash of where it comes from.
    pub(crate) network: String,
    pub(crate) rate: Rate,
    pub(crate) now: Moment,
}

/// What became of an [`Arrival`].
pub(crate) enum Taken {
    /// It is on disk under this id, since now or since before.
    Held(CommentId),
    /// It was not taken.
    Refused(Refusal),
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

/// All that admission needs to know, in one question. Each count stops where the limit is reached.
const PAST: &str = "SELECT
    (SELECT id FROM comment WHERE client_id = $1),
    (SELECT CASE WHEN fingerprint = $2 THEN 1 ELSE 0 END FROM comment WHERE client_id = $1),
    (SELECT id FROM comment WHERE fingerprint = $2 AND submitted > $3 ORDER BY submitted DESC LIMIT 1),
    (SELECT root FROM comment WHERE id = $4 AND article = $5 AND state = 'published'),
    (SELECT count(*) FROM (SELECT 1 FROM comment WHERE network = $6 AND submitted > $7 LIMIT $8) AS recent),
    (SELECT coalesce(max(number), 0) + 1 FROM comment)";

/// What [`PAST`] tells, and what the new row is filled in with.
struct Found {
    past: Past,
    root: Option<String>,
    number: i64,
}

impl Arrival {
    async fn find(&self, tx: &mut Tx) -> Result<Found, sqlx::Error> {
        let equal_since = self.equal_within.map_or(Moment(i64::MAX), |within| self.now.before(within));
        let row = sqlx::query(PAST)
            .bind(self.comment.id.as_str())
            .bind(&self.fingerprint)
            .bind(equal_since.0)
            .bind(self.comment.parent.as_ref().map(CommentId::as_str))
            .bind(&self.article)
            .bind(&self.network)
            .bind(self.now.before(self.rate.within).0)
            .bind(i64::from(self.rate.most))
            .fetch_one(tx)
            .await?;
        let (same, equal): (Option<String>, Option<String>) = (row.try_get(0)?, row.try_get(2)?);
        let same = match (same, equal) {
            (Some(id), _) => Some(Same { id: comment_id(&id)?, equal: row.try_get::<i64, _>(1)? == 1 }),
            (None, Some(id)) => Some(Same { id: comment_id(&id)?, equal: true }),
            (None, None) => None,
        };
        let root: Option<String> = row.try_get(3)?;
        let recent = u32::try_from(row.try_get::<i64, _>(4)?).unwrap_or(u32::MAX);
        let past = Past { same, parent_stands: self.comment.parent.is_none() || root.is_some(), recent };
        Ok(Found { past, root, number: row.try_get(5)? })
    }

    async fn insert(&self, tx: &mut Tx, found: Found, doubts: &[Doubt]) -> Result<CommentId, sqlx::Error> {
        let id = new_id();
        let doubts = doubts.iter().map(|doubt| doubt.code()).collect::<Vec<_>>().join(" ");
        sqlx::query(
            "INSERT INTO comment
                (id, number, client_id, fingerprint, text_hash, article, parent, root, name, email, body, state,
                 doubts, network, submitted, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'held', $12, $13, $14, 1)",
        )
        .bind(&id)
        .bind(found.number)
        .bind(self.comment.id.as_str())
        .bind(&self.fingerprint)
        .bind(&self.text_hash)
        .bind(&self.article)
        .bind(self.comment.parent.as_ref().map(CommentId::as_str))
        .bind(found.root.as_ref().unwrap_or(&id))
        .bind(self.comment.name.as_deref())
        .bind(self.comment.email.as_deref())
        .bind(&self.comment.body)
        .bind(&doubts)
        .bind(&self.network)
        .bind(self.now.0)
        .execute(&mut *tx)
        .await?;
        let reason = (!doubts.is_empty()).then_some(doubts.as_str());
        history::note(tx, &id, self.now, "admission", None, history::State::Held, reason).await?;
        comment_id(&id)
    }
}

impl Write for Arrival {
    type Answer = Taken;

    async fn apply(&self, tx: &mut Tx) -> Result<Taken, sqlx::Error> {
        let found = self.find(tx).await?;
        let verdict = admit(&self.attempt, Some(&found.past), self.rate).expect("with a past there is a verdict");
        Ok(match verdict {
            Verdict::Take(doubts) => Taken::Held(self.insert(tx, found, &doubts).await?),
            Verdict::Repeat(id) => Taken::Held(id),
            Verdict::Refuse(refusal) => Taken::Refused(refusal),
        })
    }
}
