//! Bringing a store's tables up to date.
//!
//! Most of the schema is one text for both databases; the rest, which is the index for searching, is written for each.
//! Several endpoints may start at once on an empty PostgreSQL: no lock outlives a transaction, so one of them makes each
//! table, and the others find it made.

use std::time::Duration;

use sqlx::{
    AnyConnection, Connection as _,
    migrate::{MigrateError, Migrator},
};

use super::{Database, Kind};

static COMMON: Migrator = sqlx::migrate!("migrations/common");
static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How often to look again when another endpoint was making the same table.
const ATTEMPTS: u32 = 20;

/// Makes what is missing. A step that fails is undone whole.
pub(super) async fn migrate(database: &Database, connection: &mut AnyConnection) -> anyhow::Result<()> {
    run(database, connection).await.map_err(told)
}

/// The newest step that was taken, if any was.
pub(super) async fn newest(connection: &mut AnyConnection) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(connection).await
}

/// What went wrong, and what to do.
fn told(error: MigrateError) -> anyhow::Error {
    let (what, advice) = match &error {
        MigrateError::VersionMissing(step) | MigrateError::VersionTooNew(step, _) => (
            format!("the store was used by a newer version of recto, which took step {step}"),
            "install that version again, or restore a backup that was made before",
        ),
        MigrateError::VersionMismatch(step) => (
            format!("step {step} of the store's making is not the one that this version of recto takes"),
            "install the version that the store was last used with",
        ),
        MigrateError::ExecuteMigration(_, step) => (
            format!(
                "step {step} of bringing the store up to date failed, and was undone whole: the store is as it was"
            ),
            "go on with the version that you had, and report what follows",
        ),
        _ => ("the store cannot be brought up to date".to_owned(), "see what follows"),
    };
    anyhow::Error::from(error).context(format!("{what}: {advice}"))
}

async fn run(database: &Database, connection: &mut AnyConnection) -> Result<(), MigrateError> {
    let own = match database.kind {
        Kind::Sqlite => &SQLITE,
        Kind::Postgres => &POSTGRES,
    };
    let mut steps = Migrator::with_migrations(COMMON.iter().chain(own.iter()).cloned().collect());
    // The driver's lock belongs to a session, which is more than a cluster of databases can give.
    steps.set_locking(false);
    let mut attempt = 0;
    loop {
        match steps.run(&mut *connection).await {
            Err(error) if is_race(&error) && attempt < ATTEMPTS => {
                attempt += 1;
                connection.clear_cached_statements().await?;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            done => return done,
        }
    }
}

/// Whether another endpoint may have been quicker.
fn is_race(error: &MigrateError) -> bool {
    matches!(error, MigrateError::Execute(_) | MigrateError::ExecuteMigration(..))
}

/// The newest step that this version takes.
pub(super) fn known() -> i64 {
    COMMON.iter().chain(SQLITE.iter()).chain(POSTGRES.iter()).map(|step| step.version).max().unwrap_or_default()
}
