//! Who, where and when: the names in a block, as the article's cast has them.
//!
//! Where the article names its actors (or places) in a cast, a block may name no others, so that a misspelt name is found
//! and one name means one thing everywhere. Where it does not, names are taken as they come.

use super::lines;
use article::{Anchor, Article, BadLine, Member, Sort, Span, closest};
use leptos::prelude::*;

/// A name with the id that marks it wherever it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) id: String,
    pub(super) words: String,
}

impl From<&Member> for Name {
    fn from(member: &Member) -> Self {
        Self { id: member.id.clone(), words: member.name.clone() }
    }
}

/// The actor of that name; noted as a bad line where the article has actors, and this is none of them.
pub(super) fn actor(written: &str, line: usize, article: &Article, bad: &mut Vec<BadLine>) -> Name {
    let cast = &article.front.cast;
    one(written, line, cast.find(written).filter(|member| member.sort == Sort::Actor), cast.actors(), "actors", bad)
}

/// The place of that name; noted as a bad line where the article has places, and this is none of them.
pub(super) fn place(written: &str, line: usize, article: &Article, bad: &mut Vec<BadLine>) -> Name {
    let cast = &article.front.cast;
    let found = cast.find(written).filter(|member| matches!(member.sort, Sort::Place(_)));
    one(written, line, found, cast.places(), "places", bad)
}

fn one<'a>(
    written: &str,
    line: usize,
    found: Option<&Member>,
    known: impl Iterator<Item = &'a Member>,
    sort: &str,
    bad: &mut Vec<BadLine>,
) -> Name {
    if let Some(member) = found {
        return member.into();
    }
    let known: Vec<_> = known.map(|member| member.name.as_str()).collect();
    if !known.is_empty() {
        let expected = match closest(written, known.iter().copied()) {
            Some(near) => format!("`{near}`"),
            None => format!("one of {}, or one more name among the `{sort}` of `[cast]`", known.join(", ")),
        };
        bad.push(BadLine::new(line, format!("`{written}`, which is not in the cast"), expected));
    }
    Name { id: Anchor::of(written).to_string(), words: written.to_owned() }
}

/// The parts of a list, without blanks and empty ones.
pub(super) fn parts(list: &str, separator: char) -> impl Iterator<Item = &str> {
    list.split(separator).map(str::trim).filter(|name| !name.is_empty())
}

/// A date as written, or one that the cast names.
pub(super) fn date(written: &str, article: &Article) -> Option<Span> {
    Span::parse(written).or_else(|| match &article.front.cast.find(written)?.sort {
        Sort::Date(span) => Some(*span),
        _ => None,
    })
}

/// `DATE: What happened.`, or words alone. What begins like a date, or almost like one of the cast, is noted as a bad line.
pub(super) fn dated<'a>(
    text: &'a str,
    line: usize,
    article: &Article,
    bad: &mut Vec<BadLine>,
) -> (Option<Span>, &'a str) {
    let Some((written, rest)) = lines::pair(text) else { return (None, text) };
    if let Some(span) = date(written, article) {
        return (Some(span), rest);
    }
    let begins_so = written.trim_start_matches("c.").trim_start().starts_with(|c: char| c.is_ascii_digit());
    let near = closest(written, article.front.cast.dates().map(|member| member.name.as_str()));
    if begins_so && !written.trim_start_matches("c.").contains(char::is_alphabetic) || near.is_some() {
        let expected = match near {
            Some(near) => format!("`{near}`"),
            None => "a date that the calendar has: `2021`, `2021-05`, `2021-05-14`, or two with `..` between them"
                .to_owned(),
        };
        bad.push(BadLine::new(line, format!("`{written}`, which is not a date"), expected));
    }
    (None, text)
}

/// The names of the dates of the cast in which this time lies.
pub(super) fn dates_around(span: &Span, article: &Article) -> Vec<Name> {
    let within = |member: &&Member| match &member.sort {
        Sort::Date(date) => date.from.first_day() <= span.from.first_day() && span.to.last_day() <= date.to.last_day(),
        _ => false,
    };
    article.front.cast.dates().filter(within).map(Name::from).collect()
}

/// The ids of names, as markup has them: what is about them carries them in `data-name`.
pub(super) fn ids<'a>(names: impl IntoIterator<Item = &'a Name>) -> String {
    names.into_iter().map(|name| name.id.as_str()).collect::<Vec<_>>().join(" ")
}

/// Names to read and, live, to choose.
pub(super) fn mentions(names: &[Name], separator: &'static str) -> impl IntoView + use<> {
    let names = names.iter().enumerate().map(|(i, name)| {
        view! {
            {(i > 0).then_some(separator)}
            <span data-name=name.id.clone()>{name.words.clone()}</span>
        }
    });
    names.collect_view()
}
