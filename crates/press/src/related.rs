//! Which articles to offer after one: the editor's pins first, then those whose words are most like its own.
//!
//! Likeness is the cosine between word counts, each word weighed by how rare it is in the edition (TF-IDF).

use article::Article;
use std::collections::HashMap;

/// How many articles are offered.
const OFFERED: usize = 5;

/// The words of every article, weighed, each vector of length one.
pub(crate) struct Likeness {
    vectors: Vec<HashMap<u32, f32>>,
}

impl Likeness {
    pub(crate) fn of(articles: &[Article]) -> Self {
        let mut numbers = HashMap::new();
        let mut counts: Vec<HashMap<u32, f32>> = Vec::with_capacity(articles.len());
        let mut articles_with: HashMap<u32, f32> = HashMap::new();
        for article in articles {
            let text =
                format!("{} {} {}", article.front.title, article.front.standfirst, article.text()).to_lowercase();
            let mut count: HashMap<u32, f32> = HashMap::new();
            for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2) {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *count.entry(*numbers.entry(word.to_owned()).or_insert(next)).or_default() += 1.0;
            }
            for word in count.keys() {
                *articles_with.entry(*word).or_default() += 1.0;
            }
            counts.push(count);
        }
        #[expect(clippy::cast_precision_loss, reason = "an edition has far fewer articles than a float has digits")]
        let all = articles.len() as f32;
        for count in &mut counts {
            for (word, weight) in count.iter_mut() {
                *weight = (1.0 + weight.ln()) * (all / articles_with[word]).ln();
            }
            let length = count.values().map(|weight| weight * weight).sum::<f32>().sqrt();
            if length > 0.0 {
                count.values_mut().for_each(|weight| *weight /= length);
            }
        }
        Self { vectors: counts }
    }

    fn between(&self, one: usize, other: usize) -> f32 {
        let (a, b) = (&self.vectors[one], &self.vectors[other]);
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        short.iter().filter_map(|(word, weight)| Some(weight * long.get(word)?)).sum()
    }

    /// What to offer after the article at this place of the list, the best first.
    pub(crate) fn after<'a>(&self, at: usize, articles: &'a [Article]) -> Vec<&'a Article> {
        let own = &articles[at];
        let pin = |slug: &article::Slug| articles.iter().position(|article| article.slug == *slug);
        let pins: Vec<usize> = own.front.related.iter().filter_map(pin).filter(|pin| *pin != at).collect();
        let mut others: Vec<usize> =
            (0..articles.len()).filter(|other| *other != at && !pins.contains(other)).collect();
        others.sort_by(|a, b| self.between(at, *b).total_cmp(&self.between(at, *a)));
        let room = OFFERED.max(pins.len());
        pins.into_iter().chain(others).take(room).map(|at| &articles[at]).collect()
    }
}
