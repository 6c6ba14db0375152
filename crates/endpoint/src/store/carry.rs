//! Everything stored as lines of JSON, out of one store and into another, whichever databases they are.
//!
//! A first line says what it is, every row is a line, and a last line says how many there were, so a file that broke off
//! is known. Writing and reading hold one row at a time. Rows are copied as they are, column by column, so a column that
//! a later version adds is carried without a word here. Leaves out the key, which no store holds.

mod checking;
mod reading;
mod writing;

pub(crate) use checking::check as check_lines;
pub use reading::{Before, Brought};
pub(crate) use reading::{is_empty, read as read_lines};
pub(crate) use writing::write as write_lines;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::{
    AnyConnection, AssertSqlSafe, Column as _, Executor as _, SqlSafeStr as _, Statement as _, any::AnyTypeInfoKind,
};

use super::{Database, Kind, Tx};

/// The version of the lines.
const VERSION: u32 = 1;

/// One kind of row: its table, what tells its rows apart, and the order that puts what is pointed at first.
pub(super) struct Table {
    pub(super) name: &'static str,
    key: &'static [&'static str],
    order: &'static str,
    /// A column that each store counts for itself.
    counted: Option<&'static str>,
}

const fn table(name: &'static str) -> Table {
    Table { name, key: &["id"], order: "id", counted: None }
}

/// All that is carried, in an order in which a row's references are there before it. `turn` holds nothing, and the mark
/// of the key stands in the first line.
pub(super) const TABLES: &[Table] = &[
    Table { key: &["article"], order: "article", ..table("thread") },
    table("writer"),
    // A comment is counted after the one that it answers.
    Table { order: "number", counted: Some("number"), ..table("comment") },
    table("event"),
    Table { key: &["kind", "value"], order: "kind, value", ..table("bar") },
    Table { key: &["word"], order: "word", ..table("word") },
    table("watch"),
    table("subscriber"),
    table("mail"),
    table("moderator"),
    table("session"),
    table("api_token"),
    table("attempt"),
    Table { key: &["name"], order: "name", ..table("newsroom") },
];

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Line {
    First {
        /// [`VERSION`].
        recto_export: u32,
        /// The newest step that the store's tables had taken.
        schema: i64,
        /// Which key its hashes and links were made with; tells nothing of the key.
        key: String,
        /// When it was made.
        made: String,
    },
    Row {
        table: String,
        row: Map<String, Value>,
    },
    Last {
        /// How many rows there are.
        end: u64,
    },
}

/// A connection on which a statement may take as long as a large store needs.
async fn patient(database: &Database) -> Result<AnyConnection, sqlx::Error> {
    let mut connection = database.connect().await?;
    if database.kind == Kind::Postgres {
        for limit in ["statement_timeout", "idle_in_transaction_session_timeout"] {
            sqlx::query(AssertSqlSafe(format!("SET {limit} = 0"))).execute(&mut connection).await?;
        }
    }
    Ok(connection)
}

/// What a table's columns are called and whether they hold text; anything else is a whole number.
async fn columns(tx: &mut Tx, table: &Table) -> Result<Vec<(String, bool)>, sqlx::Error> {
    let sql = AssertSqlSafe(format!("SELECT * FROM {}", table.name)).into_sql_str();
    let statement = tx.prepare(sql).await?;
    let columns = statement.columns().iter();
    Ok(columns.map(|column| (column.name().to_owned(), column.type_info().kind() == AnyTypeInfoKind::Text)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table that is added and not carried would be lost by whoever moves.
    #[tokio::test]
    async fn every_table_is_carried() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = crate::Settings::new(folder.path(), folder.path());
        let database = Database::of(&settings).expect("is a file");
        let mut connection = database.connect().await.expect("opens");
        super::super::schema::migrate(&database, &mut connection).await.expect("is made");
        let stored: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'comment_search%'
             AND name NOT IN ('_sqlx_migrations', 'turn', 'key_mark') ORDER BY name",
        )
        .fetch_all(&mut connection)
        .await
        .expect("reads");
        let mut carried: Vec<_> = TABLES.iter().map(|table| table.name).collect();
        carried.sort_unstable();
        assert_eq!(stored, carried);
    }

    #[test]
    fn what_is_told_of_a_line_cannot_take_over_the_terminal() {
        assert_eq!(reading::start("{\u{1b}[2J\0\u{9b}é\n"), "{\\u{1b}[2J\\u{0}\\u{9b}é");
    }

    #[test]
    fn each_line_is_one_of_three() {
        for (text, fits) in [
            (r#"{"recto_export":1,"schema":2,"key":"x","made":"2026-11-23T09:30:05Z"}"#, true),
            (r#"{"table":"word","row":{"word":"a","good":1,"bad":null}}"#, true),
            (r#"{"end":7}"#, true),
            (r#"{"end":7,"table":"word","row":{}}"#, false),
            (r#"{"table":"word"}"#, false),
            ("[]", false),
            ("7", false),
            ("", false),
        ] {
            assert_eq!(serde_json::from_str::<Line>(text).is_ok(), fits, "{text}");
        }
    }
}
