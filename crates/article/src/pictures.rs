//! What lies in an article's folder, as the reading of an article needs to know it.

use crate::Problem;
use crate::problem::suggestion;
use std::collections::BTreeMap;
use std::ops::Range;

/// What lies in an article's own folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// What it shows.
    pub pictures: Pictures,
    /// The text of each CSV file, by file name.
    pub tables: BTreeMap<String, String>,
}

/// The pictures in an article's folder, by file name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pictures(pub BTreeMap<String, Picture>);

/// A picture as a page needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its path on the site.
    pub address: String,
    /// In pixels, so that the page keeps room for it.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Pictures {
    /// The picture of that name; a problem if it is not there.
    pub(crate) fn find(&self, file: &str, at: Range<usize>, problems: &mut Vec<Problem>) -> Picture {
        match self.0.get(file) {
            Some(picture) => picture.clone(),
            None if file.is_empty() => Picture::default(),
            None => {
                let known = self.0.keys().map(String::as_str);
                let mend = if self.0.is_empty() {
                    "put it into the folder that has the article's name".to_owned()
                } else {
                    suggestion(file, known)
                };
                problems.push(
                    Problem::new(at, format!("the picture `{file}` is not there"))
                        .expected("the name of a picture in the article's own folder")
                        .mend(mend),
                );
                Picture::default()
            }
        }
    }
}
