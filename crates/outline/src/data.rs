//! Reading the committed file: the world's arcs, and which countries and lakes they bound.
//!
//! The format is `convert.mjs`'s own (`README.md` describes it). An arc is the stretch of line
//! between two meeting points and is stored once even when two countries share it, which is what
//! keeps a border one line. It leaves out any defence against a foreign file: the bytes are part
//! of the program, and a test reads them.

use std::io::Read;
use std::sync::OnceLock;

use crate::Point;
use crate::clip::Window;

static PACKED: &[u8] = include_bytes!("../natural-earth-10m.bin.br");

/// Everything in the file.
pub(crate) struct Atlas {
    pub(crate) arcs: Vec<Arc>,
    pub(crate) countries: Vec<Area>,
    pub(crate) lakes: Vec<Area>,
}

/// A stretch of line, in degrees; closed when its ends are the same.
pub(crate) struct Arc {
    pub(crate) points: Vec<Point>,
    pub(crate) bounds: Window,
    pub(crate) kind: Kind,
}

/// What an arc is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Not at all: a cut along the antimeridian, or a spike that one country runs along out and
    /// back.
    Hidden,
    /// Between a country and the sea.
    Coast,
    /// Between two countries.
    Border,
    /// A lake's edge.
    Shore,
}

/// A country or lake.
pub(crate) struct Area {
    pub(crate) name: String,
    pub(crate) rings: Vec<RingOfArcs>,
}

/// A closed line made of arcs, end to end.
pub(crate) struct RingOfArcs {
    pub(crate) parts: Vec<Part>,
    pub(crate) bounds: Window,
    /// The pole it goes around, degrees north, when it does: Antarctica's coast closes only on a
    /// globe; on a map it must go along the pole to close.
    pub(crate) pole: Option<f64>,
}

/// One arc in a ring.
pub(crate) struct Part {
    pub(crate) arc: usize,
    pub(crate) reversed: bool,
    /// Whole turns, in degrees, that bring its start to the end of the part before.
    pub(crate) turn: f64,
}

/// The atlas, unpacked on first use (tens of milliseconds, some ten megabytes).
pub(crate) fn atlas() -> &'static Atlas {
    static ATLAS: OnceLock<Atlas> = OnceLock::new();
    ATLAS.get_or_init(|| {
        let mut raw = Vec::new();
        brotli_decompressor::Decompressor::new(PACKED, 1 << 16)
            .read_to_end(&mut raw)
            .expect("the bytes are the committed file's, and a test unpacks them");
        decode(&raw).expect("the bytes are the committed file's, and a test decodes them")
    })
}

/// The atlas in the file's bytes, or nothing when they end too soon or point outside.
fn decode(raw: &[u8]) -> Option<Atlas> {
    let mut head = Stream(raw);
    let shape_size = head.size()?;
    let xs_size = head.size()?;
    let (shape, rest) = head.0.split_at_checked(shape_size)?;
    let (xs, ys) = rest.split_at_checked(xs_size)?;
    let (mut shape, mut xs, mut ys) = (Stream(shape), Stream(xs), Stream(ys));

    let steps = f64::from(u32::try_from(shape.number()?).ok()?);
    let arc_count = shape.size()?;
    let mut arcs = Vec::new();
    let (mut x, mut y) = (0_i32, 0_i32);
    for _ in 0..arc_count {
        let mut points = Vec::new();
        let mut bounds = Window::EMPTY;
        for _ in 0..shape.size()? {
            x = x.checked_add(xs.signed()?)?;
            y = y.checked_add(ys.signed()?)?;
            let point = (f64::from(x) / steps, f64::from(y) / steps);
            bounds.include(point);
            points.push(point);
        }
        arcs.push(Arc { points, bounds, kind: Kind::Hidden });
    }
    let countries = areas(&mut shape, &arcs)?;
    let lakes = areas(&mut shape, &arcs)?;
    sort(&mut arcs, &countries, Kind::Coast, Kind::Border)?;
    sort(&mut arcs, &lakes, Kind::Shore, Kind::Hidden)?;
    Some(Atlas { arcs, countries, lakes })
}

/// Gives the arcs of these areas their kind, by how often they are used and by how many areas.
fn sort(arcs: &mut [Arc], areas: &[Area], alone: Kind, between: Kind) -> Option<()> {
    // Per arc: uses, areas, and the last area that used it.
    let mut used = vec![(0, 0, usize::MAX); arcs.len()];
    for (number, area) in areas.iter().enumerate() {
        for part in area.rings.iter().flat_map(|ring| &ring.parts) {
            let (uses, users, last) = used.get_mut(part.arc)?;
            *uses += 1;
            *users += u32::from(*last != number);
            *last = number;
        }
    }
    for (arc, (uses, users, _)) in arcs.iter_mut().zip(used) {
        let seam = arc.bounds.west == arc.bounds.east && arc.bounds.west.abs() == 180.0;
        match (uses, users) {
            _ if seam => {}
            (1, _) => arc.kind = alone,
            (_, 2..) => arc.kind = between,
            _ => {}
        }
    }
    Some(())
}

