//! `matrix`: what each of several actors answers to each of several questions, and on whose word.
//!
//! Grammar: the questions and the rows. Words behind the colon make a question; nothing behind it makes a row.
//! ```text
//! title: What the matrix shows            (may be left out)
//! scale: yes, unclear, no                 (may be left out; at most 6 positions, in the order in which they sort)
//!
//! border: Was the border crossed?         (a question: a word in lower case, and what is asked; at most 8)
//! road: Is there to be a corridor?
//!
//! Armenia:                                (a row: an actor, nothing behind the colon; at most 12)
//!   border [yes]: What the answer is.     (a question's word; the position, where there is a scale; the answer)
//!   source: On whose word <https://…>     (below every answer)
//! ```
//! A question that a row leaves out is shown as “No position found”. The twin is a table; where there is no room for one,
//! each row is a card and each cell says its question. What to look at is chosen in selects that the style sheet answers;
//! the order of rows is changed by the page's first script, which reads `data-sorts`, `data-rank` and `data-row`.

use super::frame::frame;
use super::names::{self, Name};
use super::{Kind, count, lines};
use crate::live::live;
use article::{Article, BadLine, Fence};
use leptos::prelude::*;

mod table;

/// The kind.
pub(super) struct Matrix;

impl Kind for Matrix {
    fn name(&self) -> &'static str {
        "matrix"
    }

    fn source(&self) -> &'static str {
        include_str!("matrix.rs")
    }

    fn example(&self) -> &'static str {
        include_str!("matrix.example")
    }

    fn css(&self) -> &'static str {
        include_str!("matrix.css")
    }

    fn view(&self, fence: &Fence, article: &Article) -> Result<AnyView, Vec<BadLine>> {
        read(&fence.body, article).map(|grid| twin(fence.anchor.as_str(), &grid))
    }
}

/// What a fence says.
#[derive(Debug, Default, PartialEq)]
struct Grid {
    title: String,
    /// The positions there are; none where the answers have only words.
    scale: Vec<String>,
    questions: Vec<Question>,
    rows: Vec<Row>,
}

#[derive(Debug, PartialEq)]
struct Question {
    word: String,
    asked: String,
}

#[derive(Debug, PartialEq)]
struct Row {
    actor: Name,
    /// One for each of [`Grid::questions`].
    answers: Vec<Option<Answer>>,
}

#[derive(Debug, PartialEq)]
struct Answer {
    /// A place in [`Grid::scale`].
    position: Option<usize>,
    text: String,
    source: (String, Option<String>),
}

/// What the style sheet has rules for, and what a page can show side by side.
const MOST_POSITIONS: usize = 6;
const MOST_QUESTIONS: usize = 8;
const MOST_ROWS: usize = 12;

const QUESTION: &str = "`border: Was the border crossed?`";
const ROW: &str = "`Armenia:`, and below it, indented, `border: The answer` and `source: On whose word`";
const ANSWER: &str = "`border: The answer`, with `[a position]` before the colon where there is a scale";
const SOURCE: &str = "an indented line `source: On whose word` right below the answer";

fn read(body: &str, article: &Article) -> Result<Grid, Vec<BadLine>> {
    let mut bad = Vec::new();
    let mut grid = Grid::default();
    let is_row = |entry: &lines::Entry<'_>| entry.value.is_empty() && !["title", "scale"].contains(&entry.name);
    let (rows, heads): (Vec<_>, Vec<_>) = lines::entries(body, ROW, &mut bad).into_iter().partition(is_row);
    for entry in &heads {
        match entry.name {
            "title" => entry.value.clone_into(&mut grid.title),
            "scale" => scale(entry, &mut grid, &mut bad),
            _ => question(entry, &mut grid, &mut bad),
        }
        entry.none_below("nothing below a title, a scale or a question; a row has nothing behind its colon", &mut bad);
    }
    for entry in &rows {
        let row = row(entry, article, &grid, &mut bad);
        if grid.rows.iter().any(|other| other.actor == row.actor) {
            let found = format!("`{}`, which has a row already", entry.name);
            bad.push(BadLine::new(entry.line, found, "all that an actor answers in one row"));
        }
        too_many(entry, grid.rows.len(), MOST_ROWS, "row", &mut bad);
        grid.rows.push(row);
    }
    if bad.is_empty() && grid.questions.is_empty() {
        bad.push(BadLine::new(0, "no questions", QUESTION));
    }
    if bad.is_empty() && grid.rows.is_empty() {
        bad.push(BadLine::new(0, "no rows", ROW));
    }
    if bad.is_empty() { Ok(grid) } else { Err(bad) }
}

fn too_many(entry: &lines::Entry<'_>, before: usize, most: usize, what: &str, bad: &mut Vec<BadLine>) {
    if before == most {
        let found = format!("`{}`, one {what} too many", entry.name);
        bad.push(BadLine::new(entry.line, found, format!("at most {most} {what}s in a matrix")));
    }
}

