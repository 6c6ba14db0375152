//! Bringing a store's tables up to date: whole or not at all, also when several endpoints start at once.

use endpoint::{Clock, Server, Settings};
use sqlx::{AssertSqlSafe, Connection as _};

use crate::{
    harness::{LEAD, TestEndpoint, comment, database},
    site,
};

async fn settings(folder: &std::path::Path) -> Settings {
    site::write(&folder.join("site"), "The Review");
    let mut settings = Settings::new(folder.join("site"), folder.join("data"));
    settings.listen.set_port(0);
    settings.database = database().await;
    std::fs::create_dir_all(&settings.data).expect("is made");
    settings
}

async fn store(settings: &Settings) -> sqlx::AnyConnection {
    sqlx::any::install_default_drivers();
    let file = format!("sqlite://{}?mode=rwc", settings.data.join("recto.sqlite").display());
    sqlx::AnyConnection::connect(settings.database.as_ref().unwrap_or(&file)).await.expect("opens")
}

async fn refused(settings: &Settings) -> String {
    match Server::bind(settings.clone(), Clock::system()).await {
        Ok(_) => panic!("should not start"),
        Err(error) => format!("{error:#}"),
    }
}

#[tokio::test]
async fn a_step_that_fails_is_undone_whole_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = settings(folder.path()).await;
    // In the way of the last table of the first step.
    sqlx::query("CREATE TABLE newsroom (odd TEXT)").execute(&mut store(&settings).await).await.expect("is made");
    let error = refused(&settings).await;
    assert!(error.contains("step 1") && error.contains("undone whole") && error.contains("newsroom"), "{error}");
    for table in ["comment", "turn", "subscriber"] {
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        let found = sqlx::query(sql).execute(&mut store(&settings).await).await;
        assert!(found.is_err(), "{table} was left behind");
    }
    // Out of the way, all goes well.
    sqlx::query("DROP TABLE newsroom").execute(&mut store(&settings).await).await.expect("is dropped");
    drop(Server::bind(settings, Clock::system()).await.expect("starts"));
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_refused_and_left_as_it_is() {
    let mut endpoint = TestEndpoint::start().await;
    endpoint.held_comment("Kept.").await;
    endpoint.stop().await;
    let note = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                SELECT 9000, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    sqlx::query(note).execute(&mut endpoint.store().await).await.expect("is written");
    let error = refused(&endpoint.settings).await;
    assert!(error.contains("newer version") && error.contains("9000") && error.contains("install"), "{error}");
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 1);
}

#[tokio::test]
async fn three_endpoints_that_start_at_once_on_an_empty_store_all_come_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = settings(folder.path()).await;
    let start = || {
        let settings = settings.clone();
        async move {
            TestEndpoint::start_with(move |its| {
                its.data = settings.data;
                its.database = settings.database;
            })
            .await
        }
    };
    let (one, two, three) = tokio::join!(start(), start(), start());
    let sent = comment("Once.");
    let first = one.post_json(LEAD, &sent).await;
    assert_eq!(first.status, 202, "{}", first.text());
    for other in [&two, &three] {
        assert_eq!(other.post_json(LEAD, &sent).await.json(), first.json());
    }
}
