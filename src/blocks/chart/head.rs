//! The head of a chart's fence, and where its table is: below the head, or in a file.

use super::table::Place;
use crate::blocks::lines;
use article::{Article, BadLine, closest, lines_of};

const NAMES: [&str; 5] = ["draw", "file", "source", "title", "unit"];

/// A body taken apart.
pub(super) struct Head<'a> {
    /// Name, line of the body, value.
    said: Vec<(&'static str, usize, &'a str)>,
    /// The table, and the line on which it begins; empty where there is none.
    below: (usize, &'a str),
}

impl<'a> Head<'a> {
    /// Reads the lines above the table. It begins below an empty line, with the first line that does not read like one of
    /// the head.
    pub(super) fn read(body: &'a str, bad: &mut Vec<BadLine>) -> Self {
        let mut head = Self { said: Vec::new(), below: (0, "") };
        let mut is_below = false;
        for (number, (at, line)) in lines_of(body).enumerate() {
            let text = line.trim();
            if text.is_empty() {
                is_below = true;
                continue;
            }
            let is_said = lines::pair(text).is_some_and(|(name, _)| !name.contains([',', '"']));
            if is_below && !is_said {
                head.below = (number, &body[at..]);
                break;
            }
            head.one(number, text, bad);
        }
        head
    }

    fn one(&mut self, number: usize, text: &'a str, bad: &mut Vec<BadLine>) {
        match lines::known((number, text), &NAMES, bad) {
            Some(("", _)) => {}
            Some((name, _)) if self.said(name).is_some() => {
                bad.push(BadLine::new(number, format!("a second `{name}:`"), "each line of the head once"));
            }
            Some((name, value)) => self.said.push((name, number, value)),
            None => bad.push(BadLine::new(
                number,
                format!("`{text}`, which is no line of the head"),
                "`name: value`; the table stands below an empty line",
            )),
        }
    }

    /// What a line says, and which it is.
    pub(super) fn said(&self, name: &str) -> Option<(usize, &'a str)> {
        self.said.iter().find(|(known, ..)| *known == name).map(|(_, line, value)| (*line, *value))
    }

    /// What a line says that no chart can do without.
    pub(super) fn need(&self, name: &str, expected: &str, bad: &mut Vec<BadLine>) -> &'a str {
        let (line, value) = self.said(name).unwrap_or_default();
        if value.is_empty() {
            bad.push(BadLine::new(line, format!("a chart without `{name}:`"), expected));
        }
        value
    }

    /// The table as it was written, and where that is.
    pub(super) fn table<'b>(&self, article: &'b Article, bad: &mut Vec<BadLine>) -> Option<(&'b str, Place<'b>)>
    where
        'a: 'b,
    {
        let (line, below) = self.below;
        let Some((named, file)) = self.said("file") else {
            if below.is_empty() {
                let expected = "a table below an empty line, or a line `file: table.csv`";
                bad.push(BadLine::new(0, "a chart without numbers", expected));
            }
            return (!below.is_empty()).then_some((below, Place { line, file: None }));
        };
        if !below.is_empty() {
            bad.push(BadLine::new(line, "a table besides the one in the file", "one of the two"));
        }
        let found = article.tables.get(file);
        if found.is_none() {
            let known = article.tables.keys().map(String::as_str);
            let expected = match closest(file, known.clone()) {
                Some(near) => format!("`{near}`"),
                None if article.tables.is_empty() => "a CSV file in the folder that has the article's name".to_owned(),
                None => format!("one of {}", known.collect::<Vec<_>>().join(", ")),
            };
            bad.push(BadLine::new(named, format!("the table `{file}`, which is not there"), expected));
        }
        found.map(|text| (text.as_str(), Place { line: named, file: Some(file) }))
    }
}
