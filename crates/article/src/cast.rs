//! The cast: who, where and when an article is about, named once.

use crate::{Anchor, Span};

/// Who, where and when an article is about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cast {
    /// In the order of the file.
    pub members: Vec<Member>,
}

/// One name of the cast.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The name as addresses and markup have it.
    pub id: String,
    /// The name as readers see it.
    pub name: String,
    /// What it names.
    pub sort: Sort,
}

/// What a name of the cast names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sort {
    /// Somebody who acts: a person, a state, an organisation.
    Actor,
    /// Somewhere.
    Place(Point),
    /// Some day, month or year, or the time between two.
    Date(Span),
}

/// A place on the earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

impl Point {
    /// Reads `40.18 N, 44.51 E`.
    pub fn parse(text: &str) -> Option<Self> {
        let (lat, lon) = text.split_once(',')?;
        Some(Self { lat: Self::degrees(lat, 'N', 'S', 90.0)?, lon: Self::degrees(lon, 'E', 'W', 180.0)? })
    }

    /// Reads one of the two: `40.18 N` with the letters of its two sides, and how many degrees there are at most.
    pub fn degrees(text: &str, plus: char, minus: char, most: f64) -> Option<f64> {
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
}

impl Cast {
    /// The member of that name: the whole of it, one half of a name in two forms (`A / B`), or its id.
    pub fn find(&self, written: &str) -> Option<&Member> {
        let written = written.trim();
        let id = Anchor::of(written).to_string();
        self.members.iter().find(|member| {
            member.name == written || member.id == id || member.name.split(" / ").any(|half| half == written)
        })
    }

    /// The actors.
    pub fn actors(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.sort == Sort::Actor)
    }

    /// The places.
    pub fn places(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| matches!(member.sort, Sort::Place(_)))
    }

    /// The dates.
    pub fn dates(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| matches!(member.sort, Sort::Date(_)))
    }
}
