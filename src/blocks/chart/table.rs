//! The table behind a chart: what it is counted along, and numbers in columns.

use super::csv::{self, Record};
use super::number::{self, Number};
use crate::blocks::names;
use article::{Article, BadLine, Date, Sort, Span};

/// The numbers of a chart.
#[derive(Debug, PartialEq)]
pub(super) struct Table {
    /// The name of the first column: what is counted along.
    pub(super) along: String,
    /// What is counted, a column each.
    pub(super) series: Vec<Label>,
    /// In the order of the table; dates from early to late.
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, PartialEq)]
pub(super) struct Row {
    pub(super) label: Label,
    /// When that is, in a table along time: then every row has one.
    pub(super) date: Option<Date>,
    /// As many as there are series; `None` is a gap.
    pub(super) numbers: Vec<Option<Number>>,
}

/// The name of a row or column, and the ids of whom or what of the cast it is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub(super) words: String,
    pub(super) about: Option<String>,
}

impl Label {
    fn of(written: &str, article: &Article) -> Self {
        let member = article.front.cast.find(written).filter(|member| member.sort == Sort::Actor);
        match member {
            Some(member) => Self { words: member.name.clone(), about: Some(member.id.clone()) },
            None => Self { words: written.to_owned(), about: None },
        }
    }

    fn on(date: Date, article: &Article) -> Self {
        let about = names::ids(&names::dates_around(&Span::from(date), article));
        Self { words: date.words(), about: (!about.is_empty()).then_some(about) }
    }
}

impl Table {
    /// Whether it is counted along time.
    pub(super) fn is_dated(&self) -> bool {
        self.rows.iter().all(|row| row.date.is_some())
    }
}

/// What one picture can tell apart.
const MOST_SERIES: usize = 6;
/// What one picture has room for.
const MOST_ROWS: usize = 500;

/// Where a table stands: bad lines point there.
pub(super) struct Place<'a> {
    /// The line of the body on which it begins, or which names its file.
    pub(super) line: usize,
    /// The file, where it is one.
    pub(super) file: Option<&'a str>,
}

impl Place<'_> {
    fn bad(&self, line: usize, found: &str, expected: &str) -> BadLine {
        match self.file {
            Some(file) => BadLine::new(self.line, format!("in line {} of `{file}`: {found}", line + 1), expected),
            None => BadLine::new(self.line + line, found, expected),
        }
    }
}

/// Reads a table; every mistake is noted.
pub(super) fn read(text: &str, unit: &str, place: &Place<'_>, article: &Article, bad: &mut Vec<BadLine>) -> Table {
    let mut note = |line, found: &str, expected: &str| bad.push(place.bad(line, found, expected));
    let mut records = csv::records(text, &mut note).into_iter();
    let head = records.next().unwrap_or(Record { line: 0, cells: Vec::new() });
    let records: Vec<Record> = records.collect();
    columns(&head, &mut note);
    if records.is_empty() {
        note(head.line, "a table without rows", "a row such as `1992,6` below the names of the columns");
    }
    if let Some(record) = records.get(MOST_ROWS) {
        note(record.line, &format!("row {} of the table", MOST_ROWS + 1), "at most 500 rows in a chart");
    }
    let labels: Vec<&str> = records.iter().map(|record| record.cells[0].as_str()).collect();
    let dates: Vec<Option<Date>> = labels.iter().map(|label| Date::parse(label)).collect();
    // What most rows are, all shall be.
    let is_dated = !dates.is_empty() && dates.iter().flatten().count() * 2 >= dates.len();
    let mut rows = Vec::new();
    for (i, (record, date)) in records.iter().zip(dates.iter().map(|date| date.filter(|_| is_dated))).enumerate() {
        let written = labels[i];
        if written.is_empty() {
            note(record.line, "a row without a name", "a date or a name in the first cell of each row");
        } else if is_dated && date.is_none() {
            note(record.line, &format!("`{written}` among dates"), "a date such as `1992`, `1992-05` or `1992-05-15`");
        } else if !is_dated && Date::parse(written).is_some() {
            note(record.line, &format!("`{written}`, a date among names"), "names in every row, or dates in every row");
        }
        let is_same = |other: usize| match (date, dates[other]) {
            (Some(date), Some(other)) => date.first_day() == other.first_day(),
            _ => written == labels[other],
        };
        if let (false, Some(other)) = (written.is_empty(), (0..i).find(|other| is_same(*other))) {
            let found = format!("`{written}`, which the table has already as `{}`", labels[other]);
            note(record.line, &found, "each date and each name once");
        }
        let label = date.map_or_else(|| Label::of(written, article), |date| Label::on(date, article));
        rows.push(Row { label, date, numbers: numbers(record, &head, unit, &mut note) });
    }
    for (i, name) in head.cells.iter().enumerate().skip(1) {
        if !rows.is_empty() && rows.iter().all(|row| row.numbers.get(i - 1).is_none_or(Option::is_none)) {
            note(head.line, &format!("`{name}`, a column without numbers"), "at least one number in each column");
        }
    }
    rows.sort_by_key(|row| row.date.map(|date| date.first_day()));
    let mut names = head.cells.into_iter();
    let along = names.next().unwrap_or_default();
    Table { along, series: names.map(|name| Label::of(&name, article)).collect(), rows }
}

/// Checks the names of the columns.
fn columns(head: &Record, note: &mut impl FnMut(usize, &str, &str)) {
    if head.cells.len() < 2 {
        note(
            head.line,
            "a table of one column",
            "names of at least two columns, parted by commas, such as `year,members`",
        );
    }
    if let Some(name) = head.cells.get(MOST_SERIES + 1) {
        note(head.line, &format!("`{name}`, one column too many"), "at most 6 columns of numbers");
    }
    for (i, name) in head.cells.iter().enumerate() {
        if name.is_empty() {
            note(head.line, &format!("column {} without a name", i + 1), "in the first row a name for each column");
        } else if head.cells[..i].contains(name) {
            note(head.line, &format!("a second column `{name}`"), "a name of its own for each column");
        }
    }
}

fn numbers(
    record: &Record,
    head: &Record,
    unit: &str,
    note: &mut impl FnMut(usize, &str, &str),
) -> Vec<Option<Number>> {
    let (cells, names) = (record.cells.len(), head.cells.len());
    if cells != names {
        let found = format!("{cells} {}", if cells == 1 { "cell" } else { "cells" });
        note(
            record.line,
            &found,
            &format!("{names}, as in the first row; a comma within a cell needs quotes around the cell"),
        );
        return Vec::new();
    }
    let read = record.cells.iter().skip(1).map(|cell| match number::number(cell, unit) {
        Ok(number) => number,
        Err((found, expected)) => {
            note(record.line, &found, &expected);
            None
        }
    });
    read.collect()
}
