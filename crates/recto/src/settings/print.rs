//! Writes settings as a settings file: those that hold, and a sample to begin with.

use std::path::Path;

use super::defaults;
use super::keys::{KEYS, Key, Secret};
use super::reading::{Origin, Reading};

/// The settings that hold, each with where it comes from. It is a settings file itself, except that secrets are left out.
pub(super) fn effective(reading: &Reading, file: Option<&Path>) -> String {
    let mut text = String::new();
    let mut draft = reading.draft.clone();
    for (at, key) in KEYS.iter().enumerate() {
        begin_section(&mut text, at);
        let from = match (reading.origins[at], file) {
            (Origin::Default, _) | (Origin::File(_), None) => "default".to_owned(),
            (Origin::File(line), Some(file)) => format!("{}:{line}", file.display()),
            (Origin::Environment, _) => format!("from {}", key.variable),
            (Origin::Argument, _) => "argument".to_owned(),
        };
        let value = (key.value)(&mut draft).toml();
        text.push_str(&match value {
            Some(value) if key.hides(&value) => format!("# {} is set ({from}) and not shown\n", key.short()),
            Some(value) => format!("{} = {value}  # {from}\n", key.short()),
            None => format!("# {} is not set\n", key.short()),
        });
    }
    text
}

/// A settings file that holds every setting, none of which is in force until its `#` is taken away.
pub(super) fn sample() -> String {
    let mut text = String::from(
        "# Settings of `recto serve`, and of all commands beside it. Every line with a value is the default, put out of\n\
         # force by its `#`; each setting can also be a variable of the environment, which is stronger than this file.\n\
         # Paths begin at the folder of this file. `recto settings` prints what holds and why.\n",
    );
    for (at, key) in KEYS.iter().enumerate() {
        begin_section(&mut text, at);
        if KEYS.get(at.wrapping_sub(1)).is_some_and(|before| before.section() == key.section()) {
            text.push('\n');
        }
        entry(&mut text, key);
    }
    text
}

fn entry(text: &mut String, key: &Key) {
    for line in key.about.lines() {
        text.push_str(&format!("# {line}\n"));
    }
    text.push_str(&format!("# Variable: {}\n", key.variable));
    let default = (key.value)(&mut defaults()).toml();
    if key.secret != Secret::Yes {
        text.push_str(&format!("#{} = {}\n", key.short(), default.as_deref().unwrap_or(key.example)));
    }
    if let Some(file) = key.file_name() {
        text.push_str(&format!("#{file} = \"/run/secrets/recto-{}\"\n", key.short()));
    }
}

fn begin_section(text: &mut String, at: usize) {
    let section = KEYS[at].section();
    if at == 0 || KEYS[at - 1].section() != section {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("[{section}]\n"));
    }
}
