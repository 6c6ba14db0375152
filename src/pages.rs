//! The pages of the site, one a file.

mod answer;
mod article;
mod glossary;
mod home;
mod missing;

pub use answer::answer;
pub use article::{CARD, article, card_of, sheets_of};
pub use glossary::glossary;
pub use home::home;
pub use missing::missing;

/// The parts of the style sheet that the pages need which are no articles: the front page, the short ones, the glossary.
pub const SHEETS: [&[&str]; 3] = [HOME, SHORT, GLOSSARY];
const HOME: &[&str] = &["home"];
const SHORT: &[&str] = &["answer"];
const GLOSSARY: &[&str] = &["answer", "article", "glossary"];
