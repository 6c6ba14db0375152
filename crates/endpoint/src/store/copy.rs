//! Copies of a SQLite store: made while it is in use, and read back before they are called one.
//!
//! PostgreSQL has its own ways of being copied; what is here for it too is counting.

use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{Database, carry::TABLES, schema};
use crate::settings::Settings;

/// How many rows a store holds, for a person to see that it is the right one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Comments in whatever state.
    pub comments: i64,
    /// Addresses on the list, in whatever state.
    pub subscribers: i64,
    /// Rows of all kinds.
    pub rows: i64,
}

/// Writes a copy of the store in `folder` to the new file `copy`, of one moment, while the server goes on.
pub(crate) async fn make(settings: &Settings, copy: &Path) -> anyhow::Result<()> {
    let mut connection = Database::of(settings)?.connect().await?;
    let copy = copy.to_str().context("the path of the copy is not in UTF-8")?;
    sqlx::query("VACUUM INTO $1").bind(copy).execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Reads a SQLite file back, every page and every row of it.
pub(crate) async fn check(file: &Path) -> anyhow::Result<Held> {
    let shown = file.display();
    // `immutable` leaves no file beside it, and asks for no right to write.
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    let mut connection =
        SqliteConnection::connect_with(&options).await.with_context(|| format!("{shown} cannot be opened"))?;
    let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut connection)
        .await
        .with_context(|| format!("{shown} is no SQLite database, or damaged"))?;
    ensure!(found == ["ok"], "{shown} is damaged: {}", found.join("; "));
    let lost = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await?;
    ensure!(lost.is_empty(), "{shown} is damaged: {} rows point at what is not there", lost.len());
    let step: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(&mut connection)
        .await
        .with_context(|| format!("{shown} is not a store of recto"))?;
    let known = schema::known();
    match step {
        Some(step) if step <= known => {}
        Some(step) => bail!("{shown} is of a newer version of recto (step {step}; this one knows {known}): install it"),
        None => bail!("{shown} is an empty store"),
    }
    let mut held = Held::default();
    for table in TABLES {
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM {}", table.name));
        let count: i64 = sqlx::query(sql).fetch_one(&mut connection).await?.try_get(0)?;
        held.rows += count;
        match table.name {
            "comment" => held.comments = count,
            "subscriber" => held.subscribers = count,
            _ => {}
        }
    }
    connection.close().await?;
    Ok(held)
}

/// Makes sure that nobody uses a SQLite file, and leaves all of it in the one file.
pub(crate) async fn put_aside(file: &Path) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::new().filename(file).busy_timeout(std::time::Duration::from_secs(1));
    let mut connection = SqliteConnection::connect_with(&options).await?;
    // Only who is alone with a file may take its log away.
    let mode: Result<String, _> = sqlx::query_scalar("PRAGMA journal_mode = DELETE").fetch_one(&mut connection).await;
    ensure!(
        mode.is_ok_and(|mode| mode == "delete"),
        "{} is in use: stop the server before another store takes its place",
        file.display()
    );
    connection.close().await?;
    Ok(())
}
