//! The pages of the site, one a file.

mod answer;
mod article;
mod glossary;
mod home;
mod missing;

pub use answer::answer;
pub use article::{CARD, article, card_of};
pub use glossary::glossary;
pub use home::home;
pub use missing::missing;
