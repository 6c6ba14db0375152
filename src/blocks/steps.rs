//! `steps`: a procedure step by step, what the rules say beside what happened.
//!
//! Grammar, one step after another:
//! ```text
//! title: What the steps lead to           (may be left out)
//! rule: The treaty                        (what the two columns are called; may be left out, then they are
//! fact: May 2021                           “By the rule” and “In fact”)
//!
//! The request:                            (a step: its name, and nothing behind the colon)
//!   rule: What the rules say.             (one of the two may be left out)
//!   source: On whose word <https://…>     (below the rule, and below the fact)
//!   fact: DATE: What happened.            (DATE as in a timeline; it may be left out)
//!   actors: Who, Who else                 (may be left out)
//!   source: On whose word
//! ```
//! A rule that is left out is shown as “The rules are silent”, a fact as “Nothing is reported”. The twin is a numbered
//! list, in which rule and fact stand side by side where there is room. There, for readers who have nothing against motion,
//! the number of a step stays in the window as long as its step does, and that of the step in the middle is lit.

use super::frame::frame;
use super::names::{self, Name};
use super::{Kind, lines};
use crate::browser;
use crate::live::live;
use article::{Article, BadLine, Fence, Span};
use leptos::prelude::*;

/// The kind.
pub(super) struct Steps;

impl Kind for Steps {
    fn name(&self) -> &'static str {
        "steps"
    }

    fn source(&self) -> &'static str {
        include_str!("steps.rs")
    }

    fn example(&self) -> &'static str {
        include_str!("steps.example")
    }

    fn css(&self) -> &'static str {
        include_str!("steps.css")
    }

    fn view(&self, fence: &Fence, article: &Article) -> Result<AnyView, Vec<BadLine>> {
        read(&fence.body, article).map(|course| twin(fence.anchor.as_str(), course))
    }
}

/// What a fence says.
#[derive(Debug, PartialEq)]
struct Course {
    title: String,
    /// What the two columns are called.
    columns: [String; 2],
    steps: Vec<Step>,
}

#[derive(Debug, Default, PartialEq)]
struct Step {
    name: String,
    /// What the rules say, and what happened.
    sides: [Option<Side>; 2],
    actors: Vec<Name>,
    /// Dates of the cast that it belongs to.
    dates: Vec<Name>,
}

#[derive(Debug, PartialEq)]
struct Side {
    /// Which line of the body says it.
    line: usize,
    when: Option<Span>,
    text: String,
    source: (String, Option<String>),
}

const STEP: &str = "`The request:`, and below it, indented, `rule:` or `fact:`, each with its `source:`";
const SOURCE: &str = "an indented line `source: On whose word` below it";
const RULE: usize = 0;
const FACT: usize = 1;

fn read(body: &str, article: &Article) -> Result<Course, Vec<BadLine>> {
    let mut bad = Vec::new();
    let columns = ["By the rule".to_owned(), "In fact".to_owned()];
    let mut course = Course { title: String::new(), columns, steps: Vec::new() };
    for entry in lines::entries(body, STEP, &mut bad) {
        let column = match entry.name {
            "title" => &mut course.title,
            "rule" => &mut course.columns[RULE],
            "fact" => &mut course.columns[FACT],
            _ => {
                course.steps.push(step(&entry, article, &mut bad));
                continue;
            }
        };
        entry.none_below("the name of a step above it, with nothing behind the colon", &mut bad);
        if entry.value.is_empty() {
            let found = format!("`{}:` without words", entry.name);
            bad.push(BadLine::new(entry.line, found, "words behind the colon, or no such line"));
        }
        entry.value.clone_into(column);
    }
    if course.steps.is_empty() && bad.is_empty() {
        bad.push(BadLine::new(0, "no steps", STEP));
    }
    if bad.is_empty() { Ok(course) } else { Err(bad) }
}

