//! The picture of a map: land, water, borders and the places, as SVG.
//!
//! Equirectangular, true to scale at the middle of the view. Names are laid out twice, for a column and for a phone, where
//! letters must be larger against the land; a name that would cover another is left out, for the list has it.

use leptos::prelude::*;
use outline::{Line, Outline, Ring, View};
use std::fmt::Write;

/// Width of the drawing in its own units; a column of text is about as many pixels wide.
const WIDTH: f64 = 680.0;

/// Letters on a column and on a phone, in units.
const SIZES: [(&str, f64); 2] = [("wide", 14.0), ("narrow", 27.0)];

struct Projection<'a> {
    view: &'a View,
    /// Units per degree of longitude and of latitude.
    scale: (f64, f64),
    height: f64,
}

impl<'a> Projection<'a> {
    fn new(view: &'a View) -> Self {
        let across = WIDTH / view.width();
        let down = across / ((view.south + view.north) / 2.0).to_radians().cos().max(0.05);
        // A window far higher than wide would push the text away; it is pressed into a square and a half.
        let height = ((view.north - view.south) * down).min(WIDTH * 1.5);
        Self { view, scale: (across, height / (view.north - view.south)), height }
    }

    fn place(&self, lon: f64, lat: f64) -> (f64, f64) {
        let mut east = lon - self.view.west;
        if east < 0.0 && self.view.east < self.view.west {
            east += 360.0;
        }
        (east * self.scale.0, (self.view.north - lat) * self.scale.1)
    }

    /// Points as an SVG path with small relative steps, which compress best.
    fn path(&self, lines: &[Line], closed: bool) -> String {
        let mut path = String::new();
        for line in lines {
            let mut before = (0, 0);
            for (i, (lon, lat)) in line.iter().enumerate() {
                let (x, y) = self.place(*lon, *lat);
                #[expect(clippy::cast_possible_truncation, reason = "the drawing is a few hundred units wide")]
                let (x, y) = ((x * 10.0).round() as i32, (y * 10.0).round() as i32);
                let (dx, dy) = (x - before.0, y - before.1);
                if i > 0 && dx == 0 && dy == 0 {
                    continue;
                }
                before = (x, y);
                let command = if i == 0 { "M" } else { "l" };
                let _ = write!(path, "{command}{} {}", tenths(dx), tenths(dy));
            }
            if closed {
                path.push('z');
            }
        }
        path
    }
}

fn tenths(n: i32) -> String {
    let (sign, n) = (if n < 0 { "-" } else { "" }, n.abs());
    match (n / 10, n % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, part) => format!("{sign}.{part}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

/// Draws the view and the places in it, each given as name, degrees north and degrees east. Marks are numbered as the
/// list is.
pub(super) fn draw(anchor: &str, view: &View, places: &[(&str, f64, f64)]) -> impl IntoView + use<> {
    let projection = Projection::new(view);
    let Outline { land, borders, coasts, lakes, shores } = outline::outline(view);
    let fill = |rings: Vec<&[Ring]>| projection.path(&rings.concat(), true);
    let land_path = fill(land.iter().map(|country| country.rings.as_slice()).collect());
    let lake_path = fill(lakes.iter().map(|lake| lake.rings.as_slice()).collect());
    let shore = projection.path(&[coasts, shores].concat(), false);
    let border = projection.path(&borders, false);
    let spots: Vec<_> = places.iter().map(|(name, lat, lon)| (*name, projection.place(*lon, *lat))).collect();
    let countries: Vec<_> = land
        .iter()
        .filter_map(|country| country.label.map(|(lon, lat)| (country.name, projection.place(lon, lat))))
        .collect();
    let layouts = SIZES.map(|(_, size)| lay_out(&spots, &countries, size, projection.height));
    let marks = spots.iter().enumerate().map(|(i, (_, (x, y)))| {
        let id = format!("{anchor}-{}", i + 1);
        let names = layouts.iter().zip(SIZES).map(|(layout, (class, _))| layout.0[i].clone().map(|name| name.text(class)));
        view! {
            <a href=format!("#{id}") data-mark=id.clone() tabindex="-1">
                <circle class="hit" cx=units(*x) cy=units(*y) r="26" />
                <circle class="dot" cx=units(*x) cy=units(*y) r="5" />
                {names.collect_view()}
            </a>
        }
    });
    let marks = marks.collect_view();
    let countries = layouts.iter().zip(SIZES).map(|(layout, (class, _))| {
        let names = layout.1.iter().map(|name| name.clone().text(class)).collect_view();
        view! { <g class="countries">{names}</g> }
    });
    let countries = countries.collect_view();
    view! {
        <svg class="drawing" viewBox=format!("0 0 {WIDTH} {}", units(projection.height)) aria-hidden="true">
            <path class="land" fill-rule="evenodd" d=land_path />
            <path class="lake" fill-rule="evenodd" d=lake_path />
            <path class="shore" d=shore />
            <path class="border" d=border />
            {countries}
            {marks}
        </svg>
    }
}

fn units(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "the drawing is a few hundred units wide")]
    tenths((value * 10.0).round() as i32)
}

