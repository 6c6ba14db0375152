//! The store: the only module that speaks SQL.
//!
//! One set of queries runs on SQLite and on PostgreSQL: text and whole numbers, in words that both understand. Reads go
//! to a pool, every write through one queue ([`writer`]), and an answer comes only when the write is synced to disk.
//! What the two databases do differently is told apart here, in `schema` and in `search` alone. A limit that is bound is
//! written `LIMIT $1 + 0`: SQLite prepares a statement anew at every binding of a parameter that is a limit by itself.

mod alerts;
mod bars;
mod breaker;
mod carry;
mod comments;
pub(crate) mod copy;
mod deeds;
mod editors;
mod edits;
mod events;
mod examine;
mod gauges;
mod history;
mod key;
mod mails;
mod moderators;
mod newsroom;
mod parts;
mod past;
mod purge;
mod queue;
mod rows;
mod schema;
mod search;
mod sessions;
mod standing;
mod subscribers;
mod threads;
mod tokens;
mod undo;
mod watches;
pub(crate) mod words;
mod writer;
mod writers;

use std::{path::Path, str::FromStr as _, sync::Once, time::Duration};

use anyhow::{Context as _, ensure};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use sqlx::{
    AnyConnection, AnyPool, ConnectOptions as _,
    any::{AnyConnectOptions, AnyPoolOptions, AnyRow},
};

pub(crate) use alerts::arrived;
pub(crate) use bars::Bar;
pub use breaker::{Trip, Waiting};
pub use carry::{Before, Brought};
pub(crate) use carry::{check_lines, is_empty, read_lines, write_lines};
pub(crate) use comments::{Arrival, Here, Taken};
pub use copy::Held;
pub(crate) use deeds::{Act, Deed, Deeds, Step, Target};
pub(crate) use editors::Reply;
pub(crate) use edits::{Edit, Edited};
pub(crate) use events::{Event, Noted};
pub(crate) use examine::{Examined, examine};
pub use history::{HeldComment, State};
pub use key::Adopted;
pub(crate) use key::{ADVICE as KEY_ADVICE, of_store as keys_of};
pub(crate) use mails::{Claim, Facts, NextMail, Settle, Tidy};
pub use mails::{Decided, MailHealth, Stuck};
pub(crate) use moderators::{Invite, Link, Moderator, Newcomer, Staffed};
pub(crate) use newsroom::{Decide, OpenOrClose};
pub(crate) use parts::{Part, Shown, Thread};
pub(crate) use queue::{Counts, Filed, Filter, NEAREST, Queued, Said};
pub(crate) use sessions::Right;
pub(crate) use subscribers::{Confirmed, End, Ended, Entry, Import, SignedUp, Signup, Subscriber, Way};
pub use subscribers::{Imported, Membership};
pub(crate) use threads::Standing;
pub(crate) use tokens::ApiToken;
pub(crate) use undo::Undone;
pub(crate) use watches::{Decision, Watch};
use writer::Writer;
pub(crate) use writers::{Dossier, Own, Past, Wish, Written};

use crate::{clock::Moment, settings::Settings};

/// A connection in the middle of a write's transaction.
pub(crate) type Tx = AnyConnection;

/// How long to wait for another process (a backup, another endpoint) that holds the database.
const PATIENCE: Duration = Duration::from_secs(10);

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

/// A handle to the store; cheap to share behind an `Arc`.
pub(crate) struct Store {
    read: AnyPool,
    writer: Writer,
    taught: words::Kept,
    kind: Kind,
}

/// Which database it is, and where.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    kind: Kind,
    options: AnyConnectOptions,
}

/// The two databases that are spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

impl Store {
    /// Opens or makes the store that the settings name: `recto.sqlite` in the data folder, or a PostgreSQL database.
    pub(crate) async fn open(settings: &Settings) -> anyhow::Result<Self> {
        check_writable(&settings.data)?;
        let database = Database::of(settings)?;
        let shown = database.shown();
        let writer = Writer::open(&database, settings.limits.queue)
            .await
            .with_context(|| format!("cannot open the store {shown}"))?;
        let read = database.pool().await.with_context(|| format!("cannot read the store {shown}"))?;
        Ok(Self { read, writer, taught: words::Kept::default(), kind: database.kind })
    }

    /// Whether the store answers.
    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.read).await?;
        Ok(())
    }

    /// How many writes wait for the disk.
    pub(crate) fn waiting(&self) -> i64 {
        self.writer.waiting()
    }

    /// Finishes the writes that wait, takes no more, and closes the connections.
    pub(crate) async fn close(&self) {
        self.writer.close().await;
        self.read.close().await;
    }
}

