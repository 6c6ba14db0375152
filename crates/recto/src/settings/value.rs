//! How a value is read from what is written for it, and written again.
//!
//! Each type says in a few words what it expects, because that is what the operator is told. Leaves out which settings
//! there are (`keys`) and where they are written (`file`, `surroundings`).

use endpoint::{IpNet, Rate};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is written for a setting.
pub(super) enum Written<'a> {
    /// Text without a type: a variable of the environment, or an argument.
    Bare(&'a str),
    /// Text in quotes.
    Text(&'a str),
    Number(i64),
    Flag(bool),
    List(Vec<&'a str>),
}

impl<'a> Written<'a> {
    fn text(&self) -> Option<&'a str> {
        match self {
            Self::Bare(text) | Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// As it is: a blank may be part of a secret.
    fn raw(&self) -> Option<String> {
        match self {
            Self::Bare(text) | Self::Text(text) => Some((*text).to_owned()).filter(|text| !text.trim().is_empty()),
            _ => None,
        }
    }

    fn number<T: std::str::FromStr + TryFrom<i64>>(&self) -> Option<T> {
        match self {
            Self::Bare(text) => text.trim().parse().ok(),
            Self::Number(number) => T::try_from(*number).ok(),
            _ => None,
        }
    }

    fn list(&self) -> Option<Vec<&'a str>> {
        match self {
            Self::Bare(text) => Some(text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect()),
            Self::List(items) => Some(items.clone()),
            _ => None,
        }
    }
}

/// A setting's value.
pub(super) trait Value {
    /// What should be written, as in "expected …".
    fn expected(&self) -> &'static str;

    /// Takes what is written; false when it is of another kind. Paths begin at `base`.
    fn read(&mut self, written: &Written<'_>, base: &Path) -> bool;

    /// As TOML; `None` where it is not set.
    fn toml(&self) -> Option<String>;
}

/// Puts the value where it belongs if there is one.
fn put<T>(place: &mut T, value: Option<T>) -> bool {
    let found = value.is_some();
    if let Some(value) = value {
        *place = value;
    }
    found
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

impl Value for PathBuf {
    fn expected(&self) -> &'static str {
        "a path in quotes"
    }

    fn read(&mut self, written: &Written<'_>, base: &Path) -> bool {
        put(self, written.text().map(|text| base.join(text)))
    }

    fn toml(&self) -> Option<String> {
        Some(quoted(&self.display().to_string()))
    }
}

impl Value for SocketAddr {
    fn expected(&self) -> &'static str {
        "an address and a port, such as \"127.0.0.1:8080\""
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        put(self, written.text().and_then(|text| text.parse().ok()))
    }

    fn toml(&self) -> Option<String> {
        Some(quoted(&self.to_string()))
    }
}

impl Value for String {
    fn expected(&self) -> &'static str {
        "text in quotes"
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        put(self, written.raw())
    }

    fn toml(&self) -> Option<String> {
        Some(quoted(self))
    }
}

impl Value for Option<String> {
    fn expected(&self) -> &'static str {
        "text in quotes"
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        put(self, written.raw().map(Some))
    }

    fn toml(&self) -> Option<String> {
        self.as_deref().map(quoted)
    }
}

impl Value for Option<PathBuf> {
    fn expected(&self) -> &'static str {
        "a path in quotes"
    }

    fn read(&mut self, written: &Written<'_>, base: &Path) -> bool {
        put(self, written.text().map(|text| Some(base.join(text))))
    }

    fn toml(&self) -> Option<String> {
        self.as_deref().map(|path| quoted(&path.display().to_string()))
    }
}

impl Value for Vec<IpNet> {
    fn expected(&self) -> &'static str {
        "a list of networks, such as [\"10.0.0.0/8\"]"
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        let networks = written.list().and_then(|items| items.iter().map(|item| item.parse().ok()).collect());
        put(self, networks)
    }

    fn toml(&self) -> Option<String> {
        let items: Vec<_> = self.iter().map(|net| quoted(&net.to_string())).collect();
        Some(format!("[{}]", items.join(", ")))
    }
}

impl Value for bool {
    fn expected(&self) -> &'static str {
        "true or false"
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        let flag = match written {
            Written::Flag(flag) => Some(*flag),
            Written::Bare(text) => text.trim().parse().ok(),
            _ => None,
        };
        put(self, flag)
    }

    fn toml(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// Whole numbers, none of which makes sense below 1.
macro_rules! number {
    ($($kind:ty),*) => {$(
        impl Value for $kind {
            fn expected(&self) -> &'static str {
                "a whole number from 1"
            }

            fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
                put(self, written.number().filter(|number| *number > 0))
            }

            fn toml(&self) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}
number!(usize, u32, u16, u8);

/// A number that may be left out.
macro_rules! maybe_number {
    ($($kind:ty),*) => {$(
        impl Value for Option<$kind> {
            fn expected(&self) -> &'static str {
                <$kind>::default().expected()
            }

            fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
                put(self, written.number().filter(|number| *number > 0).map(Some))
            }

            fn toml(&self) -> Option<String> {
                self.as_ref().and_then(Value::toml)
            }
        }
    )*};
}
maybe_number!(u32, u16);

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
