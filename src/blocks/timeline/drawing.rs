//! The picture of a timeline: a row for each actor, a mark for each event, to scale.

use super::{Happening, Story, about, ids, who};
use article::Date;
use leptos::prelude::*;

/// Height of a row, and of the room for the names of months and years above the first, in CSS pixels; as in the style
/// sheet.
const ROW: usize = 28;
const TOP: usize = 24;

/// The picture: time to the right, actors downwards. It has no words of its own to offer that the list lacks, so it is
/// hidden from screen readers. Places are percentages of the width, so that nothing shrinks on a phone but the distances.
pub(super) fn draw(anchor: &str, story: &Story) -> impl IntoView + use<> {
    let first = story.events.iter().map(|event| event.span.from.first_day()).min().unwrap_or_default();
    let last = story.events.iter().map(|event| event.span.to.last_day()).max().unwrap_or_default();
    let across = f64::from((last - first).max(1));
    let part = move |days: i32| format!("{:.1}%", f64::from(days) / across * 100.0);
    let x = move |day: i32| part(day - first);
    let bottom = TOP + story.actors.len() * ROW;
    let ticks = ticks(first, last).into_iter().map(|(day, words)| {
        view! {
            <line x1=x(day) x2=x(day) y1="16" y2=bottom.to_string() />
            <text x=x(day) y="11">{words}</text>
        }
    });
    let rows = (0..story.actors.len())
        .map(|i| view! { <line x1="0" x2="100%" y1=row(i).to_string() y2=row(i).to_string() /> });
    let marks = story.events.iter().zip(ids(anchor, &story.events)).map(|(event, id)| {
        let (from, to) = (event.span.from.first_day(), event.span.to.last_day());
        mark(
            &id,
            event,
            about(event, &story.actors),
            &x(from),
            &x(from.midpoint(to)),
            (to > from).then(|| part(to - from)).as_deref(),
        )
    });
    view! {
        <div class="scale" aria-hidden="true">
            <p>{story.actors.iter().map(|actor| view! { <span data-name=actor.id.clone()>{actor.words.clone()}</span> }).collect_view()}</p>
            <svg width="100%" height=bottom.to_string()>
                <g class="grid">{ticks.collect_view()}{rows.collect_view()}</g>
                {marks.collect_view()}
            </svg>
        </div>
    }
}

/// The middle of an actor's row.
fn row(actor: usize) -> usize {
    TOP + actor * ROW + ROW / 2
}

/// A dot for a day, a bar for anything longer, in the row of each actor, tied together.
fn mark(
    id: &str,
    event: &Happening,
    about: String,
    left: &str,
    middle: &str,
    width: Option<&str>,
) -> impl IntoView + use<> {
    let rows: Vec<usize> = event.who.iter().map(|at| row(*at)).collect();
    let (top, bottom) = (rows.iter().min().copied().unwrap_or(TOP), rows.iter().max().copied().unwrap_or(TOP));
    let dots = rows.iter().map(|y| match width {
        Some(width) => {
            view! { <rect x=left.to_owned() width=width.to_owned() y=(y - 4).to_string() height="8" rx="4" /> }
                .into_any()
        }
        None => view! { <circle cx=middle.to_owned() cy=y.to_string() r="5" /> }.into_any(),
    });
    let dots = dots.collect_view();
    view! {
        <a href=format!("#{id}") data-mark="" data-who=who(event) data-name=about tabindex="-1">
            <line class="hit" x1=middle.to_owned() x2=middle.to_owned() y1=top.to_string() y2=bottom.to_string() />
            <line x1=middle.to_owned() x2=middle.to_owned() y1=top.to_string() y2=bottom.to_string() />
            {dots}
        </a>
    }
}

/// The days to name above the picture: every quarter of up to three years, every year of up to twelve, and so on, so that
/// there is room for each name on a phone.
fn ticks(first: i32, last: i32) -> Vec<(i32, String)> {
    let years = (last - first) / 365;
    let step = (years / 12 + 1).try_into().unwrap_or(u16::MAX);
    let months: &[(u8, &str)] = if years < 3 { &[(1, ""), (4, "Apr"), (7, "Jul"), (10, "Oct")] } else { &[(1, "")] };
    let mut ticks = Vec::new();
    for year in (1..=9999_u16).filter(|year| year.is_multiple_of(step)) {
        for (month, name) in months {
            let day = Date::new(year, Some(*month), Some(1)).map(|date| date.first_day());
            if let Some(day) = day.filter(|day| (first..=last).contains(day)) {
                ticks.push((day, if name.is_empty() { year.to_string() } else { (*name).to_owned() }));
            }
        }
    }
    ticks
}
