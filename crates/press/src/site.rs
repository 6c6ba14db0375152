//! Writes the site: every page, picture and card, beside the last one, and swaps the two when all of it is there.

use crate::bundle::{Bundle, OWN};
use crate::content::{self, Reading};
use crate::drawn::Drawn;
use crate::prints::Prints;
use crate::related::Likeness;
use crate::{Finding, card, earlier, manifest, squeeze};
use anyhow::{Context, Result};
use article::{Article, Comments};
use base64::Engine;
use reader::app::{Edition, Page};
use reader::glossary::Glossary;
use reader::{blocks, pages};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// What to build, from what, and where to.
pub struct Job<'a> {
    /// The edition's folder.
    pub content: &'a Path,
    /// The app bundle; may be the same folder as `out`.
    pub bundle: &'a Path,
    /// The site's folder.
    pub out: &'a Path,
    /// The site of before, as a rule what lies in `out`: its anchors stay, and what it had is taken from there.
    pub last: &'a Path,
    /// Whether to compress beforehand. A server on the editor's own desk need not wait for that.
    pub compress: bool,
}

/// What came of a build.
pub enum Built {
    /// The site is new: so many articles.
    Site(usize),
    /// The edition has these problems; the last site is as it was.
    Refused(Vec<Finding>),
}

/// Builds the site. `progress` is told what is being done, and how far it is.
pub fn build(job: &Job<'_>, progress: &mut dyn FnMut(&str, usize, usize)) -> Result<Built> {
    let reading = Reading::of(job.content)?;
    let findings = reading.check(last(job.last)?.as_ref());
    if !findings.is_empty() {
        return Ok(Built::Refused(findings));
    }
    let bundle = Bundle::of(job.bundle)?;
    let next = beside(job.out, "next");
    if next.exists() {
        fs::remove_dir_all(&next).with_context(|| format!("{} is in the way", next.display()))?;
    }
    fs::create_dir_all(&next).with_context(|| format!("the folder {} cannot be made", next.display()))?;
    bundle.copy_to(&next)?;
    let drawn = Drawn::of(job.last);
    pictures(&reading, &drawn, &next, progress)?;
    manifest::install(&reading, &bundle, &drawn, &next)?;
    let count = reading.count();
    let edition = edition(reading);
    set(&edition, &bundle, &next, progress)?;
    write(
        &next.join(OWN).join("edition.json"),
        serde_json::to_string_pretty(&for_endpoint(&edition, &bundle))?.as_bytes(),
    )?;
    earlier::keep(job.last, &next)?;
    if job.compress {
        compress(&next, job.last, progress)?;
    }
    swap(&next, job.out)?;
    Ok(Built::Site(count))
}

