//! Takes lines into a store: all of them, or none if one is wrong.
//!
//! A row that is there already stays as it is, so the same file twice is the same as once, and a file does not undo what
//! was done since. Rows of another store that only look alike (the same address under another id) are refused.

use std::io::BufRead;

use anyhow::{Context as _, bail, ensure};
use serde_json::{Map, Value};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

use super::{Line, TABLES, Table, VERSION, columns, patient};
use crate::{
    settings::Settings,
    store::{Database, Kind, Tx, key, schema},
};

/// What to do with what the store holds already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// It stays, and what is new comes to it.
    Stays,
    /// It goes.
    Goes,
}

/// What a file brought.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Rows that are new.
    pub new: u64,
    /// Rows that were there already.
    pub known: u64,
}

/// Takes a file in, in one transaction; the server's writes wait meanwhile, and so does a second file.
pub(crate) async fn read(
    database: &Database,
    key: &str,
    other_key: bool,
    before: Before,
    lines: &mut impl BufRead,
) -> anyhow::Result<Brought> {
    let mut connection = patient(database).await?;
    schema::migrate(database, &mut connection).await?;
    begin(database, &mut connection).await.context("another program is writing to the store: try again later")?;
    match take(database, &mut connection, key, other_key, before, lines).await {
        Ok(brought) => {
            sqlx::query("COMMIT").execute(&mut connection).await?;
            connection.close().await?;
            Ok(brought)
        }
        Err(error) => {
            // Closing undoes it as well.
            let _undone = sqlx::query("ROLLBACK").execute(&mut connection).await;
            Err(error)
        }
    }
}

async fn begin(database: &Database, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    match database.kind {
        Kind::Sqlite => sqlx::query("BEGIN IMMEDIATE").execute(connection).await?,
        Kind::Postgres => {
            sqlx::query("BEGIN").execute(&mut *connection).await?;
            sqlx::query("UPDATE turn SET taken = taken + 1 WHERE id = 1").execute(connection).await?
        }
    };
    Ok(())
}

async fn take(
    database: &Database,
    tx: &mut Tx,
    key: &str,
    other_key: bool,
    before: Before,
    lines: &mut impl BufRead,
) -> anyhow::Result<Brought> {
    if before == Before::Goes {
        for table in TABLES.iter().rev() {
            sqlx::query(AssertSqlSafe(format!("DELETE FROM {}", table.name))).execute(&mut *tx).await?;
        }
        sqlx::query("DELETE FROM key_mark").execute(&mut *tx).await?;
    }
    ensure!(
        key::first(tx, key).await? == key,
        "the key in the data folder is not the one that the store was made with: {}",
        key::ADVICE
    );
    let mut places = Vec::new();
    for table in TABLES {
        places.push(Place::new(tx, table).await?);
    }
    let newest = schema::newest(tx).await?.unwrap_or_default();
    let mut brought = Brought::default();
    let mut ended = None;
    let mut text = String::new();
    for number in 1_u64.. {
        text.clear();
        if lines.read_line(&mut text).with_context(|| format!("line {number} cannot be read"))? == 0 {
            break;
        }
        let at = || format!("line {number}");
        ensure!(ended.is_none(), "line {number} comes after the line that ends the file");
        let line: Line = serde_json::from_str(&text)
            .map_err(|_| anyhow::anyhow!("line {number} is not a line of `recto export`: {}", start(&text)))?;
        match (line, number) {
            (Line::First { recto_export, schema, key: theirs, .. }, 1) => {
                ensure!(
                    recto_export == VERSION && schema <= newest,
                    "the file is of a newer version of recto: install it"
                );
                ensure!(
                    other_key || key == theirs,
                    "the file was made with another key than the one in the data folder: put the key that belongs to it \
                     there first, or the links in mails that were sent open nothing"
                );
            }
            (_, 1) => bail!("line 1 should be the first line of `recto export`, and is {}", start(&text)),
            (Line::Row { table, row }, _) => {
                let place = places.iter_mut().find(|place| place.table.name == table);
                let place = place.with_context(|| format!("line {number}: there is no table {table:?}"))?;
                if place.put(tx, row).await.with_context(at)? { brought.new += 1 } else { brought.known += 1 }
            }
            (Line::Last { end }, _) => ended = Some((number, end)),
            (Line::First { .. }, _) => bail!("line {number} is a first line, in the middle of the file"),
        }
    }
    let (number, rows) = ended.context("the file breaks off before its last line")?;
    ensure!(rows == brought.new + brought.known, "line {number} says {rows} rows: some are missing");
    settle(database, tx).await?;
    Ok(brought)
}

