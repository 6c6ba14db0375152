//! The states of a comment, the moves between them, and the record of who moved it, when and why.
//!
//! A move and its record are one write. Leaves out who may move what.

use sqlx::{Row as _, any::AnyRow};

use super::{Store, StoreError, Tx, damaged, new_id, read_all, threads, writer::Write};
use crate::clock::Moment;

/// Where a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for an editor.
    Held,
    /// Everybody sees it.
    Published,
    /// An editor has said no.
    Declined,
    /// It is advertising or worse.
    Spam,
    /// Its writer took it back.
    Withdrawn,
    /// Its text is gone; its place stays for the sake of replies.
    Deleted,
}

impl State {
    const ALL: [Self; 6] = [Self::Held, Self::Published, Self::Declined, Self::Spam, Self::Withdrawn, Self::Deleted];

    /// The word for it, in the store and for people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Published => "published",
            Self::Declined => "declined",
            Self::Spam => "spam",
            Self::Withdrawn => "withdrawn",
            Self::Deleted => "deleted",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether an editor may move a comment from here to `to`. What its writer took back, or what is deleted, stays so.
    fn may_become(self, to: Self) -> bool {
        let editors = [Self::Held, Self::Published, Self::Declined, Self::Spam];
        self != to && editors.contains(&self) && (editors.contains(&to) || to == Self::Deleted)
    }
}

/// A comment that waits for an editor, with what helps to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldComment {
    /// Public id.
    pub id: String,
    /// Slug of the article.
    pub article: String,
    /// Id of the comment that it answers.
    pub parent: Option<String>,
    /// As typed.
    pub name: Option<String>,
    /// As typed, and proved by nothing.
    pub email: Option<String>,
    /// As typed, plain text.
    pub body: String,
    /// Why admission found it doubtful, as codes; mostly empty.
    pub reasons: Vec<String>,
    /// When it was sent.
    pub submitted: Moment,
}

/// What became of a wish to move a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moved {
    /// It stands there now.
    Now,
    /// It stood there already.
    Already,
    /// It cannot go there from where it stands.
    Impossible(State),
    /// There is no such comment.
    Unknown,
}

impl Store {
    /// Comments that wait for an editor, oldest first, at most `limit`.
    pub(crate) async fn held(&self, limit: u32) -> Result<Vec<HeldComment>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, article, parent, name, email, body, doubts, submitted FROM comment
             WHERE state = 'held' ORDER BY id LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(&self.read)
        .await?;
        let read = |row: &AnyRow| {
            Ok(HeldComment {
                id: row.try_get(0)?,
                article: row.try_get(1)?,
                parent: row.try_get(2)?,
                name: row.try_get(3)?,
                email: row.try_get(4)?,
                body: row.try_get(5)?,
                reasons: row.try_get::<String, _>(6)?.split_whitespace().map(str::to_owned).collect(),
                submitted: Moment(row.try_get(7)?),
            })
        };
        Ok(read_all(&rows, read)?)
    }

    /// Moves a comment and writes down who did it and why.
    pub(crate) async fn move_comment(
        &self,
        id: &str,
        to: State,
        actor: &str,
        reason: Option<&str>,
        now: Moment,
    ) -> Result<Moved, StoreError> {
        let wish = Move { id: id.into(), to, actor: actor.into(), reason: reason.map(Into::into), now };
        self.writer.write(wish).await
    }
}

struct Move {
    id: String,
    to: State,
    actor: String,
    reason: Option<String>,
    now: Moment,
}

impl Write for Move {
    type Answer = Moved;

    async fn apply(&self, tx: &mut Tx) -> Result<Moved, sqlx::Error> {
        let found = sqlx::query("SELECT state, article, place, published FROM comment WHERE id = $1")
            .bind(&self.id)
            .fetch_optional(&mut *tx)
            .await?;
        let Some(found) = found else { return Ok(Moved::Unknown) };
        let state: String = found.try_get(0)?;
        let from = State::parse(&state).ok_or_else(|| damaged(format_args!("the state {state:?}")))?;
        if from == self.to {
            return Ok(Moved::Already);
        }
        if !from.may_become(self.to) {
            return Ok(Moved::Impossible(from));
        }
        let shown = i64::from(self.to == State::Published) - i64::from(from == State::Published);
        let (mut place, mut published): (Option<i64>, Option<i64>) = (found.try_get(2)?, found.try_get(3)?);
        if shown != 0 {
            let version = threads::touch(tx, found.try_get(1)?, shown).await?;
            if shown > 0 {
                // What was published before goes back to its place, with what was answered to it.
                place = place.or(Some(version));
                published = published.or(Some(self.now.0));
            }
        }
        sqlx::query("UPDATE comment SET state = $2, place = $3, published = $4, revision = revision + 1 WHERE id = $1")
            .bind(&self.id)
            .bind(self.to.as_str())
            .bind(place)
            .bind(published)
            .execute(&mut *tx)
            .await?;
        note(tx, &self.id, self.now, &self.actor, Some(from), self.to, self.reason.as_deref()).await?;
        Ok(Moved::Now)
    }
}

/// Adds a line to a comment's history.
pub(super) async fn note(
    tx: &mut Tx,
    comment: &str,
    at: Moment,
    actor: &str,
    from: Option<State>,
    to: State,
    reason: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO event (id, comment, at, actor, action, from_state, to_state, reason)
         VALUES ($1, $2, $3, $4, 'move', $5, $6, $7)",
    )
    .bind(new_id())
    .bind(comment)
    .bind(at.0)
    .bind(actor)
    .bind(from.map(State::as_str))
    .bind(to.as_str())
    .bind(reason)
    .execute(tx)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn every_state_is_read_as_it_is_written() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
    }

    #[test]
    fn what_is_withdrawn_or_deleted_stays_so() {
        assert!(State::Held.may_become(State::Published));
        assert!(State::Published.may_become(State::Declined));
        for to in State::ALL {
            assert!(!State::Withdrawn.may_become(to) && !State::Deleted.may_become(to));
        }
    }
}
