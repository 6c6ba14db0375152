//! Front matter: what an editor says about an article, in TOML between two `+++` lines.

use crate::cast::{self, Cast};
use crate::fields::{self, Fields, Placed};
use crate::{Date, Picture, Pictures, Problem, Reference, Slug, Target};
use std::collections::BTreeMap;

/// What an editor says about an article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Front {
    /// The headline.
    pub title: String,
    /// One or two sentences under it; also the page's description.
    pub standfirst: String,
    /// Who wrote it, in the order of the byline.
    pub authors: Vec<String>,
    /// The day it first appeared; absent only in an article with problems.
    pub published: Option<Date>,
    /// The day of the last change worth telling a reader.
    pub updated: Option<Date>,
    /// A BCP 47 language tag, such as `en` or `hy`.
    pub language: String,
    /// The part of the magazine: Analysis, Background …
    pub section: String,
    /// The picture at the top, where the article has one.
    pub illustration: Option<Illustration>,
    /// Whether readers may comment.
    pub comments: Comments,
    /// The articles that the editor puts first under "Also see".
    pub related: Vec<Slug>,
    /// What the article rests on.
    pub sources: Vec<Source>,
    /// Who, where and when the article is about.
    pub cast: Cast,
    /// Anchors that the text no longer has, and where each has gone.
    pub moved: BTreeMap<String, String>,
}

impl Front {
    /// The last day on which readers may comment, where there is one.
    pub fn comments_until(&self) -> Option<Date> {
        match self.comments {
            Comments::Until(date) => Some(date),
            Comments::Days(days) => Some(self.published?.plus(days)),
            Comments::Open | Comments::Closed => None,
        }
    }
}

/// A picture that lies in the article's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illustration {
    /// The picture itself.
    pub picture: Picture,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Whose work it is.
    pub credit: String,
    /// What others may do with it.
    pub licence: String,
}

/// Whether an article takes comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Comments {
    /// It does.
    #[default]
    Open,
    /// It does not.
    Closed,
    /// Through this day.
    Until(Date),
    /// For so many days after it was published.
    Days(u16),
}

/// Something that an article rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// When, as precisely as is known.
    pub date: Option<Date>,
    /// Where to read it; `http` or `https`.
    pub url: Option<String>,
    /// What to know about it.
    pub note: Option<String>,
}

const FENCE: &str = "+++";

/// Reads the front matter and says at which byte the text begins.
pub(crate) fn read(source: &str, pictures: &Pictures, problems: &mut Vec<Problem>) -> (Front, Vec<Reference>, usize) {
    let Some((from, to, text_at)) = split(source) else {
        let yaml = source.starts_with("---");
        problems.push(
            Problem::new(0..source.lines().next().map_or(0, str::len), "there is no front matter")
                .expected("a first line `+++`, then `title = \"…\"` and the rest, then a line `+++`")
                .mend(if yaml {
                    "write TOML between `+++` lines instead of YAML between `---`"
                } else {
                    "begin the file with it"
                }),
        );
        return (Front::default(), Vec::new(), 0);
    };
    let fill = |fields: &mut Fields<'_, '_>, problems: &mut Vec<Problem>| fill(fields, pictures, problems);
    let (front, references) = fields::read(&source[from..to], from, 0..FENCE.len(), problems, fill);
    (front, references, text_at)
}

/// The bytes of the TOML, and where the text begins.
fn split(source: &str) -> Option<(usize, usize, usize)> {
    let mut lines = crate::lines_of(source);
    let (_, first) = lines.next()?;
    if first.trim_start_matches('\u{feff}').trim_end() != FENCE {
        return None;
    }
    let mut from = None;
    for (start, line) in lines {
        let from = *from.get_or_insert(start);
        if line.trim_end() == FENCE {
            let text = source[start..].find('\n').map_or(source.len(), |end| start + end + 1);
            return Some((from, start, text));
        }
    }
    None
}

