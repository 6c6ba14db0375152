//! How a value is read from what is written for it, and written again.
//!
//! Each type says in a few words what it expects, because that is what the operator is told. Leaves out which settings
//! there are (`keys`) and where they are written (`file`, `surroundings`).

mod number;
mod span;
mod text;

use std::path::Path;

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
