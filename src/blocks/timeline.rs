//! `timeline`: dated events with who took part, where, and on whose word; drawn to scale.
//!
//! Grammar, one event after another:
//! ```text
//! title: What the timeline shows          (may be left out)
//!
//! DATE: What happened, in a few words     (DATE: 2021, 2021-05, 2021-05-14, c. 2021, two of those with
//!                                          `..` between them, or the name of a date of the cast)
//!   actors: Who, Who else                 (at most 10 in all; the order in which they are named is the order of rows)
//!   place: Where; Where else              (may be left out)
//!   source: On whose word <https://…>     (the address may be left out)
//!   More about it, in plain text.         (may be left out; each line is a paragraph)
//! ```
//! The twin is the list of events. The picture has a row for each actor and a mark for each event; choosing an actor is a
//! radio button that the style sheet answers, so it works before any script.

use super::frame::frame;
use super::names::{self, Name};
use super::{Kind, count, lines, pairs};
use crate::live::live;
use article::{Article, BadLine, Date, Fence, Span};
use leptos::prelude::*;

mod drawing;

/// The kind.
pub(super) struct Timeline;

impl Kind for Timeline {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn source(&self) -> &'static str {
        include_str!("timeline.rs")
    }

    fn example(&self) -> &'static str {
        include_str!("timeline.example")
    }

    fn css(&self) -> &'static str {
        include_str!("timeline.css")
    }

    fn view(&self, fence: &Fence, article: &Article) -> Result<AnyView, Vec<BadLine>> {
        read(&fence.body, article).map(|story| twin(fence.anchor.as_str(), story))
    }
}

/// What a fence says.
#[derive(Debug, PartialEq)]
struct Story {
    title: String,
    /// In the order in which they are first named.
    actors: Vec<Name>,
    /// In the order of the fence.
    events: Vec<Happening>,
}

#[derive(Debug, PartialEq)]
struct Happening {
    span: Span,
    headline: String,
    /// Places in [`Story::actors`].
    who: Vec<usize>,
    places: Vec<Name>,
    /// Dates of the cast that it belongs to.
    dates: Vec<Name>,
    source: (String, Option<String>),
    text: Vec<String>,
}

/// What one picture can tell apart, and what the style sheet has rules for.
const MOST_ACTORS: usize = 10;

const EVENT: &str = "`2021-05-14: What happened`, and below it, indented, `actors:` and `source:`";

fn read(body: &str, article: &Article) -> Result<Story, Vec<BadLine>> {
    let mut bad = Vec::new();
    let mut story = Story { title: String::new(), actors: Vec::new(), events: Vec::new() };
    for entry in lines::entries(body, "`2021-05-14: What happened`", &mut bad) {
        if entry.name == "title" {
            entry.title(&mut story.title, EVENT, &mut bad);
        } else if let Some(span) = names::date(entry.name, article) {
            happening(&entry, span, article, &mut story, &mut bad);
        } else {
            bad.push(BadLine::new(
                entry.line,
                format!("`{}`, which is not a date", entry.name),
                "a date that the calendar has: `2021`, `2021-05`, `2021-05-14`, or two with `..` between them",
            ));
        }
    }
    if story.events.is_empty() && bad.is_empty() {
        bad.push(BadLine::new(0, "no events", EVENT));
    }
    if bad.is_empty() { Ok(story) } else { Err(bad) }
}

