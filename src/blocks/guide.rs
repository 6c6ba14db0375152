//! The authors' guide: what each kind is for, its grammar, its example as source and as rendered.
//!
//! It is made from [`KINDS`](super::KINDS), so it cannot say what is not so. What a kind is for and its grammar are taken
//! from the top of its own file, which is also what a developer reads there.

use super::Kind;

/// What a kind is for, in a sentence.
pub fn purpose(kind: &dyn Kind) -> String {
    let first = documentation(kind).take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let sentence = first.split_once(": ").map_or(first.as_str(), |(_, purpose)| purpose);
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The grammar of a kind's body, a line each.
pub fn grammar(kind: &dyn Kind) -> String {
    let lines = documentation(kind).skip_while(|line| *line != "```text").skip(1).take_while(|line| *line != "```");
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines at the top of the kind's file, without their marks.
fn documentation(kind: &dyn Kind) -> impl Iterator<Item = &'static str> + use<> {
    let lines = kind.source().lines().take_while(|line| line.starts_with("//!"));
    lines.map(|line| line.trim_start_matches("//!").strip_prefix(' ').unwrap_or_default())
}
