//! What moderators do to comments: move, pick, edit, delete; one or many in one write.
//!
//! A deed says the revision that it was decided on. Where the comment has changed since, nothing is overwritten and the
//! moderator is told who did what meanwhile. Leaves out what a move means, which is `standing`'s.

use std::sync::Arc;

use super::{
    Event, Noted, State, Store, StoreError, Tx, events, new_id,
    standing::{Standing, wipe},
    watches,
    writer::Write,
};
use crate::{clock::Moment, keys::Keys};

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Bring it to a state; `reason` and `note` are for its writer.
    Move { to: State, reason: Option<String>, note: Option<String> },
    /// Make it an editors' pick.
    Pick,
    /// Take it from the editors' picks.
    Unpick,
    /// Give it this text, which has been cleaned and checked.
    Edit(String),
    /// Wipe text, name and address; its place stays.
    Delete,
}

/// A comment that something is done to, as it was when that was decided.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) id: String,
    /// Absent: whatever it is now.
    pub(crate) revision: Option<i64>,
}

/// The same act for all of some comments, by one actor.
pub(crate) struct Deeds {
    pub(crate) targets: Vec<Target>,
    pub(crate) act: Act,
    pub(crate) actor: String,
    pub(crate) now: Moment,
    /// Seals the links of the mails that publishing makes due.
    pub(crate) keys: Arc<Keys>,
}

/// What became of one of them.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Done(Step),
    /// It was so already.
    Already(State),
    /// It cannot be done to a comment in this state.
    Impossible(State),
    /// Somebody has changed it since; what they did last.
    Stale(Option<Box<Event>>),
    Unknown,
}

/// Something that was done to a comment.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) id: String,
    /// Its event, by which it is taken back.
    pub(crate) event: String,
    pub(crate) revision: i64,
    pub(crate) state: State,
}

impl Store {
    /// Does it; what became of each, in their order.
    pub(crate) async fn does(&self, deeds: Deeds) -> Result<Vec<Deed>, StoreError> {
        self.writer.write(deeds).await
    }
}

impl Write for Deeds {
    type Answer = Vec<Deed>;

    async fn apply(&self, tx: &mut Tx) -> Result<Vec<Deed>, sqlx::Error> {
        // What was done together is taken back together.
        let group = (self.targets.len() > 1).then(new_id);
        let mut done = Vec::with_capacity(self.targets.len());
        for target in &self.targets {
            done.push(self.deed(tx, target, group.as_deref()).await?);
        }
        Ok(done)
    }
}

impl Deeds {
    async fn deed(&self, tx: &mut Tx, target: &Target, group: Option<&str>) -> Result<Deed, sqlx::Error> {
        let Some(mut standing) = Standing::of(tx, &target.id).await? else { return Ok(Deed::Unknown) };
        if self.is_done(&standing) {
            return Ok(Deed::Already(standing.state));
        }
        if target.revision.is_some_and(|revision| revision != standing.revision) {
            return Ok(Deed::Stale(events::newest(tx, &target.id).await?.map(Box::new)));
        }
        if !self.is_possible(&standing) {
            return Ok(Deed::Impossible(standing.state));
        }
        let event = self.make(tx, &mut standing, group).await?;
        Ok(Deed::Done(Step { id: target.id.clone(), event, revision: standing.revision, state: standing.state }))
    }

    fn is_done(&self, standing: &Standing) -> bool {
        match &self.act {
            Act::Move { to, .. } => standing.state == *to,
            Act::Pick => standing.picked.is_some(),
            Act::Unpick => standing.picked.is_none(),
            Act::Edit(body) => standing.body == *body,
            Act::Delete => standing.state == State::Deleted,
        }
    }

    fn is_possible(&self, standing: &Standing) -> bool {
        match &self.act {
            Act::Move { to, .. } => standing.state.may_become(*to),
            Act::Pick => standing.state == State::Published,
            Act::Unpick => true,
            Act::Edit(_) => standing.state.may_become(State::Deleted),
            // What its writer took back may still be wiped.
            Act::Delete => true,
        }
    }

    /// Does it, and notes it; the event.
    async fn make(&self, tx: &mut Tx, standing: &mut Standing, group: Option<&str>) -> Result<String, sqlx::Error> {
        let id = standing.id.clone();
        let noted = Noted { actor: &self.actor, comment: Some(&id), subject: group, ..Noted::default() };
        let from = standing.state;
        let before = standing.body.clone();
        let noted = match &self.act {
            Act::Move { to, reason, note } => {
                standing.bring(tx, *to, self.now, reason.as_deref(), note.as_deref()).await?;
                watches::published(tx, &id, self.now, &self.keys).await?;
                let (reason, note) = (reason.as_deref(), note.as_deref());
                Noted { action: "move", from: Some(from), to: Some(*to), reason, note, ..noted }
            }
            Act::Pick => {
                standing.pick(tx, Some(self.now)).await?;
                Noted { action: "pick", ..noted }
            }
            Act::Unpick => {
                standing.pick(tx, None).await?;
                Noted { action: "unpick", ..noted }
            }
            Act::Edit(body) => {
                standing.write(tx, body, Some(self.now)).await?;
                Noted { action: "edit", before: Some(&before), ..noted }
            }
            Act::Delete => {
                wipe(tx, standing).await?;
                Noted { action: "delete", from: Some(from), to: Some(State::Deleted), ..noted }
            }
        };
        events::add(tx, self.now, noted).await
    }
}
