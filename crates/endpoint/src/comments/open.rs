//! Whether an article takes comments now, and the words for it: one answer for the page, the list and admission.
//!
//! The edition says how it is meant, the desk may decide otherwise. Leaves out who decides at the desk.

use jiff::civil::Date;
use wire::{Comments, EditionArticle};

use crate::clock::Moment;

/// Whether an article takes comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It does; until the end of this day in UTC, where it ends.
    Open(Option<Date>),
    /// It does not, for this reason.
    Closed(String),
}

/// How the article stands at the moment `now`; `desk` is what the desk has decided, `open` or `closed`.
pub(crate) fn standing(article: &EditionArticle, desk: Option<&str>, now: Moment) -> Standing {
    match desk {
        Some("open") => return Standing::Open(None),
        Some(_closed) => return Standing::Closed("Comments on this article are closed.".to_owned()),
        None => {}
    }
    let last = match &article.comments {
        Comments::Open => return Standing::Open(None),
        Comments::Closed => None,
        Comments::Until(day) => last_day(day),
        Comments::Days(days) => {
            last_day(&article.published).and_then(|day| day.checked_add(jiff::Span::new().days(i64::from(*days))).ok())
        }
    };
    match last {
        Some(last) if today(now) <= last => Standing::Open(Some(last)),
        Some(last) => {
            Standing::Closed(format!("Comments on this article were open until {}, and are closed now.", words(last)))
        }
        None => Standing::Closed("Comments on this article are closed.".to_owned()),
    }
}

impl Standing {
    /// Why comments are not taken, if they are not.
    pub(crate) fn closed(self) -> Option<String> {
        match self {
            Self::Open(_) => None,
            Self::Closed(why) => Some(why),
        }
    }
}

/// For people: `31 January 2027`.
pub(crate) fn words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

fn today(now: Moment) -> Date {
    now.timestamp().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// The last day that `2027-01-31`, `2027-01` or `2027` can mean.
fn last_day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map(str::parse::<i8>).transpose().ok()?;
    let day = parts.next().map(str::parse::<i8>).transpose().ok()?;
    match (month, day) {
        (Some(month), Some(day)) => Date::new(year, month, day).ok(),
        (Some(month), None) => Date::new(year, month, 1).ok().map(Date::last_of_month),
        (None, _) => Date::new(year, 12, 31).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday, 23 November 2026.
    const NOW: Moment = Moment(1_795_426_205_000);

    fn article(comments: Comments) -> EditionArticle {
        EditionArticle {
            slug: "lead".into(),
            title: "Lead".into(),
            language: "en".into(),
            published: "2026-11-20".into(),
            comments,
            anchors: vec![],
            blocks: vec![],
            style: String::new(),
        }
    }

    fn why(comments: Comments, desk: Option<&str>) -> Option<String> {
        standing(&article(comments), desk, NOW).closed()
    }

    #[test]
    fn the_last_day_is_still_open() {
        assert_eq!(why(Comments::Until("2026-11-23".into()), None), None);
        assert_eq!(why(Comments::Until("2026-11".into()), None), None);
        assert_eq!(why(Comments::Days(3), None), None);
        let told = "Comments on this article were open until 22 November 2026, and are closed now.";
        assert_eq!(why(Comments::Until("2026-11-22".into()), None).as_deref(), Some(told));
        assert_eq!(why(Comments::Days(2), None).as_deref(), Some(told));
    }

    #[test]
    fn what_the_desk_decides_comes_before_the_edition() {
        assert_eq!(why(Comments::Closed, Some("open")), None);
        assert_eq!(why(Comments::Until("2020-01-01".into()), Some("open")), None);
        assert!(why(Comments::Open, Some("closed")).is_some());
    }

    #[test]
    fn an_end_that_cannot_be_read_is_closed_rather_than_open_for_ever() {
        assert!(why(Comments::Until("soon".into()), None).is_some());
        assert_eq!(last_day("2028-02"), Date::new(2028, 2, 29).ok());
        assert_eq!(last_day("2028"), Date::new(2028, 12, 31).ok());
        assert_eq!(last_day("2028-02-30"), None);
    }
}
