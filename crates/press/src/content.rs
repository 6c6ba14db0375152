//! Takes an edition's folder in: `edition.toml`, one Markdown file an article, and for each a folder of pictures; and, where
//! the edition has them, its icon and its screenshots.

use crate::icon::{self, Icon};
use crate::report::Finding;
use crate::screenshots::{self, Screenshot};
use anyhow::{Context, Result, bail};
use article::{Article, Folder, Masthead, Picture, Pictures, Problem, Reference, Slug};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the file that holds the masthead.
pub(crate) const MASTHEAD: &str = "edition.toml";

/// An edition as it was read, with what is wrong with each file by itself.
pub struct Reading {
    pub(crate) masthead: Masthead,
    pub(crate) masthead_file: File,
    pub(crate) masthead_references: Vec<Reference>,
    /// In the order of their slugs.
    pub(crate) manuscripts: Vec<Manuscript>,
    /// The edition's own icon, as an SVG; without one it has the bundle's.
    pub(crate) icon: Option<Vec<u8>>,
    pub(crate) screenshots: Vec<Screenshot>,
    pub(crate) findings: Vec<Finding>,
}

/// A text file of the edition.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) source: Arc<str>,
}

impl File {
    pub(crate) fn finding(&self, problem: Problem) -> Finding {
        Finding { path: self.path.clone(), source: self.source.clone(), problem }
    }
}

/// An article with the files it came from.
pub(crate) struct Manuscript {
    pub(crate) file: File,
    pub(crate) article: Article,
    /// Where each picture lies, and its address on the site.
    pub(crate) pictures: Vec<(PathBuf, String)>,
}

impl Reading {
    /// Reads the folder. Errors are of the disk; what is wrong with the texts is found by [`Reading::check`].
    pub fn of(content: &Path) -> Result<Self> {
        let path = content.join(MASTHEAD);
        let mut findings = Vec::new();
        let source = fs::read_to_string(&path).with_context(|| {
            format!("{} is not there or cannot be read: an edition is a folder with that file in it", path.display())
        })?;
        let (masthead, masthead_references, problems) = article::read_masthead(&source);
        let masthead_file = File { path, source: source.into() };
        findings.extend(problems.into_iter().map(|problem| masthead_file.finding(problem)));
        let mut manuscripts = Vec::new();
        for path in files_in(content)? {
            if path.extension().is_some_and(|kind| kind == "md") {
                manuscripts.push(manuscript(content, path, &mut findings)?);
            }
        }
        if manuscripts.is_empty() {
            bail!("{} holds no article: an article is a file such as `my-article.md`", content.display());
        }
        let icon = own_icon(content.join(icon::SVG), &mut findings)?;
        let screenshots = screenshots::read(content, &mut findings)?;
        Ok(Self { masthead, masthead_file, masthead_references, manuscripts, icon, screenshots, findings })
    }

    /// The article of that name.
    pub(crate) fn find(&self, slug: &Slug) -> Option<&Manuscript> {
        self.manuscripts.iter().find(|manuscript| manuscript.article.slug == *slug)
    }

    /// How many articles there are.
    pub fn count(&self) -> usize {
        self.manuscripts.len()
    }
}

fn own_icon(path: PathBuf, findings: &mut Vec<Finding>) -> Result<Option<Vec<u8>>> {
    if !path.exists() {
        return Ok(None);
    }
    let svg = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    if let Err(problem) = Icon::read(&svg) {
        findings.push(Finding { path, source: String::from_utf8_lossy(&svg).into(), problem });
    }
    Ok(Some(svg))
}

fn manuscript(content: &Path, path: PathBuf, findings: &mut Vec<Finding>) -> Result<Manuscript> {
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let slug = Slug::new(name);
    let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let source = String::from_utf8_lossy(&bytes).into_owned();
    let folder = content.join(name);
    let (mut sizes, mut files, mut tables) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
    let mut complain = |problem| {
        findings.push(Finding { path: path.clone(), source: source.as_str().into(), problem });
    };
    if folder.is_dir() {
        for picture in files_in(&folder)? {
            match look_at(&slug, &picture)? {
                Look::Picture(name, found) => {
                    files.push((picture, found.address.clone()));
                    sizes.insert(name, found);
                }
                Look::Broken(name) => {
                    let problem = Problem::new(0..0, format!("the picture `{name}` in its folder cannot be read"))
                        .expected("an SVG with a `viewBox`, a PNG, JPEG, WebP, AVIF or GIF")
                        .mend("export it anew, or take it out of the folder");
                    complain(problem);
                }
                Look::Table(name, bytes) => {
                    if std::str::from_utf8(&bytes).is_err() {
                        let found = format!("the table `{name}` in its folder is not UTF-8");
                        complain(not_utf_8(0..0, found));
                    }
                    tables.insert(name, String::from_utf8_lossy(&bytes).into_owned());
                }
                Look::Other => {}
            }
        }
    }
    let (article, mut problems) = article::read(slug, &source, &Folder { pictures: Pictures(sizes), tables });
    if std::str::from_utf8(&bytes).is_err() {
        let at = source.find('\u{fffd}').unwrap_or_default();
        problems.push(not_utf_8(at..at + '\u{fffd}'.len_utf8(), "the file is not UTF-8"));
    }
    let file = File { path, source: source.into() };
    findings.extend(problems.into_iter().map(|problem| file.finding(problem)));
    Ok(Manuscript { file, article, pictures: files })
}

fn not_utf_8(at: Range<usize>, found: impl Into<String>) -> Problem {
    Problem::new(at, found).expected("text saved as UTF-8").mend("save it anew with the encoding UTF-8")
}

enum Look {
    Picture(String, Picture),
    Broken(String),
    /// Data for a chart: name and content.
    Table(String, Vec<u8>),
    /// Notes, sources of drawings: what is no picture is the author's own.
    Other,
}

fn look_at(slug: &Slug, path: &Path) -> Result<Look> {
    let (Some(name), Some(stem), Some(kind)) = (
        path.file_name().and_then(|name| name.to_str()),
        path.file_stem().and_then(|stem| stem.to_str()),
        path.extension().and_then(|kind| kind.to_str()).map(str::to_lowercase),
    ) else {
        return Ok(Look::Other);
    };
    if kind == "csv" {
        let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        return Ok(Look::Table(name.to_owned(), bytes));
    }
    let is_svg = kind == "svg";
    if !is_svg && !["png", "jpg", "jpeg", "webp", "avif", "gif"].contains(&kind.as_str()) {
        return Ok(Look::Other);
    }
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let size = if is_svg {
        crate::card::size(&bytes)
    } else {
        imagesize::blob_size(&bytes)
            .ok()
            .and_then(|size| Some((size.width.try_into().ok()?, size.height.try_into().ok()?)))
    };
    let Some((width, height)) = size else { return Ok(Look::Broken(name.to_owned())) };
    let plain: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let address = format!("{}{plain}-{}.{kind}", slug.pictures(), hash(&bytes));
    Ok(Look::Picture(name.to_owned(), Picture { address, width, height }))
}

/// Sixteen hexadecimal digits that change with the content.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files of a folder, in the order of their names; what begins with a dot is not the edition's.
pub(crate) fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("the folder {} cannot be read", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("the folder {} cannot be read", folder.display()))?.path();
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
