//! Values that hold a span of time, written as people say it: a number and a unit.

use endpoint::Rate;
use std::path::Path;
use std::time::Duration;

use super::{Value, Written, put, quoted};

impl Value for Duration {
    fn expected(&self) -> &'static str {
        "a span of time, such as \"15 s\", \"10 min\", \"2 h\" or \"30 d\""
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        put(self, written.text().and_then(span))
    }

    fn toml(&self) -> Option<String> {
        Some(quoted(&span_text(*self)))
    }
}

impl Value for Option<Duration> {
    fn expected(&self) -> &'static str {
        Duration::ZERO.expected()
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        put(self, written.text().and_then(span).map(Some))
    }

    fn toml(&self) -> Option<String> {
        self.as_ref().and_then(Value::toml)
    }
}

impl Value for Rate {
    fn expected(&self) -> &'static str {
        "how many in how long, such as \"20 in 10 min\""
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        let rate = written.text().and_then(|text| {
            let (most, within) = text.split_once(" in ")?;
            Some(Rate { most: most.trim().parse().ok().filter(|most| *most > 0)?, within: span(within)? })
        });
        put(self, rate)
    }

    fn toml(&self) -> Option<String> {
        Some(quoted(&format!("{} in {}", self.most, span_text(self.within))))
    }
}

/// What a unit of time is called, and its seconds. The longest comes first.
const UNITS: [(&str, u64); 4] = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];

fn span(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let (_, seconds) = UNITS.into_iter().find(|(name, _)| *name == unit.trim())?;
    number.parse::<u64>().ok()?.checked_mul(seconds).filter(|seconds| *seconds > 0).map(Duration::from_secs)
}

fn span_text(span: Duration) -> String {
    let seconds = span.as_secs();
    let unit = UNITS.into_iter().find(|(_, unit)| seconds > 0 && seconds.is_multiple_of(*unit));
    let (name, unit) = unit.unwrap_or(("s", 1));
    format!("{} {name}", seconds / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_number_and_a_unit() {
        for (text, seconds) in [("15 s", 15), ("10min", 600), (" 2 h ", 7_200), ("30 d", 2_592_000)] {
            assert_eq!(span(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "15", "s", "-1 s", "1.5 h", "0 s", "1 month", "99999999999999999999 s", "999999999999999999 d"]
        {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn a_span_is_written_in_the_longest_unit_that_fits() {
        for (seconds, text) in [(15, "15 s"), (600, "10 min"), (7_200, "2 h"), (90_000, "25 h"), (86_400, "1 d")] {
            assert_eq!(span_text(Duration::from_secs(seconds)), text);
        }
    }
}
