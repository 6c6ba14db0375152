//! The glossary of an edition: every term that one of its articles explains in a `glossary` block.
//!
//! A term is explained once and can be looked up from all articles; which is where it stands, [`Entry::path`] says.

use crate::blocks::{self, Term};
use article::Article;
use std::collections::BTreeMap;

/// What the articles of an edition explain.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    entries: BTreeMap<String, Entry>,
}

/// A term with where it is explained and where it is used.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The term and what it means.
    pub term: Term,
    /// The path, on the site, of the block that explains it.
    pub path: String,
    /// The title of the article that explains it.
    pub title: String,
    /// Path and title of every article whose text uses it.
    pub used: Vec<(String, String)>,
}

impl Glossary {
    /// Gathers the terms of these articles. Of a term that is explained twice, which the check reports, the first counts.
    pub fn of(articles: &[Article]) -> Self {
        let mut entries = BTreeMap::new();
        for article in articles {
            for fence in article.fences() {
                for term in blocks::terms(fence) {
                    let path = format!("{}#{}", article.slug.path(), fence.anchor);
                    let entry = Entry { term, path, title: article.front.title.clone(), used: Vec::new() };
                    entries.entry(entry.term.id.clone()).or_insert(entry);
                }
            }
        }
        for article in articles {
            for id in article.terms() {
                if let Some(entry) = entries.get_mut(id) {
                    entry.used.push((article.slug.path(), article.front.title.clone()));
                }
            }
        }
        Self { entries }
    }

    /// The entry of the term with this id.
    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// Whether nothing is explained.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every entry, in the order of the alphabet.
    pub fn entries(&self) -> Vec<&Entry> {
        let mut entries: Vec<_> = self.entries.values().collect();
        entries.sort_by_key(|entry| entry.term.name.to_lowercase());
        entries
    }
}
