//! What the last site has drawn already: icons and cards take long, and are taken from there as long as this version draws
//! as that one did.

use crate::bundle::OWN;
use crate::site::{within, write};
use anyhow::Result;
use std::fs;
use std::path::Path;

/// Another one with every change of what `icon` and `card` draw, so that it reaches the sites that are there.
const VERSION: &str = "1";
/// Where a site says which version has drawn it.
const NOTE: &str = "drawn.txt";

/// The last site, if its drawings are as this version would make them.
pub(crate) struct Drawn<'a>(Option<&'a Path>);

impl<'a> Drawn<'a> {
    pub(crate) fn of(last: &'a Path) -> Self {
        let version = fs::read_to_string(last.join(OWN).join(NOTE));
        Self(version.is_ok_and(|version| version == VERSION).then_some(last))
    }

    /// What it has at this address.
    pub(crate) fn find(&self, address: &str) -> Option<Vec<u8>> {
        fs::read(within(self.0?, address)).ok()
    }

    /// Says in the next site which version has drawn it.
    pub(crate) fn note(next: &Path) -> Result<()> {
        write(&next.join(OWN).join(NOTE), VERSION.as_bytes())
    }
}
