//! Pictures of the edition that a browser shows when it offers to install it: `screenshots/wide.png` and `narrow.png`.
//!
//! A browser passes over a screenshot of the wrong size without a word, so the check says it.

use crate::content::{files_in, hash};
use crate::report::Finding;
use anyhow::{Context, Result};
use article::Problem;
use imagesize::ImageType;
use std::fs;
use std::path::Path;

/// The folder of the edition.
const FOLDER: &str = "screenshots";

/// How short and how long a side may be, in pixels, and how much longer the one than the other.
const SIDE: std::ops::RangeInclusive<usize> = 320..=3840;
const RATIO: (usize, usize) = (23, 10);

/// A screenshot that browsers show.
pub(crate) struct Screenshot {
    /// `wide` or `narrow`.
    pub(crate) form: &'static str,
    /// In pixels.
    pub(crate) size: (usize, usize),
    /// Its address on the site: another with every change of it.
    pub(crate) address: String,
    pub(crate) bytes: Vec<u8>,
}

/// Reads those that the edition has.
pub(crate) fn read(content: &Path, findings: &mut Vec<Finding>) -> Result<Vec<Screenshot>> {
    let folder = content.join(FOLDER);
    let mut screenshots = Vec::new();
    for path in if folder.is_dir() { files_in(&folder)? } else { Vec::new() } {
        let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        match look_at(&path, bytes) {
            Ok(screenshot) => screenshots.push(screenshot),
            Err(problem) => findings.push(Finding { path, source: "".into(), problem }),
        }
    }
    // The wide one first: files are in the order of their names.
    screenshots.reverse();
    Ok(screenshots)
}

fn look_at(path: &Path, bytes: Vec<u8>) -> Result<Screenshot, Problem> {
    let complain = |found: String, expected: &str| {
        Err(Problem::new(0..0, found).expected(expected).mend("take it anew with `make screenshots`, or remove it"))
    };
    let form = match path.file_name().and_then(|name| name.to_str()) {
        Some("wide.png") => "wide",
        Some("narrow.png") => "narrow",
        _ => return complain("this is no screenshot that Recto knows".into(), "`wide.png` and `narrow.png`"),
    };
    let size = match (imagesize::image_type(&bytes), imagesize::blob_size(&bytes)) {
        (Ok(ImageType::Png), Ok(size)) => (size.width, size.height),
        _ => return complain("the screenshot is not a PNG".into(), "a PNG"),
    };
    let (width, height) = size;
    let (short, long) = (width.min(height), width.max(height));
    let found = format!("the screenshot is {width} × {height} pixels");
    if !SIDE.contains(&short) || !SIDE.contains(&long) {
        return complain(found, "sides of 320 to 3840 pixels");
    }
    if long * RATIO.1 > short * RATIO.0 {
        return complain(found, "a long side of at most 2.3 times the short one");
    }
    if (form == "wide") != (width > height) {
        return complain(found, if form == "wide" { "more width than height" } else { "more height than width" });
    }
    Ok(Screenshot { form, size, address: format!("/{FOLDER}/{form}-{}.png", hash(&bytes)), bytes })
}
