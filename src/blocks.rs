//! The interactive blocks: what a fence such as ```` ```@timeline ```` becomes.
//!
//! A kind is one file, its style sheet, a `mod` line and an entry in [`KINDS`]; pages, styles, checks, guide and tests walk
//! that list. Every kind's markup is complete without a script (its *twin*); an island only makes it better.

mod chart;
mod compare;
mod count;
mod frame;
mod glossary;
pub mod guide;
mod lines;
mod map;
mod matrix;
mod names;
mod pairs;
mod steps;
mod timeline;

pub use glossary::{Term, terms};

pub(crate) use lines::source_view;

use article::{Article, BadLine, Fence};
use leptos::prelude::AnyView;

/// One kind of block.
pub trait Kind: Sync {
    /// The word after `@`.
    fn name(&self) -> &'static str;

    /// The kind's own file. What stands at its top is its documentation, for authors too: see [`guide`].
    fn source(&self) -> &'static str;

    /// A body that shows the whole grammar. It is a test, and what the guide prints.
    fn example(&self) -> &'static str;

    /// The kind's own part of the style sheet.
    fn css(&self) -> &'static str;

    /// The block, or every line of its body that could not be read. `article` is the one that the fence stands in, for
    /// its cast and its tables. Called where pages are [rendered](crate::app::render).
    fn view(&self, fence: &Fence, article: &Article) -> Result<AnyView, Vec<BadLine>>;

    /// Files of the site that belong to this block, as path and content. Nothing for a body with mistakes.
    fn files(&self, _fence: &Fence, _article: &Article) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Every kind there is.
pub const KINDS: &[&dyn Kind] = &[
    &chart::Chart,
    &compare::Compare,
    &glossary::Glossary,
    &map::Map,
    &matrix::Matrix,
    &steps::Steps,
    &timeline::Timeline,
];

/// The kind of that name.
pub fn find(name: &str) -> Option<&'static dyn Kind> {
    KINDS.iter().find(|kind| kind.name() == name).copied()
}

/// A fence as markup, or what is wrong with it. A kind that there is not is wrong in the fence's own line, which the
/// check reports; here it is nothing.
pub fn view(fence: &Fence, article: &Article) -> Result<AnyView, Vec<BadLine>> {
    find(&fence.kind).map_or_else(|| Err(Vec::new()), |kind| kind.view(fence, article))
}

/// The files of the site that belong to a fence, as path and content.
pub fn files(fence: &Fence, article: &Article) -> Vec<(String, String)> {
    find(&fence.kind).map(|kind| kind.files(fence, article)).unwrap_or_default()
}

/// What is wrong with a fence of a known kind; nothing is for one of an unknown kind.
pub fn check(fence: &Fence, article: &Article) -> Vec<BadLine> {
    let mut bad = Vec::new();
    crate::app::render(|| view(fence, article).map_err(|lines| bad = lines).ok());
    bad
}

/// The name of a file that a block brings: another with every change of its content, so that who keeps a page has what it
/// shows. The hash is FNV-1a: the name has to change with the content, no more.
fn hashed(anchor: &str, kind: &str, content: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = content.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    format!("{anchor}-{hash:016x}.{kind}")
}

#[cfg(test)]
mod tests;
