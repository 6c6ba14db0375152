//! The matrix as markup: what can be chosen, and the table.
//!
//! The table says its roles: drawn as cards it would lose them in some engines.

use super::{Answer, Grid, Row};
use crate::blocks::{lines, names};
use leptos::prelude::*;

/// What stands in the cell of a question that its row leaves open.
const OPEN: &str = "No position found";

/// A choice of a list: its value, as addresses have it, and its words. The style sheet and the page's first script count them,
/// so they are in the order of what they choose.
type Choice = (String, String);

/// What to look at. Where there is only one row, question or position there is nothing to choose.
pub(super) fn controls(anchor: &str, grid: &Grid) -> AnyView {
    let actors = grid.rows.iter().map(|row| (row.actor.id.clone(), row.actor.words.clone()));
    let actors: Vec<Choice> = actors.collect();
    let questions = grid.questions.iter().map(|question| (question.word.clone(), question.asked.clone()));
    let questions: Vec<Choice> = questions.collect();
    let is_open = grid.rows.iter().any(|row| row.answers.contains(&None));
    let positions = grid.scale.iter().map(|word| (word.clone(), word.clone()));
    let positions = positions.chain(is_open.then(|| ("none".to_owned(), OPEN.to_owned()))).collect();
    let mut orders: Vec<Choice> = vec![("name".to_owned(), "By name".to_owned())];
    if !grid.scale.is_empty() {
        orders.extend(questions.iter().cloned());
    }
    let has_rows = actors.len() > 1;
    view! {
        <p class="controls">
            {has_rows.then(|| select(format!("{anchor}-row"), "Who", "Everyone", actors, Some("data-chooses")))}
            {(questions.len() > 1)
                .then(|| select(format!("{anchor}-question"), "Question", "All questions", questions, None))}
            {(!grid.scale.is_empty())
                .then(|| select(format!("{anchor}-show"), "Position", "All positions", positions, None))}
            {has_rows.then(|| select(format!("{anchor}-order"), "Order", "As written", orders, Some("data-sorts")))}
        </p>
    }
    .into_any()
}

/// A list to choose from. `does` is the attribute that says what comes of it besides what the style sheet answers.
fn select(name: String, label: &'static str, all: &'static str, choices: Vec<Choice>, does: Option<&str>) -> AnyView {
    let choices = choices.into_iter().map(|(value, words)| view! { <option value=value>{words}</option> });
    let has = |attribute| (does == Some(attribute)).then_some("");
    view! {
        <label>
            {label}
            <select name=name data-chooses=has("data-chooses") data-sorts=has("data-sorts")>
                <option value="">{all}</option>
                {choices.collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// How many questions always have room beside each other where there is room for a table.
const ROOM: usize = 3;

pub(super) fn table(anchor: &str, grid: &Grid) -> AnyView {
    let heads = grid.questions.iter().map(|question| {
        view! { <th scope="col" role="columnheader">{question.asked.clone()}</th> }
    });
    let heads = heads.collect_view();
    let rows = grid.rows.iter().enumerate().map(|(i, one)| row(i, one, grid)).collect_view();
    let table = view! {
        <table role="table" aria-labelledby=format!("{anchor}--title")>
            <thead role="rowgroup">
                <tr role="row"><th scope="col" role="columnheader">"Who"</th>{heads}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    };
    if grid.questions.len() <= ROOM {
        return table.into_any();
    }
    // It may scroll sideways, by keyboard too.
    view! { <div class="table" tabindex="0" role="region" aria-label="Table">{table}</div> }.into_any()
}

fn row(i: usize, row: &Row, grid: &Grid) -> AnyView {
    let cells = grid.questions.iter().zip(&row.answers);
    let cells = cells.map(|(question, answer)| cell(&question.asked, answer.as_ref(), &grid.scale)).collect_view();
    let who = names::mentions(std::slice::from_ref(&row.actor), "").into_any();
    view! {
        <tr role="row" data-row=(i + 1).to_string() data-name=row.actor.id.clone()>
            <th scope="row" role="rowheader">{who}</th>
            {cells}
        </tr>
    }
    .into_any()
}

fn cell(asked: &str, answer: Option<&Answer>, scale: &[String]) -> AnyView {
    let rank = answer.map_or(Some(scale.len()), |answer| answer.position).filter(|_| !scale.is_empty());
    let said = match answer {
        None => view! { <p class="none">{OPEN}</p> }.into_any(),
        Some(answer) => {
            let position = answer.position.and_then(|at| Some((at, scale.get(at)?.clone())));
            let position =
                position.map(|(at, word)| view! { <strong>{disc(at, scale.len())}{word}</strong> }.into_any());
            let source = lines::source_view(answer.source.clone());
            view! { {position}<p>{answer.text.clone()}</p><small>{source}</small> }.into_any()
        }
    };
    view! {
        <td role="cell" data-rank=rank.map(|rank| (rank + 1).to_string())>
            <span class="asked">{asked.to_owned()}</span>
            {said}
        </td>
    }
    .into_any()
}

/// A position as a disc, full for the first of the scale and empty for the last. The circle inside is drawn with a stroke as
/// wide as its radius is long, as much of it as there is to fill.
fn disc(at: usize, of: usize) -> AnyView {
    let share = of.saturating_sub(at + 1) as f64 / of.saturating_sub(1).max(1) as f64;
    let dash = format!("{:.1} 22", share * 22.0);
    let filled =
        (share > 0.0).then(|| view! { <circle cx="8" cy="8" r="3.5" stroke-width="7" stroke-dasharray=dash></circle> });
    view! {
        <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7"></circle>{filled}</svg>
    }
    .into_any()
}
