//! What time it is, in one type, from one source that tests can replace.
//!
//! Leaves out time-outs: those run on the runtime's own timer.

use std::{fmt, sync::Arc, time::Duration};

use jiff::Timestamp;

/// A moment in time: milliseconds since 1970-01-01T00:00:00Z, as the store keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Moment {
    /// The moment so much earlier.
    #[must_use]
    pub fn before(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(millis(span)))
    }

    /// The moment so much later.
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        Self(self.0.saturating_add(millis(span)))
    }

    /// RFC 3339 in UTC, to the second: `2026-11-23T09:30:00Z`.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// The day in UTC: `2026-11-23`.
    #[must_use]
    pub fn day(self) -> String {
        self.timestamp().strftime("%Y-%m-%d").to_string()
    }

    /// For people, in UTC: `23 November 2026, 09:30 UTC`.
    #[must_use]
    pub fn words(self) -> String {
        self.timestamp().strftime("%-d %B %Y, %H:%M UTC").to_string()
    }

    /// Reads RFC 3339.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(|timestamp: Timestamp| Self(timestamp.as_millisecond()))
    }

    pub(crate) fn timestamp(self) -> Timestamp {
        // Only a clock set beyond the year 9999 misses; a wrong date on a comment beats no comment.
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// The source of the present moment.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::from_fn(|| Moment(Timestamp::now().as_millisecond()))
    }

    /// A clock that says what `now` says.
    #[must_use]
    pub fn from_fn(now: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now().rfc3339())
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn a_moment_is_written_for_programs_and_for_people() {
        let moment = Moment(1_795_426_205_999);
        assert_eq!(moment.rfc3339(), "2026-11-23T09:30:05Z");
        assert_eq!(moment.day(), "2026-11-23");
        assert_eq!(moment.words(), "23 November 2026, 09:30 UTC");
    }
}
