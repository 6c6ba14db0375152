//! When a form was given out, in words that nobody else can write: tells a program that answers at once from a person.
//!
//! Only forms that are made for one request bear it. Absent it says nothing: a page that the press has set stands for
//! months and cannot know when it was opened, and what the reader's program would say of itself proves nothing. So it finds
//! the careless programs only; the others meet the trap, the limits and the work.

use std::time::Duration;

use subtle::ConstantTimeEq as _;

use crate::{clock::Moment, keys::Keys};

/// The present moment, sealed.
pub(crate) fn stamp(keys: &Keys, now: Moment) -> String {
    format!("{}.{}", now.0, keys.hash("since", &now.0.to_string()))
}

/// Whether less than `least` has passed since a stamp was given out. A stamp that is none says nothing.
pub(crate) fn is_hasty(keys: &Keys, text: &str, least: Duration, now: Moment) -> bool {
    let Some(given) = text.split('.').next().and_then(|millis| millis.parse().ok()).map(Moment) else { return false };
    let ours: bool = stamp(keys, given).as_bytes().ct_eq(text.as_bytes()).into();
    ours && now < given.after(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_stamp_of_ours_tells_of_haste() {
        let keys = Keys::open(tempfile::tempdir().expect("a folder").path()).expect("is made");
        let (now, least) = (Moment(1_795_426_205_000), Duration::from_secs(3));
        let given = stamp(&keys, now);
        assert!(is_hasty(&keys, &given, least, now.after(Duration::from_millis(2_999))));
        assert!(!is_hasty(&keys, &given, least, now.after(least)));
        for other in
            ["", "1", "9999999999999.x", &given.replacen('1', "2", 1), &format!("{given}."), &format!("+{given}")]
        {
            assert!(!is_hasty(&keys, other, least, now), "{other}");
        }
    }
}
