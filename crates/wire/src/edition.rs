//! `_recto/edition.json`: what the press tells the endpoint about a built site.
//!
//! It is all that the endpoint knows of the articles: which there are, whether they take comments, and which inline
//! scripts and styles the pages hold. Dates are text, `YYYY-MM-DD`, which sorts as time does.

use serde::{Deserialize, Serialize};

/// The version of the file that this code writes and reads.
pub const EDITION_VERSION: u32 = 2;

/// A built edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// [`EDITION_VERSION`]; a reader of the file refuses any other.
    pub version: u32,
    /// The edition's name.
    pub title: String,
    /// Language of what every page shares, as a BCP 47 tag.
    pub language: String,
    /// The public base URL, without a slash at the end.
    pub address: String,
    /// Every article of the edition.
    pub articles: Vec<EditionArticle>,
    /// What the pages' inline scripts and styles hash to.
    pub policy: Policy,
}

impl Edition {
    /// The article with this slug.
    #[must_use]
    pub fn article(&self, slug: &str) -> Option<&EditionArticle> {
        self.articles.iter().find(|article| article.slug == slug)
    }
}

/// One article of a built edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionArticle {
    /// Its address: the page is `/slug/`.
    pub slug: String,
    /// Its title, as plain text.
    pub title: String,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// When it was published, `YYYY-MM-DD`.
    pub published: String,
    /// Whether it takes comments.
    pub comments: Comments,
    /// The ids of its sections, in order.
    pub anchors: Vec<String>,
    /// The ids of its blocks, in order.
    pub blocks: Vec<String>,
    /// What its page's inline style hashes to, as in [`Policy`]: each article has the parts of the style sheet that it needs.
    pub style: String,
}

/// Whether an article takes comments: `"open"`, `"closed"`, `{"until": "YYYY-MM-DD"}` or `{"days": 30}`. The desk may
/// decide otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Comments {
    /// Takes them.
    Open,
    /// Does not take them.
    Closed,
    /// Takes them up to and including this day, `YYYY-MM-DD` in UTC.
    Until(String),
    /// Takes them for so many days after the day of publication, the last of them included.
    Days(u16),
}

/// Sources for the content security policy, each such as `sha256-…` (without quotes).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Of inline scripts.
    pub scripts: Vec<String>,
    /// Of the inline styles of the pages that are no articles.
    pub styles: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_ways_of_taking_comments_are_written_as_documented() {
        let written = |comments: Comments| serde_json::to_string(&comments).expect("is JSON");
        assert_eq!(written(Comments::Open), r#""open""#);
        assert_eq!(written(Comments::Closed), r#""closed""#);
        assert_eq!(written(Comments::Until("2027-01-31".into())), r#"{"until":"2027-01-31"}"#);
        assert_eq!(written(Comments::Days(30)), r#"{"days":30}"#);
    }
}
