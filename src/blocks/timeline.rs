//! `timeline`: dated events with who took part, where, and on whose word; drawn to scale.
//!
//! Grammar, one event after another:
//! ```text
//! title: What the timeline shows          (may be left out)
//!
//! DATE: What happened, in a few words     (DATE: 2021, 2021-05, 2021-05-14, or two of those with `..` between them)
//!   actors: Who, Who else                 (at most 10 in all; the order in which they are named is the order of rows)
//!   place: Where                          (may be left out)
//!   source: On whose word <https://…>     (the address may be left out)
//!   More about it, in plain text.         (may be left out; each line is a paragraph)
//! ```
//! The twin is the list of events. The picture has a row for each actor and a mark for each event; choosing an actor is a
//! radio button that the style sheet answers, so it works before any script.

use super::{Kind, lines, pairs};
use crate::browser::Part;
use article::{BadLine, Date, Fence, Span};
use leptos::{html, prelude::*};

/// The kind.
pub(super) struct Timeline;

impl Kind for Timeline {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn example(&self) -> &'static str {
        include_str!("timeline.example")
    }

    fn css(&self) -> &'static str {
        include_str!("timeline.css")
    }

    fn view(&self, fence: &Fence) -> Result<AnyView, Vec<BadLine>> {
        read(&fence.body).map(|story| twin(fence.anchor.as_str(), story).into_any())
    }
}

/// What a fence says.
#[derive(Debug, PartialEq)]
struct Story {
    title: String,
    /// In the order in which they are first named.
    actors: Vec<String>,
    /// In the order of the fence.
    events: Vec<Happening>,
}

#[derive(Debug, PartialEq)]
struct Happening {
    span: Span,
    headline: String,
    /// Places in [`Story::actors`].
    who: Vec<usize>,
    place: Option<String>,
    source: (String, Option<String>),
    text: Vec<String>,
}

/// What one picture can tell apart, and what the style sheet has rules for.
const MOST_ACTORS: usize = 10;

fn read(body: &str) -> Result<Story, Vec<BadLine>> {
    let mut bad = Vec::new();
    let mut story = Story { title: String::new(), actors: Vec::new(), events: Vec::new() };
    for entry in lines::entries(body, "`2021-05-14: What happened`", &mut bad) {
        if entry.name == "title" {
            entry.value.clone_into(&mut story.title);
        } else if let Some(span) = Span::parse(entry.name) {
            happening(&entry, span, &mut story, &mut bad);
        } else {
            bad.push(BadLine::new(
                entry.line,
                format!("`{}`, which is not a date", entry.name),
                "a date that the calendar has: `2021`, `2021-05`, `2021-05-14`, or two with `..` between them",
            ));
        }
    }
    if story.events.is_empty() && bad.is_empty() {
        bad.push(BadLine::new(
            0,
            "no events",
            "`2021-05-14: What happened`, and below it, indented, `actors:` and `source:`",
        ));
    }
    if bad.is_empty() { Ok(story) } else { Err(bad) }
}

fn happening(entry: &lines::Entry<'_>, span: Span, story: &mut Story, bad: &mut Vec<BadLine>) {
    let mut event = Happening {
        span,
        headline: entry.value.to_owned(),
        who: Vec::new(),
        place: None,
        source: (String::new(), None),
        text: Vec::new(),
    };
    for (line, text) in &entry.below {
        match lines::known((*line, text), &["actors", "place", "source"], bad) {
            Some(("actors", names)) => {
                for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                    let at = story.actors.iter().position(|actor| actor == name).unwrap_or_else(|| {
                        story.actors.push(name.to_owned());
                        story.actors.len() - 1
                    });
                    if at == MOST_ACTORS {
                        bad.push(BadLine::new(
                            *line,
                            format!("`{name}`, one actor too many"),
                            "at most 10 actors in a timeline",
                        ));
                    }
                    event.who.push(at);
                }
            }
            Some(("place", place)) => event.place = Some(place.to_owned()).filter(|place| !place.is_empty()),
            Some(("source", source)) => event.source = lines::source(source),
            Some(_) => {}
            None => event.text.push((*text).to_owned()),
        }
    }
    if event.headline.is_empty() {
        bad.push(BadLine::new(entry.line, "a date without an event", "what happened, in a few words, behind the date"));
    }
    if event.who.is_empty() {
        bad.push(BadLine::new(
            entry.line,
            "an event without actors",
            "an indented line `actors: Who, Who else` below it",
        ));
    }
    if event.source.0.is_empty() {
        bad.push(BadLine::new(
            entry.line,
            "an event without a source",
            "an indented line `source: On whose word` below it",
        ));
    }
    story.events.push(event);
}

fn twin(anchor: &str, story: Story) -> impl IntoView + use<> {
    let title_id = format!("{anchor}-title");
    let heading = title_id.clone();
    let title = if story.title.is_empty() { "Timeline".to_owned() } else { story.title.clone() };
    let scale = scale(anchor, &story);
    let choice = choice(anchor, &story.actors);
    let Story { actors, events, .. } = story;
    let count = events.len();
    let events = events.into_iter().enumerate().map(|(i, event)| entry(&format!("{anchor}-{}", i + 1), event, &actors));
    let events = events.collect_view();
    view! {
        <section class="block timeline" id=anchor.to_owned() tabindex="-1" aria-labelledby=title_id>
            <TimelineIsland>
                <h3 id=heading class="block-title">{title}</h3>
                {choice}
                {scale}
                <p class="count" data-all=count.to_string() hidden></p>
                <ol class="events" role="list">{events}</ol>
            </TimelineIsland>
        </section>
    }
}

