//! The tokens of the newsroom's own tools. Of each only the hash is kept.

use std::time::Duration;

use sqlx::Row as _;

use super::{Moment, Noted, Store, StoreError, Tx, events, new_id, read_all, writer::Write};

/// How exactly it is known when a token was last used.
const USED: Duration = Duration::from_secs(60 * 60);

/// A token, without itself.
#[derive(Clone, Debug)]
pub(crate) struct ApiToken {
    /// What it is for.
    pub(crate) name: String,
    pub(crate) created: Moment,
    pub(crate) used: Option<Moment>,
}

impl Store {
    /// The tokens that work.
    pub(crate) async fn tokens(&self) -> Result<Vec<ApiToken>, StoreError> {
        let sql = "SELECT name, created, used FROM api_token WHERE ended IS NULL ORDER BY name";
        let rows = sqlx::query(sql).fetch_all(&self.read).await?;
        Ok(read_all(&rows, |row| {
            let used = row.try_get::<Option<i64>, _>(2)?.map(Moment);
            Ok(ApiToken { name: row.try_get(0)?, created: Moment(row.try_get(1)?), used })
        })?)
    }

    /// What the token with this hash is for. Now and then notes that it is in use.
    pub(crate) async fn token(&self, hash: &str, now: Moment) -> Result<Option<String>, StoreError> {
        let sql = "SELECT name, coalesce(used, 0) FROM api_token WHERE hash = $1 AND ended IS NULL";
        let Some(row) = sqlx::query(sql).bind(hash).fetch_optional(&self.read).await? else { return Ok(None) };
        if row.try_get::<i64, _>(1)? < now.before(USED).0 {
            self.writer.write(Used { hash: hash.to_owned(), now }).await?;
        }
        Ok(Some(row.try_get(0)?))
    }

    /// Keeps a new token; false where one of that name works already.
    pub(crate) async fn add_token(&self, name: &str, hash: &str, actor: &str, now: Moment) -> Result<bool, StoreError> {
        let (name, hash, actor) = (name.to_owned(), hash.to_owned(), actor.to_owned());
        self.writer.write(AddToken { name, hash, actor, now }).await
    }

    /// Ends a token; false where none of that name works.
    pub(crate) async fn end_token(&self, name: &str, actor: &str, now: Moment) -> Result<bool, StoreError> {
        self.writer.write(EndToken { name: name.to_owned(), actor: actor.to_owned(), now }).await
    }
}

struct Used {
    hash: String,
    now: Moment,
}

impl Write for Used {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let sql = "UPDATE api_token SET used = $2 WHERE hash = $1";
        sqlx::query(sql).bind(&self.hash).bind(self.now.0).execute(tx).await?;
        Ok(())
    }
}

struct AddToken {
    name: String,
    hash: String,
    actor: String,
    now: Moment,
}

impl Write for AddToken {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        // A name whose token was ended may have another.
        let added = sqlx::query(
            "INSERT INTO api_token (id, name, hash, created) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO UPDATE SET hash = $3, created = $4, used = NULL, ended = NULL WHERE api_token.ended IS NOT NULL",
        )
        .bind(new_id())
        .bind(&self.name)
        .bind(&self.hash)
        .bind(self.now.0)
        .execute(&mut *tx)
        .await?
        .rows_affected()
            > 0;
        if added {
            let noted =
                Noted { actor: &self.actor, action: "make a token", subject: Some(&self.name), ..Noted::default() };
            events::add(tx, self.now, noted).await?;
        }
        Ok(added)
    }
}

struct EndToken {
    name: String,
    actor: String,
    now: Moment,
}

impl Write for EndToken {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let sql = "UPDATE api_token SET ended = $2 WHERE name = $1 AND ended IS NULL";
        let ended = sqlx::query(sql).bind(&self.name).bind(self.now.0).execute(&mut *tx).await?.rows_affected() > 0;
        if ended {
            let noted =
                Noted { actor: &self.actor, action: "revoke a token", subject: Some(&self.name), ..Noted::default() };
            events::add(tx, self.now, noted).await?;
        }
        Ok(ended)
    }
}
