//! A chart by name: a row for each, numbers to the right.

use super::{class, mark, percent, short, side};
use crate::blocks::chart::table::Row;
use crate::blocks::chart::ticks::Scale;
use crate::blocks::chart::{Draw, Figures};
use leptos::prelude::*;

/// Heights of the numbers above the rows, of a row's name, of a bar, and of the room below a row, in CSS pixels.
const TOP: f64 = 24.0;
const NAME: f64 = 22.0;
const BAR: f64 = 12.0;
const ROOM: f64 = 14.0;

pub(super) fn draw(figures: &Figures, scale: &Scale, sign: &str) -> impl IntoView + use<> {
    let (draw, table) = (figures.draw, &figures.table);
    #[expect(clippy::cast_precision_loss, reason = "there are at most six series and 500 rows")]
    let (bars, rows) = (if draw == Draw::Bars { table.series.len() as f64 } else { 1.0 }, table.rows.len() as f64);
    let height = NAME + bars * BAR + ROOM;
    let bottom = TOP + rows * height - ROOM;
    let grid = scale.names().map(|(tick, words)| {
        let (zero, at) = ((tick == 0.0).then_some(""), scale.part(tick) * 100.0);
        view! {
            <line data-zero=zero x1=percent(at) x2=percent(at) y1="18" y2=short(bottom) />
            <text x=percent(at) y="12" text-anchor=side(at)>{format!("{words}{sign}")}</text>
        }
    });
    let grid = grid.collect_view();
    let tops = std::iter::successors(Some(TOP), |top| Some(top + height));
    let rows = table.rows.iter().zip(tops).enumerate().map(|(i, (row, top))| {
        // One number has room beside the name; several are in the table.
        let amount = row.numbers.first().filter(|_| row.numbers.len() == 1).and_then(Option::as_ref);
        let amount = amount.map(|number| {
            let words = format!("{}{sign}", number.words);
            view! { <text class="amount" x="100%" y=short(top + NAME - 7.0) text-anchor="end">{words}</text> }
        });
        let marks = marks(row, scale, draw, top + NAME);
        view! {
            <g data-at=i.to_string() data-name=row.label.about.clone()>
                <rect class="hit" width="100%" y=short(top) height=short(height) />
                {name(&row.label.words, top + NAME - 7.0)}
                {amount}
                {marks}
            </g>
        }
    });
    let rows = rows.collect_view();
    view! { <svg width="100%" height=short(bottom)><g class="grid">{grid}</g>{rows}</svg> }
}

/// Letters of a name that a phone has room for, with a number behind them.
const MOST_LETTERS: usize = 28;

/// The name of a row, and a shorter one for a phone where it needs it: the table has the whole.
fn name(words: &str, y: f64) -> impl IntoView + use<> {
    let text = |class, words: String| view! { <text class=class x="0" y=short(y)>{words}</text> };
    let is_long = words.chars().count() > MOST_LETTERS;
    let narrow = is_long.then(|| {
        let start: String = words.chars().take(MOST_LETTERS - 1).collect();
        text("name narrow", format!("{}…", start.trim_end()))
    });
    view! { {text(if is_long { "name wide" } else { "name" }, words.to_owned())}{narrow} }
}

/// The marks of one row: bars below each other, dots on one line.
fn marks(row: &Row, scale: &Scale, draw: Draw, top: f64) -> impl IntoView + use<> {
    let tops = std::iter::successors(Some(top), |top| Some(top + BAR));
    let marks = row.numbers.iter().zip(tops).enumerate().filter_map(|(series, (number, top_of_bar))| {
        let (zero, end) = (scale.part(0.0) * 100.0, scale.part(number.as_ref()?.amount) * 100.0);
        Some(match draw {
            Draw::Bars => view! {
                <rect
                    class=class("bar", series)
                    x=percent(zero.min(end))
                    width=percent((zero - end).abs())
                    y=short(top_of_bar)
                    height=short(BAR - 2.0)
                />
            }
            .into_any(),
            _ => view! { <svg x=percent(end) y=short(top + BAR / 2.0)>{mark(series, String::new())}</svg> }.into_any(),
        })
    });
    let middle = short(top + BAR / 2.0);
    let track = (draw != Draw::Bars)
        .then(|| view! { <line class="track" x1="0" x2="100%" y1=middle.clone() y2=middle.clone() /> });
    view! { {track}{marks.collect_view()} }
}
