//! What is held about the writer of a comment, and the writer's right to take it back or to have it erased.
//!
//! A writer has no account: the token of one comment stands for that comment, and for all that were sent with the same
//! writer's token. Names and typed addresses prove nothing and join nothing. Leaves out who may ask.

use sqlx::{Row as _, any::AnyRow};

use super::{
    Noted, State, Store, StoreError, Tx, damaged, events, read_all,
    standing::{Standing, wipe},
    threads,
    writer::Write,
};
use crate::clock::Moment;

/// A comment as its writer may see it.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    pub(crate) id: String,
    pub(crate) article: String,
    pub(crate) parent: Option<String>,
    pub(crate) writer: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) body: String,
    pub(crate) state: State,
    pub(crate) reason: Option<String>,
    pub(crate) note: Option<String>,
    /// Whether a keyed hash of the network is kept.
    pub(crate) has_network: bool,
    pub(crate) submitted: Moment,
    pub(crate) edited: Option<Moment>,
    pub(crate) published: Option<Moment>,
    /// Whether somebody has answered it.
    pub(crate) answered: bool,
}

/// A line of a comment's history.
#[derive(Clone, Debug)]
pub(crate) struct Past {
    pub(crate) at: Moment,
    pub(crate) actor: String,
    pub(crate) action: String,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) before: Option<String>,
}

/// A wish to be told of answers.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) state: String,
    pub(crate) created: Moment,
    pub(crate) confirmed: Option<Moment>,
}

/// A mail that was written to the writer.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) kind: String,
    pub(crate) recipient: String,
    pub(crate) state: String,
    pub(crate) created: Moment,
    pub(crate) sent: Option<Moment>,
}

/// Everything that is held about one comment and its writer.
#[derive(Clone, Debug)]
pub(crate) struct Dossier {
    pub(crate) comment: Own,
    pub(crate) history: Vec<Past>,
    pub(crate) wishes: Vec<Wish>,
    pub(crate) mails: Vec<Written>,
}

const OWN: &str = "SELECT c.id, c.article, c.parent, c.writer, c.name, c.email, c.body, c.state, c.reason, c.note,
        CASE WHEN c.network IS NULL THEN 0 ELSE 1 END, c.submitted, c.edited, c.published,
        CASE WHEN EXISTS (SELECT 1 FROM comment AS b WHERE b.parent = c.id AND b.state IN ('held', 'published')) THEN 1 ELSE 0 END
    FROM comment AS c WHERE c.id = $1 OR c.writer = (SELECT w.writer FROM comment AS w WHERE w.id = $1)
    ORDER BY c.id";

impl Store {
    /// The comment.
    pub(crate) async fn own(&self, comment: &str) -> Result<Option<Own>, StoreError> {
        Ok(self.all_own(comment).await?.into_iter().find(|own| own.id == comment))
    }

    /// All comments that the token of this one stands for, the oldest first; none where there is no such comment.
    pub(crate) async fn all_own(&self, comment: &str) -> Result<Vec<Own>, StoreError> {
        let rows = sqlx::query(OWN).bind(comment).fetch_all(&self.read).await?;
        Ok(read_all(&rows, own)?)
    }

    /// Everything that is held about all of them.
    pub(crate) async fn all_held(&self, comment: &str) -> Result<Vec<Dossier>, StoreError> {
        let mut all = Vec::new();
        for comment in self.all_own(comment).await? {
            let history = self.rows(PAST, &comment.id, past).await?;
            let wishes = self.rows(WISHES, &comment.id, wish).await?;
            let mails = self.rows(MAILS, &comment.id, written).await?;
            all.push(Dossier { comment, history, wishes, mails });
        }
        Ok(all)
    }

    async fn rows<T>(
        &self,
        sql: &'static str,
        of: &str,
        read: fn(&AnyRow) -> Result<T, sqlx::Error>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(read_all(&sqlx::query(sql).bind(of).fetch_all(&self.read).await?, read)?)
    }

    /// Takes the comment back; done already is done. `None` where there is no such comment.
    pub(crate) async fn withdraw(&self, comment: &str, now: Moment) -> Result<Option<()>, StoreError> {
        self.writer.write(Withdraw { comment: comment.to_owned(), now }).await
    }

    /// Erases all comments that the token of this one stands for; how many there were left to erase.
    pub(crate) async fn erase(&self, comment: &str, now: Moment) -> Result<usize, StoreError> {
        self.writer.write(Erase { comment: comment.to_owned(), now }).await
    }
}

