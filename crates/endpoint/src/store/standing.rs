//! How a comment stands, and what it means to bring it from one state to another.
//!
//! Every change of state goes through [`Standing::bring`], so that place, counts, what was learned and what readers see
//! change in the same write, whoever asked: a moderator, the terminal, an undo, a bar. Leaves out who may move what,
//! and noting it in the record.

use sqlx::Row as _;

use super::{State, Tx, damaged, threads, words};
use crate::{admission::fold, clock::Moment};

/// A comment in the middle of a write.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) id: String,
    pub(crate) article: String,
    /// The first comment of its thread.
    pub(crate) root: String,
    pub(crate) writer: Option<String>,
    pub(crate) body: String,
    pub(crate) state: State,
    pub(crate) place: Option<i64>,
    pub(crate) published: Option<Moment>,
    pub(crate) picked: Option<Moment>,
    pub(crate) revision: i64,
}

impl Standing {
    pub(crate) async fn of(tx: &mut Tx, id: &str) -> Result<Option<Self>, sqlx::Error> {
        let sql = "SELECT id, article, root, writer, body, state, place, published, picked, revision FROM comment WHERE id = $1";
        let Some(row) = sqlx::query(sql).bind(id).fetch_optional(tx).await? else { return Ok(None) };
        let state: String = row.try_get(5)?;
        Ok(Some(Self {
            id: row.try_get(0)?,
            article: row.try_get(1)?,
            root: row.try_get(2)?,
            writer: row.try_get(3)?,
            body: row.try_get(4)?,
            state: State::parse(&state).ok_or_else(|| damaged(format_args!("the state {state:?}")))?,
            place: row.try_get(6)?,
            published: row.try_get::<Option<i64>, _>(7)?.map(Moment),
            picked: row.try_get::<Option<i64>, _>(8)?.map(Moment),
            revision: row.try_get(9)?,
        }))
    }

    /// Brings it to a state, which is not the one it is in. `reason` and `note` are for its writer.
    pub(crate) async fn bring(
        &mut self,
        tx: &mut Tx,
        to: State,
        now: Moment,
        reason: Option<&str>,
        note: Option<&str>,
    ) -> Result<(), sqlx::Error> {
        let from = self.state;
        let shown = i64::from(to == State::Published) - i64::from(from == State::Published);
        if shown != 0 {
            let version = threads::touch(tx, &self.article, shown).await?;
            if shown > 0 {
                // What was published before goes back to its place, with what was answered to it.
                self.place = self.place.or(Some(version));
                self.published = self.published.or(Some(now));
            }
        }
        self.state = to;
        self.revision += 1;
        sqlx::query(
            "UPDATE comment SET state = $2, place = $3, published = $4, reason = $5, note = $6, revision = $7 WHERE id = $1",
        )
        .bind(&self.id)
        .bind(to.as_str())
        .bind(self.place)
        .bind(self.published.map(|moment| moment.0))
        .bind(reason)
        .bind(note)
        .bind(self.revision)
        .execute(&mut *tx)
        .await?;
        self.count(tx, from, to, now).await?;
        self.teach(tx, from, true).await?;
        self.teach(tx, to, false).await
    }

    /// What the desk publishes is good, what it calls spam is bad; `back`: it teaches that no more.
    async fn teach(&self, tx: &mut Tx, state: State, back: bool) -> Result<(), sqlx::Error> {
        match state {
            State::Published | State::Spam => words::learn(tx, &self.body, state == State::Published, back).await,
            _ => Ok(()),
        }
    }