fn fill(fields: &mut Fields<'_, '_>, pictures: &Pictures, problems: &mut Vec<Problem>) -> (Front, Vec<Reference>) {
    let related = fields.texts("related", problems);
    let references = related
        .iter()
        .map(|(slug, at)| Reference { target: Target::Article(Some(Slug::new(slug.as_str())), None), at: at.clone() })
        .collect();
    let (language, language_at) = fields.text("language", "\"en\"", problems);
    if !language.is_empty() && !is_language(&language) {
        problems.push(
            Problem::new(language_at, format!("`{language}` is not a language tag"))
                .expected("a tag such as `en`, `hy` or `pt-BR`"),
        );
    }
    let authors = fields.texts("authors", problems);
    let moved = fields.pairs("moved", "\"old-anchor\" = \"new-anchor\"", problems);
    let front = Front {
        title: fields.text("title", "\"The headline\"", problems).0,
        standfirst: fields.text("standfirst", "\"What the article says, in a sentence or two\"", problems).0,
        authors: authors.into_iter().map(|(name, _)| name).collect(),
        published: fields.date("published", problems),
        updated: fields.maybe_date("updated", problems).map(|(date, _)| date),
        language,
        section: fields.text("section", "\"Analysis\"", problems).0,
        illustration: illustration(fields, pictures, problems),
        comments: comments(fields, problems),
        related: related.into_iter().map(|(slug, _)| Slug::new(slug)).collect(),
        sources: fields.tables("sources", problems).into_iter().map(|table| one_source(table, problems)).collect(),
        cast: cast::read(fields, problems),
        moved: moved.into_iter().map(|((old, _), (new, _))| (old, new)).collect(),
    };
    (front, references)
}

fn illustration(fields: &mut Fields<'_, '_>, pictures: &Pictures, problems: &mut Vec<Problem>) -> Option<Illustration> {
    let mut table = fields.table("illustration", problems)?;
    let (file, at) = table.text("file", "\"picture.svg\"", problems);
    let illustration = Illustration {
        picture: pictures.find(&file, at, problems),
        alt: table.text("alt", "\"What the picture shows\"", problems).0,
        credit: table.text("credit", "\"Whose work it is\"", problems).0,
        licence: table.text("licence", "\"CC BY 4.0\"", problems).0,
    };
    table.finish(problems);
    Some(illustration)
}

fn comments(fields: &mut Fields<'_, '_>, problems: &mut Vec<Problem>) -> Comments {
    let mut ignored = Vec::new();
    if let Some((word, _)) = fields.maybe_text("comments", &mut ignored) {
        match word.as_str() {
            "open" => return Comments::Open,
            "closed" => return Comments::Closed,
            word => {
                if let Some(days) = days(word) {
                    return Comments::Days(days);
                }
            }
        }
    }
    let before = problems.len();
    match fields.maybe_date("comments", problems) {
        Some((date, _)) => Comments::Until(date),
        None => {
            for problem in &mut problems[before..] {
                problem.expected =
                    "`\"open\"`, `\"closed\"`, the last day on which they are open, or how long, such as `\"30 days\"`"
                        .to_owned();
            }
            Comments::Open
        }
    }
}

/// How many days `30 days` or `1 day` is: 1 to 9999.
fn days(word: &str) -> Option<u16> {
    let (number, unit) = word.split_once(' ')?;
    let days = number.parse().ok().filter(|days| (1..=9999).contains(days) && !number.starts_with('+'))?;
    (unit == "days" || (unit == "day" && days == 1)).then_some(days)
}

fn one_source(mut table: Fields<'_, '_>, problems: &mut Vec<Problem>) -> Source {
    let url = table.maybe_text("url", problems).and_then(|(url, at)| web_address(url, at, problems));
    let mut maybe = |key| table.maybe_text(key, problems).map(|(text, _): Placed<String>| text);
    let (publisher, note) = (maybe("publisher"), maybe("note"));
    let source = Source {
        title: table.text("title", "\"The title of the source\"", problems).0,
        publisher,
        date: table.maybe_date("date", problems).map(|(date, _)| date),
        url,
        note,
    };
    table.finish(problems);
    source
}

fn web_address(url: String, at: std::ops::Range<usize>, problems: &mut Vec<Problem>) -> Option<String> {
    if url.starts_with("https://") || url.starts_with("http://") {
        return Some(url);
    }
    problems.push(Problem::new(at, format!("`{url}` is not an address on the web")).expected("`https://…`"));
    None
}

/// Letters and digits in parts of up to eight, joined by hyphens; enough to keep an attribute in order.
fn is_language(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(i, part)| {
        let fits = (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        fits && (i > 0 || (2..=3).contains(&part.len()))
    })
}
