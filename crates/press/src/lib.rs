//! The press: reads an edition, checks it, sets every page and writes the site.
//!
//! The steps, in order: [`Reading::of`] takes the folder of Markdown in; [`Reading::check`] looks for what is wrong between
//! the articles; [`build`] sets the pages with the reader's views, beside the last site, and swaps the two at the end.

mod bundle;
mod card;
mod check;
mod content;
mod drawn;
mod earlier;
mod guide;
mod icon;
mod language;
mod manifest;
mod prints;
mod related;
mod report;
mod screenshots;
mod scripts;
mod site;
mod squeeze;

pub use article::{Problem, Slug, closest, suggestion};
pub use content::Reading;
pub use guide::guide;
pub use reader::blocks::KINDS;
pub use reader::blocks::guide::{TEXT_CAST, TEXT_EXAMPLE, grammar, purpose};
pub use report::Finding;
pub use site::{Built, Job, build, last};
