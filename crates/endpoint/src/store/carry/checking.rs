//! Reads a file of lines without a store: whether it is whole, and what it holds.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
};

use anyhow::{Context as _, bail, ensure};

use super::{Line, TABLES, VERSION, reading::start};
use crate::store::copy::Held;

/// Reads the file to its end.
pub(crate) fn check(file: &Path) -> anyhow::Result<Held> {
    let shown = file.display();
    let opened = File::open(file).with_context(|| format!("cannot read {shown}"))?;
    let mut held = Held::default();
    let mut ended = None;
    for (line, number) in BufReader::new(opened).lines().zip(1_u64..) {
        let text = line.with_context(|| format!("line {number} of {shown} cannot be read"))?;
        ensure!(ended.is_none(), "line {number} of {shown} comes after the line that ends the file");
        match (serde_json::from_str(&text), number) {
            (Ok(Line::First { recto_export, .. }), 1) if recto_export == VERSION => {}
            (Ok(Line::First { .. }), 1) => bail!("{shown} is of a newer version of recto: install it"),
            (Ok(Line::Row { table, .. }), 2..) if TABLES.iter().any(|known| known.name == table) => {
                held.rows += 1;
                held.comments += i64::from(table == "comment");
                held.subscribers += i64::from(table == "subscriber");
            }
            (Ok(Line::Last { end }), 2..) => ended = Some(end),
            _ => bail!("line {number} of {shown} is not what `recto export` writes there: {}", start(&text)),
        }
    }
    let rows = ended.with_context(|| format!("{shown} breaks off before its last line"))?;
    ensure!(i64::try_from(rows) == Ok(held.rows), "{shown} says {rows} rows and holds {}", held.rows);
    Ok(held)
}