/// A list of countries or lakes.
fn areas(shape: &mut Stream, arcs: &[Arc]) -> Option<Vec<Area>> {
    let mut list = Vec::new();
    let mut next = 0_i32;
    for _ in 0..shape.size()? {
        let length = shape.size()?;
        let (name, rest) = shape.0.split_at_checked(length)?;
        shape.0 = rest;
        let name = str::from_utf8(name).ok()?.to_owned();
        let mut rings = Vec::new();
        for _ in 0..shape.size()? {
            let mut parts = Vec::new();
            for _ in 0..shape.size()? {
                let number = next.checked_add(shape.signed()?)?;
                next = number.checked_add(2)?;
                let number = usize::try_from(number).ok()?;
                parts.push((number / 2, number % 2 == 1));
            }
            rings.push(join(&parts, arcs)?);
        }
        list.push(Area { name, rings });
    }
    Some(list)
}

/// Lays the arcs end to end, each moved by whole turns to where the one before it ended.
fn join(numbers: &[(usize, bool)], arcs: &[Arc]) -> Option<RingOfArcs> {
    let mut parts = Vec::new();
    let mut bounds = Window::EMPTY;
    let (mut start, mut end): (Option<Point>, Option<Point>) = (None, None);
    for &(arc, reversed) in numbers {
        let shape = arcs.get(arc)?;
        let (mut from, mut to) = (*shape.points.first()?, *shape.points.last()?);
        if reversed {
            std::mem::swap(&mut from, &mut to);
        }
        let turn = end.map_or(0.0, |end| ((end.0 - from.0) / 360.0).round() * 360.0);
        start.get_or_insert(from);
        end = Some((to.0 + turn, to.1));
        bounds.include((shape.bounds.west + turn, shape.bounds.south));
        bounds.include((shape.bounds.east + turn, shape.bounds.north));
        parts.push(Part { arc, reversed, turn });
    }
    let (start, end) = (start?, end?);
    let around = (end.0 - start.0).abs() > 180.0;
    let pole = around.then_some(90.0_f64.copysign(end.1));
    if let Some(pole) = pole {
        bounds.include((bounds.west, pole));
    }
    Some(RingOfArcs { parts, bounds, pole })
}

/// Bytes read from the front.
struct Stream<'a>(&'a [u8]);

impl Stream<'_> {
    /// An unsigned number, seven bits a byte, smallest first.
    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(value);
            }
        }
        None
    }

    /// A length or count.
    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// A number of either sign: 0, -1, 1, -2, 2 are written 0, 1, 2, 3, 4.
    fn signed(&mut self) -> Option<i32> {
        let value = i64::try_from(self.number()?).ok()?;
        i32::try_from((value >> 1) ^ -(value & 1)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_fits_its_budget_and_decodes_to_the_last_byte() {
        assert!(PACKED.len() <= 380_000, "{} bytes", PACKED.len());
        let atlas = atlas();
        assert!(atlas.countries.len() > 240 && atlas.lakes.len() > 1000);
        assert!(atlas.arcs.iter().all(|arc| arc.points.len() >= 2));
    }

    #[test]
    fn every_ring_closes() {
        for area in atlas().countries.iter().chain(&atlas().lakes) {
            for ring in &area.rings {
                let ends = |part: &Part| {
                    let points = &atlas().arcs[part.arc].points;
                    let (a, b) = (points[0], points[points.len() - 1]);
                    if part.reversed { (b, a) } else { (a, b) }
                };
                let mut last = ends(&ring.parts[ring.parts.len() - 1]).1;
                for part in &ring.parts {
                    let (from, to) = ends(part);
                    let gap = (from.0 - last.0).rem_euclid(360.0);
                    assert!(gap.min(360.0 - gap) < 0.01 && (from.1 - last.1).abs() < 0.01, "{}", area.name);
                    last = to;
                }
            }
        }
    }

    #[test]
    fn cut_or_foreign_bytes_are_refused_without_a_panic() {
        assert!(decode(&[]).is_none());
        assert!(decode(&[200, 1, 2, 3]).is_none());
        assert!(decode(&[255; 40]).is_none());
    }
}
