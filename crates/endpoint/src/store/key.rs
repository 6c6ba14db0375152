//! Which key a store belongs to, known by a mark, so that a server with another key is refused at its start.
//!
//! With another key who has left the list would be a stranger who may be written to, and links would open nothing; it
//! would show only by and by. Leaves out the key itself, which no store holds.

use std::sync::Arc;

use anyhow::ensure;

use super::{Database, Store, StoreError, Tx, schema, writer::Write};
use crate::{keys::Keys, settings::Settings};

const MARK: &str = "SELECT mark FROM key_mark WHERE id = 1";

/// What became of addresses when a store took another key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// Addresses of the list that are known again.
    pub known: u64,
    /// Those that were wiped, of which only the old hash was left: they are not known any more.
    pub lost: u64,
}

impl Store {
    /// The key in the data folder, which is the store's; the first one that is brought becomes it.
    pub(crate) async fn keys(&self, settings: &Settings) -> anyhow::Result<Keys> {
        let kept: Option<String> = sqlx::query_scalar(MARK).fetch_optional(&self.read).await?;
        let keys = open(settings, kept.is_some())?;
        let mark = match kept {
            Some(mark) => mark,
            None => self.writer.write(First(keys.mark())).await?,
        };
        ensure!(mark == keys.mark(), other(settings));
        Ok(keys)
    }

    /// Lets the store be that key's from now on.
    pub(crate) async fn adopt(&self, keys: Arc<Keys>) -> Result<Option<Adopted>, StoreError> {
        self.writer.write(Adopt(keys)).await
    }
}

/// The key in the data folder, for who reads the store and has not opened it.
pub(crate) async fn of_store(settings: &Settings) -> anyhow::Result<Keys> {
    let mut connection = Database::of(settings)?.connect().await?;
    let kept = mark(&mut connection).await?;
    let keys = open(settings, kept.is_some())?;
    ensure!(kept.is_none_or(|mark| mark == keys.mark()), other(settings));
    Ok(keys)
}

/// The mark that a store bears; a store of before has none.
pub(super) async fn mark(tx: &mut Tx) -> Result<Option<String>, sqlx::Error> {
    match schema::newest(tx).await {
        Ok(Some(3..)) => sqlx::query_scalar(MARK).fetch_optional(tx).await,
        // Without its table of steps it is empty.
        _ => Ok(None),
    }
}

/// Marks a store that bears no mark yet; the mark that it bears then.
pub(super) async fn first(tx: &mut Tx, mark: &str) -> Result<String, sqlx::Error> {
    let sql = "INSERT INTO key_mark (id, mark) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";
    sqlx::query(sql).bind(mark).execute(&mut *tx).await?;
    sqlx::query_scalar(MARK).fetch_one(tx).await
}

/// Opens the key; with `marked`, none is made, since it could not be the right one.
fn open(settings: &Settings, marked: bool) -> anyhow::Result<Keys> {
    let path = settings.data.join("key");
    ensure!(
        !marked || path.exists(),
        "there is no key {}, and the store was made with one: {}",
        path.display(),
        ADVICE
    );
    Keys::open(&settings.data)
}

/// What to do about a key that is not the store's.
pub(crate) const ADVICE: &str = "put the store's own key there, which is in the data folder of the server that it comes from, \
    and beside every backup as FILE.key; if it is lost, `recto adopt-key` says what that means and goes on with another";

/// What is said of a key that is not the store's.
pub(super) fn other(settings: &Settings) -> String {
    format!("the key {} is not the one that the store was made with: {ADVICE}", settings.data.join("key").display())
}

struct First(String);

impl Write for First {
    type Answer = String;

    async fn apply(&self, tx: &mut Tx) -> Result<String, sqlx::Error> {
        first(tx, &self.0).await
    }
}

struct Adopt(Arc<Keys>);

impl Write for Adopt {
    type Answer = Option<Adopted>;

    async fn apply(&self, tx: &mut Tx) -> Result<Option<Adopted>, sqlx::Error> {
        let mark = self.0.mark();
        if first(tx, &mark).await? == mark {
            return Ok(None);
        }
        sqlx::query("UPDATE key_mark SET mark = $1 WHERE id = 1").bind(&mark).execute(&mut *tx).await?;
        let addresses: Vec<(String, String)> =
            sqlx::query_as("SELECT id, email FROM subscriber WHERE email IS NOT NULL ORDER BY id")
                .fetch_all(&mut *tx)
                .await?;
        let mut adopted = Adopted::default();
        for (id, email) in addresses {
            // Where two servers wrote with two keys, one address may be there twice; the first of them is found.
            let sql = "UPDATE subscriber SET address = $2
                WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM subscriber o WHERE o.address = $2)";
            adopted.known +=
                sqlx::query(sql).bind(id).bind(self.0.address(&email)).execute(&mut *tx).await?.rows_affected();
        }
        let lost: i64 = sqlx::query_scalar("SELECT count(*) FROM subscriber WHERE email IS NULL").fetch_one(tx).await?;
        adopted.lost = lost.unsigned_abs();
        Ok(Some(adopted))
    }
}
