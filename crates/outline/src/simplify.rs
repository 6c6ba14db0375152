//! Taking away the corners nobody could see at the scale of a view.
//!
//! Works on arcs, not on rings, so that two countries keep the very same border and no sliver
//! opens between them (Douglas-Peucker: no point moves further than the tolerance). It leaves
//! out making things legible: an island too small to see goes, it is not enlarged.

use crate::clip::Window;
use crate::data::{Atlas, RingOfArcs};
use crate::{Point, Ring};

/// An atlas's arcs at one tolerance, each worked out when first asked for.
pub(crate) struct Simplified<'a> {
    atlas: &'a Atlas,
    squeeze: f64,
    tolerance: f64,
    done: Vec<Option<Vec<Point>>>,
}

impl<'a> Simplified<'a> {
    /// `squeeze` is how much shorter a degree of longitude is than one of latitude, and
    /// `tolerance` is in degrees of longitude.
    pub(crate) fn new(atlas: &'a Atlas, squeeze: f64, tolerance: f64) -> Self {
        Self { atlas, squeeze, tolerance: tolerance * squeeze, done: vec![None; atlas.arcs.len()] }
    }

    /// An arc's points that matter; none when it is an islet too small to see.
    pub(crate) fn get(&mut self, arc: usize) -> &[Point] {
        let (squeeze, tolerance) = (self.squeeze, self.tolerance);
        let points = &self.atlas.arcs[arc].points;
        self.done[arc].get_or_insert_with(|| simplify(points, squeeze, tolerance))
    }

    /// A ring's points, moved `turn` degrees east. What lies outside the window is only as exact
    /// as the window needs: an arc that does not come near it is replaced by its ends, and since
    /// those lie in the same box beside the window, the inside stays what it was.
    pub(crate) fn ring(&mut self, ring: &RingOfArcs, atlas: &Atlas, turn: f64, window: &Window) -> Ring {
        let mut points: Ring = Vec::new();
        for part in &ring.parts {
            let arc = &atlas.arcs[part.arc];
            let turn = turn + part.turn;
            let ends = [arc.points[0], arc.points[arc.points.len() - 1]];
            let shown = if window.meets(&arc.bounds, turn) { self.get(part.arc) } else { &ends };
            let moved = shown.iter().map(|&(x, y)| (x + turn, y));
            if part.reversed {
                points.extend(moved.rev());
            } else {
                points.extend(moved);
            }
        }
        points.dedup();
        if let (Some(pole), Some(&first), Some(&last)) = (ring.pole, points.first(), points.last()) {
            points.extend([(last.0, pole), (first.0, pole)]);
        } else if points.first() == points.last() {
            points.pop();
        }
        points
    }
}

/// Keeps the ends and every point further than `tolerance` from the line without it.
fn simplify(points: &[Point], squeeze: f64, tolerance: f64) -> Vec<Point> {
    let Some(last) = points.len().checked_sub(1) else {
        return Vec::new();
    };
    let mut keep = vec![false; points.len()];
    (keep[0], keep[last]) = (true, true);
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let mut farthest = (tolerance, None);
        for (index, &point) in points.iter().enumerate().take(to).skip(from + 1) {
            let away = distance(point, points[from], points[to], squeeze);
            if away > farthest.0 {
                farthest = (away, Some(index));
            }
        }
        if let Some(index) = farthest.1 {
            keep[index] = true;
            open.extend([(from, index), (index, to)]);
        }
    }
    let kept: Vec<Point> = points.iter().zip(&keep).filter_map(|(&point, &keep)| keep.then_some(point)).collect();
    // A closed line of fewer than three corners has no inside left.
    if kept.len() < 4 && points[0] == points[last] {
        return Vec::new();
    }
    kept
}

/// From a point to a segment, in degrees of latitude.
pub(crate) fn distance(point: Point, from: Point, to: Point, squeeze: f64) -> f64 {
    let (dx, dy) = ((to.0 - from.0) * squeeze, to.1 - from.1);
    let (px, py) = ((point.0 - from.0) * squeeze, point.1 - from.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (px - along * dx).hypot(py - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_corners_beyond_the_tolerance_stay() {
        let line = [(0.0, 0.0), (1.0, 0.05), (2.0, 0.0), (3.0, 1.0), (4.0, 0.0)];
        let wanted = vec![(0.0, 0.0), (2.0, 0.0), (3.0, 1.0), (4.0, 0.0)];
        assert_eq!(simplify(&line, 1.0, 0.1), wanted);
    }

    #[test]
    fn an_islet_too_small_to_see_goes() {
        let islet = [(0.0, 0.0), (0.01, 0.0), (0.0, 0.01), (0.0, 0.0)];
        assert!(simplify(&islet, 1.0, 0.1).is_empty());
        assert_eq!(simplify(&islet, 1.0, 0.001).len(), 4);
    }
}
