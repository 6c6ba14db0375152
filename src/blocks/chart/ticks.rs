//! Where the axes of a chart have their lines: at round numbers, and at the turns of years, months or days.

use super::number;
use article::Date;

/// As many names as a phone has room for, below each other and side by side.
const MOST: f64 = 7.0;
const MOST_DATES: i32 = 6;
const MOST_DAYS: i32 = 4;

/// An axis of numbers.
#[derive(Debug)]
pub(super) struct Scale {
    /// The round numbers, rising evenly: the first and the last are the ends of the axis.
    pub(super) ticks: Vec<f64>,
    decimals: usize,
}

impl Scale {
    /// The axis on which both of these have their place.
    pub(super) fn over(low: f64, high: f64) -> Self {
        // A single number has its place between itself and zero.
        let (low, high) = if low < high { (low, high) } else { (low.min(0.0), low.max(0.0)) };
        let high = if low < high { high } else { low + 1.0 };
        let mut step = Step::at_least((high - low) / (MOST - 2.0));
        let (first, last) = loop {
            let (first, last) = (step.count(low).floor(), step.count(high).ceil());
            if last - first < MOST {
                break (first, last);
            }
            step = step.next();
        };
        let counts = (0..8).map(|i| first + f64::from(i)).take_while(|count| *count <= last);
        Self { ticks: counts.map(|count| step.times(count)).collect(), decimals: step.decimals() }
    }

    /// How far along the axis a number lies, from 0 to 1.
    pub(super) fn part(&self, amount: f64) -> f64 {
        let (first, last) = (self.ticks.first().copied().unwrap_or(0.0), self.ticks.last().copied().unwrap_or(1.0));
        (amount - first) / (last - first)
    }

    /// The ticks with their names.
    pub(super) fn names(&self) -> impl Iterator<Item = (f64, String)> {
        self.ticks.iter().map(|tick| (*tick, number::words(*tick, self.decimals)))
    }
}

/// One, two or five of a power of ten.
#[derive(Clone, Copy)]
struct Step {
    digit: f64,
    power: i32,
}

impl Step {
    fn at_least(size: f64) -> Self {
        let mut step = Self { digit: 1.0, power: -MOST_POWER };
        while step.times(1.0) < size && step.power < MOST_POWER {
            step = step.next();
        }
        step
    }

    fn next(self) -> Self {
        match self.digit {
            1.0 => Self { digit: 2.0, ..self },
            2.0 => Self { digit: 5.0, ..self },
            _ => Self { digit: 1.0, power: self.power + 1 },
        }
    }

    /// So many of it. Divided by a whole power, because tenths are not exact.
    fn times(self, count: f64) -> f64 {
        let whole = count * self.digit;
        if self.power < 0 { whole / 10_f64.powi(-self.power) } else { whole * 10_f64.powi(self.power) }
    }

    /// How many of it a number is.
    fn count(self, amount: f64) -> f64 {
        amount / self.times(1.0)
    }

    fn decimals(self) -> usize {
        usize::try_from(-self.power).unwrap_or(0)
    }
}

/// Beyond any number that a cell can hold.
const MOST_POWER: i32 = 20;

/// The days to name along a time, given by its first and last, with their names: years, or months where there are few
/// years, or days where there are few months.
pub(super) fn dates(first: i32, last: i32) -> Vec<(i32, String)> {
    let days = last - first;
    if days >= 3 * 365 {
        let step = Step::at_least(f64::from(days / 365) / f64::from(MOST_DATES));
        let is_round = |year: &u16| (f64::from(*year) / step.times(1.0)).fract() == 0.0;
        let years = years(first, last).filter(is_round).filter_map(|year| Date::new(year, None, None));
        return within(first, last, years).map(|date| (date.first_day(), date.words())).collect();
    }
    let months =
        years(first, last).flat_map(|year| (1..=12).filter_map(move |month| Date::new(year, Some(month), None)));
    if days >= 100 {
        let step = [1, 2, 3, 6].into_iter().find(|step| days / (30 * i32::from(*step)) < MOST_DATES).unwrap_or(6_u8);
        let is_round = |date: &Date| date.month.is_some_and(|month| (month - 1).is_multiple_of(step));
        let months: Vec<_> = within(first, last, months.filter(is_round)).collect();
        let has_year = months.iter().any(|date| date.month == Some(1));
        return named(&months, |date, first| match date.month {
            Some(1) => date.year.to_string(),
            _ => short(*date, first && !has_year),
        });
    }
    let step = [1, 2, 5, 7, 14, 28].into_iter().find(|step| days / step < MOST_DAYS).unwrap_or(28);
    let is_round = |date: &Date| (date.first_day() - first) % step == 0;
    let of_month = |month: Date| (1..=31).filter_map(move |day| Date::new(month.year, month.month, Some(day)));
    let days: Vec<_> = within(first, last, months.flat_map(of_month).filter(is_round)).collect();
    named(&days, |date, first| short(*date, first))
}

