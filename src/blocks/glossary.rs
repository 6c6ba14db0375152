//! `glossary`: terms and what they mean, for those who do not have them from elsewhere.
//!
//! Grammar, one term after another:
//! ```text
//! title: What the terms belong to                    (may be left out)
//!
//! Delimitation: Agreeing on where a border runs      (a term and what it means)
//!   More about it.                                   (each line is a paragraph; may be left out)
//!   source: On whose word <https://…>                (may be left out)
//! ```
//! The twin is a list of definitions and needs no island. Pages take the same terms from [`terms`], to show a meaning where
//! the term is used and to gather those of an edition.

use super::frame::frame;
use super::{Kind, lines};
use article::{Anchor, Article, BadLine, Fence};
use leptos::prelude::*;

/// The kind.
pub(super) struct Glossary;

impl Kind for Glossary {
    fn name(&self) -> &'static str {
        "glossary"
    }

    fn source(&self) -> &'static str {
        include_str!("glossary.rs")
    }

    fn example(&self) -> &'static str {
        include_str!("glossary.example")
    }

    fn css(&self) -> &'static str {
        include_str!("glossary.css")
    }

    fn view(&self, fence: &Fence, article: &Article) -> Result<AnyView, Vec<BadLine>> {
        read(&fence.body).map(|list| twin(fence.anchor.as_str(), list, article))
    }
}

/// A term and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The name as addresses and markup have it.
    pub id: String,
    /// The name as readers see it.
    pub name: String,
    /// What it means, a paragraph each; there is at least one.
    pub text: Vec<String>,
    /// On whose word, and where that stands; empty where nobody is named.
    pub source: (String, Option<String>),
}

impl Term {
    /// Whether it says on whose word.
    pub fn has_source(&self) -> bool {
        !self.source.0.is_empty()
    }
}

/// The terms of a fence, in its order; none for a body with mistakes or another kind.
pub fn terms(fence: &Fence) -> Vec<Term> {
    let list = (fence.kind == Glossary.name()).then(|| read(&fence.body).ok()).flatten();
    list.map(|list| list.terms).unwrap_or_default()
}

/// What a fence says.
#[derive(Debug, PartialEq)]
struct List {
    title: String,
    terms: Vec<Term>,
}

const TERM: &str = "`Term: What it means`";

fn read(body: &str) -> Result<List, Vec<BadLine>> {
    let mut bad = Vec::new();
    let mut list = List { title: String::new(), terms: Vec::new() };
    for entry in lines::entries(body, TERM, &mut bad) {
        if entry.name == "title" {
            entry.title(&mut list.title, TERM, &mut bad);
            continue;
        }
        let term = term(&entry, &mut bad);
        if term.text.is_empty() {
            bad.push(BadLine::new(entry.line, format!("`{}`, which has no meaning", entry.name), TERM));
        }
        if list.terms.iter().any(|other| other.id == term.id) {
            bad.push(BadLine::new(
                entry.line,
                format!("`{}`, which the glossary has already", entry.name),
                "each term once: what there is to say about it stands in indented lines below the first",
            ));
        }
        list.terms.push(term);
    }
    if list.terms.is_empty() && bad.is_empty() {
        bad.push(BadLine::new(0, "no terms", TERM));
    }
    if bad.is_empty() { Ok(list) } else { Err(bad) }
}

fn term(entry: &lines::Entry<'_>, bad: &mut Vec<BadLine>) -> Term {
    let mut term = Term {
        id: Anchor::of(entry.name).to_string(),
        name: entry.name.to_owned(),
        text: Vec::new(),
        source: (String::new(), None),
    };
    if !entry.value.is_empty() {
        term.text.push(entry.value.to_owned());
    }
    for (line, text) in &entry.below {
        match lines::known((*line, text), &["source"], bad) {
            Some(("source", words)) => lines::one_source(&mut term.source, words, *line, bad),
            Some(_) => {}
            None => term.text.push((*text).to_owned()),
        }
    }
    term
}

fn twin(anchor: &str, list: List, article: &Article) -> AnyView {
    let terms = list.terms.into_iter().map(|term| {
        let about = article.front.cast.find(&term.name).map(|member| member.id.clone());
        entry(format!("{anchor}--{}", term.id), about, term)
    });
    let terms = view! { <dl>{terms.collect_view()}</dl> };
    frame("glossary", anchor, &list.title, terms.into_any())
}

fn entry(id: String, about: Option<String>, term: Term) -> impl IntoView {
    let source =
        term.has_source().then(|| view! { <dd class="credit">"Source: "{lines::source_view(term.source)}</dd> });
    view! {
        <div id=id data-name=about>
            <dt>{term.name}</dt>
            {term.text.into_iter().map(|text| view! { <dd>{text}</dd> }).collect_view()}
            {source}
        </div>
    }
}

#[cfg(test)]
mod tests;
