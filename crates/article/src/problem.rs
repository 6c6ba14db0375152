//! What is wrong with an article: where, what was found, what was expected, how to mend it.
//!
//! Written for an editor. How a problem is printed is left to the command.

use std::ops::Range;

/// One thing wrong in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the file that are wrong; empty where something is missing.
    pub at: Range<usize>,
    /// What was found.
    pub found: String,
    /// What should have stood there; may be empty.
    pub expected: String,
    /// What to do about it; may be empty.
    pub mend: String,
}

impl Problem {
    /// A problem at these bytes.
    pub fn new(at: Range<usize>, found: impl Into<String>) -> Self {
        Self { at, found: found.into(), expected: String::new(), mend: String::new() }
    }

    /// Says what should have stood there.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = mend.into();
        self
    }
}

/// A line of a block's body that its kind could not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Which line of the body, counted from 0.
    pub line: usize,
    /// What was found.
    pub found: String,
    /// What should have stood there.
    pub expected: String,
}

impl BadLine {
    /// A bad line of a body.
    pub fn new(line: usize, found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { line, found: found.into(), expected: expected.into() }
    }
}

/// The lines of a text with the byte at which each begins, without their line ends.
pub fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end_matches(['\n', '\r'])))
    })
}

/// The known name nearest to what was written, if it is near enough to be what was meant.
pub fn closest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (distance(written, name), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4)
        .min()
        .map(|(_, name)| name)
}

/// "did you mean …", or the list of what there is.
pub fn suggestion<'a>(written: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match closest(written, known.clone()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("there are: {}", known.collect::<Vec<_>>().join(", ")),
    }
}

/// Where a name stands in quotes, for values of which the reader of front matter kept no position.
pub(crate) fn quoted(source: &str, name: &str) -> Range<usize> {
    let found = source.find(&format!("\"{name}\"")).map(|at| at + 1).or_else(|| source.find(name));
    found.map_or(0..0, |at| at..at + name.len())
}

/// Edits between two words; only ever asked about short ones, so the other is cut to be safe against long lines.
fn distance(written: &str, known: &str) -> usize {
    let known: Vec<char> = known.chars().take(80).collect();
    let mut row: Vec<usize> = (0..=known.len()).collect();
    for (i, a) in written.chars().take(80).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in known.iter().enumerate() {
            let cost = if a == *b { diagonal } else { 1 + diagonal.min(row[j]).min(row[j + 1]) };
            diagonal = row[j + 1];
            row[j + 1] = cost;
        }
    }
    row[known.len()]
}
