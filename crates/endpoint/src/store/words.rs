//! The newsroom's lists of words and domains, and the counts from which the score is learned.
//!
//! Every comment asks for the lists, so they are kept in memory for a moment; a change at the desk holds on every
//! endpoint when that has passed. Leaves out looking for words and scoring, which are pure: see `admission`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use sqlx::{AssertSqlSafe, Row as _};
use tokio::sync::Mutex;
use wire::FieldError;

use super::{Store, StoreError, Tx};
use crate::admission::{
    domains::DomainList,
    score::{self, Counts},
    words::WordList,
};

/// How long the lists are kept before they are looked at again.
const KEPT: Duration = Duration::from_secs(1);

/// The row that counts texts instead of words; no word has this sign.
const ALL: &str = "#";

/// How many words are asked for or counted at once. Few sizes, so that the database keeps a plan for each.
const SIZES: [usize; 3] = [16, 48, score::WORDS];

/// What the newsroom has taught by lists and by decisions.
#[derive(Debug, Default)]
pub(crate) struct Taught {
    pub(crate) refused: WordList,
    pub(crate) doubtful: WordList,
    pub(crate) domains: DomainList,
    /// How many texts the desk has published, and called spam.
    all: Counts,
    /// The lists as they are stored, to tell whether they have changed.
    source: Vec<(String, String)>,
}

/// What was read last, and when.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Option<(Instant, Arc<Taught>)>>);

impl Store {
    /// The lists as they stand, or stood a moment ago.
    pub(crate) async fn taught(&self) -> Result<Arc<Taught>, StoreError> {
        let mut kept = self.taught.0.lock().await;
        if let Some((at, taught)) = &*kept
            && at.elapsed() < KEPT
        {
            return Ok(Arc::clone(taught));
        }
        let sql = "SELECT name, value FROM newsroom WHERE name IN ('words.refused', 'words.doubtful', 'domains') ORDER BY name";
        let mut source = Vec::new();
        for row in sqlx::query(sql).fetch_all(&self.read).await? {
            source.push((row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?));
        }
        let sql = "SELECT good, bad FROM word WHERE word = $1";
        let all = match sqlx::query(sql).bind(ALL).fetch_optional(&self.read).await? {
            Some(row) => Counts { good: row.try_get(0)?, bad: row.try_get(1)? },
            None => Counts::default(),
        };
        let taught = match &*kept {
            Some((_, known)) if known.source == source && known.all == all => Arc::clone(known),
            _ => Arc::new(Taught::of(source, all)),
        };
        *kept = Some((Instant::now(), Arc::clone(&taught)));
        Ok(taught)
    }

    /// How much a text is like what the desk calls spam.
    pub(crate) async fn score(&self, taught: &Taught, text: &str) -> Result<Option<u16>, StoreError> {
        if score::score(&[], taught.all).is_none() {
            // Too little is known, which most newsrooms' stores say for long: nothing more is asked.
            return Ok(None);
        }
        let words = score::words(text);
        let size = SIZES.into_iter().find(|size| *size >= words.len()).unwrap_or(score::WORDS);
        let places: Vec<_> = (1..=size).map(|place| format!("${place}")).collect();
        let sql = format!("SELECT good, bad FROM word WHERE word IN ({})", places.join(", "));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for at in 0..size {
            query = query.bind(words.get(at).cloned().unwrap_or_default());
        }
        let mut counts = Vec::new();
        for row in query.fetch_all(&self.read).await? {
            counts.push(Counts { good: row.try_get(0)?, bad: row.try_get(1)? });
        }
        Ok(score::score(&counts, taught.all))
    }
}

impl Taught {
    /// What is said of an address at a domain that the newsroom refuses.
    pub(crate) fn refused_domain(&self, email: &str) -> Option<FieldError> {
        let domain = self.domains.holds(email)?;
        Some(FieldError::new("email", format!("Addresses at {domain} are not taken here. Please use another one.")))
    }

    fn of(source: Vec<(String, String)>, all: Counts) -> Self {
        let text = |name: &str| {
            let stored = source.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str());
            // Each list is one JSON text. What was put there by hand and is none is read as it is.
            serde_json::from_str::<String>(stored).unwrap_or_else(|_| stored.to_owned())
        };
        let words = |name: &str| WordList::read(&text(name));
        let domains = DomainList::read(&text("domains"));
        Self { refused: words("words.refused"), doubtful: words("words.doubtful"), domains, all, source }
    }
}

/// Learns from a decision of the desk that a text is `good` (published) or bad (spam); `back` takes what was learned from
/// the same text before back again. To be called in the write that decides.
pub(crate) async fn learn(tx: &mut Tx, text: &str, good: bool, back: bool) -> Result<(), sqlx::Error> {
    let by: i64 = if back { -1 } else { 1 };
    let (good, bad) = if good { (by, 0) } else { (0, by) };
    let mut words = score::words(text);
    words.push(ALL.to_owned());
    for part in words.chunks(SIZES[1]) {
        let rows: Vec<_> = (0..part.len()).map(|at| format!("(${}, $1, $2)", at + 3)).collect();
        let sql = format!(
            "INSERT INTO word (word, good, bad) VALUES {} ON CONFLICT (word)
             DO UPDATE SET good = word.good + excluded.good, bad = word.bad + excluded.bad",
            rows.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(good).bind(bad);
        for word in part {
            query = query.bind(word.clone());
        }
        query.execute(&mut *tx).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sqlx::Connection as _;

    use super::*;

    async fn counts(tx: &mut Tx) -> Vec<(String, i64, i64)> {
        let rows =
            sqlx::query("SELECT word, good, bad FROM word WHERE good <> 0 OR bad <> 0 ORDER BY word").fetch_all(tx);
        let rows = rows.await.expect("reads");
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
    }

    #[tokio::test]
    async fn what_is_learned_is_taken_back_whole() {
        sqlx::any::install_default_drivers();
        let mut store = Tx::connect("sqlite::memory:").await.expect("opens");
        let schema = "CREATE TABLE word (word TEXT PRIMARY KEY NOT NULL, good BIGINT NOT NULL, bad BIGINT NOT NULL)";
        sqlx::query(schema).execute(&mut store).await.expect("is made");
        let many: String = (0..500).map(|number| format!("w{number} ")).collect();
        let spam = "Buy, buy https://shop.example";
        learn(&mut store, &many, true, false).await.expect("is learned");
        learn(&mut store, spam, false, false).await.expect("is learned");
        learn(&mut store, spam, false, false).await.expect("is learned");
        learn(&mut store, &many, true, true).await.expect("is taken back");
        let word = |word: &str| (word.to_owned(), 0, 2);
        let expected = ["#", "//shop.example", "buy", "example", "https", "shop"].map(word);
        assert_eq!(counts(&mut store).await, expected);
        learn(&mut store, spam, false, true).await.expect("is taken back");
        learn(&mut store, spam, false, true).await.expect("is taken back");
        assert_eq!(counts(&mut store).await, []);
    }
}