fn happening(entry: &lines::Entry<'_>, span: Span, article: &Article, story: &mut Story, bad: &mut Vec<BadLine>) {
    let mut event = Happening {
        span,
        headline: entry.value.to_owned(),
        who: Vec::new(),
        places: Vec::new(),
        dates: names::dates_around(&span, article),
        source: (String::new(), None),
        text: Vec::new(),
    };
    for (line, text) in &entry.below {
        match lines::known((*line, text), &["actors", "place", "source"], bad) {
            Some(("actors", list)) => {
                for written in names::parts(list, ',') {
                    let name = names::actor(written, *line, article, bad);
                    let at = story.actors.iter().position(|actor| *actor == name).unwrap_or_else(|| {
                        story.actors.push(name);
                        story.actors.len() - 1
                    });
                    if at == MOST_ACTORS {
                        bad.push(BadLine::new(
                            *line,
                            format!("`{written}`, one actor too many"),
                            "at most 10 actors in a timeline",
                        ));
                    }
                    event.who.push(at);
                }
            }
            Some(("place", list)) => {
                event.places.extend(names::parts(list, ';').map(|place| names::place(place, *line, article, bad)));
            }
            Some(("source", words)) => lines::one_source(&mut event.source, words, *line, bad),
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

fn twin(anchor: &str, story: Story) -> AnyView {
    let title = story.title.clone();
    let scale = drawing::draw(anchor, &story).into_any();
    let choice = choice(anchor, &story.actors).into_any();
    let Story { actors, events, .. } = story;
    let ids = ids(anchor, &events);
    let events = events.into_iter().zip(ids).map(|(event, id)| entry(&id, event, &actors));
    let events = events.collect_view().into_any();
    let island = view! {
        <TimelineIsland>
            {choice}
            {scale}
            {count::line()}
            <ol class="events" role="list">{events}</ol>
        </TimelineIsland>
    };
    frame("timeline", anchor, &title, island.into_any())
}

/// Which actor to look at. The style sheet counts the buttons: they are in the order of the numbers of [`who`].
fn choice(anchor: &str, actors: &[Name]) -> impl IntoView + use<> {
    let group = format!("{anchor}-who");
    let all =
        view! { <label><input type="radio" name=group.clone() value="" checked /><span>"Everyone"</span></label> };
    let each = actors.iter().map(|actor| {
        view! {
            <label>
                <input type="radio" name=group.clone() value=actor.id.clone() />
                <span>{actor.words.clone()}</span>
            </label>
        }
    });
    view! { <fieldset class="pick" data-chooses=""><legend>"Show what concerns"</legend>{all}{each.collect_view()}</fieldset> }
}

/// The ids of the events: their dates, so that a link to one survives what is written before it; numbered from the second of a
/// date on.
fn ids(anchor: &str, events: &[Happening]) -> Vec<String> {
    let dates: Vec<_> = events.iter().map(|event| event.span.from).collect();
    let id = |(i, date): (usize, &Date)| match dates[..i].iter().filter(|other| *other == date).count() {
        0 => format!("{anchor}--{date}"),
        before => format!("{anchor}--{date}-{}", before + 1),
    };
    dates.iter().enumerate().map(id).collect()
}

/// The numbers of an event's actors, as the style sheet compares them.
fn who(event: &Happening) -> String {
    event.who.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(" ")
}

/// Everything of the cast that an event is about.
fn about(event: &Happening, actors: &[Name]) -> String {
    let who = event.who.iter().filter_map(|at| actors.get(*at));
    names::ids(who.chain(&event.places).chain(&event.dates))
}

fn entry(id: &str, event: Happening, actors: &[Name]) -> impl IntoView + use<> {
    let (numbers, about) = (who(&event), about(&event, actors));
    let who: Vec<Name> = event.who.iter().filter_map(|at| actors.get(*at).cloned()).collect();
    let places = event.places;
    let place =
        (!places.is_empty()).then(|| view! { <div><dt>"Where"</dt><dd>{names::mentions(&places, "; ")}</dd></div> });
    let source = lines::source_view(event.source);
    view! {
        <li data-who=numbers data-name=about>
            <details>
                <summary>
                    <time datetime=event.span.from.to_string()>{event.span.words()}</time>
                    " "<span>{event.headline}</span>
                </summary>
                <div id=id.to_owned() class="more">
                    {event.text.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
                    <dl>
                        <div><dt>"Who"</dt><dd>{names::mentions(&who, ", ")}</dd></div>
                        {place}
                        <div><dt>"Source"</dt><dd>{source}</dd></div>
                    </dl>
                </div>
            </details>
        </li>
    }
}

/// Says how many events are left when an actor is chosen, and ties the picture to the list.
#[island]
fn TimelineIsland(children: Children) -> impl IntoView {
    live(children, |root| {
        pairs::tie(root);
        count::tell(root, ".events > li", "events");
        root.on("change", |root, _| count::tell(root, ".events > li", "events"));
    })
}

#[cfg(test)]
mod tests;