    /// What the desk decided about this writer's comments.
    async fn count(&self, tx: &mut Tx, from: State, to: State, now: Moment) -> Result<(), sqlx::Error> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let one = |of: &[State]| i64::from(of.contains(&to)) - i64::from(of.contains(&from));
        let (published, declined) = (one(&[State::Published]), one(&[State::Declined, State::Spam]));
        if (published, declined) != (0, 0) {
            // The first decision about a writer makes the row: what only waits need not be counted.
            let sql = "INSERT INTO writer (id, created, published, declined) VALUES ($1, $4, $2, $3)
                ON CONFLICT (id) DO UPDATE SET published = writer.published + $2, declined = writer.declined + $3";
            sqlx::query(sql).bind(writer).bind(published).bind(declined).bind(now.0).execute(tx).await?;
        }
        Ok(())
    }

    /// Makes it an editors' pick, or one no more.
    pub(crate) async fn pick(&mut self, tx: &mut Tx, picked: Option<Moment>) -> Result<(), sqlx::Error> {
        self.picked = picked;
        self.revision += 1;
        threads::touch(tx, &self.article, 0).await?;
        let sql = "UPDATE comment SET picked = $2, revision = $3 WHERE id = $1";
        let picked = picked.map(|moment| moment.0);
        sqlx::query(sql).bind(&self.id).bind(picked).bind(self.revision).execute(tx).await?;
        Ok(())
    }

    /// Gives it another text; `edited` is when it was last changed, if it ever was. What is kept to find the text when it
    /// comes again, and what was learned from it, follow. Doubts and score stay: they are about what was sent.
    pub(crate) async fn write(&mut self, tx: &mut Tx, body: &str, edited: Option<Moment>) -> Result<(), sqlx::Error> {
        self.teach(tx, self.state, true).await?;
        body.clone_into(&mut self.body);
        self.teach(tx, self.state, false).await?;
        self.revision += 1;
        if self.place.is_some() {
            threads::touch(tx, &self.article, 0).await?;
        }
        // An editors' answer has no such hash: nothing is a repeat of it.
        let sql = "UPDATE comment SET body = $2, edited = $3, revision = $4,
            text_hash = CASE WHEN editor IS NULL THEN $5 ELSE text_hash END WHERE id = $1";
        sqlx::query(sql)
            .bind(&self.id)
            .bind(body)
            .bind(edited.map(|moment| moment.0))
            .bind(self.revision)
            .bind(fold::hash(&fold::words(body)))
            .execute(tx)
            .await?;
        Ok(())
    }

    /// Forgets that it was published, unless what was published below it stands on its place.
    pub(crate) async fn never_published(&mut self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let sql = "UPDATE comment SET published = NULL, place = CASE WHEN EXISTS
                (SELECT 1 FROM comment c WHERE c.parent = $1 AND c.place IS NOT NULL) THEN place ELSE NULL END
            WHERE id = $1";
        sqlx::query(sql).bind(&self.id).execute(tx).await?;
        Ok(())
    }
}

/// Wipes a comment: text, name, addresses and what could tell them, here, in its history and in mail. Its place stays for
/// the sake of answers; who did what to it, and when and why, stays in its history.
pub(crate) async fn wipe(tx: &mut Tx, standing: &mut Standing) -> Result<(), sqlx::Error> {
    if standing.place.is_some() {
        threads::touch(tx, &standing.article, -i64::from(standing.state == State::Published)).await?;
    }
    standing.state = State::Deleted;
    standing.revision += 1;
    for sql in [
        "UPDATE mail SET state = CASE WHEN state = 'queued' THEN 'dropped' ELSE state END, recipient = ''
            WHERE about IN (SELECT id FROM watch WHERE comment = $1)",
        "DELETE FROM watch WHERE comment = $1",
        "UPDATE event SET before = NULL, note = NULL WHERE comment = $1",
        // The hashes would tell whether a guess of the text is right; `client_id` still tells that it was sent.
        "UPDATE comment SET state = 'deleted', name = NULL, email = NULL, body = '', fingerprint = '', text_hash = '',
            doubts = '', score = NULL, note = NULL, network = NULL, picked = NULL, writer = NULL, revision = revision + 1
            WHERE id = $1",
    ] {
        sqlx::query(sql).bind(&standing.id).execute(&mut *tx).await?;
    }
    Ok(())
}
