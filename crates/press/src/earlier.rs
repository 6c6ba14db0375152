//! What earlier builds had and this one has not: a page that a reader opened before the swap may yet ask for a picture, or
//! for its program. Names with a hash never mean two things, so such files are kept for a few builds.

use crate::bundle::OWN;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use wire::is_hashed;

/// For so many builds that brought something new.
const BUILDS: u32 = 8;
/// One line a file that this build itself has no more use for: for how many builds already, and its path.
const LIST: &str = "earlier.txt";

/// Copies what may yet be asked for from the last site to the next.
pub(crate) fn keep(last: &Path, next: &Path) -> Result<()> {
    let mut found = Vec::new();
    if last.is_dir() {
        walk(last, Path::new(""), &mut found)?;
    }
    let list = fs::read_to_string(last.join(OWN).join(LIST)).unwrap_or_default();
    let lines = list.lines().filter_map(|line| line.split_once(' '));
    let ages: BTreeMap<&str, u32> = lines.filter_map(|(age, file)| Some((file, age.parse().ok()?))).collect();
    let gone: Vec<_> = found.into_iter().filter(|file| !next.join(file).exists()).collect();
    // Setting the same once more makes nothing older.
    let is_new = gone.iter().any(|file| !ages.contains_key(file.to_string_lossy().as_ref()));
    let mut lines = String::new();
    for file in gone {
        let name = file.to_string_lossy();
        let age = ages.get(name.as_ref()).map_or(1, |age| age + u32::from(is_new));
        if age > BUILDS {
            continue;
        }
        for kind in ["", ".br", ".gz"] {
            let from = PathBuf::from(format!("{}{kind}", last.join(&file).display()));
            let to = PathBuf::from(format!("{}{kind}", next.join(&file).display()));
            if from.is_file() && !to.exists() {
                if let Some(parent) = to.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::copy(from, to)?;
            }
        }
        lines.push_str(&format!("{age} {name}\n"));
    }
    if !lines.is_empty() {
        fs::write(next.join(OWN).join(LIST), lines)?;
    }
    Ok(())
}

/// The files of a site whose names hold a hash, without their compressed copies.
fn walk(root: &Path, below: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = entry.file_name();
        let path = below.join(&name);
        if entry.file_type()?.is_dir() {
            // Trunk sets the next site within the last, in a folder that begins with a dot.
            if name != OWN && !name.to_string_lossy().starts_with('.') {
                walk(root, &path, found)?;
            }
        } else if is_hashed(&name.to_string_lossy()) && path.extension().is_none_or(|kind| kind != "br" && kind != "gz")
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(())
}
