//! The cast: who, where and when an article is about, named once in front matter so that text and blocks can share it.
//!
//! ```toml
//! [cast]
//! actors = ["Armenia", "CSTO"]
//! [cast.places]
//! "Black Lake / Sev Lich" = "39.60 N, 46.23 E"
//! [cast.dates]
//! "the war" = "2020-09-27..2020-11-10"
//! ```
//! Names are alike when their anchors are: case, spaces and the shape of an apostrophe do not tell two members apart.

use crate::fields::{Fields, Placed};
use crate::{Anchor, Problem, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// Who, where and when an article is about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cast {
    /// In the order of the file.
    pub members: Vec<Member>,
}

/// One of the cast.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The name as addresses and markup have it; no other member has the same.
    pub id: String,
    /// The name as the editor wrote it; ` / ` stands between two names of the same.
    pub name: String,
    /// What it is.
    pub sort: Sort,
}

/// What a member of the cast is.
#[derive(Debug, Clone, PartialEq)]
pub enum Sort {
    /// Somebody who acts: a person, a state, an organization.
    Actor,
    /// Somewhere.
    Place(Point),
    /// Some time.
    Date(Span),
}

/// A place on the earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north, -90 to 90.
    pub lat: f64,
    /// Degrees east, -180 to 180.
    pub lon: f64,
}

impl Cast {
    /// The member that is written so: by its name, by one half of a name `A / B`, or by its id.
    pub fn find(&self, written: &str) -> Option<&Member> {
        let id = id(written)?;
        self.members.iter().find(|member| member.ids().any(|known| known == id))
    }

    /// Those who act, in the order of the file.
    pub fn actors(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.sort == Sort::Actor)
    }

    /// The places, in the order of the file.
    pub fn places(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| matches!(member.sort, Sort::Place(_)))
    }

    /// The dates, in the order of the file.
    pub fn dates(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| matches!(member.sort, Sort::Date(_)))
    }
}

impl Member {
    /// Its id, then those of the halves of its name.
    fn ids(&self) -> impl Iterator<Item = String> {
        let halves = self.name.split(" / ").filter_map(id).filter(|half| *half != self.id);
        std::iter::once(self.id.clone()).chain(halves)
    }
}

impl Point {
    /// Reads `40.18 N, 44.51 E`; south is `S` and west is `W`.
    pub fn parse(text: &str) -> Option<Self> {
        let (lat, lon) = text.split_once(',')?;
        Some(Self { lat: Self::degrees(lat, 'N', 'S', 90.0)?, lon: Self::degrees(lon, 'E', 'W', 180.0)? })
    }

    /// Reads one of the two: `40.18 N`, given the letters of its two sides and how many degrees there are at most.
    pub fn degrees(text: &str, plus: char, minus: char, most: f64) -> Option<f64> {
        let text = text.trim();
        let (number, sign) = match text.strip_suffix(plus) {
            Some(number) => (number, 1.0),
            None => (text.strip_suffix(minus)?, -1.0),
        };
        let value: f64 = number.trim().parse().ok()?;
        (value.is_finite() && (0.0..=most).contains(&value)).then_some(sign * value)
    }
}

/// The anchor of a name; none where it has neither letters nor digits.
pub(crate) fn id(name: &str) -> Option<String> {
    name.contains(char::is_alphanumeric).then(|| Anchor::of(name).to_string())
}

/// Reads `[cast]`.
pub(crate) fn read(fields: &mut Fields<'_, '_>, problems: &mut Vec<Problem>) -> Cast {
    let Some(mut table) = fields.table("cast", problems) else { return Cast::default() };
    let mut found: Vec<(Placed<String>, Sort)> = Vec::new();
    found.extend(table.texts("actors", problems).into_iter().map(|name| (name, Sort::Actor)));
    for (name, (written, at)) in table.pairs("places", "\"Yerevan\" = \"40.18 N, 44.51 E\"", problems) {
        match Point::parse(&written) {
            Some(point) => found.push((name, Sort::Place(point))),
            None => problems.push(
                Problem::new(at, format!("`{}` is at `{written}`, which is not a place on the earth", name.0))
                    .expected("`40.18 N, 44.51 E`: degrees north or south, then east or west"),
            ),
        }
    }
    for (name, (written, at)) in table.pairs("dates", "\"the war\" = \"2020-09-27..2020-11-10\"", problems) {
        match Span::parse(&written) {
            Some(span) => found.push((name, Sort::Date(span))),
            None => problems.push(
                Problem::new(at, format!("`{}` is on `{written}`, which is not a date", name.0))
                    .expected("`2021`, `2021-05`, `2021-05-14`, or two of those with `..` between them")
                    .mend("where it is only known roughly, write `c.` before it"),
            ),
        }
    }
    table.finish(problems);
    // A TOML table has the order of the alphabet.
    found.sort_by_key(|((_, at), _)| at.start);
    gather(found, problems)
}

/// Those whose names tell them apart.
fn gather(found: Vec<(Placed<String>, Sort)>, problems: &mut Vec<Problem>) -> Cast {
    let mut cast = Cast::default();
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for ((name, at), sort) in found {
        let Some(id) = id(&name) else {
            problems.push(nameless(&name, at));
            continue;
        };
        let member = Member { id, name, sort };
        if let Some(other) = member.ids().find_map(|id| taken.get(&id)) {
            problems.push(
                Problem::new(at, format!("`{}` cannot be told apart from `{other}`", member.name))
                    .expected("every name once in the cast, the halves of a name `A / B` too")
                    .mend("take one of the two out, or give it a name of its own"),
            );
            continue;
        }
        taken.extend(member.ids().map(|id| (id, member.name.clone())));
        cast.members.push(member);
    }
    cast
}

fn nameless(name: &str, at: Range<usize>) -> Problem {
    Problem::new(at, format!("`{name}` is not a name")).expected("a name with letters or digits in it")
}