/// Which actor to look at. The numbers are those of [`who`].
fn choice(anchor: &str, actors: &[String]) -> impl IntoView + use<> {
    let group = format!("{anchor}-who");
    let all =
        view! { <label><input type="radio" name=group.clone() value="0" checked /><span>"Everyone"</span></label> };
    let each = actors.iter().enumerate().map(|(i, actor)| {
        view! {
            <label><input type="radio" name=group.clone() value=(i + 1).to_string() /><span>{actor.clone()}</span></label>
        }
    });
    view! { <fieldset class="pick"><legend>"Show what concerns"</legend>{all}{each.collect_view()}</fieldset> }
}

/// The numbers of an event's actors, as the style sheet compares them.
fn who(event: &Happening) -> String {
    event.who.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(" ")
}

fn entry(id: &str, event: Happening, actors: &[String]) -> impl IntoView + use<> {
    let numbers = who(&event);
    let names = event.who.iter().filter_map(|at| actors.get(*at).cloned()).collect::<Vec<_>>().join(", ");
    let (source, address) = event.source;
    let source = match address {
        Some(address) => view! { <a href=address>{source}</a> }.into_any(),
        None => source.into_any(),
    };
    view! {
        <li data-who=numbers>
            <details>
                <summary>
                    <time datetime=event.span.from.to_string()>{event.span.words()}</time>
                    " "<span>{event.headline}</span>
                </summary>
                <div id=id.to_owned() class="more">
                    {event.text.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
                    <dl>
                        <div><dt>"Who"</dt><dd>{names}</dd></div>
                        {event.place.map(|place| view! { <div><dt>"Where"</dt><dd>{place}</dd></div> })}
                        <div><dt>"Source"</dt><dd>{source}</dd></div>
                    </dl>
                </div>
            </details>
        </li>
    }
}

/// Height of a row, and of the room for the names of months and years above the first, in CSS pixels; as in the style
/// sheet.
const ROW: usize = 28;
const TOP: usize = 24;

/// The picture: time to the right, actors downwards. It has no words of its own to offer that the list lacks, so it is
/// hidden from screen readers. Places are percentages of the width, so that nothing shrinks on a phone but the distances.
fn scale(anchor: &str, story: &Story) -> impl IntoView + use<> {
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
    let marks = story.events.iter().enumerate().map(|(i, event)| {
        let id = format!("{anchor}-{}", i + 1);
        let (from, to) = (event.span.from.first_day(), event.span.to.last_day());
        mark(&id, event, &x(from), &x(from.midpoint(to)), (to > from).then(|| part(to - from)).as_deref())
    });
    view! {
        <div class="scale" aria-hidden="true">
            <p>{story.actors.iter().map(|actor| view! { <span>{actor.clone()}</span> }).collect_view()}</p>
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
fn mark(id: &str, event: &Happening, left: &str, middle: &str, width: Option<&str>) -> impl IntoView + use<> {
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
    let hits = rows.iter().map(|y| view! { <circle class="hit" cx=middle.to_owned() cy=y.to_string() r="12" /> });
    let hits = hits.collect_view();
    view! {
        <a href=format!("#{id}") data-mark=id.to_owned() data-who=who(event) tabindex="-1">
            <title>{format!("{}: {}", event.span.words(), event.headline)}</title>
            <line x1=middle.to_owned() x2=middle.to_owned() y1=top.to_string() y2=bottom.to_string() />
            {dots}
            {hits}
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

/// Says how many events are left when an actor is chosen, and ties the picture to the list.
#[island]
fn TimelineIsland(children: Children) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    pairs::once_live(root, |root| {
        pairs::mark_open(root);
        count(root);
    });
    let with_root = move |then: fn(&Part)| {
        if let Some(root) = root.get_untracked() {
            then(&Part(root.into()));
        }
    };
    view! {
        <div
            class="live"
            node_ref=root
            on:click=|event| pairs::pressed(&event)
            on:toggle:capture=move |_| with_root(pairs::mark_open)
            on:change=move |_| with_root(count)
        >
            {children()}
        </div>
    }
}

fn count(root: &Part) {
    let shown = root.all(".events > li").iter().filter(|event| event.is_shown()).count();
    let Some(line) = root.find(".count") else { return };
    let all = line.attribute("data-all").unwrap_or_default();
    let chosen = root.find(".pick input:checked").and_then(|input| input.attribute("value"));
    let words = match chosen.as_deref() {
        None | Some("0") => String::new(),
        Some(_) => format!("{shown} of {all} events"),
    };
    line.set("hidden", words.is_empty().then_some(""));
    line.write(&words);
    if !words.is_empty() {
        crate::browser::say(&words);
    }
}

#[cfg(test)]
mod tests;
