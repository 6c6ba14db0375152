//! The store: the only module that speaks SQL.
//!
//! Reads go to a pool, every write through one queue ([`writer`]), and an answer comes only when the write is synced to
//! disk. The methods are few and say nothing of SQLite, so that another database can stand behind the same names.

mod comments;
mod history;
mod signups;
mod writer;

use std::{path::Path, time::Duration};

use anyhow::{Context as _, ensure};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

pub(crate) use comments::{Arrival, Span, Taken};
pub(crate) use history::Moved;
pub use history::{HeldComment, State};
pub(crate) use signups::{Confirmed, DueMail, SignedUp, Signup};
use writer::Writer;

/// How long to wait for another process (a backup, the command line) that holds the database.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// Too many writes are waiting already; nothing was written.
    #[error("the queue of writes is full")]
    Full,
    /// The store is closing; nothing was written.
    #[error("the store is closed")]
    Closed,
    /// The database refused; nothing was written.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// A handle to `recto.sqlite`; cheap to share behind an `Arc`.
pub(crate) struct Store {
    read: SqlitePool,
    writer: Writer,
}

impl Store {
    /// Opens or makes the store in `folder`; `queue` is how many writes may wait.
    pub(crate) async fn open(folder: &Path, queue: usize) -> anyhow::Result<Self> {
        check_writable(folder)?;
        let path = folder.join("recto.sqlite");
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL syncs the log at every commit: what is acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE);
        let writer =
            Writer::open(&options, queue).await.with_context(|| format!("cannot open the store {}", path.display()))?;
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .min_connections(1)
            // A local file does not go away between two requests; asking each time would double the work of a read.
            .test_before_acquire(false)
            .acquire_timeout(PATIENCE)
            .connect_with(options.create_if_missing(false).pragma("query_only", "on"))
            .await
            .with_context(|| format!("cannot read the store {}", path.display()))?;
        Ok(Self { read, writer })
    }

    /// Whether the store answers.
    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.read).await?;
        Ok(())
    }

    /// Finishes the writes that wait, takes no more, and closes the file.
    pub(crate) async fn close(&self) {
        self.writer.close().await;
        self.read.close().await;
    }
}

/// Finds out at the start, and not at the first comment, that nothing can be written.
fn check_writable(folder: &Path) -> anyhow::Result<()> {
    let shown = folder.display();
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the data folder {shown}"))?;
    let advice = || {
        format!(
            "cannot write to the data folder {shown}: let the user who runs recto write there, or choose another folder"
        )
    };
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    std::fs::write(&probe, b"recto").with_context(advice)?;
    std::fs::remove_file(&probe).with_context(advice)?;
    let store = folder.join("recto.sqlite");
    let read_only = std::fs::metadata(&store).is_ok_and(|found| found.permissions().readonly());
    ensure!(!read_only, "the store {} is read-only: let the user who runs recto write to it", store.display());
    Ok(())
}

/// A new id, in order of time also within one millisecond.
fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
