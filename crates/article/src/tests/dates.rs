//! Dates and spans: what is read, and how it is said.

use crate::{Date, Span};

#[test]
fn dates_are_as_precise_as_they_are_known() {
    assert_eq!(Date::parse("2021-05-14").map(|date| date.words()).as_deref(), Some("14 May 2021"));
    assert_eq!(Date::parse("2021-05").map(|date| date.words()).as_deref(), Some("May 2021"));
    assert_eq!(Date::parse("2021").map(|date| date.to_string()).as_deref(), Some("2021"));
    for wrong in ["2021-13", "2021-02-29", "2021-5-1", "21", "2021-05-14-01", "0000", "", "-", "２０２１"] {
        assert_eq!(Date::parse(wrong), None, "{wrong}");
    }
    assert_eq!(Date::parse("1970-01-01").map(|date| date.first_day()), Some(0));
    assert_eq!(Date::parse("2000-03-01").map(|date| date.first_day()), Some(11_017));
    assert_eq!(Date::parse("2020-02").map(|date| date.last_day()), Some(18_321));
}

#[test]
fn spans_read_as_people_write_them() {
    let words = |text: &str| Span::parse(text).map(|span| span.words());
    assert_eq!(words("2020-09-27..2020-11-10").as_deref(), Some("27 September – 10 November 2020"));
    assert_eq!(words("2021-07-01..2021-07-05").as_deref(), Some("1–5 July 2021"));
    assert_eq!(words("2020..2021").as_deref(), Some("2020 – 2021"));
    assert_eq!(words("2021-05").as_deref(), Some("May 2021"));
    assert_eq!(words("2021..2020"), None);
}

#[test]
fn a_date_that_is_known_roughly_says_so() {
    let words = |text: &str| Span::parse(text).map(|span| span.words());
    for text in ["c. 2021", "c.2021", " c. 2021 ", "c. 2021..2021", "2021..c. 2021", "c.2021..c.2021"] {
        assert_eq!(words(text).as_deref(), Some("c. 2021"), "{text}");
    }
    assert_eq!(words("c. 2021-05").as_deref(), Some("c. May 2021"));
    assert_eq!(words("c. 2020-09-27..2020-11-10").as_deref(), Some("c. 27 September – 10 November 2020"));
    assert_eq!(words("2020..c. 2021").as_deref(), Some("2020 – c. 2021"));
    assert_eq!(words("c. 2020..2021").as_deref(), Some("c. 2020 – 2021"));
    assert_eq!(words("c. 2020..c. 2021").as_deref(), Some("c. 2020 – c. 2021"));
    assert_eq!(words("2020-09-27..c. 2020-11-10").as_deref(), Some("27 September – c. 10 November 2020"));
    assert_eq!(words("c. 2021-07-01..2021-07-05").as_deref(), Some("c. 1–5 July 2021"));
    assert_eq!(words("2021-07-01..c. 2021-07-05").as_deref(), Some("1 July – c. 5 July 2021"));
    let circa = |text: &str| Span::parse(text).map(|span| span.circa);
    assert_eq!(circa("2020..c. 2021"), Some((false, true)));
    assert_eq!((circa("c. 2021"), circa("2021")), (Some((true, true)), Some((false, false))));
    for wrong in ["c 2021", "c.", "c. c. 2021", "c. May", "2021 c.", "C. 2021"] {
        assert_eq!(words(wrong), None, "{wrong}");
    }
    assert_eq!(Date::parse("c. 2021"), None);
}
