//! Which articles to offer after one: the editor's pins first, then those whose words are most like its own.
//!
//! Likeness is the cosine between word counts, each word weighed by how rare it is in the edition (TF-IDF).

use article::Article;
use std::collections::HashMap;

/// How many articles are offered.
const OFFERED: usize = 5;

/// How many of an article's words are compared: the rarest and most used say what it is about, and an edition of
/// thousands stays quick.
const COMPARED: usize = 60;

/// What each article is about, and which articles each word leads to.
pub(crate) struct Likeness {
    /// For each article, its heaviest words with their weights, as a vector of length one.
    vectors: Vec<Vec<(u32, f32)>>,
    /// For each word, the articles that hold it among their heaviest, with its weight there.
    holders: HashMap<u32, Vec<(usize, f32)>>,
}

impl Likeness {
    pub(crate) fn of(articles: &[Article]) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut articles_with: Vec<f32> = Vec::new();
        let mut counts = Vec::with_capacity(articles.len());
        for article in articles {
            let text =
                format!("{} {} {}", article.front.title, article.front.standfirst, article.text()).to_lowercase();
            let mut count: HashMap<u32, f32> = HashMap::new();
            for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2) {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *count.entry(*numbers.entry(word.to_owned()).or_insert(next)).or_default() += 1.0;
            }
            articles_with.resize(numbers.len(), 0.0);
            count.keys().for_each(|word| articles_with[*word as usize] += 1.0);
            counts.push(count);
        }
        #[expect(clippy::cast_precision_loss, reason = "an edition has far fewer articles than a float has digits")]
        let all = articles.len() as f32;
        let weigh = |count: HashMap<u32, f32>| {
            let weight = |word: u32, uses: f32| (1.0 + uses.ln()) * (all / articles_with[word as usize]).ln();
            let mut words: Vec<_> = count.into_iter().map(|(word, uses)| (word, weight(word, uses))).collect();
            words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            words.truncate(COMPARED);
            let length = words.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
            words.iter_mut().filter(|_| length > 0.0).for_each(|(_, weight)| *weight /= length);
            words
        };
        let vectors: Vec<_> = counts.into_iter().map(weigh).collect();
        let mut holders: HashMap<u32, Vec<(usize, f32)>> = HashMap::new();
        for (at, words) in vectors.iter().enumerate() {
            for (word, weight) in words {
                holders.entry(*word).or_default().push((at, *weight));
            }
        }
        Self { vectors, holders }
    }

    /// How alike each article is to the one at this place.
    fn to(&self, at: usize) -> Vec<f32> {
        let mut likeness = vec![0.0; self.vectors.len()];
        for (word, weight) in &self.vectors[at] {
            for (other, there) in &self.holders[word] {
                likeness[*other] += weight * there;
            }
        }
        likeness
    }

    /// What to offer after the article at this place of the list, the best first.
    pub(crate) fn after<'a>(&self, at: usize, articles: &'a [Article]) -> Vec<&'a Article> {
        let own = &articles[at];
        let pin = |slug: &article::Slug| articles.iter().position(|article| article.slug == *slug);
        let pins: Vec<usize> = own.front.related.iter().filter_map(pin).filter(|pin| *pin != at).collect();
        let mut others: Vec<usize> =
            (0..articles.len()).filter(|other| *other != at && !pins.contains(other)).collect();
        let likeness = self.to(at);
        others.sort_by(|a, b| likeness[*b].total_cmp(&likeness[*a]));
        let room = OFFERED.max(pins.len());
        pins.into_iter().chain(others).take(room).map(|at| &articles[at]).collect()
    }
}
