//! Markdown in, a typed document and a list of problems out.
//!
//! Pure: no files, no web, no Leptos, so every rule about articles can be tested with a string.
//! It does not know the kinds of block: a fence marked `@` is handed on as it was written.

mod cast;
mod controls;
mod date;
mod fields;
mod front;
mod html;
mod markdown;
mod masthead;
mod names;
mod pictures;
mod problem;

pub use cast::{Cast, Member, Point, Sort};
pub use date::{Date, Span};
pub use front::{Comments, Front, Illustration, Source};
pub use html::Html;
pub use masthead::{Frame, Masthead, read_masthead};
pub use names::{Anchor, Slug};
pub use pictures::{Folder, Picture, Pictures};
pub use problem::{BadLine, Problem, closest, lines_of, suggestion};

use std::collections::BTreeMap;
use std::ops::Range;

/// One article of an edition, as its file says it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// The file's name without `.md`; the article's address and its identity.
    pub slug: Slug,
    /// What stands between the `+++` lines.
    pub front: Front,
    /// The text. The first section is the lead: it has no title, and no blocks if the text begins with a heading.
    pub sections: Vec<Section>,
    /// Every link and term of the text, in order, for whoever can tell whether they lead anywhere.
    pub references: Vec<Reference>,
    /// The tables in the article's folder (CSV), by file name.
    pub tables: BTreeMap<String, String>,
}

/// A part of the text under one `##` heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Where a link to this section lands; for the lead, `top`.
    pub anchor: Anchor,
    /// The heading as plain text; empty for the lead.
    pub title: String,
    /// The smaller headings inside, which stand in the prose with their anchors.
    pub headings: Vec<Heading>,
    /// Prose and interactive blocks in the order of the file.
    pub blocks: Vec<Block>,
}

/// A `###` or smaller heading inside a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Where a link to it lands.
    pub anchor: Anchor,
    /// Its text without markup.
    pub title: String,
}

/// What a section is made of. Closed: there are two things, for good; what grows is the list of kinds.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Paragraphs, lists, quotes, tables, pictures, and the notes to them.
    Prose(Html),
    /// A fence marked `@kind`.
    Interactive(Fence),
}

/// A fenced block such as ```` ```@timeline ````, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The word after `@`.
    pub kind: String,
    /// The second word of the fence's first line, or the kind (`timeline`, then `timeline-2`, …).
    pub anchor: Anchor,
    /// The lines between the fences.
    pub body: String,
    /// The file's line, counted from 1, of the opening fence.
    pub line: usize,
}

/// Something the text points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where it leads.
    pub target: Target,
    /// The bytes of the file that say it.
    pub at: Range<usize>,
}

/// Where a reference leads. Only what lies inside the edition can be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An article of this edition, and perhaps a place in it. `None` as slug is the article itself.
    Article(Option<Slug>, Option<String>),
    /// A page outside, as written.
    Outside(String),
    /// A term of the edition's glossary, by its id.
    Term(String),
}

/// Reads one article. Never fails: what could not be understood is left out of the article and stands in the list of
/// problems instead. `folder` says what lies in the article's own folder.
pub fn read(slug: Slug, source: &str, folder: &Folder) -> (Article, Vec<Problem>) {
    let pictures = &folder.pictures;
    let mut problems = slug.problems();
    let (front, mut references, text_at) = front::read(source, pictures, &mut problems);
    controls::in_source(source, text_at, &mut problems);
    let text = markdown::read(source, text_at, &front.cast, pictures, &mut problems);
    references.extend(text.references);
    let tables = folder.tables.clone();
    let article = Article { slug, front, sections: text.sections, references, tables };
    problems.extend(article.moved_problems(source));
    problems.sort_by_key(|problem| problem.at.start);
    (article, problems)
}

impl Article {
    /// Every place of the text that an address can end with, in the order of the text, moved ones not included.
    pub fn anchors(&self) -> Vec<&Anchor> {
        let mut anchors = Vec::new();
        for section in &self.sections {
            if !section.title.is_empty() {
                anchors.push(&section.anchor);
            }
            anchors.extend(section.headings.iter().map(|heading| &heading.anchor));
            anchors.extend(section.fences().map(|fence| &fence.anchor));
        }
        anchors
    }

    /// All interactive blocks, in the order of the text.
    pub fn fences(&self) -> impl Iterator<Item = &Fence> {
        self.sections.iter().flat_map(Section::fences)
    }

    /// Whether an address may end with this anchor: it exists, or stands in `moved`.
    pub fn lands(&self, anchor: &str) -> bool {
        self.front.moved.contains_key(anchor) || self.anchors().iter().any(|known| known.as_str() == anchor)
    }

    /// The ids of the glossary's terms that the text uses, each once, in the order of their first use.
    pub fn terms(&self) -> Vec<&str> {
        let mut terms = Vec::new();
        for reference in &self.references {
            if let Target::Term(id) = &reference.target
                && !terms.contains(&id.as_str())
            {
                terms.push(id.as_str());
            }
        }
        terms
    }

    /// The text without markup, for counting and comparing.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for section in &self.sections {
            text.push_str(&section.title);
            for block in &section.blocks {
                text.push(' ');
                match block {
                    Block::Prose(html) => text.push_str(&html.text()),
                    Block::Interactive(fence) => text.push_str(&fence.body),
                }
            }
            text.push('\n');
        }
        text
    }

    /// How long the prose takes to read, in whole minutes, at 230 words a minute; at least one. Blocks are looked at, not
    /// read through.
    pub fn minutes(&self) -> usize {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        let words = blocks.map(|block| match block {
            Block::Prose(html) => html.text().split_whitespace().count(),
            Block::Interactive(_) => 0,
        });
        words.sum::<usize>().div_ceil(230).max(1)
    }

    /// A moved anchor must lead to one that exists, and must not hide one that does.
    fn moved_problems(&self, source: &str) -> Vec<Problem> {
        let anchors = self.anchors();
        let exists = |name: &str| anchors.iter().any(|anchor| anchor.as_str() == name);
        let mut problems = Vec::new();
        for (old, new) in &self.front.moved {
            let at = problem::quoted(source, old);
            if !exists(new) {
                let known = anchors.iter().map(|anchor| anchor.as_str());
                problems.push(
                    Problem::new(
                        at.clone(),
                        format!("`{old}` is said to have moved to `{new}`, which is not in the text"),
                    )
                    .expected("the anchor of a section, a heading or a block of this article")
                    .mend(suggestion(new, known)),
                );
            }
            if exists(old) {
                problems.push(
                    Problem::new(at, format!("`{old}` is said to have moved, but it is still in the text"))
                        .expected("in `moved`, only anchors that the text no longer has")
                        .mend(format!("take `{old}` out of `moved`")),
                );
            }
        }
        problems
    }
}

impl Section {
    /// The interactive blocks of this section.
    pub fn fences(&self) -> impl Iterator<Item = &Fence> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Interactive(fence) => Some(fence),
            Block::Prose(_) => None,
        })
    }
}

#[cfg(test)]
mod tests;
