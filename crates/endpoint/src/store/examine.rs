//! What `recto doctor` asks of a store, without changing it: not even an old one is brought up to date.

use sqlx::Connection as _;

use super::{Database, Kind, breaker, key, schema};
use crate::settings::Settings;

/// How a store stands.
#[derive(Debug, Default)]
pub(crate) struct Examined {
    /// Its place, without a password.
    pub(crate) shown: String,
    /// The newest step that was taken; `None` in an empty database.
    pub(crate) step: Option<i64>,
    /// The newest step that this version takes.
    pub(crate) known: i64,
    /// The database's own clock, where it has one.
    pub(crate) clock: Option<i64>,
    /// The mark of the key that it belongs to, once a server has started on it.
    pub(crate) key: Option<String>,
    /// Comments that wait for an editor.
    pub(crate) held: i64,
    /// Since when the mail that waits longest has been due.
    pub(crate) due: Option<i64>,
    /// What the mail server said of it.
    pub(crate) error: Option<String>,
    pub(crate) doubtful: i64,
    pub(crate) failed: i64,
    /// Whether confirmation mails are held back.
    pub(crate) held_back: bool,
    /// Owners of the desk who can sign in.
    pub(crate) owners: i64,
}

/// Looks into the store that the settings name.
pub(crate) async fn examine(settings: &Settings) -> anyhow::Result<Examined> {
    let database = Database::of(settings)?;
    let mut connection = database.connect().await?;
    let mut found = Examined { shown: database.shown(), known: schema::known(), ..Examined::default() };
    if database.kind == Kind::Postgres {
        let now = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
        found.clock = Some(sqlx::query_scalar(now).fetch_one(&mut connection).await?);
    }
    // Without its table of steps it is empty.
    found.step = schema::newest(&mut connection).await.unwrap_or_default();
    found.key = key::mark(&mut connection).await?;
    if found.step == Some(found.known) {
        let count = "SELECT count(*) FROM comment WHERE state = 'held'";
        found.held = sqlx::query_scalar(count).fetch_one(&mut connection).await?;
        let oldest = "SELECT due, error FROM mail WHERE state IN ('queued', 'sending') ORDER BY due LIMIT 1";
        if let Some((due, error)) = sqlx::query_as(oldest).fetch_optional(&mut connection).await? {
            (found.due, found.error) = (Some(due), error);
        }
        let count = "SELECT count(*) FROM mail WHERE state = 'doubtful'";
        found.doubtful = sqlx::query_scalar(count).fetch_one(&mut connection).await?;
        let count = "SELECT count(*) FROM mail WHERE state = 'failed'";
        found.failed = sqlx::query_scalar(count).fetch_one(&mut connection).await?;
        found.held_back = breaker::is_tripped(&mut connection).await?;
        let count = "SELECT count(*) FROM moderator WHERE role = 'owner' AND password IS NOT NULL AND ended IS NULL";
        found.owners = sqlx::query_scalar(count).fetch_one(&mut connection).await?;
    }
    connection.close().await?;
    Ok(found)
}
