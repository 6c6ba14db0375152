//! `compare`: two, three or four things side by side.
//!
//! Grammar, one side after another:
//! ```text
//! title: What is compared                 (may be left out)
//!
//! Soon:                                   (a side: its name, perhaps one of the cast, and nothing behind the colon)
//!   What there is to say about it.        (each line is a paragraph)
//!   - What is one of several things.      (each line that begins with `- ` is an item of a list)
//!   source: On whose word <https://…>     (the address may be left out)
//! ```
//! The twin is all sides beside each other; where there is no room for that, tabs that are radio buttons, which the style
//! sheet answers. There is nothing left for an island to do.

use super::frame::frame;
use super::names::{self, Name};
use super::{Kind, lines};
use article::{Anchor, Article, BadLine, Fence};
use leptos::prelude::*;

/// The kind.
pub(super) struct Compare;

impl Kind for Compare {
    fn name(&self) -> &'static str {
        "compare"
    }

    fn source(&self) -> &'static str {
        include_str!("compare.rs")
    }

    fn example(&self) -> &'static str {
        include_str!("compare.example")
    }

    fn css(&self) -> &'static str {
        include_str!("compare.css")
    }

    fn view(&self, fence: &Fence, article: &Article) -> Result<AnyView, Vec<BadLine>> {
        read(&fence.body, article).map(|comparison| twin(fence.anchor.as_str(), comparison))
    }
}

/// What a fence says.
#[derive(Debug, Default, PartialEq)]
struct Comparison {
    title: String,
    sides: Vec<Side>,
}

#[derive(Debug, PartialEq)]
struct Side {
    name: String,
    /// The member of the cast that has this name.
    member: Option<Name>,
    passages: Vec<Passage>,
    source: (String, Option<String>),
}

#[derive(Debug, PartialEq)]
enum Passage {
    Paragraph(String),
    List(Vec<String>),
}

/// What has room side by side, and what the style sheet has rules for.
const MOST_SIDES: usize = 4;
const SIDE: &str = "`Soon:`, and below it, indented, what there is to say and `source: On whose word`";

fn read(body: &str, article: &Article) -> Result<Comparison, Vec<BadLine>> {
    let mut bad = Vec::new();
    let mut comparison = Comparison::default();
    for entry in lines::entries(body, SIDE, &mut bad) {
        if entry.name == "title" {
            entry.title(&mut comparison.title, SIDE, &mut bad);
            continue;
        }
        if comparison.sides.len() == MOST_SIDES {
            let found = format!("`{}`, one side too many", entry.name);
            bad.push(BadLine::new(entry.line, found, format!("at most {MOST_SIDES} sides")));
        }
        if comparison.sides.iter().any(|other| id(other) == Anchor::of(entry.name).to_string()) {
            let found = format!("`{}`, which is a side already", entry.name);
            bad.push(BadLine::new(entry.line, found, "another name for each side"));
        }
        comparison.sides.push(side(&entry, article, &mut bad));
    }
    if comparison.sides.len() < 2 && bad.is_empty() {
        bad.push(BadLine::new(0, "nothing to compare", format!("two sides or more: {SIDE}")));
    }
    if bad.is_empty() { Ok(comparison) } else { Err(bad) }
}

fn side(entry: &lines::Entry<'_>, article: &Article, bad: &mut Vec<BadLine>) -> Side {
    let member = article.front.cast.find(entry.name).map(Name::from);
    let mut side = Side { name: entry.name.to_owned(), member, passages: Vec::new(), source: (String::new(), None) };
    for &(line, text) in &entry.below {
        if let Some(item) = text.strip_prefix("- ") {
            match side.passages.last_mut() {
                Some(Passage::List(items)) => items.push(item.trim().to_owned()),
                _ => side.passages.push(Passage::List(vec![item.trim().to_owned()])),
            }
            continue;
        }
        match lines::known((line, text), &["source"], bad) {
            Some(("source", words)) => lines::one_source(&mut side.source, words, line, bad),
            Some(_) => {}
            None => side.passages.push(Passage::Paragraph(text.to_owned())),
        }
    }
    if !entry.value.is_empty() {
        bad.push(BadLine::new(entry.line, format!("`{}` behind the name of a side", entry.value), SIDE));
    }
    if side.passages.is_empty() {
        bad.push(BadLine::new(entry.line, "a side without words", "indented lines below it that say what there is"));
    }
    if side.source.0.is_empty() {
        let expected = "an indented line `source: On whose word` below it";
        bad.push(BadLine::new(entry.line, "a side without a source", expected));
    }
    side
}

fn twin(anchor: &str, comparison: Comparison) -> AnyView {
    let tabs = tabs(anchor, &comparison.sides);
    let sides = comparison.sides.into_iter();
    let sides = sides.map(|side| one(&format!("{anchor}--{}", id(&side)), side)).collect_view();
    let both = view! { {tabs}<div class="sides">{sides}</div> };
    frame("compare", anchor, &comparison.title, both.into_any())
}

/// A side's name, as addresses have it.
fn id(side: &Side) -> String {
    Anchor::of(&side.name).to_string()
}

/// Which side to show where there is room for one. The style sheet counts the tabs: they are in the order of the sides.
fn tabs(anchor: &str, sides: &[Side]) -> AnyView {
    let tabs = sides.iter().enumerate().map(|(i, side)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=format!("{anchor}-side")
                    value=id(side)
                    checked=i == 0
                />
                <span>{side.name.clone()}</span>
            </label>
        }
        .into_any()
    });
    view! { <fieldset class="pick"><legend class="unseen">"Show"</legend>{tabs.collect_view()}</fieldset> }.into_any()
}

fn one(id: &str, side: Side) -> AnyView {
    let about = side.member.as_ref().map(|member| member.id.clone());
    let name = match side.member {
        Some(member) => names::mentions(&[member], "").into_any(),
        None => side.name.into_any(),
    };
    let passages = side.passages.into_iter().map(|passage| match passage {
        Passage::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Passage::List(items) => {
            let items = items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
            view! { <ul>{items}</ul> }.into_any()
        }
    });
    let passages = passages.collect_view();
    view! {
        <div role="group" aria-labelledby=id.to_owned() data-name=about>
            <h4 id=id.to_owned()>{name}</h4>
            {passages}
            <small>{lines::source_view(side.source)}</small>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests;
