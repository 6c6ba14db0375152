//! The window on the earth a map asks for, and what is wrong with it if something is.
//!
//! Kept apart because an editor types these numbers: this is the one place that judges them.
//! It leaves out how large the map is drawn.

use std::fmt;

use crate::clip::Window;

/// A window on the earth, in degrees: south and north -90 to 90, west and east -540 to 540.
///
/// A view with `east` below `west` goes across the antimeridian: west 170, east -170 is the
/// twenty degrees around Fiji, the same as west 170, east 190.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Southern edge, degrees north.
    pub south: f64,
    /// Northern edge, degrees north.
    pub north: f64,
    /// Western edge, degrees east.
    pub west: f64,
    /// Eastern edge, degrees east.
    pub east: f64,
}

/// Why a view shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadView {
    /// An edge is not a number.
    NotANumber,
    /// South or north is beyond a pole, or west or east more than half a turn beyond 360.
    OffTheEarth,
    /// North is not north of south.
    NoHeight,
    /// West and east are the same, or more than a full turn apart.
    NoWidth,
}

impl fmt::Display for BadView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "an edge of the map is not a number",
            Self::OffTheEarth => {
                "the map goes off the earth: south and north are within -90 and 90 degrees, \
                 west and east within -540 and 540"
            }
            Self::NoHeight => "the map's north must be larger than its south",
            Self::NoWidth => "the map's west and east must differ, by 360 degrees at most",
        })
    }
}

impl std::error::Error for BadView {}

impl View {
    /// Whether there is anything to draw, and if not, why.
    ///
    /// # Errors
    /// The first thing wrong, in words an editor can act on.
    pub fn check(&self) -> Result<(), BadView> {
        let edges = [self.south, self.north, self.west, self.east];
        if edges.iter().any(|edge| !edge.is_finite()) {
            return Err(BadView::NotANumber);
        }
        if self.south < -90.0 || self.north > 90.0 || self.west.abs().max(self.east.abs()) > 540.0 {
            return Err(BadView::OffTheEarth);
        }
        if self.south >= self.north {
            return Err(BadView::NoHeight);
        }
        let width = self.width();
        if width > 0.0 && width <= 360.0 { Ok(()) } else { Err(BadView::NoWidth) }
    }

    /// Degrees from west to east, going east. A caller that projects must use this and not
    /// `east - west`, which is negative across the antimeridian.
    #[must_use]
    pub fn width(&self) -> f64 {
        let width = self.east - self.west;
        if width < 0.0 { width + 360.0 } else { width }
    }

    /// The view as a window whose west lies within -180 and 180.
    pub(crate) fn window(&self) -> Option<Window> {
        self.check().ok()?;
        let west = (self.west + 180.0).rem_euclid(360.0) - 180.0;
        Some(Window { south: self.south, north: self.north, west, east: west + self.width() })
    }
}
