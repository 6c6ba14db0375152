//! Writing many rows fast: hundreds in a statement, and the indexes afterwards.
//!
//! Leaves out what the rows hold, which is `seed`'s.

use sqlx::{AnyConnection, AssertSqlSafe};

/// Runs statements that hold their values.
pub(crate) async fn run(store: &mut AnyConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(store).await.unwrap_or_else(|error| {
        let start: String = sql.chars().take(300).collect();
        panic!("{error}: {start}")
    });
}

/// Drops the indexes of the large tables, and makes nothing wait for the disk; what makes the indexes again.
pub(crate) async fn take_indexes(store: &mut AnyConnection, sqlite: bool) -> Vec<String> {
    let (ease, find) = if sqlite {
        (
            "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -400000",
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('comment', 'event')",
        )
    } else {
        (
            "SET synchronous_commit = off; SET session_replication_role = replica; SET maintenance_work_mem = '256MB'",
            "SELECT CAST(indexname AS TEXT), indexdef FROM pg_indexes WHERE schemaname = current_schema()
             AND tablename IN ('comment', 'comment_search', 'event') AND indexname NOT LIKE '%key'",
        )
    };
    run(store, ease).await;
    let indexes: Vec<(String, String)> = sqlx::query_as(find).fetch_all(&mut *store).await.expect("are listed");
    for (name, _) in &indexes {
        run(store, &format!("DROP INDEX {name}")).await;
    }
    // A replica runs no triggers.
    let words = "INSERT INTO comment_search SELECT number, comment_words(number, name, body) FROM comment";
    let words = (!sqlite).then(|| words.to_owned());
    words.into_iter().chain(indexes.into_iter().map(|(_, sql)| sql)).collect()
}

/// Rows that wait to be written, by table.
#[derive(Default)]
pub(crate) struct Rows(pub(crate) [Vec<String>; 5]);

const INTO: [&str; 5] = [
    "comment (id, number, client_id, fingerprint, text_hash, article, parent, root, writer, name, email, body, state, doubts,
        score, reason, note, network, submitted, published, place, picked, revision)",
    "event (id, at, actor, action, comment, from_state, to_state, reason)",
    "writer (id, created, published, declined)",
    "thread (article, version, published)",
    "mail (id, kind, recipient, address, domain, about, state, created, due, attempts, tried, sent, error)",
];

impl Rows {
    /// Writes every table that has so many.
    pub(crate) async fn write(&mut self, store: &mut AnyConnection, least: usize) {
        for (into, rows) in INTO.iter().zip(&mut self.0) {
            if rows.len() >= least {
                run(store, &format!("INSERT INTO {into} VALUES {}", rows.join(", "))).await;
                rows.clear();
            }
        }
    }
}
