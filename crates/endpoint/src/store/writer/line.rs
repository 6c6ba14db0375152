//! The connection that writes, and a transaction on it: done whole or not at all, and tried again when others, or a lost
//! connection, have got in its way.
//!
//! Leaves out which writes go into one transaction.

use std::{
    any::{Any, TypeId},
    time::Duration,
};

use sqlx::Connection as _;

use super::{
    super::{Database, Kind, Tx},
    Job,
};

/// How often a transaction is tried that others, or a lost connection, have got in the way of.
const ATTEMPTS: u32 = 6;

/// The connection that writes, made anew when it was lost.
pub(super) struct Line {
    database: Database,
    open: Option<Tx>,
}

impl Line {
    pub(super) async fn open(database: Database) -> Result<Self, sqlx::Error> {
        let open = Some(database.connect().await?);
        Ok(Self { database, open })
    }

    pub(super) async fn connection(&mut self) -> Result<&mut Tx, sqlx::Error> {
        if self.open.is_none() {
            self.open = Some(self.database.connect().await?);
        }
        Ok(self.open.as_mut().expect("was opened above"))
    }

    pub(super) async fn close(self) {
        if let Some(open) = self.open
            && let Err(error) = open.close().await
        {
            tracing::error!(%error, "the store was not closed cleanly");
        }
    }
}

/// One transaction for all of `jobs`: `Ok` means that it is synced, an error that nothing of it was done.
pub(super) async fn commit(line: &mut Line, jobs: &mut [Box<dyn Job>]) -> Result<(), sqlx::Error> {
    let mut attempt = 0;
    loop {
        let error = match transact(line, jobs).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        undo(line, &error).await;
        attempt += 1;
        if attempt == ATTEMPTS || !may_pass(&error) {
            return Err(error);
        }
        tracing::debug!(%error, attempt, "a transaction is tried again");
        tokio::time::sleep(Duration::from_millis(10 << attempt)).await;
    }
}

async fn transact(line: &mut Line, jobs: &mut [Box<dyn Job>]) -> Result<(), sqlx::Error> {
    let kind = line.database.kind;
    let tx = line.connection().await?;
    match kind {
        // IMMEDIATE waits for another process now, where waiting is possible, and not in the middle.
        Kind::Sqlite => {
            sqlx::query("BEGIN IMMEDIATE").execute(&mut *tx).await?;
        }
        Kind::Postgres => {
            sqlx::query("BEGIN").execute(&mut *tx).await?;
            sqlx::query("UPDATE turn SET taken = taken + 1 WHERE id = 1").execute(&mut *tx).await?;
        }
    }
    for alike in jobs.chunk_by_mut(|one, next| kind_of(&**one) == kind_of(&**next)) {
        let (first, others) = alike.split_first_mut().expect("no chunk is empty");
        first.apply(others, tx).await?;
    }
    sqlx::query("COMMIT").execute(tx).await?;
    Ok(())
}

fn kind_of(job: &dyn Job) -> TypeId {
    <dyn Any>::type_id(job)
}

/// Leaves a connection on which nothing is open, or none.
async fn undo(line: &mut Line, error: &sqlx::Error) {
    if matches!(error, sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_)) {
        line.open = None;
    }
    let Some(tx) = &mut line.open else { return };
    // Mostly there is something to undo; when the disk is full SQLite has undone it already, and says so.
    let undone = sqlx::query("ROLLBACK").execute(tx).await;
    if undone.is_err() && line.database.kind == Kind::Postgres {
        line.open = None;
    }
}

/// Whether the same transaction may succeed when it is tried again: another endpoint was in the way, or the connection
/// was lost.
fn may_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) => true,
        // Serialisation failure, deadlock, a row that came between, a lock not had in time, a server that restarts;
        // and SQLite's words for a file that another process writes.
        sqlx::Error::Database(error) => matches!(
            error.code().as_deref(),
            Some("40001" | "40P01" | "23505" | "55P03" | "57P01" | "57P02" | "57P03" | "5" | "517" | "261")
        ),
        _ => false,
    }
}