impl Database {
    /// The database that the settings name.
    pub(crate) fn of(settings: &Settings) -> anyhow::Result<Self> {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        let (kind, url) = match &settings.database {
            Some(url) => (Kind::Postgres, url.clone()),
            None => (Kind::Sqlite, file_url(&settings.data.join("recto.sqlite"))?),
        };
        let fits = url.starts_with("sqlite:") || url.starts_with("postgres://") || url.starts_with("postgresql://");
        ensure!(fits, "the database's address should begin with postgres://, as in postgres://user@host/name");
        // Not the address itself in an error: it may hold a password.
        let options = AnyConnectOptions::from_str(&url).context("the database's address cannot be read")?;
        Ok(Self { kind, options })
    }

    /// Its place without user and password.
    pub(crate) fn shown(&self) -> String {
        let mut url = self.options.database_url.clone();
        // Only an address that cannot have them refuses.
        let _none = url.set_username("");
        let _none = url.set_password(None);
        url.set_query(None);
        url.to_string()
    }

    /// One connection that may write, set up.
    async fn connect(&self) -> Result<AnyConnection, sqlx::Error> {
        let mut connection = self.options.connect().await?;
        self.set_up(&mut connection, false).await?;
        Ok(connection)
    }

    async fn pool(&self) -> Result<AnyPool, sqlx::Error> {
        let itself = self.clone();
        AnyPoolOptions::new()
            .max_connections(4)
            .min_connections(1)
            // A local file does not go away between two requests, and asking would double the work of a read.
            .test_before_acquire(self.kind == Kind::Postgres)
            .acquire_timeout(PATIENCE)
            .after_connect(move |connection, _| {
                let itself = itself.clone();
                Box::pin(async move { itself.set_up(connection, true).await })
            })
            .connect_with(self.options.clone())
            .await
    }

    async fn set_up(&self, connection: &mut AnyConnection, reading: bool) -> Result<(), sqlx::Error> {
        let statements: &[&str] = match (self.kind, reading) {
            // FULL syncs the log at every commit: what is acknowledged survives a power cut.
            // What undoes a statement that fails half way is kept in memory: it is of no use after a crash. The log is
            // copied into the store every 16 MB, so that a page changed by many comments is copied once.
            (Kind::Sqlite, false) => &[
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA temp_store = MEMORY",
                "PRAGMA wal_autocheckpoint = 4000",
            ],
            (Kind::Sqlite, true) => &["PRAGMA query_only = ON"],
            // An endpoint that hangs must not keep the others from writing.
            (Kind::Postgres, false) => &[
                "SET lock_timeout = '20s'",
                "SET statement_timeout = '60s'",
                "SET idle_in_transaction_session_timeout = '20s'",
            ],
            (Kind::Postgres, true) => &["SET statement_timeout = '20s'", "SET default_transaction_read_only = on"],
        };
        if self.kind == Kind::Sqlite {
            let patience = format!("PRAGMA busy_timeout = {}", PATIENCE.as_millis());
            sqlx::query(sqlx::AssertSqlSafe(patience)).execute(&mut *connection).await?;
        }
        for statement in statements {
            sqlx::query(*statement).execute(&mut *connection).await?;
        }
        Ok(())
    }
}

/// The address of a file. Its path may hold anything that a file's name can hold.
fn file_url(path: &Path) -> anyhow::Result<String> {
    const KEPT: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#');
    let path = std::path::absolute(path)?;
    let text = path.to_str().with_context(|| format!("the path {} is not in UTF-8", path.display()))?;
    Ok(format!("sqlite://{}?mode=rwc", utf8_percent_encode(text, KEPT)))
}

/// Finds out at the start, and not at the first comment, that nothing can be written.
pub(crate) fn check_writable(folder: &Path) -> anyhow::Result<()> {
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
pub(crate) fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Something stored that cannot be, such as an unknown state: a fault of ours or of who edited the store by hand.
fn damaged(what: impl std::fmt::Display) -> sqlx::Error {
    sqlx::Error::Decode(format!("the store holds {what}").into())
}

/// Reads every row by the same function.
fn read_all<T>(rows: &[AnyRow], read: impl Fn(&AnyRow) -> Result<T, sqlx::Error>) -> Result<Vec<T>, sqlx::Error> {
    rows.iter().map(read).collect()
}
