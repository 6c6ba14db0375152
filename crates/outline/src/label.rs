//! Where a country's name goes: the middle of the widest open space of it in the view.
//!
//! A centroid falls outside a crescent (Croatia, Azerbaijan with Nakhichevan cut off) and a
//! bounding box's middle anywhere at all; the point furthest from every edge never does. Found
//! by halving squares, best first, until none can hold a better point. It leaves out the names'
//! sizes and collisions with other marks: the caller knows its type and its pins.

use crate::clip::{self, Window};
use crate::simplify::distance;
use crate::{Lake, Point, Ring};

/// Names are wider than high: distances east and west count for this much of those north and
/// south.
const LYING: f64 = 0.5;
/// A country needs this part of the view's width around the label to carry a name.
const LEAST: f64 = 1.0 / 80.0;
/// How exactly the middle is found, as a part of the view's width.
const EXACT: f64 = 1.0 / 400.0;

/// The label's point for a country with these rings, or nothing when too little shows.
pub(crate) fn place(rings: &[Ring], lakes: &[Lake], window: &Window) -> Option<Point> {
    let clip = |ring: &Ring| clip::ring(ring.clone(), window);
    let land: Vec<Ring> = rings.iter().map(clip).filter(|r| r.len() > 2).collect();
    let mut bounds = Window::EMPTY;
    for &point in land.iter().flatten() {
        bounds.include(point);
    }
    let squeeze = window.squeeze() * LYING;
    let scale = window.width() * window.squeeze();
    let least = scale * LEAST;
    let (width, height) = (bounds.width() * squeeze, bounds.north - bounds.south);
    if land.is_empty() || width < 2.0 * least || height < 2.0 * least {
        return None;
    }
    let water: Vec<Ring> = lakes
        .iter()
        .flat_map(|lake| &lake.rings)
        .filter(|ring| {
            let mut size = Window::EMPTY;
            ring.iter().for_each(|&point| size.include(point));
            bounds.meets(&size, 0.0) && size.width() * squeeze > least
        })
        .cloned()
        .collect();
    let room = |point: Point| {
        let edges = land.iter().chain(&water).flat_map(sides);
        let away = edges.map(|(from, to)| distance(point, from, to, squeeze)).fold(f64::INFINITY, f64::min);
        let inside = contains(&land, point) && !water.iter().any(|r| contains([r], point));
        if inside { away } else { -away }
    };

    // A tall sliver of a view would take millions of squares: no finer than a part of its length.
    let longer = width.max(height);
    let exact = (scale * EXACT).max(longer / 512.0);
    // Squares: half a side in degrees of latitude, the middle, and the room around it.
    let half = (width.min(height) / 2.0).max(longer / 64.0);
    let mut open = Vec::new();
    for column in steps(width / half) {
        for row in steps(height / half) {
            let point = (bounds.west + column * half / squeeze, bounds.south + row * half);
            open.push((half, point, room(point)));
        }
    }
    let mut best = (least, None);
    while let Some((half, (x, y), around)) = open.pop() {
        if around > best.0 {
            best = (around, Some((x, y)));
        }
        // The farthest corner of a square is the most its points can gain on its middle.
        if around + half * std::f64::consts::SQRT_2 <= best.0 + exact {
            continue;
        }
        let half = half / 2.0;
        let aside = half / squeeze;
        let mut quarters: Vec<_> = [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)]
            .map(|(dx, dy)| (x + dx * aside, y + dy * half))
            .map(|middle| (half, middle, room(middle)))
            .into();
        // Last out first: the most promising quarter next, so that the others are cut early.
        quarters.sort_by(|a, b| a.2.total_cmp(&b.2));
        open.append(&mut quarters);
    }
    best.1
}

/// The middles of the squares that cover a length, all in half sides: 1, 3, 5 and so on.
fn steps(length: f64) -> impl Iterator<Item = f64> {
    (0..32_u8).map(|step| f64::from(step) * 2.0 + 1.0).take_while(move |middle| middle - 1.0 < length)
}

/// A ring's segments.
fn sides(ring: &Ring) -> impl Iterator<Item = (Point, Point)> {
    let ends = ring.iter().skip(1).chain(ring.first());
    ring.iter().copied().zip(ends.copied())
}

/// Whether a point is inside the rings together, by the even-odd rule.
fn contains<'a>(rings: impl IntoIterator<Item = &'a Ring>, (x, y): Point) -> bool {
    let mut inside = false;
    for (a, b) in rings.into_iter().flat_map(sides) {
        if (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0) {
            inside = !inside;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window { south: -5.0, north: 5.0, west: 0.0, east: 20.0 };

    #[test]
    fn a_label_lies_in_the_wide_arm_of_a_crescent() {
        let crescent =
            vec![(0.0, -4.0), (18.0, -4.0), (18.0, 4.0), (0.0, 4.0), (0.0, 3.0), (2.0, 3.0), (2.0, -3.0), (0.0, -3.0)];
        let (x, y) = place(&[crescent], &[], &WINDOW).expect("there is room");
        assert!((6.0..14.0).contains(&x) && y.abs() < 1.0, "{x} {y}");
    }

    #[test]
    fn a_sliver_at_the_edge_has_no_label() {
        let sliver = vec![(19.9, -5.0), (25.0, -5.0), (25.0, 5.0), (19.9, 5.0)];
        assert_eq!(place(&[sliver], &[], &WINDOW), None);
    }

    #[test]
    fn a_label_keeps_off_a_lake() {
        let land = vec![(0.0, -5.0), (20.0, -5.0), (20.0, 5.0), (0.0, 5.0)];
        let shore = vec![(6.0, -3.0), (14.0, -3.0), (14.0, 3.0), (6.0, 3.0)];
        let lake = Lake { name: "", rings: vec![shore.clone()] };
        let point = place(&[land], &[lake], &WINDOW).expect("there is room");
        assert!(!contains([&shore], point));
    }
}