fn named(dates: &[Date], name: impl Fn(&Date, bool) -> String) -> Vec<(i32, String)> {
    dates.iter().enumerate().map(|(i, date)| (date.first_day(), name(date, i == 0))).collect()
}

/// `14 May`, `May`, and with its year `14 May 2021`.
fn short(date: Date, with_year: bool) -> String {
    let words = date.words();
    let parts: Vec<String> = words
        .split(' ')
        .map(|part| match part.parse::<u16>() {
            Ok(_) => part.to_owned(),
            Err(_) => part.chars().take(3).collect(),
        })
        .collect();
    parts[..parts.len() - usize::from(!with_year && parts.len() > 1)].join(" ")
}

fn years(first: i32, last: i32) -> impl Iterator<Item = u16> {
    let is_near = move |year: &u16| {
        Date::new(*year, None, None).is_some_and(|date| date.last_day() >= first && date.first_day() <= last)
    };
    (1..=9999_u16).filter(is_near)
}

fn within(first: i32, last: i32, dates: impl Iterator<Item = Date>) -> impl Iterator<Item = Date> {
    dates.filter(move |date| (first..=last).contains(&date.first_day()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> i32 {
        Date::parse(text).expect(text).first_day()
    }

    #[track_caller]
    fn along(from: &str, to: &str, expected: &[&str]) {
        let names: Vec<_> = dates(day(from), day(to)).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn numbers_are_named_where_they_are_round() {
        let names = |low, high| Scale::over(low, high).names().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names(0.0, 9.0), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(names(-0.12, 0.31), ["−0.2", "−0.1", "0", "0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(names(0.0, 12_400.0), ["0", "5,000", "10,000", "15,000"]);
        assert_eq!(names(7.0, 7.0), ["0", "2", "4", "6", "8"]);
        assert_eq!(names(0.0, 0.0), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    }

    #[test]
    fn times_are_named_at_the_turns_of_years_months_or_days() {
        along("1992", "2012", &["1995", "2000", "2005", "2010"]);
        along("2016", "2021", &["2016", "2017", "2018", "2019", "2020", "2021"]);
        along("2020-09", "2021-09", &["Oct", "2021", "Apr", "Jul"]);
        along("2021-02-10", "2021-07", &["Mar 2021", "Apr", "May", "Jun", "Jul"]);
        along("2021-05-14", "2021-05-17", &["14 May 2021", "15 May", "16 May", "17 May"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn ticks_cover_the_numbers_are_round_and_few(a in -1e5..1e5_f64, size in -3..12_i32, b in -1.0..1.0_f64) {
            for (a, b) in [(a, a + b * 10_f64.powi(size)), (0.0, b * 10_f64.powi(size))] {
                let (low, high) = (a.min(b), a.max(b));
                let ticks = Scale::over(low, high).ticks;
                prop_assert!((2..=7).contains(&ticks.len()), "{ticks:?}");
                prop_assert!(ticks[0] <= low && high <= ticks[ticks.len() - 1], "{low} {high} {ticks:?}");
                let step = ticks[1] - ticks[0];
                let digits = step / 10_f64.powf(step.log10().round());
                prop_assert!([0.5, 1.0, 2.0].iter().any(|round| (digits - round).abs() < 0.01), "{ticks:?}");
            }
        }

        #[test]
        fn dates_lie_within_the_time_rise_and_are_few(first in -700_000..2_000_000_i32, days in 0..900_000_i32) {
            let ticks = dates(first, first + days);
            prop_assert!(ticks.len() <= 7, "{ticks:?}");
            prop_assert!(ticks.is_sorted_by(|a, b| a.0 < b.0));
            prop_assert!(ticks.iter().all(|(day, _)| (first..=first + days).contains(day)));
        }
    }
}
