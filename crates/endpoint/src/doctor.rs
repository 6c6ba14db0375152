//! What an operator would look at when something seems wrong, looked at in one go.
//!
//! Changes nothing: no table is made, no mail is sent, no name is asked of the network but that of the mail server. Each
//! finding says what to do about it. Leaves out the settings' own mistakes, which are told when they are read.

mod place;
mod running;
mod stored;

use crate::{clock::Clock, settings::Settings};

/// How it stands with one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Ok,
    /// It works, but perhaps not as meant.
    Warn,
    /// It does not work.
    Bad,
}

/// One thing that was looked at.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How it stands.
    pub level: Level,
    /// What was looked at, in a word.
    pub what: &'static str,
    /// What was found.
    pub found: String,
    /// What to do about it; empty where nothing has to be done.
    pub advice: String,
}

impl Finding {
    fn ok(what: &'static str, found: impl Into<String>) -> Self {
        Self { level: Level::Ok, what, found: found.into(), advice: String::new() }
    }

    fn warn(what: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { level: Level::Warn, what, found: found.into(), advice: advice.into() }
    }

    fn bad(what: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { level: Level::Bad, what, found: found.into(), advice: advice.into() }
    }
}

/// Looks at everything, in the order in which things depend on each other.
pub async fn examine(settings: &Settings, clock: &Clock) -> Vec<Finding> {
    let now = clock.now();
    let mut findings = vec![
        place::site(settings, now),
        place::address(settings),
        place::data(settings),
        place::key(settings),
        place::disk(settings),
        place::clock(settings, now),
    ];
    findings.extend(stored::examine(settings, now).await);
    findings.push(running::mail(settings).await);
    findings.push(running::server(settings).await);
    findings
}

/// A span for people: in the unit that gives a small number.
fn span(millis: i64) -> String {
    let seconds = millis / 1_000;
    let (number, unit) = match seconds {
        ..120 => (seconds, "seconds"),
        120..7_200 => (seconds / 60, "minutes"),
        7_200..172_800 => (seconds / 3_600, "hours"),
        _ => (seconds / 86_400, "days"),
    };
    format!("{number} {unit}")
}
