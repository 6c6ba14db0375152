//! The states of a comment, and which of them a moderator may bring it to.
//!
//! Leaves out what it means to bring it there, which is `standing`'s, and who asks for it, which is `deeds`'.

use sqlx::{Row as _, any::AnyRow};

use super::{Store, StoreError, read_all};
use crate::{admission::Doubt, clock::Moment};

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

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether an editor may move a comment from here to `to`. What its writer took back, or what is deleted, stays so.
    pub(crate) fn may_become(self, to: Self) -> bool {
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
    /// Why admission found it doubtful, in words; mostly empty.
    pub reasons: Vec<String>,
    /// When it was sent.
    pub submitted: Moment,
}

impl Store {
    /// Comments that wait for an editor, oldest first, at most `limit`.
    pub(crate) async fn held(&self, limit: u32) -> Result<Vec<HeldComment>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, article, parent, name, email, body, doubts, submitted FROM comment
             WHERE state = 'held' ORDER BY id LIMIT $1 + 0",
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
                reasons: Doubt::told(&row.try_get::<String, _>(6)?),
                submitted: Moment(row.try_get(7)?),
            })
        };
        Ok(read_all(&rows, read)?)
    }
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
