//! The picture of a map: land, water, borders and the places, as SVG.
//!
//! Equirectangular, true to scale at the middle of the view. Names are laid out twice, for a column and for a phone, where
//! letters must be larger against the land; a name that would cover another is left out, for the list has it.

use super::Spot;
use leptos::prelude::*;
use outline::{Country, Outline, Ring, View};
use std::fmt::Write;

/// Width of the drawing in its own units. Places are whole units: finer than a pixel of a column of text.
const WIDTH: f64 = 1000.0;

/// Letters on a column and on a phone, in units; as in the style sheet.
const SIZES: [(&str, f64); 2] = [("wide", 20.0), ("narrow", 40.0)];

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

    /// Rings as an SVG path with small relative steps, which compress best.
    fn path<'r>(&self, rings: impl Iterator<Item = &'r Ring>) -> String {
        let mut path = String::new();
        for ring in rings {
            let mut before = (0, 0);
            for (i, (lon, lat)) in ring.iter().enumerate() {
                let (x, y) = self.place(*lon, *lat);
                let (x, y) = (units(x), units(y));
                let (dx, dy) = (x - before.0, y - before.1);
                if i > 0 && dx == 0 && dy == 0 {
                    continue;
                }
                before = (x, y);
                let command = if i == 0 { "M" } else { "l" };
                // A minus sign parts two numbers as well as a blank does.
                let blank = if dy < 0 { "" } else { " " };
                let _ = write!(path, "{command}{dx}{blank}{dy}");
            }
            path.push('z');
        }
        path
    }
}

fn units(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "the drawing is a thousand units wide")]
    let whole = value.round() as i32;
    whole
}

/// Land and lakes as a picture of their own, which is not among the bytes of the first paint: a file's name, and its content.
/// The page refers to the two shapes in it, so the page's own colours hold for them.
pub(super) fn backdrop(anchor: &str, view: &View) -> (String, String) {
    let content = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\">{}{}</svg>",
        shape("land", &land_path(view)),
        shape("lake", &lake_path(view))
    );
    (crate::blocks::hashed(anchor, "svg", &content), content)
}

fn shape(id: &str, path: &str) -> String {
    format!("<path id=\"{id}\" fill-rule=\"evenodd\" d=\"{path}\"/>")
}

fn land_path(view: &View) -> String {
    // Rings are cut a little outside the view, so their edges can be drawn as borders and coasts at once.
    let Outline { land, .. } = outline::outline(view);
    Projection::new(view).path(land.iter().flat_map(|country| &country.rings))
}

fn lake_path(view: &View) -> String {
    let Outline { lakes, .. } = outline::outline(view);
    Projection::new(view).path(lakes.iter().flat_map(|lake| &lake.rings))
}

/// Draws the view and the places in it, on the [`backdrop`] that lies in the folder. A page without a folder, such as the
/// guide, has the shapes in it. Marks are numbered as the list is.
pub(super) fn draw(anchor: &str, view: &View, places: &[Spot], folder: Option<&str>) -> impl IntoView + use<> {
    let projection = Projection::new(view);
    let Outline { land, .. } = outline::outline(view);
    let ground = match folder {
        Some(folder) => {
            let file = format!("{folder}{}", backdrop(anchor, view).0);
            view! {
                <use class="land" href=format!("{file}#land") />
                <use class="lake" href=format!("{file}#lake") />
            }
            .into_any()
        }
        None => view! {
            <path class="land" fill-rule="evenodd" d=land_path(view) />
            <path class="lake" fill-rule="evenodd" d=lake_path(view) />
        }
        .into_any(),
    };
    let spots: Vec<_> = places
        .iter()
        .map(|place| (place.name.words.as_str(), projection.place(place.point.lon, place.point.lat)))
        .collect();
    let countries: Vec<_> = land.iter().filter_map(|country| Territory::of(country, &projection)).collect();
    let layouts = SIZES.map(|(_, size)| lay_out(&spots, &countries, size, projection.height));
    let marks = spots.iter().zip(places).enumerate().map(|(i, ((_, (x, y)), place))| {
        let id = format!("{anchor}--{}", place.name.id);
        let names =
            layouts.iter().zip(SIZES).map(|(layout, (class, _))| layout.0[i].clone().map(|name| name.text(class)));
        view! {
            <a href=format!("#{id}") data-mark="" data-name=place.name.id.clone() tabindex="-1">
                <circle class="hit" cx=units(*x).to_string() cy=units(*y).to_string() r="36" />
                <circle class="dot" cx=units(*x).to_string() cy=units(*y).to_string() r="7" />
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
        <svg class="drawing" data-chooses="" viewBox=format!("0 0 {WIDTH} {}", units(projection.height)) aria-hidden="true">
            {ground}
            {countries}
            {marks}
        </svg>
    }
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
        view! { <text class=class x=units(self.x).to_string() y=units(self.y).to_string() text-anchor=self.anchor>{self.words}</text> }
    }
}

/// A country with where its name fits best.
struct Territory<'a> {
    name: &'a str,
    label: (f64, f64),
    rings: Vec<Vec<(f64, f64)>>,
}

impl<'a> Territory<'a> {
    fn of(country: &'a Country, projection: &Projection<'_>) -> Option<Self> {
        let (lon, lat) = country.label?;
        let ring = |ring: &Ring| ring.iter().map(|(lon, lat)| projection.place(*lon, *lat)).collect();
        Some(Self {
            name: country.name,
            label: projection.place(lon, lat),
            rings: country.rings.iter().map(ring).collect(),
        })
    }

    /// Whether a point lies in it, by the even-odd rule.
    fn holds(&self, (x, y): (f64, f64)) -> bool {
        let crossings = self.rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
        let crossed = crossings
            .filter(|((ax, ay), (bx, by))| (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax);
        crossed.count() % 2 == 1
    }

    /// Its best place first, then places around it, nearest first.
    fn places(&self, size: f64) -> impl Iterator<Item = (f64, f64)> + use<> {
        let (x, y) = self.label;
        let steps = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0, -4.0, 4.0];
        let around = steps.into_iter().flat_map(move |down| steps.into_iter().map(move |across| (across, down)));
        let mut around: Vec<(f64, f64)> = around.collect();
        around.sort_by(|a, b| a.0.hypot(a.1).total_cmp(&b.0.hypot(b.1)));
        around.into_iter().map(move |(across, down)| (x + across * size, y + down * size))
    }
}

/// Left, top, right, bottom.
type Area = (f64, f64, f64, f64);

/// The names of places, `None` where one found no room, and of countries.
fn lay_out(
    spots: &[(&str, (f64, f64))],
    countries: &[Territory<'_>],
    size: f64,
    height: f64,
) -> (Vec<Option<Name>>, Vec<Name>) {
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
            take(name, size * 0.6, size, height, &mut taken)
        })
    });
    let names = names.collect();
    let countries = countries.iter().filter_map(|country| {
        let words = country.name.to_uppercase();
        #[expect(clippy::cast_precision_loss, reason = "names are short")]
        let half = words.chars().count() as f64 * size * 0.43;
        country.places(size).find_map(|(x, y)| {
            let middle = y - size * 0.3;
            let inside = [x - half, x, x + half].into_iter().all(|x| country.holds((x, middle)));
            let name = Name { words: words.clone(), x, y, anchor: "middle" };
            inside.then(|| take(name, size * 0.86, size, height, &mut taken)).flatten()
        })
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
