//! `map`: places on the outline of a region, and what happened at each.
//!
//! Grammar, one place after another:
//! ```text
//! title: What the map shows                     (may be left out)
//! view: 38.4..41.6 N, 43.4..50.4 E              (may be left out: then the places with room around them)
//!
//! Yerevan: 40.18 N, 44.51 E                     (where it lies may be left out for a place of the cast)
//!   2021-05-14: What happened there on a day    (DATE as in a timeline)
//!   What there is to say about the place.       (each line is a paragraph)
//!   source: On whose word <https://…>
//! ```
//! The twin is the list of places. The picture is drawn at build from Natural Earth, without tiles: nothing is asked of
//! anybody when a reader looks at it.

use super::frame::frame;
use super::names::{self, Name};
use super::{Kind, lines, pairs};
use crate::live::live;
use article::{Article, BadLine, Fence, Point, Sort, Span};
use leptos::prelude::*;
use outline::View;

mod drawing;

/// The kind.
pub(super) struct Map;

impl Kind for Map {
    fn name(&self) -> &'static str {
        "map"
    }

    fn source(&self) -> &'static str {
        include_str!("map.rs")
    }

    fn example(&self) -> &'static str {
        include_str!("map.example")
    }

    fn css(&self) -> &'static str {
        include_str!("map.css")
    }

    fn view(&self, fence: &Fence, article: &Article) -> Result<AnyView, Vec<BadLine>> {
        let folder = article.slug.is_some().then(|| article.slug.pictures());
        read(&fence.body, article).map(|region| twin(fence.anchor.as_str(), region, folder.as_deref()))
    }

    fn files(&self, fence: &Fence, article: &Article) -> Vec<(String, String)> {
        let region = read(&fence.body, article).into_iter();
        let files = region.map(|region| drawing::backdrop(fence.anchor.as_str(), &region.view));
        files.map(|(name, content)| (format!("{}{name}", article.slug.pictures()), content)).collect()
    }
}

/// What a fence says.
#[derive(Debug, PartialEq)]
struct Region {
    title: String,
    view: View,
    places: Vec<Spot>,
}

#[derive(Debug, PartialEq)]
struct Spot {
    name: Name,
    point: Point,
    notes: Vec<(Option<Span>, String)>,
    /// Dates of the cast in which something of it lies.
    dates: Vec<Name>,
    source: (String, Option<String>),
}

const PLACE: &str = "`Yerevan: 40.18 N, 44.51 E`";

fn read(body: &str, article: &Article) -> Result<Region, Vec<BadLine>> {
    let mut bad = Vec::new();
    let (mut title, mut view, mut places) = (String::new(), None, Vec::<Spot>::new());
    for entry in lines::entries(body, PLACE, &mut bad) {
        match entry.name {
            "title" => entry.title(&mut title, PLACE, &mut bad),
            "view" => match window(entry.value) {
                Ok(window) => {
                    view = Some(window);
                    entry.none_below(PLACE, &mut bad);
                }
                Err(found) => bad.push(BadLine::new(
                    entry.line,
                    found,
                    "`38.4..41.6 N, 43.4..50.4 E`: south to north, west to east",
                )),
            },
            _ => places.extend(spot(&entry, article, &mut bad)),
        }
    }
    if places.is_empty() && bad.is_empty() {
        bad.push(BadLine::new(0, "no places", PLACE));
    }
    let view = view.unwrap_or_else(|| around(&places));
    if bad.is_empty() { Ok(Region { title, view, places }) } else { Err(bad) }
}

fn spot(entry: &lines::Entry<'_>, article: &Article, bad: &mut Vec<BadLine>) -> Option<Spot> {
    let name = names::place(entry.name, entry.line, article, bad);
    let (mut notes, mut source) = (Vec::new(), (String::new(), None));
    for (line, text) in &entry.below {
        if let (Some(span), words) = names::dated(text, *line, article, bad) {
            notes.push((Some(span), words.to_owned()));
            continue;
        }
        match lines::known((*line, text), &["source"], bad) {
            Some(("source", words)) => lines::one_source(&mut source, words, *line, bad),
            Some(_) => {}
            None => notes.push((None, (*text).to_owned())),
        }
    }
    if source.0.is_empty() {
        bad.push(BadLine::new(
            entry.line,
            "a place without a source",
            "an indented line `source: On whose word` below it",
        ));
    }
    if notes.is_empty() {
        bad.push(BadLine::new(
            entry.line,
            "a place where nothing happened",
            "an indented line below it that says what did",
        ));
    }
    let known = article.front.cast.find(entry.name).map(|member| &member.sort);
    let point = match known {
        Some(Sort::Place(point)) if entry.value.is_empty() => Some(*point),
        _ => Point::parse(entry.value),
    };
    if point.is_none() {
        bad.push(BadLine::new(entry.line, format!("`{}`, which is not a place on the earth", entry.value), PLACE));
    }
    let spans = notes.iter().filter_map(|(span, _)| span.as_ref());
    let mut dates: Vec<Name> = spans.flat_map(|span| names::dates_around(span, article)).collect();
    dates.dedup();
    point.map(|point| Spot { name, point, notes, dates, source })
}

