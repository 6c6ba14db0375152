//! Writes every row as a line, all of one moment.

use std::io::Write;

use anyhow::Context as _;
use futures_util::TryStreamExt as _;
use serde_json::{Map, Value};
use sqlx::{AssertSqlSafe, Column as _, Row as _, ValueRef as _, any::AnyRow, any::AnyTypeInfoKind};

use super::{Line, TABLES, VERSION, patient};
use crate::store::{Database, Kind, schema};

/// Writes the whole store; how many rows there were. The server may go on meanwhile: what it changes is not in the file.
pub(crate) async fn write(database: &Database, key: String, made: String, out: &mut impl Write) -> anyhow::Result<u64> {
    let mut connection = patient(database).await?;
    schema::migrate(database, &mut connection).await?;
    let begin = match database.kind {
        // The first reading settles the moment.
        Kind::Sqlite => "BEGIN",
        Kind::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    };
    sqlx::query(begin).execute(&mut connection).await?;
    let schema = schema::newest(&mut connection).await?.unwrap_or_default();
    line(out, &Line::First { recto_export: VERSION, schema, key, made })?;
    let mut rows = 0;
    for table in TABLES {
        let sql = AssertSqlSafe(format!("SELECT * FROM {} ORDER BY {}", table.name, table.order));
        let mut found = sqlx::query(sql).fetch(&mut connection);
        while let Some(found) = found.try_next().await? {
            let mut row = object(&found).with_context(|| format!("a row of {} cannot be read", table.name))?;
            if let Some(counted) = table.counted {
                row.remove(counted);
            }
            line(out, &Line::Row { table: table.name.to_owned(), row })?;
            rows += 1;
        }
    }
    line(out, &Line::Last { end: rows })?;
    out.flush()?;
    sqlx::query("COMMIT").execute(&mut connection).await?;
    Ok(rows)
}

fn line(out: &mut impl Write, line: &Line) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    Ok(out.write_all(b"\n")?)
}

fn object(row: &AnyRow) -> Result<Map<String, Value>, sqlx::Error> {
    let mut object = Map::new();
    for (at, column) in row.columns().iter().enumerate() {
        let value = if row.try_get_raw(at)?.is_null() {
            Value::Null
        } else if column.type_info().kind() == AnyTypeInfoKind::Text {
            Value::from(row.try_get::<String, _>(at)?)
        } else {
            Value::from(row.try_get::<i64, _>(at)?)
        };
        object.insert(column.name().to_owned(), value);
    }
    Ok(object)
}
