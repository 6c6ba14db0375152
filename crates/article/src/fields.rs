//! Takes the values of a TOML table one by one and notes what is wrong with each, so that one mistake hides no other.

use crate::problem::suggestion;
use crate::{Date, Problem, controls};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with the bytes of the file that say it.
pub(crate) type Placed<T> = (T, Range<usize>);

/// One table while it is being read. `offset` is where the TOML begins in the file.
pub(crate) struct Fields<'a, 'i> {
    table: &'a DeTable<'i>,
    offset: usize,
    /// Where to point when something is missing.
    at: Range<usize>,
    asked: BTreeSet<&'static str>,
}

impl<'a, 'i> Fields<'a, 'i> {
    fn new(table: &'a DeTable<'i>, offset: usize, at: Range<usize>) -> Self {
        Self { table, offset, at, asked: BTreeSet::new() }
    }

    fn get(&mut self, key: &'static str) -> Option<(&'a DeValue<'i>, Range<usize>)> {
        self.asked.insert(key);
        let value = self.table.iter().find(|(name, _)| name.get_ref() == key)?.1;
        Some((value.get_ref(), shift(value, self.offset)))
    }

    fn missing(&self, key: &str, example: &str, problems: &mut Vec<Problem>) {
        // A file that is nothing but fields has no fences.
        let place = if self.at.is_empty() { "to the file, above its first `[…]`" } else { "between the `+++` lines" };
        problems.push(
            Problem::new(self.at.clone(), format!("`{key}` is missing"))
                .expected(format!("a line such as `{key} = {example}`"))
                .mend(format!("add it {place}")),
        );
    }

