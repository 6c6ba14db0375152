//! The scripts of the bundle, with the names that only the build knows put in: every file's name holds the hash of its
//! content, so a script can be hashed only after the names that it holds.

use crate::content::hash;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Where the bundle keeps its scripts, within [`OWN`](crate::bundle::OWN).
pub(crate) const FOLDER: &str = "scripts";

/// The scripts that become files of the site, and those that do not.
pub(crate) struct Scripts {
    /// What runs before the first paint, to stand in every page.
    pub(crate) start: String,
    /// The address of a page's program.
    pub(crate) app: String,
    /// Addresses and contents of all that a page may ask for, the style sheet of what scripts add among them.
    pub(crate) files: Vec<(String, String)>,
    worker: String,
}

impl Scripts {
    /// Reads the scripts from the bundle's own folder; `glue` and `module` are the addresses of what Trunk built.
    pub(crate) fn of(own: &Path, glue: &str, module: &str, late: String) -> Result<Self> {
        let read = |name: &str| {
            let path = own.join(FOLDER).join(name);
            fs::read_to_string(&path).with_context(|| {
                format!("{} cannot be read: the app bundle is of another version, so run `make bundle`", path.display())
            })
        };
        let mut names = vec![("recto:glue", glue.to_owned()), ("recto:module", module.to_owned())];
        let mut files = Vec::new();
        let mut add = |name: &'static str, file: &str, text: String| {
            let text = names.iter().fold(text, |text, (name, address)| text.replace(name, address));
            let (stem, kind) = file.split_once('.').unwrap_or((file, ""));
            let address = format!("/{stem}-{}.{kind}", hash(text.as_bytes()));
            names.push((name, address.clone()));
            files.push((address.clone(), text));
            address
        };
        add("recto:late.css", "late.css", late);
        add("recto:saved.js", "saved.js", read("saved.js")?);
        let app = add("recto:app.js", "app.js", read("app.js")?);
        Ok(Self { start: read("start.js")?.trim_end().to_owned(), app, files, worker: read("worker.js")? })
    }

    /// The service worker of a build: which pages it keeps from the start, and where the list of all is.
    pub(crate) fn worker(&self, shell: &[&str], list: &str) -> Result<String> {
        let site = serde_json::json!({ "shell": shell, "list": list }).to_string();
        Ok(self.worker.replace("\"recto:site\"", &site))
    }
}
