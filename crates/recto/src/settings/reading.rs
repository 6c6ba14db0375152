//! Gathers the settings from defaults, file, environment and arguments, and notes everything that is wrong with them.
//!
//! One mistake hides no other: like a compiler, it goes on and tells all at once. Nothing in a value is expanded, so `%`
//! and `$` in a password are what they are.

use press::{Finding, Problem, suggestion};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::keys::{Draft, KEYS, Key};
use super::value::Written;

/// Where a setting's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Default,
    /// This line of the file.
    File(usize),
    Environment,
    Argument,
}

/// The variables of a process.
pub(super) type Variables = BTreeMap<String, OsString>;

/// The settings so far.
pub(super) struct Reading {
    pub(super) draft: Draft,
    /// Of each of [`KEYS`].
    pub(super) origins: Vec<Origin>,
    pub(super) findings: Vec<Finding>,
}

/// Where something is written, for pointing at it.
pub(super) struct Place<'a> {
    path: &'a Path,
    text: &'a Arc<str>,
    at: Range<usize>,
}

impl<'a> Place<'a> {
    pub(super) fn new(path: &'a Path, text: &'a Arc<str>, at: Range<usize>) -> Self {
        Self { path, text, at }
    }

    fn line(&self) -> usize {
        self.text[..self.at.start].matches('\n').count() + 1
    }
}

impl Reading {
    /// Nothing but defaults.
    pub(super) fn new(draft: Draft) -> Self {
        Self { draft, origins: vec![Origin::Default; KEYS.len()], findings: Vec::new() }
    }

    pub(super) fn wrong(&mut self, place: &Place<'_>, problem: impl FnOnce(Range<usize>) -> Problem) {
        let problem = problem(place.at.clone());
        self.findings.push(Finding { path: place.path.to_owned(), source: Arc::clone(place.text), problem });
    }

    /// Takes a value for one of [`KEYS`].
    pub(super) fn take(&mut self, key: usize, written: &Written<'_>, base: &Path, origin: Origin, place: &Place<'_>) {
        let entry: &Key = KEYS[key];
        let value = (entry.value)(&mut self.draft);
        let mut expected = value.expected();
        let mut fits = true;
        if let (Some((check, wanted)), Written::Bare(text) | Written::Text(text)) = (entry.check, written) {
            expected = wanted;
            fits = check(text);
        }
        if fits && value.read(written, base) {
            self.origins[key] = match origin {
                Origin::File(_) => Origin::File(place.line()),
                other => other,
            };
            return;
        }
        let what = format!("`{}` is not what it should be", entry.name);
        self.wrong(place, |at| Problem::new(at, what).expected(expected).mend(entry.about));
    }

    /// Takes a value from a file of its own, as secrets are kept; a line end after it is no part of it.
    pub(super) fn take_file(&mut self, key: usize, file: &Path, origin: Origin, place: &Place<'_>) {
        match std::fs::read_to_string(file) {
            Ok(text) => {
                let text = text.strip_suffix('\n').unwrap_or(&text);
                self.take(key, &Written::Bare(text.strip_suffix('\r').unwrap_or(text)), Path::new(""), origin, place);
            }
            Err(error) => {
                let what = format!("the file of `{}` cannot be read: {error}", KEYS[key].name);
                let mend = format!("let the user who runs recto read {}", file.display());
                self.wrong(place, |at| Problem::new(at, what).mend(mend));
            }
        }
    }

    /// Takes what the environment says. A variable that is nearly a setting's is taken for a mistake.
    pub(super) fn environment(&mut self, variables: &Variables) {
        let mut known: Vec<String> = vec!["RECTO_SETTINGS".into()];
        for (at, key) in KEYS.iter().enumerate() {
            known.push(key.variable.into());
            if let Some(value) = variables.get(key.variable) {
                self.variable(at, key.variable, value, false);
            }
            if let Some(name) = key.file_variable() {
                if let Some(value) = variables.get(&name) {
                    self.variable(at, &name, value, true);
                }
                known.push(name);
            }
        }
        for name in variables.keys().filter(|name| name.starts_with("RECTO_") && !known.contains(name)) {
            let Some(near) = press::closest(name, known.iter().map(String::as_str)) else { continue };
            let text: Arc<str> = name.as_str().into();
            let place = Place::new(Path::new("the environment"), &text, 0..name.len());
            self.wrong(&place, |at| {
                Problem::new(at, format!("`{name}` is no setting")).mend(format!("did you mean `{near}`?"))
            });
        }
    }

    fn variable(&mut self, key: usize, name: &str, value: &OsString, names_file: bool) {
        let (lossy, hidden) = (value.to_string_lossy(), "…".into());
        // An error must not tell a secret, in whatever encoding.
        let shown = if !names_file && KEYS[key].hides(&lossy) { hidden } else { lossy };
        let shown = format!("{name}={shown}");
        let text: Arc<str> = shown.into();
        let place = Place::new(Path::new("the environment"), &text, name.len() + 1..text.len());
        match value.to_str() {
            Some(file) if names_file => self.take_file(key, Path::new(file), Origin::Environment, &place),
            Some(value) => self.take(key, &Written::Bare(value), Path::new(""), Origin::Environment, &place),
            None => {
                self.wrong(&place, |at| {
                    Problem::new(at, format!("`{name}` is not readable as text")).expected("UTF-8")
                });
            }
        }
    }

    /// Takes an argument of the command line.
    pub(super) fn argument(&mut self, name: &'static str, flag: &str, value: &str) {
        let key = KEYS.iter().position(|key| key.name == name).expect("arguments name keys of the table");
        let text: Arc<str> = format!("{flag} {value}").into();
        let place = Place::new(Path::new("the command line"), &text, flag.len() + 1..text.len());
        self.take(key, &Written::Bare(value), Path::new(""), Origin::Argument, &place);
    }

    /// Says that a name is not known, and which may have been meant.
    pub(super) fn unknown<'k>(
        &mut self,
        place: &Place<'_>,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) {
        let mend = suggestion(name, known);
        self.wrong(place, |at| Problem::new(at, format!("there is no {what} `{name}`")).mend(mend));
    }
}

/// The folder at which the paths of a file begin.
pub(super) fn base(file: &Path) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).to_owned()
}
