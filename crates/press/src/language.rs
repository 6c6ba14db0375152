//! Which way a language is written: every page and the manifest say it, so that an edition in Hebrew or Persian is set right.

use icu_locale::{Locale, LocaleDirectionality};

/// Whether a BCP 47 tag names a language that is written from right to left. A tag that nobody knows is not.
pub(crate) fn is_right_to_left(tag: &str) -> bool {
    let Ok(locale) = Locale::try_from_str(tag) else { return false };
    LocaleDirectionality::new_extended().is_right_to_left(&locale.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_decides_and_a_language_has_its_usual_one() {
        for tag in ["ar", "he", "fa-IR", "ur", "yi", "dv", "ckb", "az-Arab", "AR"] {
            assert!(is_right_to_left(tag), "{tag}");
        }
        for tag in ["en", "hy", "az", "ka-GE", "ur-Latn", "de-1996", "not a tag", ""] {
            assert!(!is_right_to_left(tag), "{tag}");
        }
    }
}
