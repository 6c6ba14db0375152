//! A writer changes a comment: soon after sending it, and as long as nobody has answered it.
//!
//! What was published goes back to the desk, so nobody has one text read and shows another. Its place is kept and the
//! text before is noted. That the article was closed since does not matter: nothing new comes in. Leaves out what editors
//! change.

use std::{sync::Arc, time::Duration};

use sqlx::Row as _;

use super::{Noted, State, Store, StoreError, Tx, damaged, events, standing::Standing, writer::Write};
use crate::{
    admission::{Attempt, Doubt, Past, Refusal, Rules, Taking, Verdict, admit},
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
    /// For the hashes of addresses that are told of it.
    pub(crate) keys: Arc<Keys>,
    pub(crate) now: Moment,
}

/// What became of an [`Edit`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Edited {
    /// The comment says so now, and waits for an editor; `mail` says whether mail about it is due.
    Held { mail: bool },
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

/// What of a comment decides whether it can be changed, and how the new text is judged.
const FACTS: &str = "SELECT c.submitted, c.doubts,
    CASE WHEN EXISTS (SELECT 1 FROM comment a WHERE a.parent = c.id AND a.state IN ('held', 'published'))
        THEN 1 ELSE 0 END,
    (SELECT count(*) FROM (SELECT 1 FROM comment o WHERE o.text_hash = $2 AND o.submitted > $3 AND o.id <> c.id
        AND coalesce(o.writer, '') <> coalesce(c.writer, '-') LIMIT 100) AS again)
    FROM comment c WHERE c.id = $1";

impl Write for Edit {
    type Answer = Edited;

    async fn apply(&self, tx: &mut Tx) -> Result<Edited, sqlx::Error> {
        let Some(mut standing) = Standing::of(tx, &self.comment).await? else { return Ok(Edited::Unknown) };
        if !matches!(standing.state, State::Held | State::Published) {
            return Ok(Edited::Settled);
        }
        if standing.body == self.body {
            return Ok(Edited::Same);
        }
        let since = self.repeats.map_or(i64::MAX, |within| self.now.before(within).0);
        let facts =
            sqlx::query(FACTS).bind(&self.comment).bind(&self.text_hash).bind(since).fetch_one(&mut *tx).await?;
        if self.now > Moment(facts.try_get(0)?).after(self.within) {
            return Ok(Edited::Late);
        }
        if facts.try_get::<i64, _>(2)? == 1 {
            return Ok(Edited::Answered);
        }
        let repeated = u32::try_from(facts.try_get::<i64, _>(3)?).unwrap_or(u32::MAX);
        let past = Past { parent_stands: true, repeated, ..Past::default() };
        match admit(&self.attempt, Some(&past), self.rules).expect("with a past there is a verdict") {
            Verdict::Take(taking) => self.change(tx, &mut standing, facts.try_get(1)?, taking).await,
            Verdict::Refuse(refusal) => Ok(Edited::Refused(refusal)),
            Verdict::Repeat(id) => Err(damaged(format_args!("a change that is the comment {id}"))),
        }
    }
}

impl Edit {
    /// Writes the new text; what was published waits again.
    async fn change(
        &self,
        tx: &mut Tx,
        standing: &mut Standing,
        doubts: String,
        taking: Taking,
    ) -> Result<Edited, sqlx::Error> {
        let (from, before) = (standing.state, standing.body.clone());
        // How it was sent stays doubtful whatever it says now.
        let mut kept: Vec<_> = doubts.split_whitespace().filter_map(Doubt::read).filter(Doubt::is_of_sending).collect();
        kept.extend(taking.doubts);
        let was_published = from == State::Published;
        if was_published {
            standing.bring(tx, State::Held, self.now, None, None).await?;
            if !kept.contains(&Doubt::Edited) {
                kept.push(Doubt::Edited);
            }
        }
        standing.write(tx, &self.body, Some(self.now)).await?;
        let doubts = Doubt::codes(&kept);
        sqlx::query("UPDATE comment SET doubts = $2, score = $3 WHERE id = $1")
            .bind(&self.comment)
            .bind(&doubts)
            .bind(taking.score.map(i64::from))
            .execute(&mut *tx)
            .await?;
        let edited = Noted {
            actor: "writer",
            action: "edit",
            comment: Some(&self.comment),
            from: Some(from),
            to: Some(State::Held),
            reason: (!doubts.is_empty()).then_some(&doubts),
            before: Some(&before),
            ..Noted::default()
        };
        events::add(tx, self.now, edited).await?;
        let mail = was_published && desk::mail::arrived(tx, &self.keys, &self.comment, self.now).await? > 0;
        Ok(Edited::Held { mail })
    }
}