    /// A text that may be left out; an empty one counts as wrong.
    pub(crate) fn maybe_text(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Placed<String>> {
        let (value, at) = self.get(key)?;
        match value {
            DeValue::String(text) if !text.trim().is_empty() => Some((text.trim().to_owned(), at)),
            DeValue::String(_) => {
                problems.push(Problem::new(at, format!("`{key}` is empty")).expected("some text"));
                None
            }
            other => {
                problems.push(wrong(key, other, at, "text in quotes"));
                None
            }
        }
    }

    /// A text that must be there.
    pub(crate) fn text(&mut self, key: &'static str, example: &str, problems: &mut Vec<Problem>) -> Placed<String> {
        let known = self.table.iter().any(|(name, _)| name.get_ref() == key);
        let found = self.maybe_text(key, problems);
        if !known {
            self.missing(key, example, problems);
        }
        found.unwrap_or_else(|| (String::new(), self.at.clone()))
    }

    /// A day, bare (`2021-09-16`) or in quotes; in quotes it may be a month or a year.
    pub(crate) fn maybe_date(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Placed<Date>> {
        let (value, at) = self.get(key)?;
        let written = match value {
            DeValue::Datetime(moment) => moment.date.map(|date| date.to_string()),
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        };
        let date = written.and_then(|text| Date::parse(&text));
        if date.is_none() {
            problems.push(wrong(key, value, at.clone(), "a date such as 2021-09-16"));
        }
        date.map(|date| (date, at))
    }

    /// A date that must be there.
    pub(crate) fn date(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Date> {
        if !self.table.iter().any(|(name, _)| name.get_ref() == key) {
            self.missing(key, "2021-09-16", problems);
        }
        self.maybe_date(key, problems).map(|(date, _)| date)
    }

    /// A list of texts; nothing where the key is left out.
    pub(crate) fn texts(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Vec<Placed<String>> {
        let Some((value, at)) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            problems.push(wrong(key, value, at, "a list such as [\"one\", \"two\"]"));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            let at = shift(item, self.offset);
            match item.get_ref() {
                DeValue::String(text) if !text.trim().is_empty() => texts.push((text.trim().to_owned(), at)),
                other => problems.push(wrong(key, other, at, "text in quotes")),
            }
        }
        texts
    }

    /// A table of texts such as `"old" = "new"`, with their names, in no order. A bare date is a text too.
    pub(crate) fn pairs(
        &mut self,
        key: &'static str,
        example: &str,
        problems: &mut Vec<Problem>,
    ) -> Vec<(Placed<String>, Placed<String>)> {
        let Some((value, at)) = self.get(key) else { return Vec::new() };
        let DeValue::Table(table) = value else {
            problems.push(wrong(key, value, at, format!("a table such as {{ {example} }}")));
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for (name, value) in table {
            let at = shift(value, self.offset);
            let text = match value.get_ref() {
                DeValue::String(text) => text.to_string(),
                DeValue::Datetime(moment) => moment.to_string(),
                other => {
                    problems.push(wrong(name.get_ref(), other, at, "text in quotes"));
                    continue;
                }
            };
            pairs.push(((name.get_ref().to_string(), shift(name, self.offset)), (text, at)));
        }
        pairs
    }

    /// The table under a key, such as `[illustration]`.
    pub(crate) fn table(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Fields<'a, 'i>> {
        let (value, at) = self.get(key)?;
        let DeValue::Table(table) = value else {
            problems.push(wrong(key, value, at, format!("a table that begins with `[{key}]`")));
            return None;
        };
        Some(Fields::new(table, self.offset, at))
    }

    /// The tables under a key, such as several `[[sources]]`.
    pub(crate) fn tables(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Vec<Fields<'a, 'i>> {
        let Some((value, at)) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            problems.push(wrong(key, value, at, format!("tables that each begin with `[[{key}]]`")));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            let at = shift(item, self.offset);
            match item.get_ref() {
                DeValue::Table(table) => tables.push(Fields::new(table, self.offset, at)),
                other => problems.push(wrong(key, other, at, format!("a table that begins with `[[{key}]]`"))),
            }
        }
        tables
    }

    /// Complains about every key that nobody asked for: a misspelt key must not be passed over in silence.
    pub(crate) fn finish(self, problems: &mut Vec<Problem>) {
        for name in self.table.keys() {
            if !self.asked.contains(name.get_ref().as_ref()) {
                problems.push(
                    Problem::new(
                        shift(name, self.offset),
                        format!("`{}` is not a field that Recto knows", name.get_ref()),
                    )
                    .expected(format!("one of {}", self.asked.iter().copied().collect::<Vec<_>>().join(", ")))
                    .mend(suggestion(name.get_ref(), self.asked.iter().copied())),
                );
            }
        }
    }
}

/// Reads TOML that begins at a byte of its file, and complains about every key that `fill` did not ask for. `at` is where to
/// point when something is missing.
pub(crate) fn read<T>(
    toml: &str,
    offset: usize,
    at: Range<usize>,
    problems: &mut Vec<Problem>,
    fill: impl FnOnce(&mut Fields<'_, '_>, &mut Vec<Problem>) -> T,
) -> T {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let table = table.into_inner();
    table.values().for_each(|value| texts_in(value, offset, problems));
    let mut found = Vec::new();
    let mut fields = Fields::new(&table, offset, at);
    let filled = fill(&mut fields, &mut found);
    fields.finish(&mut found);
    let mut is_broken = false;
    for error in errors {
        let at = error.span().map_or(offset..offset, |span| span.start + offset..span.end + offset);
        // What a field says is said once.
        found.retain(|other| other.at.end <= at.start || at.end <= other.at.start);
        let (expected, mend, breaks) = help(error.message());
        // Behind a break all that is found is the break's doing.
        if !is_broken {
            problems.push(Problem::new(at, error.message()).expected(expected).mend(mend));
        }
        is_broken |= breaks;
    }
    if !is_broken {
        problems.append(&mut found);
    }
    filled
}

/// What TOML expects where it says this, how to mend it, and whether it can make no sense of what follows.
fn help(message: &str) -> (&'static str, &'static str, bool) {
    const VALUE: [&str; 4] = ["invalid date", "invalid float", "invalid integer", "string values must be quoted"];
    if VALUE.iter().any(|value| message.starts_with(value)) {
        (
            "text in quotes, a number, or a date such as 2021-09-16",
            "put quotes around a text, write a date like that",
            false,
        )
    } else if message == "duplicate key" {
        ("each name once", "keep one of the lines and take the others away", false)
    } else {
        // A quote that is not closed ends with its line; a bracket does not.
        let breaks = !message.starts_with("invalid basic string") && !message.starts_with("invalid literal string");
        (
            "TOML: `key = value` lines, text in quotes",
            "close every quote and bracket; dates stand without quotes",
            breaks,
        )
    }
}

/// Notes every text that TOML allows and no page can show.
fn texts_in(value: &Spanned<DeValue<'_>>, offset: usize, problems: &mut Vec<Problem>) {
    match value.get_ref() {
        DeValue::String(text) => controls::in_value(text, &shift(value, offset), problems),
        DeValue::Array(items) => items.iter().for_each(|item| texts_in(item, offset, problems)),
        DeValue::Table(table) => {
            for (name, value) in table {
                controls::in_value(name.get_ref(), &shift(name, offset), problems);
                texts_in(value, offset, problems);
            }
        }
        _ => {}
    }
}

fn shift<T>(value: &Spanned<T>, offset: usize) -> Range<usize> {
    value.span().start + offset..value.span().end + offset
}

fn wrong(key: &str, value: &DeValue<'_>, at: Range<usize>, expected: impl Into<String>) -> Problem {
    Problem::new(at, format!("`{key}` is a {} that does not fit", value.type_str())).expected(expected)
}
