//! The app bundle that Trunk built: the module, its glue, the files of `public/`, and the shell of every page.

use crate::icon;
use crate::language::is_right_to_left;
use crate::scripts::Scripts;
use anyhow::{Context, Result};
use reader::app::Assets;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the build keeps what is not for readers.
pub(crate) const OWN: &str = "_recto";

/// The bundle's files, and how its shell is cut for a page.
pub(crate) struct Bundle {
    /// Every file of it but the shell and the icon, relative to its folder.
    pub(crate) files: Vec<PathBuf>,
    /// `index.html` as Trunk left it.
    pub(crate) shell: String,
    pub(crate) assets: Assets,
    /// The icon of editions that have none of their own: an SVG.
    pub(crate) icon: Vec<u8>,
    pub(crate) scripts: Scripts,
    folder: PathBuf,
}

const HEAD: &str = "<!--recto:head-->";
const BODY: &str = "<!--recto:body-->";

impl Bundle {
    /// Reads the folder that Trunk wrote, or a site that was built with it before: that keeps the shell and the list of
    /// the bundle's files, so an edition can be set anew without Trunk.
    pub(crate) fn of(folder: &Path) -> Result<Self> {
        let own = folder.join(OWN);
        let (shell, mut files): (_, Vec<PathBuf>) = if own.join("shell.html").is_file() {
            let list = fs::read_to_string(own.join("bundle.txt"))?;
            (fs::read_to_string(own.join("shell.html"))?, list.lines().map(PathBuf::from).collect())
        } else {
            let shell = fs::read_to_string(folder.join("index.html")).with_context(|| {
                format!(
                    "there is no app bundle in {}: run `make bundle` once, or name another with --bundle",
                    folder.display()
                )
            })?;
            let mut files = Vec::new();
            walk(folder, Path::new(""), &mut files)?;
            files.retain(|file| file != Path::new("index.html"));
            (shell, files)
        };
        files.retain(|file| file != Path::new(icon::SVG));
        // In a site the edition's own stands in its place.
        let icon = fs::read(own.join(icon::SVG))
            .or_else(|_| fs::read(folder.join(icon::SVG)))
            .with_context(|| format!("there is no {} in the app bundle {}", icon::SVG, folder.display()))?;
        let script = between(&shell, "from '", "'").context("the shell names no script of the module")?;
        let module = between(&shell, "module_or_path: '", "'").context("the shell names no module")?;
        let late = crate::squeeze::style(reader::app::LATE);
        let scripts = Scripts::of(&own, script, module, late)?;
        let style = reader::app::style();
        let sheets = reader::app::sheets().into_iter();
        let assets = Assets {
            script: scripts.app.clone(),
            style: crate::squeeze::style(&style),
            sheets: sheets.map(|(name, css)| (name, crate::squeeze::style(&css))).collect(),
            start: scripts.start.clone(),
            comments: crate::squeeze::style(reader::app::COMMENTS),
        };
        Ok(Self { files, shell, assets, icon, scripts, folder: folder.to_owned() })
    }

    /// Copies the bundle's files beside the pages to be.
    pub(crate) fn copy_to(&self, out: &Path) -> Result<()> {
        for file in &self.files {
            let to = out.join(file);
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::copy(self.folder.join(file), &to).with_context(|| format!("{} could not be copied", file.display()))?;
            // What an earlier build compressed is the same file, for its name or its list says so.
            for kind in [".br", ".gz"] {
                let compressed = self.folder.join(format!("{}{kind}", file.display()));
                if compressed.is_file() {
                    fs::copy(compressed, out.join(format!("{}{kind}", file.display())))?;
                }
            }
        }
        fs::create_dir_all(out.join(OWN))?;
        fs::write(out.join(OWN).join("shell.html"), &self.shell)?;
        let list: Vec<_> = self.files.iter().map(|file| file.to_string_lossy()).collect();
        fs::write(out.join(OWN).join("bundle.txt"), list.join("\n"))?;
        Ok(())
    }

    /// A page: the shell with its head and body, and without Trunk's own start script and preloads, which would fetch the
    /// module ahead of the picture.
    pub(crate) fn page(&self, language: &str, head: &str, body: &str) -> String {
        let mut page = self.shell.clone();
        cut(&mut page, "<script type=\"module\">", "</script>", "TrunkApplicationStarted");
        cut(&mut page, "<link rel=\"modulepreload\"", ">", "");
        cut(&mut page, "<link rel=\"preload\"", ">", "");
        cut(&mut page, "<!-- ", "-->", "");
        let lines: Vec<_> = page.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let direction = if is_right_to_left(language) { " dir=\"rtl\"" } else { "" };
        let html = format!("<html lang=\"{language}\"{direction}>");
        let page = lines.join("\n").replace("<html lang=\"en\">", &html);
        page.replace(HEAD, head).replace(BODY, body)
    }
}

fn cut(text: &mut String, from: &str, to: &str, with: &str) {
    if let Some(start) = text.find(from)
        && let Some(end) = text[start..].find(to)
        && text[start..start + end].contains(with)
    {
        text.replace_range(start..start + end + to.len(), "");
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let start = text.find(from)? + from.len();
    Some(&text[start..start + text[start..].find(to)?])
}

fn walk(root: &Path, below: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            walk(root, &path, files)?;
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}
