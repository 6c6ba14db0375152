//! A writer changes a comment: soon after sending it, and as long as nobody has answered it.
//!
//! What was published goes back to the desk, so nobody has one text read and shows another. Its place is kept and the
//! text before is noted. That the article was closed since does not matter: nothing new comes in. Leaves out what editors
//! change.

use std::{sync::Arc, time::Duration};

use sqlx::Row as _;

use super::{Store, StoreError, Tx, damaged, history::State, new_id, threads, writer::Write};
use crate::{
    admission::{Attempt, Doubt, Past, Refusal, Rules, Verdict, admit},
    clock::Moment,
    desk,
    keys::Keys,
};

/// A change that asks to be made.
pub(crate) struct Edit {
    pub(crate) comment: String,
    pub(crate) attempt: Attempt,
    pub(crate) rules: Rules,
    /// Normalised.
    pub(crate) body: String,
    pub(crate) text_hash: String,
    /// For how long a text that came before makes this one doubtful; absent for one too short to tell anything.
    pub(crate) repeats: Option<Duration>,
    /// How long after sending it may be changed.
    pub(crate) within: Duration,
    /// For the hash of a moderator's address, who is told of what waits.
    pub(crate) keys: Arc<Keys>,
    pub(crate) now: Moment,
}

/// What became of an [`Edit`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Edited {
    /// The comment says so now, and waits for an editor.
    Held,
    /// It said so already.
    Same,
    /// There is no such comment.
    Unknown,
    /// It was sent too long ago.
    Late,
    /// Somebody has answered it.
    Answered,
    /// It is neither held nor published any more.
    Settled,
    /// The new text is not taken.
    Refused(Refusal),
}

impl Store {
    /// Admits and makes a change; answers when it is on disk.
    pub(crate) async fn edit(&self, edit: Edit) -> Result<Edited, StoreError> {
        self.writer.write(edit).await
    }
}

const STANDS: &str = "SELECT c.state, c.body, c.article, c.submitted, c.doubts,
    CASE WHEN EXISTS (SELECT 1 FROM comment a WHERE a.parent = c.id AND a.state IN ('held', 'published'))
        THEN 1 ELSE 0 END,
    (SELECT count(*) FROM (SELECT 1 FROM comment o WHERE o.text_hash = $2 AND o.submitted > $3 AND o.id <> c.id
        AND coalesce(o.writer, '') <> coalesce(c.writer, '-') LIMIT 100) AS again)
    FROM comment c WHERE c.id = $1";

impl Write for Edit {
    type Answer = Edited;

    async fn apply(&self, tx: &mut Tx) -> Result<Edited, sqlx::Error> {
        let since = self.repeats.map_or(i64::MAX, |within| self.now.before(within).0);
        let row =
            sqlx::query(STANDS).bind(&self.comment).bind(&self.text_hash).bind(since).fetch_optional(&mut *tx).await?;
        let Some(row) = row else { return Ok(Edited::Unknown) };
        let state: String = row.try_get(0)?;
        let published = match state.as_str() {
            "held" => false,
            "published" => true,
            _ => return Ok(Edited::Settled),
        };
        let before: String = row.try_get(1)?;
        if before == self.body {
            return Ok(Edited::Same);
        }
        if Moment(row.try_get(3)?).after(self.within) < self.now {
            return Ok(Edited::Late);
        }
        if row.try_get::<i64, _>(5)? == 1 {
            return Ok(Edited::Answered);
        }
        let repeated = u32::try_from(row.try_get::<i64, _>(6)?).unwrap_or(u32::MAX);
        let past = Past { parent_stands: true, repeated, ..Past::default() };
        let mut taking = match admit(&self.attempt, Some(&past), self.rules).expect("with a past there is a verdict") {
            Verdict::Take(taking) => taking,
            Verdict::Refuse(refusal) => return Ok(Edited::Refused(refusal)),
            Verdict::Repeat(id) => return Err(damaged(format_args!("a change that is the comment {id}"))),
        };
        if published {
            taking.doubts.push(Doubt::Edited);
        }
        // How it was sent stays doubtful whatever it says now.
        let doubts: String = row.try_get(4)?;
        let mut kept: Vec<_> = doubts.split_whitespace().filter_map(Doubt::read).filter(Doubt::is_of_sending).collect();
        kept.append(&mut taking.doubts);
        let doubts = Doubt::codes(&kept);
        if published {
            threads::touch(tx, row.try_get(2)?, -1).await?;
        }
        sqlx::query(
            "UPDATE comment SET body = $2, text_hash = $3, state = 'held', doubts = $4, score = $5, edited = $6,
                revision = revision + 1 WHERE id = $1",
        )
        .bind(&self.comment)
        .bind(&self.body)
        .bind(&self.text_hash)
        .bind(&doubts)
        .bind(taking.score.map(i64::from))
        .bind(self.now.0)
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO event (id, comment, at, actor, action, from_state, to_state, reason, before)
             VALUES ($1, $2, $3, 'writer', 'edit', $4, 'held', $5, $6)",
        )
        .bind(new_id())
        .bind(&self.comment)
        .bind(self.now.0)
        .bind(if published { State::Published } else { State::Held }.as_str())
        .bind((!doubts.is_empty()).then_some(doubts))
        .bind(before)
        .execute(&mut *tx)
        .await?;
        if published {
            desk::mail::arrived(tx, &self.keys, &self.comment, self.now).await?;
        }
        Ok(Edited::Held)
    }
}