/// A name where it is written.
#[derive(Clone)]
struct Name {
    words: String,
    x: f64,
    y: f64,
    anchor: &'static str,
}

impl Name {
    fn text(self, class: &'static str) -> impl IntoView {
        view! { <text class=class x=units(self.x) y=units(self.y) text-anchor=self.anchor>{self.words}</text> }
    }
}

/// Left, top, right, bottom.
type Area = (f64, f64, f64, f64);

/// The names of places, `None` where one found no room, and of countries.
fn lay_out(spots: &[(&str, (f64, f64))], countries: &[(&str, (f64, f64))], size: f64, height: f64) -> (Vec<Option<Name>>, Vec<Name>) {
    let dot = size * 0.4;
    let mut taken: Vec<Area> = spots.iter().map(|(_, (x, y))| (x - dot, y - dot, x + dot, y + dot)).collect();
    let names = spots.iter().map(|(name, (x, y))| {
        let gap = size * 0.55;
        let sides = [
            (gap, size * 0.35, "start"),
            (-gap, size * 0.35, "end"),
            (0.0, -gap, "middle"),
            (0.0, gap + size * 0.75, "middle"),
            (gap * 0.7, -gap * 0.7, "start"),
            (-gap * 0.7, -gap * 0.7, "end"),
            (gap * 0.7, gap * 0.7 + size * 0.7, "start"),
            (-gap * 0.7, gap * 0.7 + size * 0.7, "end"),
        ];
        sides.into_iter().find_map(|(dx, dy, anchor)| {
            let name = Name { words: (*name).to_owned(), x: x + dx, y: y + dy, anchor };
            take(name, size * 0.56, size, height, &mut taken)
        })
    });
    let names = names.collect();
    let countries = countries.iter().filter_map(|(name, (x, y))| {
        let name = Name { words: name.to_uppercase(), x: *x, y: *y, anchor: "middle" };
        take(name, size * 0.78, size, height, &mut taken)
    });
    let countries = countries.collect();
    (names, countries)
}

/// Keeps room for a name, if there is any; `letter` is the usual width of one.
fn take(name: Name, letter: f64, size: f64, height: f64, taken: &mut Vec<Area>) -> Option<Name> {
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let width = name.words.chars().count() as f64 * letter;
    let left = match name.anchor {
        "start" => name.x,
        "end" => name.x - width,
        _ => name.x - width / 2.0,
    };
    let area = (left, name.y - size * 0.8, left + width, name.y + size * 0.25);
    let inside = area.0 >= 2.0 && area.1 >= 2.0 && area.2 <= WIDTH - 2.0 && area.3 <= height - 2.0;
    let free = taken.iter().all(|other| area.2 < other.0 || other.2 < area.0 || area.3 < other.1 || other.3 < area.1);
    (inside && free).then(|| {
        taken.push(area);
        name
    })
}
