//! Folding, the newsroom's word lists, learned words and scores, and the doubts that are stored of them: folding twice is
//! folding once, a word of the list is found in itself, and what is stored is read as it was written.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|given: (&str, &str, Vec<(u16, u16)>)| {
    let (list, text, counts) = given;
    let words = endpoint::fuzz::fold(text);
    assert!(words.iter().all(|word| !word.is_empty() && !word.contains(char::is_whitespace)), "{words:?}");
    let again = endpoint::fuzz::fold(&words.join(" "));
    assert_eq!(again, words, "folding twice is not folding once");

    let taught = endpoint::fuzz::taught(text);
    assert!(taught.len() <= 150 && taught.iter().all(|word| !word.is_empty() && !word.contains(' ')), "{taught:?}");

    let found = endpoint::fuzz::listed(list, text);
    assert!(found.len() <= 5, "{found:?}");
    let held = words.join(" ");
    for phrase in &found {
        assert!(held.contains(phrase.as_str()), "{phrase:?} is not in {held:?}");
    }
    if !found.is_empty() {
        let code = endpoint::fuzz::doubtful(found.clone());
        let (same, told) = endpoint::fuzz::doubt(&code).expect("is read");
        assert_eq!(same, code);
        assert!(!code.contains(char::is_whitespace) && found.iter().all(|phrase| told.contains(phrase.as_str())));
    }
    // A text that is itself an entry is found by it.
    if !text.contains(['#', '*']) && text.lines().count() == 1 && !words.is_empty() {
        assert_eq!(endpoint::fuzz::listed(text, text), [held], "an entry is not found in itself");
    }

    if let Some((code, told)) = endpoint::fuzz::doubt(text) {
        assert!(!told.is_empty());
        assert_eq!(endpoint::fuzz::doubt(&code).map(|(again, _)| again), Some(code));
    }

    let counts: Vec<_> = counts.into_iter().map(|(good, bad)| (i64::from(good), i64::from(bad))).collect();
    if let Some((all, words)) = counts.split_first() {
        let score = endpoint::fuzz::score(words, *all);
        assert!(score.is_none_or(|score| score <= 1_000));
        let mut other: Vec<_> = words.to_vec();
        other.reverse();
        let again = endpoint::fuzz::score(&other, *all);
        // Sums of floats in another order differ in their last digit.
        assert!(score.zip(again).is_none_or(|(one, two)| one.abs_diff(two) <= 1), "{score:?} {again:?}");
    }
});
