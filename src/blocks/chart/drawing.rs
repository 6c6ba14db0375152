//! The picture of a chart: what its two shapes, along time and by name, share.
//!
//! It has no words of its own to offer that the table lacks, so it is hidden from screen readers. Places across are
//! percentages and letters are the page's own, so that nothing shrinks on a phone but the distances. Series are told apart
//! by the style sheet: by colour, dash and shape.

use super::table::Label;
use super::ticks::Scale;
use super::{Draw, Figures, number};
use leptos::prelude::*;

mod by_name;
mod over_time;

/// The picture with its key.
pub(super) fn draw(figures: &Figures) -> impl IntoView + use<> {
    let (low, high) = bounds(figures);
    let scale = Scale::over(low, high);
    // A sign stands at every number of the axis, words once above it.
    let unit = figures.unit.as_str();
    let (sign, words) = if number::is_sign(unit) { (unit, "") } else { ("", unit) };
    let is_dense = figures.table.rows.len() > MOST_MARKS && matches!(figures.draw, Draw::Lines | Draw::Levels);
    let picture = if figures.table.is_dated() {
        over_time::draw(figures, &scale, sign).into_any()
    } else {
        by_name::draw(figures, &scale, sign).into_any()
    };
    view! {
        <div class=if is_dense { "plot dense" } else { "plot" } aria-hidden="true">
            {key(figures, words)}
            {picture}
        </div>
    }
}

/// More marks on a line than these would hide it.
const MOST_MARKS: usize = 40;

/// The least and the greatest that the axis has to show.
fn bounds(figures: &Figures) -> (f64, f64) {
    let amounts = figures.table.rows.iter().flat_map(|row| &row.numbers).flatten().map(|number| number.amount);
    let (low, high) = amounts.fold((f64::MAX, f64::MIN), |(low, high), one| (low.min(one), high.max(one)));
    let is_far = low > high / 2.0 || high < low / 2.0;
    let stands_on_zero = matches!(figures.draw, Draw::Bars | Draw::Levels) || !is_far;
    if stands_on_zero { (low.min(0.0), high.max(0.0)) } else { (low, high) }
}

/// What the numbers count, and how to tell the series apart where there are several.
fn key(figures: &Figures, unit: &str) -> impl IntoView + use<> {
    let series = figures.table.series.iter().enumerate().filter(|_| figures.table.series.len() > 1);
    let draw = figures.draw;
    let series = series.map(|(i, Label { words, about })| {
        let swatch = match draw {
            Draw::Bars => view! { <rect class=class("bar", i) x="1" y="1" width="22" height="10" /> }.into_any(),
            Draw::Dots => mark(i, "translate(12 6)".to_owned()).into_any(),
            _ => {
                view! { <path class=class("line", i) d="M0 6h24" />{mark(i, "translate(12 6)".to_owned())} }.into_any()
            }
        };
        view! { <span data-name=about.clone()><svg width="24" height="12">{swatch}</svg>{words.clone()}</span> }
    });
    let (unit, series) = ((!unit.is_empty()).then(|| unit.to_owned()), series.collect_view());
    view! { <p class="key">{unit}{series}</p> }
}

/// The class of something that belongs to a series.
fn class(sort: &str, series: usize) -> String {
    format!("{sort} s{}", series + 1)
}

/// Circle, square, triangle, diamond, and the first two with a hole: the style sheet leaves that empty.
const SHAPES: [&str; 4] =
    ["M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "M-4-4h8v8h-8z", "M-5 4L0-5L5 4z", "M0-5.5L5.5 0L0 5.5L-5.5 0z"];

/// The mark of a series, moved to its place.
fn mark(series: usize, place: String) -> impl IntoView {
    view! { <path class=class("mark", series) d=SHAPES[series % SHAPES.len()] transform=place /> }
}

/// A place or distance as short as a pixel allows.
fn short(value: f64) -> String {
    // Zero has no sign here.
    format!("{}", (value * 10.0).round() / 10.0 + 0.0)
}

fn percent(value: f64) -> String {
    format!("{}%", short(value))
}

/// How a name at this percentage keeps inside the picture.
fn side(at: f64) -> &'static str {
    match at {
        ..5.0 => "start",
        95.0.. => "end",
        _ => "middle",
    }
}