/// What the last build left for the endpoint and for the check. A site of another version counts as none.
pub fn last(out: &Path) -> Result<Option<wire::Edition>> {
    let path = out.join(OWN).join("edition.json");
    match fs::read(&path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

fn edition(reading: Reading) -> Edition {
    let mut articles: Vec<Article> = reading.manuscripts.into_iter().map(|manuscript| manuscript.article).collect();
    articles.sort_by(|a, b| b.front.published.cmp(&a.front.published).then_with(|| a.slug.cmp(&b.slug)));
    Edition { masthead: reading.masthead, articles }
}

fn set(edition: &Edition, bundle: &Bundle, next: &Path, progress: &mut dyn FnMut(&str, usize, usize)) -> Result<()> {
    let likeness = Likeness::of(&edition.articles);
    let glossary = Glossary::of(&edition.articles);
    let mut prints = Prints::default();
    let mut put = |file: &str, page: Page| {
        let language = page.language.clone();
        // Readers keep what others can find.
        let entry = page.listed.then(|| (page.path.clone(), page.title.clone()));
        let head = page.head(&edition.masthead, &bundle.assets);
        let text = bundle.page(&language, &head, &page.body(&edition.masthead));
        let file = next.join(file);
        let text = prints.add(&file, &text, entry);
        write(&file, text.as_bytes())
    };
    for (at, article) in edition.articles.iter().enumerate() {
        progress("setting articles", at, edition.articles.len());
        let page = pages::article(edition, article, &likeness.after(at, &edition.articles), &glossary);
        put(&format!("{}/index.html", article.slug), page)?;
        for (path, content) in article.fences().flat_map(|fence| blocks::files(fence, article)) {
            write(&within(next, &path), content.as_bytes())?;
        }
    }
    if !glossary.is_empty() {
        put("glossary/index.html", pages::glossary(edition, &glossary))?;
    }
    put("index.html", pages::home(edition))?;
    put("saved/index.html", pages::saved(edition))?;
    put("offline/index.html", pages::offline(edition))?;
    put("my-comments/index.html", pages::my_comments(edition))?;
    put("404.html", pages::missing(edition))?;
    put(&format!("{OWN}/answer.html"), pages::answer(edition, &comments_style(bundle)))?;
    write(&within(next, &comments_style(bundle)), bundle.assets.comments.as_bytes())?;
    for (address, text) in &bundle.scripts.files {
        write(&within(next, address), text.as_bytes())?;
    }
    let list = prints.finish(next, &bundle.scripts.worker(&pages::SHELL, "")?)?;
    write(&next.join("sw.js"), bundle.scripts.worker(&pages::SHELL, &list)?.as_bytes())
}

/// The address of the style sheet of comments: another with every change of it.
fn comments_style(bundle: &Bundle) -> String {
    format!("/comments-{}.css", content::hash(bundle.assets.comments.as_bytes()))
}

/// Copies the pictures and draws a card for each illustration that is not drawn yet.
fn pictures(
    reading: &Reading,
    drawn: &Drawn<'_>,
    next: &Path,
    progress: &mut dyn FnMut(&str, usize, usize),
) -> Result<()> {
    side_by_side("copying pictures", &reading.manuscripts, progress, |manuscript| {
        for (file, address) in &manuscript.pictures {
            write(&within(next, address), &fs::read(file)?)?;
        }
        let illustration = manuscript.article.front.illustration.as_ref();
        let card = illustration.and_then(|one| Some((&one.picture.address, pages::card_of(one)?)));
        let Some((picture, path)) = card.filter(|(picture, path)| *picture != path) else { return Ok(()) };
        let card = match drawn.find(&path) {
            Some(before) => before,
            None => card::draw(&fs::read(within(next, picture))?)
                .with_context(|| format!("the illustration of {}", manuscript.file.path.display()))?,
        };
        write(&within(next, &path), &card)
    })
}

/// Does the same for each of many things, as many at once as there are cores.
fn side_by_side<T: Sync>(
    what: &str,
    things: &[T],
    progress: &mut dyn FnMut(&str, usize, usize),
    each: impl Fn(&T) -> Result<()> + Sync,
) -> Result<()> {
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    for (at, few) in things.chunks(workers).enumerate() {
        progress(what, at * workers, things.len());
        std::thread::scope(|scope| {
            let running: Vec<_> = few.iter().map(|thing| scope.spawn(|| each(thing))).collect();
            running.into_iter().try_for_each(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })?;
    }
    Ok(())
}

fn for_endpoint(edition: &Edition, bundle: &Bundle) -> wire::Edition {
    let source = |text: &str| {
        format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes())))
    };
    let style = |sheets: &[&str]| source(&bundle.assets.style_of(sheets));
    let articles = edition.articles.iter().map(|article| {
        let blocks: Vec<String> = article.fences().map(|fence| fence.anchor.to_string()).collect();
        let anchors = article.anchors().into_iter().map(ToString::to_string);
        wire::EditionArticle {
            slug: article.slug.to_string(),
            title: article.front.title.clone(),
            language: article.front.language.clone(),
            published: article.front.published.map(|date| date.to_string()).unwrap_or_default(),
            comments: match article.front.comments {
                Comments::Open => wire::Comments::Open,
                Comments::Closed => wire::Comments::Closed,
                Comments::Until(date) => wire::Comments::Until(date.to_string()),
                Comments::Days(days) => wire::Comments::Days(days),
            },
            // A moved anchor stays promised: readers hold links to it.
            anchors: anchors
                .filter(|anchor| !blocks.contains(anchor))
                .chain(article.front.moved.keys().cloned())
                .collect(),
            blocks,
            style: style(&pages::sheets_of(article)),
        }
    });
    wire::Edition {
        version: wire::EDITION_VERSION,
        title: edition.masthead.title.clone(),
        language: edition.masthead.language.clone(),
        address: edition.masthead.address.clone(),
        articles: articles.collect(),
        policy: wire::Policy {
            scripts: vec![source(&bundle.assets.start)],
            styles: pages::SHEETS.iter().map(|sheets| style(sheets)).collect(),
        },
    }
}

/// Text of the site, and the module: what gets smaller when compressed.
const TEXT: [&str; 9] = ["csv", "html", "js", "css", "svg", "json", "txt", "wasm", "webmanifest"];

fn compress(site: &Path, last: &Path, progress: &mut dyn FnMut(&str, usize, usize)) -> Result<()> {
    let mut files = Vec::new();
    text_files(site, &mut files)?;
    side_by_side("compressing", &files, progress, |file| {
        let before = file.strip_prefix(site).map(|file| last.join(file));
        compress_one(file, before.ok().as_deref())
    })
}

/// Compresses a file, or takes what the last site has for the same content: nothing else of a build takes as long.
fn compress_one(file: &Path, before: Option<&Path>) -> Result<()> {
    let with = |file: &Path, kind: &str| {
        file.with_file_name(format!("{}.{kind}", file.file_name().unwrap_or_default().display()))
    };
    if with(file, "br").exists() {
        return Ok(());
    }
    let bytes = fs::read(file)?;
    let same = before.filter(|before| fs::read(before).is_ok_and(|last| last == bytes));
    if let Some(before) = same.filter(|before| with(before, "br").exists() && with(before, "gz").exists()) {
        fs::copy(with(before, "br"), with(file, "br"))?;
        fs::copy(with(before, "gz"), with(file, "gz"))?;
        return Ok(());
    }
    fs::write(with(file, "br"), squeeze::brotli(&bytes, 11)?)?;
    fs::write(with(file, "gz"), squeeze::gzip(&bytes)?)?;
    Ok(())
}

fn text_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if entry.file_name() != OWN {
                text_files(&path, files)?;
            }
        } else if path.extension().is_some_and(|kind| TEXT.iter().any(|text| kind == *text)) {
            files.push(path);
        }
    }
    Ok(())
}

/// Puts the new site in the place of the old one: two renames, so that there is no moment with half a site.
fn swap(next: &Path, out: &Path) -> Result<()> {
    let old = beside(out, "old");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    if out.exists() {
        fs::rename(out, &old).with_context(|| format!("the last site in {} cannot be moved away", out.display()))?;
    }
    if let Err(error) = fs::rename(next, out) {
        // The last good site comes back before anything is said.
        if old.exists() {
            fs::rename(&old, out)?;
        }
        return Err(error).with_context(|| format!("the new site cannot be moved to {}", out.display()));
    }
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

fn beside(out: &Path, what: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!("{name}.{what}"))
}

/// Where an address of the site lies.
pub(crate) fn within(site: &Path, address: &str) -> PathBuf {
    site.join(address.trim_start_matches('/'))
}

/// Writes a file of the site, and the folders around it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}
