//! The record of everything that was done: the history of a comment, and the audit trail.
//!
//! Rows are only ever added. Leaves out what is done: each write notes its own event.

use sqlx::{AssertSqlSafe, Row as _, any::AnyRow};

use super::{State, Store, StoreError, Tx, damaged, new_id, read_all, rows};
use crate::clock::Moment;

/// Something that was done.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) at: Moment,
    /// `admission`, `writer`, `terminal`, `system`, `api` and a name, or a moderator's name.
    pub(crate) actor: String,
    /// A verb: `send`, `move`, `edit`, `pick` …
    pub(crate) action: String,
    pub(crate) comment: Option<String>,
    /// Whom or what else it was done to; of an undo, the event that was taken back.
    pub(crate) subject: Option<String>,
    pub(crate) from_state: Option<State>,
    pub(crate) to_state: Option<State>,
    pub(crate) reason: Option<String>,
    pub(crate) note: Option<String>,
    /// The text before an edit.
    pub(crate) before: Option<String>,
}

/// Something to be noted; what is left empty is not stored.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Noted<'a> {
    pub(crate) actor: &'a str,
    pub(crate) action: &'a str,
    pub(crate) comment: Option<&'a str>,
    pub(crate) subject: Option<&'a str>,
    pub(crate) from: Option<State>,
    pub(crate) to: Option<State>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) note: Option<&'a str>,
    pub(crate) before: Option<&'a str>,
}

/// Notes what was done, in the write that did it; the event's id.
pub(crate) async fn add(tx: &mut Tx, at: Moment, noted: Noted<'_>) -> Result<String, sqlx::Error> {
    let id = new_id();
    insert(tx, &[(&id, at, noted)]).await?;
    Ok(id)
}

/// Notes several things that were done in one write.
pub(super) async fn add_all(tx: &mut Tx, all: &[(Moment, Noted<'_>)]) -> Result<(), sqlx::Error> {
    let ids: Vec<_> = all.iter().map(|_| new_id()).collect();
    let all: Vec<_> = ids.iter().zip(all).map(|(id, (at, noted))| (id.as_str(), *at, *noted)).collect();
    for piece in rows::pieces(&all) {
        insert(tx, piece).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, all: &[(&str, Moment, Noted<'_>)]) -> Result<(), sqlx::Error> {
    let sql = format!(
        "INSERT INTO event (id, at, actor, action, comment, subject, from_state, to_state, reason, note, before)
         VALUES {}",
        rows::places(all.len(), 11)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (id, at, noted) in all {
        query = query
            .bind(*id)
            .bind(at.0)
            .bind(noted.actor)
            .bind(noted.action)
            .bind(noted.comment)
            .bind(noted.subject)
            .bind(noted.from.map(State::as_str))
            .bind(noted.to.map(State::as_str))
            .bind(noted.reason)
            .bind(noted.note)
            .bind(noted.before);
    }
    query.execute(tx).await?;
    Ok(())
}

/// The newest event of a comment.
pub(super) async fn newest(tx: &mut Tx, comment: &str) -> Result<Option<Event>, sqlx::Error> {
    let sql = "SELECT id, at, actor, action, comment, subject, from_state, to_state, reason, note, before FROM event
        WHERE comment = $1 ORDER BY id DESC LIMIT 1";
    sqlx::query(sql).bind(comment).fetch_optional(tx).await?.as_ref().map(Event::read).transpose()
}

impl Event {
    /// Reads the columns that every question here asks for, in their order.
    pub(super) fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        let state = |at: usize| -> Result<Option<State>, sqlx::Error> {
            let text: Option<String> = row.try_get(at)?;
            text.map(|text| State::parse(&text).ok_or_else(|| damaged(format_args!("the state {text:?}")))).transpose()
        };
        Ok(Self {
            id: row.try_get(0)?,
            at: Moment(row.try_get(1)?),
            actor: row.try_get(2)?,
            action: row.try_get(3)?,
            comment: row.try_get(4)?,
            subject: row.try_get(5)?,
            from_state: state(6)?,
            to_state: state(7)?,
            reason: row.try_get(8)?,
            note: row.try_get(9)?,
            before: row.try_get(10)?,
        })
    }
}

impl Store {
    /// Everything that was done to a comment, the oldest first.
    pub(crate) async fn history(&self, comment: &str) -> Result<Vec<Event>, StoreError> {
        let sql =
            "SELECT id, at, actor, action, comment, subject, from_state, to_state, reason, note, before FROM event
            WHERE comment = $1 ORDER BY id LIMIT 500";
        Ok(read_all(&sqlx::query(sql).bind(comment).fetch_all(&self.read).await?, Event::read)?)
    }

    /// One event.
    pub(crate) async fn event(&self, id: &str) -> Result<Option<Event>, StoreError> {
        let sql =
            "SELECT id, at, actor, action, comment, subject, from_state, to_state, reason, note, before FROM event
            WHERE id = $1";
        Ok(sqlx::query(sql).bind(id).fetch_optional(&self.read).await?.as_ref().map(Event::read).transpose()?)
    }

    /// The audit trail before the event `before` (or all of it, where that is empty), the newest first, at most `limit`;
    /// of one `actor`, where one is named.
    pub(crate) async fn audit(&self, actor: &str, before: &str, limit: i64) -> Result<Vec<Event>, StoreError> {
        let all =
            "SELECT id, at, actor, action, comment, subject, from_state, to_state, reason, note, before FROM event
            WHERE id < $1 ORDER BY id DESC LIMIT $2 + 0";
        let of_one =
            "SELECT id, at, actor, action, comment, subject, from_state, to_state, reason, note, before FROM event
            WHERE id < $1 AND actor = $3 ORDER BY id DESC LIMIT $2 + 0";
        // Greater than any id.
        let before = if before.is_empty() { "~" } else { before };
        let mut query = sqlx::query(if actor.is_empty() { all } else { of_one }).bind(before).bind(limit);
        if !actor.is_empty() {
            query = query.bind(actor);
        }
        Ok(read_all(&query.fetch_all(&self.read).await?, Event::read)?)
    }
}