fn own(row: &AnyRow) -> Result<Own, sqlx::Error> {
    let moment = |at: usize| row.try_get::<Option<i64>, _>(at).map(|millis| millis.map(Moment));
    let state: String = row.try_get(7)?;
    Ok(Own {
        id: row.try_get(0)?,
        article: row.try_get(1)?,
        parent: row.try_get(2)?,
        writer: row.try_get(3)?,
        name: row.try_get(4)?,
        email: row.try_get(5)?,
        body: row.try_get(6)?,
        state: State::parse(&state).ok_or_else(|| damaged(format_args!("the state {state:?}")))?,
        reason: row.try_get(8)?,
        note: row.try_get(9)?,
        has_network: row.try_get::<i64, _>(10)? == 1,
        submitted: Moment(row.try_get(11)?),
        edited: moment(12)?,
        published: moment(13)?,
        answered: row.try_get::<i64, _>(14)? == 1,
    })
}

const PAST: &str = "SELECT at, actor, action, from_state, to_state, reason, note, before FROM event
    WHERE comment = $1 ORDER BY id";

fn past(row: &AnyRow) -> Result<Past, sqlx::Error> {
    Ok(Past {
        at: Moment(row.try_get(0)?),
        actor: row.try_get(1)?,
        action: row.try_get(2)?,
        from: row.try_get(3)?,
        to: row.try_get(4)?,
        reason: row.try_get(5)?,
        note: row.try_get(6)?,
        before: row.try_get(7)?,
    })
}

const WISHES: &str = "SELECT id, email, state, created, confirmed FROM watch WHERE comment = $1 ORDER BY id";

fn wish(row: &AnyRow) -> Result<Wish, sqlx::Error> {
    Ok(Wish {
        id: row.try_get(0)?,
        email: row.try_get(1)?,
        state: row.try_get(2)?,
        created: Moment(row.try_get(3)?),
        confirmed: row.try_get::<Option<i64>, _>(4)?.map(Moment),
    })
}

/// What was written to the writer; what was written to the desk about the comment is the desk's.
const MAILS: &str = "SELECT kind, recipient, state, created, sent FROM mail
    WHERE about IN (SELECT id FROM watch WHERE comment = $1) ORDER BY id";

fn written(row: &AnyRow) -> Result<Written, sqlx::Error> {
    Ok(Written {
        kind: row.try_get(0)?,
        recipient: row.try_get(1)?,
        state: row.try_get(2)?,
        created: Moment(row.try_get(3)?),
        sent: row.try_get::<Option<i64>, _>(4)?.map(Moment),
    })
}

struct Withdraw {
    comment: String,
    now: Moment,
}

impl Write for Withdraw {
    type Answer = Option<()>;

    async fn apply(&self, tx: &mut Tx) -> Result<Option<()>, sqlx::Error> {
        let Some(found) = Standing::of(tx, &self.comment).await? else { return Ok(None) };
        if matches!(found.state, State::Withdrawn | State::Deleted) {
            return Ok(Some(()));
        }
        if found.state == State::Published {
            threads::touch(tx, &found.article, -1).await?;
        }
        let sql = "UPDATE comment SET state = 'withdrawn', picked = NULL, revision = revision + 1 WHERE id = $1";
        sqlx::query(sql).bind(&self.comment).execute(&mut *tx).await?;
        note(tx, &self.comment, self.now, "writer", "move", found.state, State::Withdrawn).await?;
        Ok(Some(()))
    }
}

struct Erase {
    comment: String,
    now: Moment,
}

impl Write for Erase {
    type Answer = usize;

    async fn apply(&self, tx: &mut Tx) -> Result<usize, sqlx::Error> {
        let rows = sqlx::query(OWN).bind(&self.comment).fetch_all(&mut *tx).await?;
        let mut erased = 0;
        for comment in read_all(&rows, own)? {
            erased += usize::from(erase(tx, &comment.id, "writer", self.now).await?);
        }
        Ok(erased)
    }
}

/// Erases a comment in `actor`'s name; false where it was erased before.
pub(crate) async fn erase(tx: &mut Tx, comment: &str, actor: &str, now: Moment) -> Result<bool, sqlx::Error> {
    let Some(mut standing) = Standing::of(tx, comment).await? else { return Ok(false) };
    let from = standing.state;
    if from == State::Deleted {
        return Ok(false);
    }
    wipe(tx, &mut standing).await?;
    note(tx, comment, now, actor, "delete", from, State::Deleted).await?;
    Ok(true)
}

async fn note(
    tx: &mut Tx,
    comment: &str,
    now: Moment,
    actor: &str,
    action: &str,
    from: State,
    to: State,
) -> Result<(), sqlx::Error> {
    let (comment, from, to) = (Some(comment), Some(from), Some(to));
    events::add(tx, now, Noted { actor, action, comment, from, to, ..Noted::default() }).await?;
    Ok(())
}
