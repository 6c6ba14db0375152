//! The masthead: what `edition.toml` says about the edition as a whole.

use crate::fields::{self, Fields};
use crate::{Problem, Reference, Slug, Target};

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
}

/// Reads `edition.toml`. Never fails, as [`read`](crate::read) does not.
pub fn read_masthead(source: &str) -> (Masthead, Vec<Reference>, Vec<Problem>) {
    let mut problems = Vec::new();
    let table = fields::parse(source, 0, &mut problems);
    let mut fields = Fields::new(&table, 0, 0..0);
    let (address, address_at) = fields.text("address", "\"https://magazine.example\"", &mut problems);
    if !(address.is_empty() || address.starts_with("https://") || address.starts_with("http://")) {
        problems.push(
            Problem::new(address_at, format!("`{address}` is not the address of a site"))
                .expected("`https://` and the name under which readers find it"),
        );
    }
    let (lead, lead_at) = fields.text("lead", "\"the-slug-of-an-article\"", &mut problems);
    let masthead = Masthead {
        title: fields.text("title", "\"The name of the edition\"", &mut problems).0,
        tagline: fields.maybe_text("tagline", &mut problems).map(|(text, _)| text).unwrap_or_default(),
        language: fields.text("language", "\"en\"", &mut problems).0,
        address: address.trim_end_matches('/').to_owned(),
        publisher: fields.text("publisher", "\"Who publishes it\"", &mut problems).0,
        lead: Slug::new(lead.as_str()),
    };
    fields.finish(&mut problems);
    let references = vec![Reference { target: Target::Article(Some(Slug::new(lead)), None), at: lead_at }];
    (masthead, references, problems)
}
