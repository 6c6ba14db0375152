//! Taking a comment, and listing the published ones of an article.
//!
//! Leaves out changes of state, which are in [`super::history`].

use std::time::Duration;

use sqlx::{Row as _, SqliteConnection};
use wire::{Comment, CommentId, NewComment};

use super::{Store, StoreError, history, new_id, writer::Write};
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
    pub(crate) fingerprint: Vec<u8>,
    /// How far back an equal comment counts as this one whatever its id; for forms that could not bring an id.
    pub(crate) equal_within: Option<Duration>,
    /// Keyed hash of where it comes from.
    pub(crate) network: Vec<u8>,
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

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// The oldest.
    First,
    /// What follows this comment.
    After(CommentId),
    /// What comes just before this comment.
    Before(CommentId),
}

/// A part of an article's published comments, oldest first.
pub(crate) struct Listed {
    pub(crate) comments: Vec<Comment>,
    pub(crate) older: bool,
    pub(crate) newer: bool,
}

impl Store {
    /// Admits and writes a comment; answers when it is on disk.
    pub(crate) async fn take(&self, arrival: Arrival) -> Result<Taken, StoreError> {
        self.writer.write(arrival).await
    }

    /// Published comments of an article, at most `limit`. The order is that of sending, by id, so a place in it holds
    /// while others come in.
    pub(crate) async fn published(&self, article: &str, span: &Span, limit: usize) -> Result<Listed, StoreError> {
        let (sql, from) = match span {
            Span::First => (FORWARD, ""),
            Span::After(id) => (FORWARD, id.as_str()),
            Span::Before(id) => (BACKWARD, id.as_str()),
        };
        // One more than asked for tells whether there is more.
        let asked = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let found: String = sqlx::query_scalar(sql).bind(article).bind(from).bind(asked).fetch_one(&self.read).await?;
        let rows: Vec<Row> = serde_json::from_str(&found).map_err(|error| sqlx::Error::Decode(error.into()))?;
        let more = rows.len() > limit;
        let (older, newer) = match span {
            Span::First => (false, more),
            Span::After(_) => (true, more),
            Span::Before(_) => (more, true),
        };
        // The one too many is the furthest from where the part begins.
        let skipped = usize::from(more && matches!(span, Span::Before(_)));
        let comments = rows.into_iter().skip(skipped).take(limit).map(Comment::from).collect();
        Ok(Listed { comments, older, newer })
    }
}

// One row of JSON, and not a row for each comment: every row is a trip between two threads, and fifty of them cost more
// than all the rest of a reading.
const FORWARD: &str = "SELECT json_group_array(json_array(id, name, body, parent, submitted) ORDER BY id) FROM (
    SELECT id, name, body, parent, submitted FROM comment
    WHERE article = $1 AND state = 'published' AND id > $2 ORDER BY id LIMIT $3)";

const BACKWARD: &str = "SELECT json_group_array(json_array(id, name, body, parent, submitted) ORDER BY id) FROM (
    SELECT id, name, body, parent, submitted FROM comment
    WHERE article = $1 AND state = 'published' AND id < $2 ORDER BY id DESC LIMIT $3)";

/// The public fields of a comment as [`FORWARD`] gives them, and no others.
#[derive(serde::Deserialize)]
struct Row(CommentId, Option<String>, String, Option<CommentId>, i64);

impl From<Row> for Comment {
    fn from(Row(id, name, body, parent, submitted): Row) -> Self {
        Self { id, name, body, parent, submitted: Moment(submitted).rfc3339() }
    }
}

pub(super) fn comment_id(text: &str) -> Result<CommentId, sqlx::Error> {
    CommentId::parse(text).ok_or_else(|| sqlx::Error::Decode(format!("{text:?} is no comment id").into()))
}

/// All that admission needs to know, in one question. Each count stops where the limit is reached.
const PAST: &str = "SELECT
    (SELECT id FROM comment WHERE client_id = $1),
    (SELECT fingerprint = $2 FROM comment WHERE client_id = $1),
    (SELECT id FROM comment WHERE fingerprint = $2 AND submitted > $3 ORDER BY submitted DESC LIMIT 1),
    $4 IS NULL OR EXISTS (SELECT 1 FROM comment WHERE id = $4 AND article = $5 AND state = 'published'),
    (SELECT count(*) FROM (SELECT 1 FROM comment WHERE network = $6 AND submitted > $7 LIMIT $8))";

impl Arrival {
    async fn past(&self, tx: &mut SqliteConnection) -> Result<Past, sqlx::Error> {
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
        let same = match (row.try_get::<Option<&str>, _>(0)?, row.try_get::<Option<&str>, _>(2)?) {
            (Some(id), _) => Some(Same { id: comment_id(id)?, equal: row.try_get(1)? }),
            (None, Some(id)) => Some(Same { id: comment_id(id)?, equal: true }),
            (None, None) => None,
        };
        Ok(Past { same, parent_stands: row.try_get(3)?, recent: row.try_get(4)? })
    }

    async fn insert(&self, tx: &mut SqliteConnection, doubts: &[Doubt]) -> Result<CommentId, sqlx::Error> {
        let id = new_id();
        let reasons = doubts.iter().map(|doubt| doubt.code()).collect::<Vec<_>>().join(" ");
        sqlx::query(
            "INSERT INTO comment
                (id, client_id, fingerprint, article, parent, name, email, body, state, reasons, network, submitted)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'held', $9, $10, $11)",
        )
        .bind(&id)
        .bind(self.comment.id.as_str())
        .bind(&self.fingerprint)
        .bind(&self.article)
        .bind(self.comment.parent.as_ref().map(CommentId::as_str))
        .bind(self.comment.name.as_deref())
        .bind(self.comment.email.as_deref())
        .bind(&self.comment.body)
        .bind(&reasons)
        .bind(&self.network)
        .bind(self.now.0)
        .execute(&mut *tx)
        .await?;
        let reason = (!reasons.is_empty()).then_some(reasons.as_str());
        history::note(tx, &id, self.now, "admission", None, history::State::Held, reason).await?;
        comment_id(&id)
    }
}

impl Write for Arrival {
    type Answer = Taken;

    async fn apply(&self, tx: &mut SqliteConnection) -> Result<Taken, sqlx::Error> {
        let past = self.past(tx).await?;
        let verdict = admit(&self.attempt, Some(&past), self.rate).expect("with a past there is a verdict");
        Ok(match verdict {
            Verdict::Take(doubts) => Taken::Held(self.insert(tx, &doubts).await?),
            Verdict::Repeat(id) => Taken::Held(id),
            Verdict::Refuse(refusal) => Taken::Refused(refusal),
        })
    }
}
