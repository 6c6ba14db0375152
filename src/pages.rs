//! The pages of the site, one a file.

mod answer;
mod article;
mod glossary;
mod home;
mod missing;
mod my_comments;
mod offline;
mod saved;

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
const HOME: &[&str] = &["home"];
const SHORT: &[&str] = &["answer"];
const GLOSSARY: &[&str] = &["answer", "article", "glossary"];