/// `38.4..41.6 N, 43.4..50.4 E`.
fn window(text: &str) -> Result<View, String> {
    let bad = || format!("`{text}`, which is not a window on the earth");
    let (lats, lons) = text.split_once(',').ok_or_else(bad)?;
    let both = |text: &str, plus, minus, most| {
        let (from, to) = text.split_once("..")?;
        let side = text.trim().chars().last()?;
        let from = if from.trim().ends_with([plus, minus]) { from.to_owned() } else { format!("{from}{side}") };
        Some((Point::degrees(&from, plus, minus, most)?, Point::degrees(to, plus, minus, most)?))
    };
    let (south, north) = both(lats, 'N', 'S', 90.0).ok_or_else(bad)?;
    let (west, east) = both(lons, 'E', 'W', 180.0).ok_or_else(bad)?;
    let view = View { south, north, west, east };
    view.check().map_err(|why| why.to_string())?;
    Ok(view)
}

/// The places with a sixth of their extent as room on each side, and never less than half a degree.
fn around(places: &[Spot]) -> View {
    let bounds = |values: &mut dyn Iterator<Item = f64>, most: f64| {
        let (low, high) = values.fold((most, -most), |(low, high), value| (value.min(low), value.max(high)));
        let room = ((high - low) / 6.0).max(0.5);
        ((low - room).max(-most), (high + room).min(most))
    };
    let (south, north) = bounds(&mut places.iter().map(|place| place.point.lat), 90.0);
    let (west, east) = bounds(&mut places.iter().map(|place| place.point.lon), 180.0);
    View { south, north, west, east }
}

fn twin(anchor: &str, region: Region, folder: Option<&str>) -> AnyView {
    let drawing = drawing::draw(anchor, &region.view, &region.places, folder).into_any();
    let group = format!("{anchor}-places");
    let places = region.places.into_iter();
    let places =
        places.map(|place| entry(&format!("{anchor}--{}", place.name.id), &group, place)).collect_view().into_any();
    let island = view! {
        <MapIsland>
            {drawing}
            <p class="credit">{format!("Outline: {}. Borders are as that source draws them.", outline::SOURCE)}</p>
            <ul class="places" role="list" data-chooses="">{places}</ul>
        </MapIsland>
    };
    frame("map", anchor, &region.title, island.into_any())
}

fn entry(id: &str, group: &str, place: Spot) -> impl IntoView + use<> {
    let side =
        |value: f64, plus: char, minus: char| format!("{:.2}° {}", value.abs(), if value < 0.0 { minus } else { plus });
    let at = format!("{}, {}", side(place.point.lat, 'N', 'S'), side(place.point.lon, 'E', 'W'));
    let about = names::ids(std::iter::once(&place.name).chain(&place.dates));
    let (name, source) = (place.name, lines::source_view(place.source));
    let notes = place.notes.into_iter().map(|(span, text)| {
        let when = span.map(|span| view! { <time datetime=span.from.to_string()>{span.words()}</time>": " });
        view! { <p>{when}{text}</p> }
    });
    view! {
        <li data-name=about>
            <details name=group.to_owned()>
                <summary>{name.words}</summary>
                <div id=id.to_owned() class="more">
                    {notes.collect_view()}
                    <dl>
                        <div><dt>"At"</dt><dd>{at}</dd></div>
                        <div><dt>"Source"</dt><dd>{source}</dd></div>
                    </dl>
                </div>
            </details>
        </li>
    }
}

/// Ties the places of the picture to those of the list.
#[island]
fn MapIsland(children: Children) -> impl IntoView {
    live(children, pairs::tie)
}

#[cfg(test)]
mod tests;