fn scale(entry: &lines::Entry<'_>, grid: &mut Grid, bad: &mut Vec<BadLine>) {
    for word in names::parts(entry.value, ',') {
        if grid.scale.iter().any(|other| other == word) {
            bad.push(BadLine::new(entry.line, format!("`{word}` twice in the scale"), "each position once"));
        }
        grid.scale.push(word.to_owned());
    }
    if !(2..=MOST_POSITIONS).contains(&grid.scale.len()) {
        let found = format!("a scale of {} positions", grid.scale.len());
        bad.push(BadLine::new(entry.line, found, format!("2 to {MOST_POSITIONS} positions with commas between them")));
    }
}

fn question(entry: &lines::Entry<'_>, grid: &mut Grid, bad: &mut Vec<BadLine>) {
    let fits = |c: char| c == '-' || c.is_alphanumeric() && !c.is_uppercase();
    if entry.name == "source" || !entry.name.chars().all(fits) {
        let found = format!("`{}`, which cannot name a question", entry.name);
        let expected = format!("{QUESTION}, with one word in lower case before the colon; or, for a row, {ROW}");
        bad.push(BadLine::new(entry.line, found, expected));
    } else if grid.questions.iter().any(|other| other.word == entry.name) {
        let found = format!("`{}`, which is a question already", entry.name);
        bad.push(BadLine::new(entry.line, found, "another word for each question"));
    }
    too_many(entry, grid.questions.len(), MOST_QUESTIONS, "question", bad);
    grid.questions.push(Question { word: entry.name.to_owned(), asked: entry.value.to_owned() });
}

fn row(entry: &lines::Entry<'_>, article: &Article, grid: &Grid, bad: &mut Vec<BadLine>) -> Row {
    let actor = names::actor(entry.name, entry.line, article, bad);
    let mut found: Vec<(usize, Option<usize>, Answer)> = Vec::new();
    for &(line, text) in &entry.below {
        match (lines::pair(text), found.last_mut()) {
            (Some(("source", words)), Some((.., answer))) if answer.source.0.is_empty() => {
                answer.source = lines::source(words);
            }
            (Some(("source", _)), _) => {
                bad.push(BadLine::new(line, "a source without an answer right above it", ANSWER));
            }
            (Some((name, words)), _) => found.push(answer(line, name, words, grid, bad)),
            (None, _) => bad.push(BadLine::new(line, format!("`{text}`, which answers no question"), ANSWER)),
        }
    }
    if entry.below.is_empty() {
        bad.push(BadLine::new(entry.line, "a row without answers", ANSWER));
    }
    let mut answers: Vec<Option<Answer>> = grid.questions.iter().map(|_| None).collect();
    for (line, question, answer) in found {
        if answer.source.0.is_empty() {
            bad.push(BadLine::new(line, "an answer without a source", SOURCE));
        }
        let Some(place) = question.and_then(|question| answers.get_mut(question)) else { continue };
        if place.replace(answer).is_some() {
            bad.push(BadLine::new(line, "a question that this row has answered", "one answer to each question"));
        }
    }
    Row { actor, answers }
}

/// `border [yes]: words`, taken apart. Which question it answers is nothing where there is none of that name.
fn answer(line: usize, name: &str, words: &str, grid: &Grid, bad: &mut Vec<BadLine>) -> (usize, Option<usize>, Answer) {
    let (word, position) = match name.split_once('[') {
        Some((word, rest)) => (word.trim(), Some(rest.trim_end_matches(']').trim())),
        None => (name, None),
    };
    let question = grid.questions.iter().position(|question| question.word == word);
    if question.is_none() {
        let known = grid.questions.iter().map(|question| question.word.as_str());
        bad.push(BadLine::new(line, format!("`{word}`, which is not a question"), lines::one_of(word, known)));
    }
    let positions = || grid.scale.iter().map(String::as_str);
    let at = position.and_then(|position| positions().position(|known| known == position));
    match position {
        Some(_) if grid.scale.is_empty() => {
            let expected = "no brackets, or above all rows a line such as `scale: yes, unclear, no`";
            bad.push(BadLine::new(line, "a position without a scale", expected));
        }
        Some(position) if at.is_none() => {
            let found = format!("`[{position}]`, which is not in the scale");
            bad.push(BadLine::new(line, found, lines::one_of(position, positions())));
        }
        None if !grid.scale.is_empty() => {
            let expected = format!("`{word} [{}]:`", grid.scale.join("` or `"));
            bad.push(BadLine::new(line, "an answer without a position", expected));
        }
        _ => {}
    }
    if words.is_empty() {
        bad.push(BadLine::new(line, "an answer without words", ANSWER));
    }
    (line, question, Answer { position: at, text: words.to_owned(), source: (String::new(), None) })
}

fn twin(anchor: &str, grid: &Grid) -> AnyView {
    let (controls, table) = (table::controls(anchor, grid), table::table(anchor, grid));
    let island = view! {
        <MatrixIsland>
            {controls}
            {count::line()}
            {table}
        </MatrixIsland>
    };
    frame("matrix", anchor, &grid.title, island.into_any())
}

/// Says how many rows are left.
#[island]
fn MatrixIsland(children: Children) -> impl IntoView {
    live(children, |root| {
        count::tell(root, "tbody tr", "rows");
        root.on("change", |root, _| count::tell(root, "tbody tr", "rows"));
    })
}

#[cfg(test)]
mod tests;
