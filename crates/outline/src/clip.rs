//! Cutting lines and rings at the edges of a rectangle.
//!
//! Without it the map of one valley would carry the coast of a continent. Rings are cut edge by
//! edge (Sutherland-Hodgman; the rectangle is convex, and where it would leave two pieces joined
//! they are joined along the edge, outside the view proper), lines segment by segment
//! (Liang-Barsky). It leaves out curved edges: a window is a rectangle in degrees.

use crate::{Line, Point, Ring};

/// A rectangle in degrees; `west` < `east`, and neither is tied to -180 or 180.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) south: f64,
    pub(crate) north: f64,
    pub(crate) west: f64,
    pub(crate) east: f64,
}

impl Window {
    /// Contains nothing; the start of a bounding box.
    pub(crate) const EMPTY: Self =
        Self { south: f64::INFINITY, north: f64::NEG_INFINITY, west: f64::INFINITY, east: f64::NEG_INFINITY };

    /// Degrees of longitude.
    pub(crate) fn width(&self) -> f64 {
        self.east - self.west
    }

    /// How much shorter a degree of longitude is here than one of latitude. Not to zero: near a
    /// pole everything would be equally far from everything.
    pub(crate) fn squeeze(&self) -> f64 {
        let middle = f64::midpoint(self.south, self.north);
        middle.to_radians().cos().max(0.05)
    }

    /// Larger by a part of its own size on every side.
    pub(crate) fn grown(&self, part: f64) -> Self {
        let x = self.width() * part;
        let y = (self.north - self.south) * part;
        Self { south: self.south - y, north: self.north + y, west: self.west - x, east: self.east + x }
    }

    /// Makes room for a point.
    pub(crate) fn include(&mut self, (x, y): Point) {
        self.west = self.west.min(x);
        self.east = self.east.max(x);
        self.south = self.south.min(y);
        self.north = self.north.max(y);
    }

    /// Whether another, moved `turn` degrees east, has a point in common with it.
    pub(crate) fn meets(&self, other: &Self, turn: f64) -> bool {
        other.west + turn <= self.east
            && other.east + turn >= self.west
            && other.south <= self.north
            && other.north >= self.south
    }

    /// The whole turns of the globe, in degrees, that bring `bounds` into this window.
    pub(crate) fn turns(&self, bounds: &Self) -> impl Iterator<Item = f64> + use<> {
        let (window, bounds) = (*self, *bounds);
        // Rings start within -180 and 180 and may run a turn further; windows likewise.
        [-720.0, -360.0, 0.0, 360.0, 720.0].into_iter().filter(move |&turn| window.meets(&bounds, turn))
    }
}

/// The part of a ring within the window; empty when there is none.
pub(crate) fn ring(mut points: Ring, window: &Window) -> Ring {
    // Each edge: how far inside it a point lies, and the point moved onto it, whatever the
    // rounding, since the next edges compare with it.
    let (west, east, south, north) = (window.west, window.east, window.south, window.north);
    points = cut(points, |p| p.0 - west, |p| (west, p.1));
    points = cut(points, |p| east - p.0, |p| (east, p.1));
    points = cut(points, |p| p.1 - south, |p| (p.0, south));
    points = cut(points, |p| north - p.1, |p| (p.0, north));
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

/// A ring's part on one side of a straight edge.
fn cut(points: Ring, inside: impl Fn(Point) -> f64, onto: impl Fn(Point) -> Point) -> Ring {
    let Some(&last) = points.last() else {
        return points;
    };
    if points.iter().all(|&point| inside(point) >= 0.0) {
        return points;
    }
    let mut kept = Vec::with_capacity(points.len());
    let (mut previous, mut was) = (last, inside(last));
    for point in points {
        let is = inside(point);
        if (was >= 0.0) != (is >= 0.0) {
            kept.push(onto(between(previous, point, was / (was - is))));
        }
        if is >= 0.0 {
            kept.push(point);
        }
        (previous, was) = (point, is);
    }
    kept
}

/// The parts of a line, moved `turn` degrees east, within the window.
pub(crate) fn line(points: &[Point], turn: f64, window: &Window) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut current: Line = Vec::new();
    for pair in points.windows(2) {
        let (a, b) = ((pair[0].0 + turn, pair[0].1), (pair[1].0 + turn, pair[1].1));
        let Some((enter, leave)) = span(a, b, window) else {
            finish(&mut current, &mut lines);
            continue;
        };
        if enter > 0.0 || current.is_empty() {
            finish(&mut current, &mut lines);
            current.push(between(a, b, enter));
        }
        current.push(between(a, b, leave));
        if leave < 1.0 {
            finish(&mut current, &mut lines);
        }
    }
    finish(&mut current, &mut lines);
    lines
}

/// Closes the line being drawn, unless it is a mere touch.
fn finish(current: &mut Line, lines: &mut Vec<Line>) {
    current.dedup();
    if current.len() >= 2 {
        lines.push(std::mem::take(current));
    } else {
        current.clear();
    }
}

/// Which part of the segment is inside, from 0 (`a`) to 1 (`b`).
fn span(a: Point, b: Point, window: &Window) -> Option<(f64, f64)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let edges =
        [(-dx, a.0 - window.west), (dx, window.east - a.0), (-dy, a.1 - window.south), (dy, window.north - a.1)];
    for (speed, room) in edges {
        if speed == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if speed < 0.0 {
            enter = enter.max(room / speed);
        } else {
            leave = leave.min(room / speed);
        }
    }
    (enter <= leave).then_some((enter, leave))
}

/// The point part of the way from `a` to `b`; exactly `a` at 0 and `b` at 1.
fn between(a: Point, b: Point, part: f64) -> Point {
    if part >= 1.0 {
        return b;
    }
    (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window { south: 0.0, north: 10.0, west: 0.0, east: 10.0 };

    #[test]
    fn a_line_that_leaves_and_returns_becomes_two() {
        let points = [(1.0, 1.0), (1.0, 15.0), (5.0, 15.0), (5.0, 5.0)];
        let lines = line(&points, 0.0, &WINDOW);
        let wanted = vec![vec![(1.0, 1.0), (1.0, 10.0)], vec![(5.0, 10.0), (5.0, 5.0)]];
        assert_eq!(lines, wanted);
    }

    #[test]
    fn a_line_that_only_touches_a_corner_is_none() {
        assert!(line(&[(-1.0, 1.0), (1.0, -1.0)], 0.0, &WINDOW).is_empty());
    }

    #[test]
    fn a_ring_around_the_window_becomes_the_window() {
        let around = vec![(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)];
        let clipped = ring(around, &WINDOW);
        let mut bounds = Window::EMPTY;
        clipped.iter().for_each(|&point| bounds.include(point));
        assert_eq!(clipped.len(), 4);
        assert_eq!((bounds.west, bounds.north), (WINDOW.west, WINDOW.north));
    }

    #[test]
    fn a_ring_elsewhere_becomes_nothing() {
        let elsewhere = vec![(20.0, 20.0), (21.0, 20.0), (21.0, 21.0)];
        assert!(ring(elsewhere, &WINDOW).is_empty());
    }
}
