//! How much a text is like what the desk calls spam, learned from the desk's own decisions (naive Bayes).
//!
//! Nothing is learned anywhere else and nothing leaves the store. The score is a doubt for the editor and never a
//! refusal. Leaves out counting, which is the store's: see `store::words`.

use std::collections::HashSet;

use super::fold;
use crate::markup;

/// Most words of a text that are learned or looked up: what comes first tells enough.
pub(crate) const WORDS: usize = 150;

/// How many decisions of each kind must be known before there is a score.
const ENOUGH: i64 = 20;

/// How many of the most telling words decide: in a long text the indifferent ones would drown them.
const TELLING: usize = 20;

/// In how many texts something stood that the desk published, and that it called spam.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) good: i64,
    pub(crate) bad: i64,
}

/// The words of a text that are counted: each once, folded; and the hosts of its links, after `//`, which no word has.
pub(crate) fn words(text: &str) -> Vec<String> {
    let hosts = markup::links(text).into_iter().map(|host| format!("//{host}"));
    let words = fold::words(text).into_iter().filter(|word| word.chars().count() <= 40);
    let mut seen = HashSet::new();
    hosts.chain(words).filter(|word| seen.insert(word.clone())).take(WORDS).collect()
}

/// The score in thousandths, from the counts of the text's words and of all texts; `None` while too few are known.
pub(crate) fn score(words: &[Counts], all: Counts) -> Option<u16> {
    if all.good < ENOUGH || all.bad < ENOUGH {
        return None;
    }
    let mut telling: Vec<f64> =
        words.iter().filter(|word| word.good + word.bad > 0).map(|word| weight(*word, all)).collect();
    telling.sort_by(|one, two| two.abs().total_cmp(&one.abs()));
    let sum: f64 = telling.iter().take(TELLING).sum();
    let likely = 1.0 / (1.0 + (-sum).exp());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
    Some((likely * 1_000.0).round() as u16)
}

/// How much more likely a word stands in spam, as a logarithm. One is added to each count (Laplace), so that a word that
/// was seen once proves little.
#[expect(clippy::cast_precision_loss, reason = "counts of comments")]
fn weight(word: Counts, all: Counts) -> f64 {
    let share = |count: i64, all: i64| (count.clamp(0, all) as f64 + 1.0) / (all as f64 + 2.0);
    (share(word.bad, all.bad) / share(word.good, all.good)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Counts = Counts { good: 100, bad: 40 };

    fn counts(good: i64, bad: i64) -> Counts {
        Counts { good, bad }
    }

    #[test]
    fn there_is_no_score_before_enough_is_known() {
        assert_eq!(score(&[counts(0, 19)], counts(1_000, 19)), None);
        assert_eq!(score(&[counts(0, 19)], counts(19, 1_000)), None);
        assert!(score(&[counts(0, 19)], counts(20, 20)).is_some());
    }

    #[test]
    fn spam_scores_high_and_a_plain_comment_low_and_an_unknown_one_between() {
        let spam = [counts(0, 30), counts(1, 25), counts(0, 12), counts(80, 20)];
        let plain = [counts(40, 1), counts(30, 0), counts(80, 20)];
        assert!(score(&spam, ALL) > Some(990), "{:?}", score(&spam, ALL));
        assert!(score(&plain, ALL) < Some(50), "{:?}", score(&plain, ALL));
        assert_eq!(score(&[], ALL), Some(500));
        assert_eq!(score(&[Counts::default(); 9], ALL), Some(500));
        // One word that was seen once proves little.
        assert!(score(&[counts(0, 1)], ALL) < Some(900));
    }

    #[test]
    fn indifferent_words_do_not_drown_the_telling_ones() {
        let mut words = vec![counts(52, 20); 140];
        let alone = score(&[counts(0, 30), counts(0, 30)], ALL);
        words.extend([counts(0, 30), counts(0, 30)]);
        let drowned = score(&words, ALL);
        assert!(drowned > Some(900) && alone > Some(990), "{drowned:?} {alone:?}");
    }

    #[test]
    fn words_are_folded_and_counted_once_and_links_by_their_host() {
        assert_eq!(
            words("Buy, BUY at https://Shop.example/a b"),
            ["//shop.example", "buy", "at", "https", "shop", "example", "a", "b"]
        );
        assert_eq!(words(&"word1 word2 ".repeat(500)).len(), 2);
        let many: String = (0..1_000).map(|number| format!("w{number} ")).collect();
        assert_eq!(words(&many).len(), WORDS);
    }
}
