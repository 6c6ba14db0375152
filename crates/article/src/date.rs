//! Dates as journalism has them: a day, a month or a year, and spans between two of those.

use std::fmt;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date as precisely as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year of the Gregorian calendar, 1 to 9999.
    pub year: u16,
    /// 1 to 12, where the month is known.
    pub month: Option<u8>,
    /// 1 to 31, where the day is known; never without a month.
    pub day: Option<u8>,
}

impl Date {
    /// Reads `2021`, `2021-05` or `2021-05-14`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map(|part| number(part, 2));
        let day = parts.next().map(|part| number(part, 2));
        if parts.next().is_some() || month == Some(None) || day == Some(None) {
            return None;
        }
        let small = |part: Option<Option<u16>>| part.flatten().and_then(|n| u8::try_from(n).ok());
        Self::new(year, small(month), small(day))
    }

    /// A date that the calendar has.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let fits = match (month, day) {
            (None, None) => true,
            (Some(month), None) => (1..=12).contains(&month),
            (Some(month), Some(day)) => (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day),
            (None, Some(_)) => false,
        };
        (fits && (1..=9999).contains(&year)).then_some(Self { year, month, day })
    }

    /// The first day that the date can mean, counted from 1 January 1970.
    pub fn first_day(&self) -> i32 {
        days(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that the date can mean, counted from 1 January 1970.
    pub fn last_day(&self) -> i32 {
        let month = self.month.unwrap_or(12);
        days(self.year, month, self.day.unwrap_or_else(|| days_in(self.year, month)))
    }

    /// The day that comes so many days after the last one that the date can mean.
    pub fn plus(&self, days: u16) -> Self {
        from_days(self.last_day() + i32::from(days))
    }

    /// As people write it: `14 May 2021`, `May 2021`, `2021`.
    pub fn words(&self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{day} {} {}", name(month), self.year),
            (Some(month), None) => format!("{} {}", name(month), self.year),
            _ => self.year.to_string(),
        }
    }
}

/// As machines write it: `2021-05-14`, `2021-05`, `2021`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// From one date to another, or a single date twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// When it begins.
    pub from: Date,
    /// When it ends; not before it begins.
    pub to: Date,
    /// Whether its beginning and its end are only known roughly; a single date has the same twice.
    pub circa: (bool, bool),
}

/// A single date.
impl From<Date> for Span {
    fn from(date: Date) -> Self {
        Self { from: date, to: date, circa: (false, false) }
    }
}

impl Span {
    /// Reads a date, or two with `..` between them; `c.` may stand before each.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let ((from, is_from_rough), (to, is_to_rough)) = (rough(from)?, rough(to)?);
        let is_rough = from == to && (is_from_rough || is_to_rough);
        let circa = (is_rough || is_from_rough, is_rough || is_to_rough);
        (from.first_day() <= to.last_day()).then_some(Self { from, to, circa })
    }

    /// As people write it: `27 September – 10 November 2020`, `c. May 2021`, `2020 – c. 2021`.
    pub fn words(&self) -> String {
        let (from, to) = (self.from, self.to);
        let rough = |circa: bool| if circa { "c. " } else { "" };
        let (from_circa, to_circa) = (rough(self.circa.0), rough(self.circa.1));
        if from == to {
            return format!("{from_circa}{}", from.words());
        }
        let from_words = match (from.day, from.month) {
            (Some(day), Some(month)) if from.year == to.year => {
                if from.month == to.month && to.day.is_some() && !self.circa.1 {
                    return format!("{from_circa}{day}–{}", to.words());
                }
                format!("{day} {}", name(month))
            }
            (None, Some(month)) if from.year == to.year => name(month).to_owned(),
            _ => from.words(),
        };
        format!("{from_circa}{from_words} – {to_circa}{}", to.words())
    }
}

/// A date, and whether `c.` stands before it.
fn rough(text: &str) -> Option<(Date, bool)> {
    let text = text.trim();
    let exact = text.strip_prefix("c.");
    Some((Date::parse(exact.unwrap_or(text).trim_start())?, exact.is_some()))
}

fn name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
}

fn number(text: &str, digits: usize) -> Option<u16> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1 January 1970 in the proleptic Gregorian calendar; the year is counted from March so that the leap day
/// comes last.
fn days(year: u16, month: u8, day: u8) -> i32 {
    let year = i32::from(year) - i32::from(month <= 2);
    let month = (i32::from(month) + 9) % 12;
    365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (month * 306 + 5) / 10
        + i32::from(day)
        - 719_469
}

/// The day that is so many days from 1 January 1970: [`days`] the other way.
fn from_days(days: i32) -> Date {
    let days = days + 719_468;
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Counted from March.
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let year = days.div_euclid(146_097) * 400 + year_of_era + i32::from(month >= 10);
    let small = |number: i32| u8::try_from(number).ok();
    let month = if month < 10 { month + 3 } else { month - 9 };
    Date { year: u16::try_from(year).unwrap_or(u16::MAX), month: small(month), day: small(day) }
}
