//! The outline of a region: which land, borders, coasts and lakes a map of it shows.
//!
//! A `map` block names a window on the earth; the build draws it as SVG without asking any map
//! server. This crate holds the whole world's outline (Natural Earth, public domain) in one
//! compressed file and hands out the part in the window, clipped to it and no finer than a
//! reader could see. See `README.md` beside it for where the data comes from.
//!
//! It leaves out projection, colours, text and SVG (the caller's), and provinces, rivers, relief
//! and cities (not in the data). Borders are as Natural Earth draws them.
//!
//! Points are `(longitude, latitude)` in degrees everywhere: x first, as in SVG and `GeoJSON`.

mod clip;
mod data;
mod label;
mod simplify;
mod view;

pub use view::{BadView, View};

use clip::Window;
use data::{Area, Atlas, Kind};
use simplify::Simplified;

/// Where the lines come from, for a credit line. The lakes are from a later release of the same
/// work, at the same scale.
pub const SOURCE: &str = "Natural Earth 4.1.0, 1:10m";

/// A point: degrees east, degrees north. In a view across the antimeridian the degrees east go
/// on past 180 (or below -180), so that a line never jumps across the map.
pub type Point = (f64, f64);

/// A line of at least two points.
pub type Line = Vec<Point>;

/// A closed line of at least three points; the first is not repeated at the end.
pub type Ring = Vec<Point>;

/// What a view shows. Everything is clipped a little outside the view (a hundredth of its
/// size), so that the cut edges can be stroked without being seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// The countries with land in the view, in the source's order.
    pub land: Vec<Country>,
    /// Lines between two countries, each once. Some run through lakes: draw them over the lakes.
    pub borders: Vec<Line>,
    /// Lines between a country and the sea (the Caspian is a sea here).
    pub coasts: Vec<Line>,
    /// Lakes, to be filled as water over the land.
    pub lakes: Vec<Lake>,
    /// Lines between a lake and the land around it or an island in it.
    pub shores: Vec<Line>,
}

/// A country's land in the view.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// Its short English name on maps, e.g. `Bosnia and Herz.`
    pub name: &'static str,
    /// Islands, mainland and holes alike: fill them together with the even-odd rule. Do not
    /// stroke them, they also run along the edge of the view: stroke `borders` and `coasts`.
    pub rings: Vec<Ring>,
    /// Where its name fits best: well inside what is visible of it and off the lakes. `None`
    /// when too little of it is in the view to carry a name.
    pub label: Option<Point>,
}

/// A lake or reservoir in the view.
#[derive(Clone, Debug, PartialEq)]
pub struct Lake {
    /// Its English name; empty where the source has none.
    pub name: &'static str,
    /// Its edge and its islands: fill together with the even-odd rule, and stroke `shores`
    /// instead.
    pub rings: Vec<Ring>,
}

/// The outline in `view`. Empty when the view is not one ([`View::check`] says why); never
/// panics.
#[must_use]
pub fn outline(view: &View) -> Outline {
    let Some(inner) = view.window() else {
        return Outline::default();
    };
    let atlas = data::atlas();
    let outer = inner.grown(0.01);
    // Finer than this is less than half a pixel in a column 750 pixels wide.
    let mut arcs = Simplified::new(atlas, inner.squeeze(), inner.width() / 1500.0);

    let mut lakes = Vec::new();
    for area in &atlas.lakes {
        let rings = rings_in(area, atlas, &mut arcs, &outer);
        if !rings.is_empty() {
            let name = area.name.as_str();
            lakes.push(Lake { name, rings });
        }
    }
    let mut land = Vec::new();
    for area in &atlas.countries {
        let rings = rings_in(area, atlas, &mut arcs, &outer);
        if !rings.is_empty() {
            let name = area.name.as_str();
            let label = label::place(&rings, &lakes, &inner);
            land.push(Country { name, rings, label });
        }
    }
    let mut outline = Outline { land, lakes, ..Outline::default() };
    for (number, arc) in atlas.arcs.iter().enumerate() {
        let lines = match arc.kind {
            Kind::Hidden => continue,
            Kind::Coast => &mut outline.coasts,
            Kind::Border => &mut outline.borders,
            Kind::Shore => &mut outline.shores,
        };
        for turn in outer.turns(&arc.bounds) {
            lines.extend(clip::line(arcs.get(number), turn, &outer));
        }
    }
    outline.shift(view.west - inner.west);
    outline
}

/// An area's rings within the window, at every whole turn of the globe at which they meet it.
fn rings_in(area: &Area, atlas: &Atlas, arcs: &mut Simplified, window: &Window) -> Vec<Ring> {
    let mut rings = Vec::new();
    for ring in &area.rings {
        for turn in window.turns(&ring.bounds) {
            let whole = arcs.ring(ring, atlas, turn, window);
            let clipped = clip::ring(whole, window);
            if clipped.len() >= 3 {
                rings.push(clipped);
            }
        }
    }
    rings
}

impl Outline {
    /// How many points it has in all: about seven bytes each in an SVG path.
    #[must_use]
    pub fn points(&self) -> usize {
        let land = self.land.iter().flat_map(|country| &country.rings);
        let lakes = self.lakes.iter().flat_map(|lake| &lake.rings);
        let lines = self.borders.iter().chain(&self.coasts).chain(&self.shores);
        land.chain(lakes).chain(lines).map(Vec::len).sum()
    }

    /// Moves everything east, in degrees: from the window's longitudes to the ones asked for.
    fn shift(&mut self, east: f64) {
        if east == 0.0 {
            return;
        }
        let land = self.land.iter_mut();
        let labels = land.flat_map(|country| {
            let rings = country.rings.iter_mut().flatten();
            rings.chain(&mut country.label)
        });
        let lakes = self.lakes.iter_mut().flat_map(|lake| &mut lake.rings);
        let lines = self.borders.iter_mut().chain(&mut self.coasts).chain(&mut self.shores);
        for point in labels.chain(lakes.chain(lines).flatten()) {
            point.0 += east;
        }
    }
}
