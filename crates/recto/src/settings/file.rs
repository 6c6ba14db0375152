//! Reads the settings file, with the place of everything in it.
//!
//! A key that is not known is an error and not passed over: what is misspelt would otherwise silently not hold.

use press::Problem;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::KEYS;
use super::masked::{masked, name_at};
use super::reading::{Origin, Place, Reading, base};
use super::value::Written;

/// Takes what the file says.
pub(super) fn read(reading: &mut Reading, path: &Path, text: &Arc<str>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let before = reading.findings.len();
    // What is shown of the file.
    let text = &masked(text, table.get_ref());
    for error in errors {
        let place = Place::new(path, text, error.span().unwrap_or(0..0));
        let what = error.message().trim().to_owned();
        reading.wrong(&place, |at| Problem::new(at, format!("this is not TOML: {what}")));
    }
    let mut sections: Vec<&str> = KEYS.iter().map(|key| key.section()).collect();
    sections.dedup();
    for (name, value) in table.get_ref() {
        let place = Place::new(path, text, name.span());
        let told = name_at(text, name.span());
        match value.get_ref() {
            DeValue::Table(section) if sections.contains(&name.get_ref().as_ref()) => {
                read_section(reading, path, text, name.get_ref(), section);
            }
            DeValue::Table(_) => reading.unknown(&place, "section", told, sections.iter().copied()),
            _ if sections.contains(&name.get_ref().as_ref()) => {
                let section = format!("a section that begins with `[{}]`", name.get_ref());
                reading.wrong(&place, |at| Problem::new(at, "this is a value").expected(section));
            }
            _ => {
                let mend = home(name.get_ref()).unwrap_or("settings stand in sections, such as `[site]`").to_owned();
                let what = format!("`{told}` stands in no section");
                reading.wrong(&place, |at| Problem::new(at, what).mend(mend));
            }
        }
    }
    reading.findings[before..].sort_by_key(|finding| finding.problem.at.start);
}

/// The setting that is called so in some section.
fn home(short: &str) -> Option<&'static str> {
    KEYS.iter().find(|key| key.short() == short).map(|key| key.name)
}

fn read_section(reading: &mut Reading, path: &Path, text: &Arc<str>, section: &str, table: &DeTable<'_>) {
    for (name, value) in table {
        let short = name.get_ref().as_ref();
        let place = Place::new(path, text, value.span());
        let in_section = || KEYS.iter().enumerate().filter(|(_, key)| key.section() == section);
        if let Some((at, key)) = in_section().find(|(_, key)| key.short() == short) {
            take(reading, at, value, path, &place);
            // The value is not used then, but the other mistakes are still told.
            if let DeValue::String(secret) = value.get_ref()
                && key.hides(secret)
            {
                let file = key.file_name().unwrap_or_default();
                let mend = format!("put it into the variable {}, or name a file that holds it: `{file}`", key.variable);
                let what = format!("the secret of `{}` stands in the file", key.name);
                reading.wrong(&place, |at| Problem::new(at, what).mend(mend));
            }
        } else if let Some((at, _)) = in_section().find(|(_, key)| key.file_name().is_some_and(|file| file == short)) {
            match value.get_ref() {
                DeValue::String(file) => {
                    reading.take_file(at, &base(path).join(file.as_ref()), Origin::File(0), &place);
                }
                _ => reading.wrong(&place, |at| Problem::new(at, "this is no path").expected("a path in quotes")),
            }
        } else {
            let place = Place::new(path, text, name.span());
            let known: Vec<&str> = in_section().map(|(_, key)| key.short()).collect();
            reading.unknown(
                &place,
                &format!("setting in [{section}] called"),
                name_at(text, name.span()),
                known.iter().copied(),
            );
        }
    }
}

fn take(reading: &mut Reading, key: usize, value: &Spanned<DeValue<'_>>, path: &Path, place: &Place<'_>) {
    let written = match value.get_ref() {
        DeValue::String(text) => Written::Text(text),
        DeValue::Boolean(flag) => Written::Flag(*flag),
        DeValue::Integer(number) => {
            // Beyond 64 bits no number fits any setting.
            Written::Number(i64::from_str_radix(number.as_str(), number.radix()).unwrap_or(i64::MIN))
        }
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| match item.get_ref() {
                DeValue::String(text) => text.as_ref(),
                // Is no network and no name, so it is refused with the whole list.
                _ => "",
            });
            Written::List(texts.collect())
        }
        // No setting is any of these, and `List` of nothing readable says so.
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => Written::List(vec![""]),
    };
    reading.take(key, &written, &base(path), Origin::File(0), place);
}
