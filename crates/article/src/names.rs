//! The two names that addresses are made of: an article's slug and a place's anchor.

use crate::Problem;
use std::fmt;

/// What the endpoint and the build keep for themselves at the top of the site.
const TAKEN: [&str; 15] = [
    "api",
    "comments",
    "fonts",
    "glossary",
    "healthz",
    "moderation",
    "my-comments",
    "offline",
    "pictures",
    "receipt",
    "received",
    "saved",
    "screenshots",
    "subscribe",
    "watch",
];

/// The places that every page has.
const PAGE: [&str; 9] = ["also", "comments", "contents", "menu", "page", "said", "signup", "sources", "top"];

/// What stands before the two hyphens in the ids of notes, references to them and terms.
const ENTRIES: [&str; 3] = ["note", "ref", "term"];

/// An article's name: its file without `.md`, its folder of pictures, its address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Slug(String);

impl Slug {
    /// Takes a name as it is; [`read`](crate::read) reports one that no address can have.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder on the site in which the article's pictures lie.
    pub fn pictures(&self) -> String {
        format!("/pictures/{}/", self.0)
    }

    /// Whether it names an article of a site, as against a text by itself.
    pub fn is_some(&self) -> bool {
        !self.0.is_empty()
    }

    /// The article's path on the site.
    pub fn path(&self) -> String {
        format!("/{}/", self.0)
    }

    /// What keeps it from being an article's name; nothing if nothing does.
    pub fn problems(&self) -> Vec<Problem> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.0.is_empty() || !self.0.chars().all(plain) || self.0.starts_with('-') || self.0.ends_with('-') {
            let name: String = self.0.to_lowercase().chars().map(|c| if plain(c) { c } else { '-' }).collect();
            vec![
                Problem::new(0..0, format!("`{}.md` is not a name that an address can have", self.0))
                    .expected("lower-case letters a to z, digits and hyphens")
                    .mend(format!("rename the file, for example to `{}.md`", name.trim_matches('-'))),
            ]
        } else if TAKEN.contains(&self.0.as_str()) {
            vec![
                Problem::new(0..0, format!("the address `/{}/` is kept for the site itself", self.0))
                    .expected(format!("any name but {}", TAKEN.join(", ")))
                    .mend("rename the file"),
            ]
        } else {
            Vec::new()
        }
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in an article that an address can end with, without the `#`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor(String);

impl Anchor {
    /// The start of the article.
    pub fn top() -> Self {
        Self("top".to_owned())
    }

    /// The anchor of a heading without one of its own: its words in lower case, joined by hyphens, in any script.
    pub fn of(title: &str) -> Self {
        let lower = title.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let name = words.collect::<Vec<_>>().join("-");
        if name.is_empty() { Self("section".to_owned()) } else { Self(name) }
    }

    /// An anchor as an author wrote it: letters and digits of any script, hyphens and underscores, but no two hyphens in a
    /// row: behind those a block names its own entries, and the page its notes and terms.
    pub fn parse(name: &str) -> Option<Self> {
        let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        (!name.is_empty() && name.chars().all(fits) && !name.contains("--")).then(|| Self(name.to_owned()))
    }

    /// Whether the page itself has a place of that name.
    pub(crate) fn is_taken(&self) -> bool {
        let own = ["also-", "comment-", "signup-"];
        PAGE.contains(&self.as_str()) || own.iter().any(|own| self.0.starts_with(own))
    }

    /// Whether the entries of a block with that name would be called as the page's notes and terms are.
    pub(crate) fn names_entries(&self) -> bool {
        ENTRIES.contains(&self.as_str())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
