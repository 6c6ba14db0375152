//! The masthead: what `edition.toml` says about the edition as a whole.

use crate::fields::{self, Fields};
use crate::{Problem, Reference, Slug, Target};
use std::ops::Range;

/// How many characters a system shows under an icon; what is longer is cut.
const UNDER_AN_ICON: usize = 12;

/// What an editor says about the edition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Masthead {
    /// The edition's name.
    pub title: String,
    /// A few words under the name.
    pub tagline: String,
    /// A BCP 47 language tag for the pages that belong to no article.
    pub language: String,
    /// The address under which readers find the site, without a slash at the end.
    pub address: String,
    /// Who publishes it.
    pub publisher: String,
    /// The article that leads the front page.
    pub lead: Slug,
    /// The name under the icon, where the edition is installed; the title, unless the editor says a shorter one.
    pub short_title: String,
    /// What shops of apps sort the edition under, such as `news`.
    pub categories: Vec<String>,
    /// The colours of what browser and system draw around the pages.
    pub frame: Frame,
}

/// The colours of the browser's bars and of an installed edition's window, each as `#` and six hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Around light pages.
    pub light: String,
    /// Around dark pages.
    pub dark: String,
}

impl Default for Frame {
    /// The colours of the paper, so that page and frame are one.
    fn default() -> Self {
        Self { light: "#fbf8f1".to_owned(), dark: "#16140f".to_owned() }
    }
}

/// Reads `edition.toml`. Never fails, as [`read`](crate::read) does not.
pub fn read_masthead(source: &str) -> (Masthead, Vec<Reference>, Vec<Problem>) {
    let mut problems = Vec::new();
    let (masthead, references) = fields::read(source, 0, 0..0, &mut problems, fill);
    (masthead, references, problems)
}

fn fill(fields: &mut Fields<'_, '_>, problems: &mut Vec<Problem>) -> (Masthead, Vec<Reference>) {
    let (address, address_at) = fields.text("address", "\"https://magazine.example\"", problems);
    if !address.is_empty() {
        problems.extend(misplaced(&address, address_at));
    }
    let (lead, lead_at) = fields.text("lead", "\"the-slug-of-an-article\"", problems);
    let title = fields.text("title", "\"The name of the edition\"", problems).0;
    let masthead = Masthead {
        short_title: short_title(fields, problems).unwrap_or_else(|| title.clone()),
        title,
        tagline: fields.maybe_text("tagline", problems).map(|(text, _)| text).unwrap_or_default(),
        language: fields.text("language", "\"en\"", problems).0,
        address: address.trim_end_matches('/').to_owned(),
        publisher: fields.text("publisher", "\"Who publishes it\"", problems).0,
        lead: Slug::new(lead.as_str()),
        categories: categories(fields, problems),
        frame: frame(fields, problems),
    };
    (masthead, vec![Reference { target: Target::Article(Some(Slug::new(lead)), None), at: lead_at }])
}

/// What keeps an address from being that of a site. Pages, manifest and service worker stand at the root of one.
fn misplaced(address: &str, at: Range<usize>) -> Option<Problem> {
    let place = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or_default();
    let name = place.split(['/', '?', '#']).next().unwrap_or_default();
    if name.is_empty() {
        let problem = Problem::new(at, format!("`{address}` is not the address of a site"));
        return Some(problem.expected("`https://` and the name under which readers find it"));
    }
    let root = &address[..address.len() - place.len() + name.len()];
    (place.trim_end_matches('/') != name).then(|| {
        Problem::new(at, format!("`{address}` is a place within a site"))
            .expected("`https://` and a name, with nothing behind it: an edition fills its site from the root")
            .mend(format!("write `{root}`, or publish the edition under a name of its own"))
    })
}

fn short_title(fields: &mut Fields<'_, '_>, problems: &mut Vec<Problem>) -> Option<String> {
    let (title, at) = fields.maybe_text("short-title", problems)?;
    let length = title.chars().count();
    if length > UNDER_AN_ICON {
        problems.push(
            Problem::new(at, format!("`short-title` has {length} characters"))
                .expected(format!("at most {UNDER_AN_ICON}: a phone shows no more under an icon"))
                .mend("choose the word by which readers know the edition"),
        );
    }
    Some(title)
}

fn categories(fields: &mut Fields<'_, '_>, problems: &mut Vec<Problem>) -> Vec<String> {
    let categories = fields.texts("categories", problems);
    for (category, at) in &categories {
        if category.to_lowercase() != *category {
            problems.push(
                Problem::new(at.clone(), format!("the category `{category}` has capital letters"))
                    .expected("a word in lower case, such as `news`, `politics` or `magazines`")
                    .mend(format!("write `{}`", category.to_lowercase())),
            );
        }
    }
    categories.into_iter().map(|(category, _)| category).collect()
}

fn frame(fields: &mut Fields<'_, '_>, problems: &mut Vec<Problem>) -> Frame {
    let mut frame = Frame::default();
    let Some(mut fields) = fields.table("frame", problems) else { return frame };
    for (key, colour) in [("light", &mut frame.light), ("dark", &mut frame.dark)] {
        let Some((found, at)) = fields.maybe_text(key, problems) else { continue };
        let digits = found.strip_prefix('#').unwrap_or_default();
        if digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            *colour = found.to_lowercase();
        } else {
            problems.push(
                Problem::new(at, format!("`{found}` is not a colour that a frame can have"))
                    .expected("`#` and six hexadecimal digits")
                    .mend(format!("write it as `{key} = \"{colour}\"`")),
            );
        }
    }
    fields.finish(problems);
    frame
}
