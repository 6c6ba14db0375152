//! The pages of the site, one a file.

mod answer;
mod article;
mod glossary;
mod home;
mod missing;
mod my_comments;
mod offline;
mod saved;

use crate::app::{Edition, Page};

pub use answer::answer;
pub use article::{CARD, article, card_of, sheets_of};
pub use glossary::glossary;
pub use home::home;
pub use missing::missing;
pub use my_comments::my_comments;
pub use offline::offline;
pub use saved::saved;

/// The pages that are kept on every device from the first visit on: the front page, and those about what the device keeps.
pub const SHELL: [&str; 4] = ["/", "/offline/", "/saved/", "/my-comments/"];

/// The parts of the style sheet that the pages need which are no articles: the front page, the short ones, the glossary.
pub const SHEETS: [&[&str]; 3] = [HOME, SHORT, GLOSSARY];

/// One of the short pages, in the edition's language: it is neither listed nor an article.
fn short(edition: &Edition, path: &str, title: &str, description: &str, main: String) -> Page {
    Page {
        path: path.to_owned(),
        language: edition.masthead.language.clone(),
        title: title.to_owned(),
        description: description.to_owned(),
        listed: false,
        signup: false,
        about: None,
        sheets: SHORT.to_vec(),
        main,
    }
}

const HOME: &[&str] = &["home"];
const SHORT: &[&str] = &["answer"];
const GLOSSARY: &[&str] = &["answer", "article", "glossary"];
