//! What the newsroom decides for all comments, by name, as JSON; and which articles take comments.
//!
//! A change says the revision that it was made from, so that of two owners at once the second is told.

use sqlx::Row as _;

use super::{Moment, Noted, Store, StoreError, Tx, events, threads, writer::Write};

/// A decision: JSON, with its revision; 0 where nothing was decided yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decision {
    pub(crate) value: Option<String>,
    pub(crate) revision: i64,
}

impl Store {
    /// What was decided under this name.
    pub(crate) async fn decision(&self, name: &str) -> Result<Decision, StoreError> {
        let sql = "SELECT value, revision FROM newsroom WHERE name = $1";
        let Some(row) = sqlx::query(sql).bind(name).fetch_optional(&self.read).await? else {
            return Ok(Decision::default());
        };
        Ok(Decision { value: Some(row.try_get(0)?), revision: row.try_get(1)? })
    }

    /// Decides; false when somebody else has decided since `revision`.
    pub(crate) async fn decide(&self, decide: Decide) -> Result<bool, StoreError> {
        self.writer.write(decide).await
    }

    /// Articles about whose comments the desk has decided: slug, and `open` or `closed`.
    pub(crate) async fn opened_or_closed(&self) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT article, comments FROM thread WHERE comments IS NOT NULL";
        let rows = sqlx::query(sql).fetch_all(&self.read).await?;
        Ok(super::read_all(&rows, |row| Ok((row.try_get(0)?, row.try_get(1)?)))?)
    }

    /// Opens or closes an article's comments, or leaves it to the edition.
    pub(crate) async fn open_or_close(&self, wish: OpenOrClose) -> Result<(), StoreError> {
        self.writer.write(wish).await
    }
}

/// A decision to be written.
pub(crate) struct Decide {
    pub(crate) name: String,
    /// JSON.
    pub(crate) value: String,
    pub(crate) revision: i64,
    pub(crate) actor: String,
    pub(crate) now: Moment,
}

impl Write for Decide {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let sql = "SELECT value, revision FROM newsroom WHERE name = $1";
        let found = sqlx::query(sql).bind(&self.name).fetch_optional(&mut *tx).await?;
        let (value, revision): (String, i64) =
            found.map_or(Ok((String::new(), 0)), |row| Ok::<_, sqlx::Error>((row.try_get(0)?, row.try_get(1)?)))?;
        if value == self.value {
            return Ok(true);
        }
        if revision != self.revision {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO newsroom (name, value, revision) VALUES ($1, $2, 1)
             ON CONFLICT (name) DO UPDATE SET value = $2, revision = newsroom.revision + 1",
        )
        .bind(&self.name)
        .bind(&self.value)
        .execute(&mut *tx)
        .await?;
        let noted = Noted { actor: &self.actor, action: "decide", subject: Some(&self.name), ..Noted::default() };
        events::add(tx, self.now, noted).await?;
        Ok(true)
    }
}

/// A wish about an article's comments.
pub(crate) struct OpenOrClose {
    pub(crate) article: String,
    /// `open`, `closed`, or as the edition says.
    pub(crate) comments: Option<String>,
    pub(crate) actor: String,
    pub(crate) now: Moment,
}

impl Write for OpenOrClose {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        threads::touch(tx, &self.article, 0).await?;
        let sql = "UPDATE thread SET comments = $2 WHERE article = $1";
        sqlx::query(sql).bind(&self.article).bind(&self.comments).execute(&mut *tx).await?;
        let noted = Noted {
            actor: &self.actor,
            action: "set comments",
            subject: Some(&self.article),
            note: self.comments.as_deref(),
            ..Noted::default()
        };
        events::add(tx, self.now, noted).await?;
        Ok(())
    }
}
