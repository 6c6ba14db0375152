//! The newsroom's answers: comments by a moderator, published at once.
//!
//! What is answered is published with it, since an answer to what nobody sees would hang in the air.

use std::sync::Arc;

use super::{
    Deed, Noted, State, Step, Store, StoreError, Tx, events, new_id, standing::Standing, threads, watches,
    writer::Write,
};
use crate::{clock::Moment, keys::Keys};

/// An answer that asks to be published.
pub(crate) struct Reply {
    /// The comment that is answered, as it was when that was decided.
    pub(crate) to: String,
    pub(crate) revision: Option<i64>,
    /// Its own id, made before, so that written twice it is one.
    pub(crate) id: String,
    /// Cleaned and checked.
    pub(crate) body: String,
    pub(crate) actor: String,
    /// The name that readers see.
    pub(crate) editor: String,
    pub(crate) now: Moment,
    /// Seals the links of the mails that publishing makes due.
    pub(crate) keys: Arc<Keys>,
}

impl Store {
    /// Publishes a newsroom's answer; the step is that of the answer itself.
    pub(crate) async fn answer(&self, reply: Reply) -> Result<Deed, StoreError> {
        self.writer.write(reply).await
    }
}

impl Write for Reply {
    type Answer = Deed;

    async fn apply(&self, tx: &mut Tx) -> Result<Deed, sqlx::Error> {
        let Some(mut answered) = Standing::of(tx, &self.to).await? else { return Ok(Deed::Unknown) };
        if Standing::of(tx, &self.id).await?.is_some() {
            return Ok(Deed::Already(State::Published));
        }
        if self.revision.is_some_and(|revision| revision != answered.revision) {
            return Ok(Deed::Stale(events::newest(tx, &self.to).await?.map(Box::new)));
        }
        let from = answered.state;
        if from != State::Published {
            if !from.may_become(State::Published) {
                return Ok(Deed::Impossible(from));
            }
            answered.bring(tx, State::Published, self.now, None, None).await?;
            watches::published(tx, &self.to, self.now, &self.keys).await?;
            let (actor, comment, to) = (self.actor.as_str(), Some(self.to.as_str()), Some(State::Published));
            events::add(
                tx,
                self.now,
                Noted { actor, action: "move", comment, from: Some(from), to, ..Noted::default() },
            )
            .await?;
        }
        let place = threads::touch(tx, &answered.article, 1).await?;
        self.insert(tx, &answered, place).await?;
        watches::published(tx, &self.id, self.now, &self.keys).await?;
        let noted = Noted {
            actor: &self.actor,
            action: "answer",
            comment: Some(&self.id),
            subject: Some(&self.to),
            to: Some(State::Published),
            ..Noted::default()
        };
        let event = events::add(tx, self.now, noted).await?;
        Ok(Deed::Done(Step { id: self.id.clone(), event, revision: 1, state: State::Published }))
    }
}

impl Reply {
    async fn insert(&self, tx: &mut Tx, answered: &Standing, place: i64) -> Result<(), sqlx::Error> {
        // No reader sent it: no program, address or network stands behind it, and nothing is a repeat of it.
        sqlx::query(
            "INSERT INTO comment (id, number, client_id, fingerprint, text_hash, article, parent, root, name, body, state, doubts,
                submitted, published, place, editor, revision)
             SELECT $1, coalesce(max(number), 0) + 1, $2, $1, $1, $3, $4, $5, $6, $7, 'published', '', $8, $8, $9, $6, 1 FROM comment",
        )
        .bind(&self.id)
        .bind(new_id())
        .bind(&answered.article)
        .bind(&answered.id)
        .bind(&answered.root)
        .bind(&self.editor)
        .bind(&self.body)
        .bind(self.now.0)
        .bind(place)
        .execute(tx)
        .await?;
        Ok(())
    }
}
