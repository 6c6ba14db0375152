//! `map`: places on the outline of a region, and what happened at each.
//!
//! Grammar, one place after another:
//! ```text
//! title: What the map shows                     (may be left out)
//! view: 38.4..41.6 N, 43.4..50.4 E              (may be left out: then the places with room around them)
//!
//! Yerevan: 40.18 N, 44.51 E
//!   2021-05-14: What happened there on a day    (DATE as in a timeline)
//!   What there is to say about the place.       (each line is a paragraph)
//!   source: On whose word <https://…>
//! ```
//! The twin is the list of places. The picture is drawn at build from Natural Earth, without tiles: nothing is asked of
//! anybody when a reader looks at it.

use super::{Kind, lines, pairs};
use crate::browser::Part;
use article::{BadLine, Fence, Span};
use leptos::{html, prelude::*};
use outline::View;

mod drawing;

/// The kind.
pub(super) struct Map;

impl Kind for Map {
    fn name(&self) -> &'static str {
        "map"
    }

    fn example(&self) -> &'static str {
        include_str!("map.example")
    }

    fn css(&self) -> &'static str {
        include_str!("map.css")
    }

    fn view(&self, fence: &Fence) -> Result<AnyView, Vec<BadLine>> {
        read(&fence.body).map(|region| twin(fence.anchor.as_str(), region).into_any())
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
    name: String,
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    notes: Vec<(Option<Span>, String)>,
    source: (String, Option<String>),
}

const PLACE: &str = "`Yerevan: 40.18 N, 44.51 E`";

fn read(body: &str) -> Result<Region, Vec<BadLine>> {
    let mut bad = Vec::new();
    let (mut title, mut view, mut places) = (String::new(), None, Vec::<Spot>::new());
    for entry in lines::entries(body, PLACE, &mut bad) {
        match entry.name {
            "title" => entry.value.clone_into(&mut title),
            "view" => match window(entry.value) {
                Ok(window) => view = Some(window),
                Err(found) => bad.push(BadLine::new(
                    entry.line,
                    found,
                    "`38.4..41.6 N, 43.4..50.4 E`: south to north, west to east",
                )),
            },
            _ => places.extend(spot(&entry, &mut bad)),
        }
    }
    if places.is_empty() && bad.is_empty() {
        bad.push(BadLine::new(0, "no places", PLACE));
    }
    let view = view.unwrap_or_else(|| around(&places));
    if bad.is_empty() { Ok(Region { title, view, places }) } else { Err(bad) }
}

fn spot(entry: &lines::Entry<'_>, bad: &mut Vec<BadLine>) -> Option<Spot> {
    let mut place =
        Spot { name: entry.name.to_owned(), lat: 0.0, lon: 0.0, notes: Vec::new(), source: (String::new(), None) };
    for (line, text) in &entry.below {
        let dated = lines::pair(text).and_then(|(date, words)| Some((Span::parse(date)?, words)));
        if let Some((span, words)) = dated {
            place.notes.push((Some(span), words.to_owned()));
            continue;
        }
        match lines::known((*line, text), &["source"], bad) {
            Some(("source", source)) => place.source = lines::source(source),
            Some(_) => {}
            None => place.notes.push((None, (*text).to_owned())),
        }
    }
    if place.source.0.is_empty() {
        bad.push(BadLine::new(
            entry.line,
            "a place without a source",
            "an indented line `source: On whose word` below it",
        ));
    }
    if place.notes.is_empty() {
        bad.push(BadLine::new(
            entry.line,
            "a place where nothing happened",
            "an indented line below it that says what did",
        ));
    }
    match point(entry.value) {
        Some((lat, lon)) => Some(Spot { lat, lon, ..place }),
        None => {
            bad.push(BadLine::new(entry.line, format!("`{}`, which is not a place on the earth", entry.value), PLACE));
            None
        }
    }
}

/// `40.18 N, 44.51 E`.
fn point(text: &str) -> Option<(f64, f64)> {
    let (lat, lon) = text.split_once(',')?;
    Some((degrees(lat, 'N', 'S', 90.0)?, degrees(lon, 'E', 'W', 180.0)?))
}

fn degrees(text: &str, plus: char, minus: char, most: f64) -> Option<f64> {
    let text = text.trim();
    let sign = if text.ends_with(plus) {
        1.0
    } else if text.ends_with(minus) {
        -1.0
    } else {
        return None;
    };
    let value: f64 = text.trim_end_matches([plus, minus]).trim().parse().ok()?;
    (value.is_finite() && (0.0..=most).contains(&value)).then_some(sign * value)
}

/// `38.4..41.6 N, 43.4..50.4 E`.
fn window(text: &str) -> Result<View, String> {
    let bad = || format!("`{text}`, which is not a window on the earth");
    let (lats, lons) = text.split_once(',').ok_or_else(bad)?;
    let both = |text: &str, plus, minus, most| {
        let (from, to) = text.split_once("..")?;
        let side = text.trim().chars().last()?;
        let from = if from.trim().ends_with([plus, minus]) { from.to_owned() } else { format!("{from}{side}") };
        Some((degrees(&from, plus, minus, most)?, degrees(to, plus, minus, most)?))
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
    let (south, north) = bounds(&mut places.iter().map(|place| place.lat), 90.0);
    let (west, east) = bounds(&mut places.iter().map(|place| place.lon), 180.0);
    View { south, north, west, east }
}

fn twin(anchor: &str, region: Region) -> impl IntoView + use<> {
    let title_id = format!("{anchor}-title");
    let heading = title_id.clone();
    let title = if region.title.is_empty() { "Map".to_owned() } else { region.title.clone() };
    let spots: Vec<_> = region.places.iter().map(|place| (place.name.as_str(), place.lat, place.lon)).collect();
    let drawing = drawing::draw(anchor, &region.view, &spots);
    let group = format!("{anchor}-places");
    let places = region.places.into_iter().enumerate();
    let places = places.map(|(i, place)| entry(&format!("{anchor}-{}", i + 1), &group, place)).collect_view();
    view! {
        <section class="block map" id=anchor.to_owned() tabindex="-1" aria-labelledby=title_id>
            <MapIsland>
                <h3 id=heading class="block-title">{title}</h3>
                {drawing}
                <p class="credit">{format!("Outline: {}. Borders are as that source draws them.", outline::SOURCE)}</p>
                <ul class="places" role="list">{places}</ul>
            </MapIsland>
        </section>
    }
}

fn entry(id: &str, group: &str, place: Spot) -> impl IntoView + use<> {
    let side =
        |value: f64, plus: char, minus: char| format!("{:.2}° {}", value.abs(), if value < 0.0 { minus } else { plus });
    let at = format!("{}, {}", side(place.lat, 'N', 'S'), side(place.lon, 'E', 'W'));
    let source = lines::source_view(place.source);
    let notes = place.notes.into_iter().map(|(span, text)| {
        let when = span.map(|span| view! { <time datetime=span.from.to_string()>{span.words()}</time>": " });
        view! { <p>{when}{text}</p> }
    });
    view! {
        <li>
            <details name=group.to_owned()>
                <summary>{place.name}</summary>
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
    let root = NodeRef::<html::Div>::new();
    pairs::once_live(root, pairs::mark_open);
    let toggled = move |_| {
        if let Some(root) = root.get_untracked() {
            pairs::mark_open(&Part(root.into()));
        }
    };
    view! {
        <div class="live" node_ref=root on:click=|event| pairs::pressed(&event) on:toggle:capture=toggled>
            {children()}
        </div>
    }
}

#[cfg(test)]
mod tests;
