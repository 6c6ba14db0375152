//! A chart along time: to scale to the right, numbers upwards.

use super::{class, mark, percent, short, side};
use crate::blocks::chart::table::Row;
use crate::blocks::chart::ticks::{self, Scale};
use crate::blocks::chart::{Draw, Figures};
use leptos::prelude::*;

/// Height of the picture without the names of days below it, and of these, in CSS pixels; as in the style sheet.
const HEIGHT: f64 = 220.0;
const BELOW: f64 = 24.0;

/// What part of the time between two neighbours bars fill.
const FILLED: f64 = 0.7;

/// The days at the two ends of the picture.
struct Time {
    first: i32,
    last: i32,
}

impl Time {
    /// Bars need room for their halves, and the last level for as long as it has held.
    fn of(days: &[i32], draw: Draw) -> Self {
        let (first, last) = (days.first().copied().unwrap_or_default(), days.last().copied().unwrap_or_default());
        match draw {
            Draw::Bars => Self { first: first - nearest(days) / 2, last: last + nearest(days) / 2 },
            Draw::Levels => Self { first, last: last + ((last - first) / 12).max(1) },
            _ if first == last => Self { first: first - 1, last: last + 1 },
            _ => Self { first, last },
        }
    }

    /// So many days as a percentage of the picture.
    fn part(&self, days: f64) -> f64 {
        days / f64::from(self.last - self.first) * 100.0
    }

    fn x(&self, day: i32) -> f64 {
        self.part(f64::from(day - self.first))
    }
}

/// The days between the two nearest neighbours; a year where there is but one.
fn nearest(days: &[i32]) -> i32 {
    days.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap_or(365)
}

pub(super) fn draw(figures: &Figures, scale: &Scale, sign: &str) -> impl IntoView + use<> {
    let (draw, table) = (figures.draw, &figures.table);
    let days: Vec<i32> = table.rows.iter().filter_map(|row| row.date).map(|date| date.first_day()).collect();
    let time = Time::of(&days, draw);
    let xs: Vec<f64> = days.iter().map(|day| time.x(*day)).collect();
    let axis = scale.names().collect::<Vec<_>>().into_iter().rev();
    let axis = axis.map(|(_, words)| view! { <span>{format!("{words}{sign}")}</span> }).collect_view();
    let width = time.part(f64::from(nearest(&days)) * FILLED);
    let paths = (0..table.series.len()).filter(|_| matches!(draw, Draw::Lines | Draw::Levels)).map(|series| {
        let points = xs.iter().zip(&table.rows).map(|(x, row)| (*x, row.numbers[series].as_ref()));
        let points = points.map(|(x, number)| (x, number.map(|number| y(scale, number.amount))));
        view! { <path class=class("line", series) d=path(points, draw) /> }
    });
    let paths = paths.collect_view();
    let rows = table.rows.iter().enumerate().map(|(i, row)| {
        let between = |a: usize, b: usize| Some((xs.get(a)? + xs.get(b)?) / 2.0);
        let from = if i == 0 { 0.0 } else { between(i - 1, i).unwrap_or(0.0) };
        let to = between(i, i + 1).unwrap_or(100.0);
        // A level is touched as long as it holds.
        let (from, to) =
            if draw == Draw::Levels { (xs[i], xs.get(i + 1).copied().unwrap_or(100.0)) } else { (from, to) };
        let marks = marks(row, scale, draw, width);
        view! {
            <svg x=percent(xs[i]) data-at=i.to_string() data-name=row.label.about.clone()>
                <rect class="hit" x=percent(from - xs[i]) width=percent(to - from) height=short(HEIGHT) />
                <path class="guide" d=format!("M0 0v{HEIGHT}") />
                {marks}
            </svg>
        }
    });
    let rows = rows.collect_view();
    let height = short(HEIGHT + BELOW);
    view! {
        <p class="axis">{axis}</p>
        <svg width="100%" height=height.clone()>
            {grid(scale, &time)}
            <svg viewBox=format!("0 0 100 {height}") preserveAspectRatio="none">{paths}</svg>
            {rows}
        </svg>
    }
}

fn y(scale: &Scale, amount: f64) -> f64 {
    (1.0 - scale.part(amount)) * HEIGHT
}

/// A line at each round number, zero's stronger, and below a name at each turn of the time.
fn grid(scale: &Scale, time: &Time) -> impl IntoView + use<> {
    let across = scale.ticks.iter().map(|tick| {
        let (zero, at) = ((*tick == 0.0).then_some(""), short(y(scale, *tick)));
        view! { <line data-zero=zero x1="0" x2="100%" y1=at.clone() y2=at.clone() /> }
    });
    let names = ticks::dates(time.first, time.last).into_iter().map(|(day, words)| {
        let at = time.x(day);
        view! {
            <line x1=percent(at) x2=percent(at) y1=short(HEIGHT) y2=short(HEIGHT + 5.0) />
            <text x=percent(at) y=short(HEIGHT + 20.0) text-anchor=side(at)>{words}</text>
        }
    });
    view! { <g class="grid">{across.collect_view()}{names.collect_view()}</g> }
}

/// A line from point to point, or in steps, with a break where a number is missing. The units across are percentages.
fn path(points: impl Iterator<Item = (f64, Option<f64>)>, draw: Draw) -> String {
    let (mut path, mut is_open) = (String::new(), false);
    for (x, y) in points {
        let x = short(x);
        match y.map(short) {
            Some(y) if is_open && draw == Draw::Levels => path.push_str(&format!("H{x}V{y}")),
            Some(y) if is_open => path.push_str(&format!("L{x} {y}")),
            // Of its own length, so that a number between two gaps is a dot.
            Some(y) => path.push_str(&format!("M{x} {y}h0")),
            None if is_open && draw == Draw::Levels => path.push_str(&format!("H{x}")),
            None => {}
        }
        is_open = y.is_some();
    }
    if is_open && draw == Draw::Levels {
        path.push_str("H100");
    }
    path
}

/// The marks of one day, side by side if they are bars; `width` is the percentage that all bars of a day fill.
fn marks(row: &Row, scale: &Scale, draw: Draw, width: f64) -> impl IntoView + use<> {
    #[expect(clippy::cast_precision_loss, reason = "there are at most six series")]
    let part = |series: usize| width * series as f64 / row.numbers.len() as f64;
    let marks = row.numbers.iter().enumerate().filter_map(|(series, number)| {
        let amount = number.as_ref()?.amount;
        let (zero, end) = (y(scale, 0.0), y(scale, amount));
        Some(match draw {
            Draw::Bars => view! {
                <rect
                    class=class("bar", series)
                    x=percent(part(series) - width / 2.0)
                    width=percent(part(1))
                    y=short(zero.min(end))
                    height=short((zero - end).abs())
                />
            }
            .into_any(),
            _ => mark(series, format!("translate(0 {})", short(end))).into_any(),
        })
    });
    marks.collect_view()
}