/// Counts that follow from the rows.
async fn settle(database: &Database, tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE thread SET published =
            (SELECT count(*) FROM comment WHERE comment.article = thread.article AND comment.state = 'published')",
    )
    .execute(&mut *tx)
    .await?;
    if database.kind == Kind::Sqlite {
        sqlx::query("PRAGMA optimize").execute(tx).await?;
    }
    Ok(())
}

/// Where a table's rows go.
struct Place {
    table: &'static Table,
    /// Each column, and whether it is text.
    columns: Vec<(String, bool)>,
    insert: String,
    exists: String,
    /// The last number that was counted.
    count: i64,
}

impl Place {
    async fn new(tx: &mut Tx, table: &'static Table) -> Result<Self, sqlx::Error> {
        let columns = columns(tx, table).await?;
        let names: Vec<_> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let places: Vec<_> = (1..=columns.len()).map(|at| format!("${at}")).collect();
        let insert = format!(
            "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING",
            table.name,
            names.join(", "),
            places.join(", ")
        );
        let keys: Vec<_> = table.key.iter().enumerate().map(|(at, name)| format!("{name} = ${}", at + 1)).collect();
        let exists = format!("SELECT count(*) FROM {} WHERE {}", table.name, keys.join(" AND "));
        let count = match table.counted {
            Some(column) => {
                let most = format!("SELECT coalesce(max({column}), 0) FROM {}", table.name);
                sqlx::query_scalar(AssertSqlSafe(most)).fetch_one(tx).await?
            }
            None => 0,
        };
        Ok(Self { table, columns, insert, exists, count })
    }

    /// Puts a row in; false when it is there already.
    async fn put(&mut self, tx: &mut Tx, mut row: Map<String, Value>) -> anyhow::Result<bool> {
        let name = self.table.name;
        if let Some(counted) = self.table.counted {
            row.insert(counted.to_owned(), Value::from(self.count + 1));
        }
        // Every key is text.
        let key: Vec<String> =
            self.table.key.iter().filter_map(|column| Some(row.get(*column)?.as_str()?.to_owned())).collect();
        ensure!(key.len() == self.table.key.len(), "{name} has no {}", self.table.key.join(", "));
        let mut insert = sqlx::query(AssertSqlSafe(self.insert.clone()));
        for (column, is_text) in &self.columns {
            insert = match (row.remove(column).unwrap_or_default(), is_text) {
                (Value::Null, true) => insert.bind(None::<String>),
                (Value::Null, false) => insert.bind(None::<i64>),
                (Value::String(text), true) => insert.bind(text),
                (Value::Number(number), false) if number.is_i64() => insert.bind(number.as_i64()),
                (other, is_text) => {
                    let wanted = if *is_text { "text" } else { "a whole number" };
                    bail!("{column} of {name} is {}, and should be {wanted}", start(&other.to_string()))
                }
            };
        }
        if let Some(column) = row.keys().next() {
            bail!("{name} has no column {column:?}: was the file made by a newer version of recto?");
        }
        if insert.execute(&mut *tx).await?.rows_affected() > 0 {
            self.count += 1;
            return Ok(true);
        }
        let mut known = sqlx::query_scalar::<_, i64>(AssertSqlSafe(self.exists.clone()));
        for value in &key {
            known = known.bind(value.as_str());
        }
        ensure!(
            known.fetch_one(tx).await? > 0,
            "{name} {} stands in the way of another one that the store holds already: this file is of another store",
            visible(&key.join(", "))
        );
        Ok(false)
    }
}

/// Whether nothing has been stored yet.
pub(crate) async fn is_empty(settings: &Settings) -> anyhow::Result<bool> {
    let database = Database::of(settings)?;
    let mut connection = database.connect().await?;
    schema::migrate(&database, &mut connection).await?;
    for table in TABLES {
        let sql = AssertSqlSafe(format!("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1) AS one", table.name));
        if sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut connection).await? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The beginning of a line that is wrong.
pub(super) fn start(text: &str) -> String {
    visible(&text.trim_end().chars().take(60).collect::<String>())
}

/// What a file says, to be shown in a terminal: nothing in it can move the cursor or clear the screen.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_control() { shown.extend(char.escape_default()) } else { shown.push(char) }
    }
    shown
}
