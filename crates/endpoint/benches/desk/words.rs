//! Texts like those of readers: common words in every one, most words seldom, and some that only one article's readers use.
//!
//! Made by counting and not by chance, so that every run finds the same. Leaves out grammar.

/// Numbers that look like chance and are the same in every run (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new() -> Self {
        Self(0x5eed)
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1, without 1.
    pub(crate) fn part(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        (self.part() * most as f64) as usize
    }

    pub(crate) fn happens(&mut self, part: f64) -> bool {
        self.part() < part
    }

    /// Small numbers often, large ones seldom: the smallest is met √most times as often as in an even draw.
    pub(crate) fn skewed(&mut self, most: usize) -> usize {
        (self.part().powi(2) * most as f64) as usize
    }
}

/// How many words there are besides those of articles.
const WORDS: usize = 20_000;

const COMMON: &str = "the of and to a in is that it was for on are as with his they at be this from i have or by one had \
    not but what all were when we there can an your which their said if do will each about how up out them then she many \
    some so these would other into has more her two like him see time could no make than first been its who now people \
    my made over did down only way find use may water long little very after words called just where most know";

const SYLLABLES: [&str; 32] = [
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta", "ve", "wi", "xo",
    "yu", "za", "bre", "cli", "dro", "fla", "gre", "pli", "stro", "tra", "ther", "men", "son",
];

/// The word of this rank: the smaller, the more common.
pub(crate) fn word(rank: usize) -> String {
    if let Some(word) = COMMON.split_whitespace().nth(rank) {
        return word.to_owned();
    }
    let mut rest = rank;
    let mut word = String::new();
    while rest > 0 || word.len() < 4 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

/// The word that half of an article's comments hold, and no other's.
pub(crate) fn word_of(article: usize) -> String {
    format!("{}topic", word(WORDS + article))
}

/// In a handful of all comments.
pub(crate) const RARE: &str = "zyzzyva";

/// Of twenty to a hundred words, in sentences and paragraphs.
pub(crate) fn text(dice: &mut Dice, all: &[String], article: usize) -> String {
    let length = 20 + dice.below(80);
    let mut text = String::with_capacity(length * 6);
    for at in 0..length {
        if at > 0 {
            text.push_str(match dice.below(200) {
                0 => "\n\n",
                1..=15 => ". ",
                16..=30 => ", ",
                _ => " ",
            });
        }
        // Every rank as often as its share of 1, 1/2, 1/3 …, as in any language.
        let rank = (WORDS as f64).powf(dice.part()) as usize - 1;
        text.push_str(&all[rank]);
    }
    if dice.happens(0.5) {
        text.push(' ');
        text.push_str(&word_of(article));
    }
    if dice.happens(0.01) {
        text.push_str(" at the café");
    }
    text.push('.');
    text
}

/// All words, by rank.
pub(crate) fn all() -> Vec<String> {
    (0..WORDS).map(word).collect()
}