fn step(entry: &lines::Entry<'_>, article: &Article, bad: &mut Vec<BadLine>) -> Step {
    let mut step = Step { name: entry.name.to_owned(), ..Step::default() };
    let mut last = None;
    for &(line, text) in &entry.below {
        match lines::known((line, text), &["rule", "fact", "source", "actors"], bad) {
            Some((name @ ("rule" | "fact"), words)) => {
                let at = if name == "rule" { RULE } else { FACT };
                let side = side(line, words, at == FACT, article, bad);
                step.dates.extend(side.when.iter().flat_map(|span| names::dates_around(span, article)));
                if step.sides[at].replace(side).is_some() {
                    bad.push(BadLine::new(line, format!("a second `{name}:`"), "one in each step"));
                }
                last = Some(at);
            }
            Some(("actors", list)) => {
                step.actors.extend(names::parts(list, ',').map(|written| names::actor(written, line, article, bad)));
            }
            Some(("source", words)) => match last.take().and_then(|at| step.sides[at].as_mut()) {
                Some(side) => side.source = lines::source(words),
                None => bad.push(BadLine::new(line, "a source with nothing above it", "`rule:` or `fact:` above it")),
            },
            Some(_) => {}
            None => bad.push(BadLine::new(line, format!("`{text}`, which is neither rule nor fact"), STEP)),
        }
    }
    if !entry.value.is_empty() {
        let found = format!("`{}` behind the name of a step", entry.value);
        bad.push(BadLine::new(entry.line, found, STEP));
    }
    if step.sides.iter().all(Option::is_none) {
        bad.push(BadLine::new(entry.line, "a step without rule and fact", STEP));
    }
    for side in step.sides.iter().flatten().filter(|side| side.source.0.is_empty()) {
        bad.push(BadLine::new(side.line, "words without a source", SOURCE));
    }
    step
}

/// `DATE: What happened.`, or words alone. What begins like a date but is none is a mistake.
fn side(line: usize, words: &str, dated: bool, article: &Article, bad: &mut Vec<BadLine>) -> Side {
    let (when, text) = if dated { names::dated(words, line, article, bad) } else { (None, words) };
    if text.is_empty() {
        bad.push(BadLine::new(line, "a rule or a fact without words", "what it is, behind the colon"));
    }
    Side { line, when, text: text.to_owned(), source: (String::new(), None) }
}

fn twin(anchor: &str, course: Course) -> AnyView {
    let Course { title, columns, steps } = course;
    let steps = steps.into_iter().map(|step| entry(step, &columns)).collect_view();
    let island = view! {
        <StepsIsland>
            <ol class="course" role="list">{steps}</ol>
        </StepsIsland>
    };
    frame("steps", anchor, &title, island.into_any())
}

fn entry(step: Step, columns: &[String; 2]) -> AnyView {
    let about = names::ids(step.actors.iter().chain(&step.dates));
    let who = (!step.actors.is_empty()).then(|| {
        view! { <p class="who"><span class="unseen">"Who: "</span>{names::mentions(&step.actors, ", ")}</p> }.into_any()
    });
    let silent = ["The rules are silent.", "Nothing is reported."];
    let sides = step.sides.into_iter().zip(columns).zip(silent).map(|((side, column), silent)| {
        let said = match side {
            None => view! { <p class="none">{silent}</p> }.into_any(),
            Some(Side { when, text, source, .. }) => {
                let when = when
                    .map(|span| view! { <time datetime=span.from.to_string()>{span.words()}</time>": " }.into_any());
                view! { <p>{when}{text}</p><small>{lines::source_view(source)}</small> }.into_any()
            }
        };
        view! { <div><dt>{column.clone()}</dt><dd>{said}</dd></div> }.into_any()
    });
    view! {
        <li data-name=(!about.is_empty()).then_some(about)>
            <h4>{step.name}</h4>
            {who}
            <dl class="sides">{sides.collect_view()}</dl>
        </li>
    }
    .into_any()
}

/// Lights the step that passes the middle of the window.
#[island]
fn StepsIsland(children: Children) -> impl IntoView {
    live(children, |root| {
        if browser::prefers("(prefers-reduced-motion: no-preference)") {
            browser::when_passing(&root.all(".course > li"), |step, is_here| {
                step.set("aria-current", is_here.then_some("step"));
            });
        }
    })
}

#[cfg(test)]
mod tests;
