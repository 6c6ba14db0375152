//! The settings file as it may be shown: a line with a mistake is printed whole, and a secret in it must not be.
//!
//! A secret may stand where TOML itself is broken, or under a name that is misspelt; so besides the values that were read,
//! whatever is written like one is hidden. Rather too much is hidden than too little.

use press::closest;
use std::ops::Range;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

use super::keys::{KEYS, Key, Secret};

/// The text with every secret in it made stars. Bytes and lines stay where they are.
pub(super) fn masked(text: &Arc<str>, table: &DeTable<'_>) -> Arc<str> {
    let mut masked = text.to_string();
    for (section, values) in table {
        let DeValue::Table(values) = values.get_ref() else { continue };
        for (name, value) in values {
            let DeValue::String(secret) = value.get_ref() else { continue };
            let is_secret =
                |key: &Key| key.section() == section.get_ref() && key.short() == name.get_ref() && key.hides(secret);
            if KEYS.iter().copied().any(is_secret) {
                hide(&mut masked, value.span());
            }
        }
    }
    let mut from = 0;
    while let Some(at) = text[from..].find('=').map(|at| from + at) {
        from = at + 1;
        if is_secret(name_before(&text[..at]), line_of(&text[from..])) {
            let end = from + end_of_value(&text[from..]);
            hide(&mut masked, from..end);
            from = end;
        }
    }
    masked.into()
}

/// A name that stands there in such a text, to be told: where TOML is broken, it may reach over many lines.
pub(super) fn name_at(masked: &str, at: Range<usize>) -> &str {
    line_of(&masked[at]).trim_matches(['"', '\''])
}

fn hide(text: &mut String, at: Range<usize>) {
    let stars: String = text[at.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { '*' }).collect();
    text.replace_range(at, &stars);
}

fn line_of(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The name that stands before a `=`, without the section and whatever is between the two.
fn name_before(text: &str) -> &str {
    let text = text.trim_end_matches(|char: char| !char.is_alphanumeric());
    let start = text.rfind(|char: char| !char.is_alphanumeric() && char != '_' && char != '-');
    start.map_or(text, |start| &text[start..]).trim_start_matches(|char: char| !char.is_alphanumeric())
}

/// Whether a name may be meant to be a secret's, and the value is one.
fn is_secret(name: &str, value: &str) -> bool {
    let like = |key: &&&Key| closest(name, [key.short()].into_iter()).is_some();
    KEYS.iter().filter(|key| key.secret != Secret::No).filter(like).any(|key| key.hides(value))
}

/// Where a value ends that is written from here on: with its line, or where a text of several lines is closed.
fn end_of_value(text: &str) -> usize {
    let line = line_of(text);
    let end = |from: usize| text[from..].find('\n').map_or(text.len(), |at| from + at);
    for quotes in ["\"\"\"", "'''"] {
        if line.trim_start().starts_with(quotes) {
            let open = text.find(quotes).unwrap_or_default() + quotes.len();
            return text[open..].find(quotes).map_or(text.len(), |close| end(open + close));
        }
    }
    end(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let text: Arc<str> = text.into();
        masked(&text, DeTable::parse_recoverable(&text).0.get_ref()).to_string()
    }

    #[test]
    fn a_secret_is_hidden_where_the_file_is_broken_or_its_name_is() {
        for text in [
            "[mail]\npassword = \"topsecret\"",
            "[[mail]\npassword = \"topsecret\"",
            "[mail\npassword = \"topsecret\"",
            "password = \"topsecret\"",
            "mail.password=\"topsecret\"",
            "mail = { user = \"a\", password = \"topsecret\"",
            "[mail]\npassword = \"topsecret",
            "[mail]\npassword = topsecret",
            "[mail]\npasword = \"topsecret\"",
            "[mail]\n\"password\" = 'topsecret'\n",
            "[mail]\npassword\u{c} = \"topsecret\"",
            "[mail]\npassword = \"\"\"\ntopsecret",
            "[mail]\npassword = '''\ntopsecret\n''' x\n",
            "[metrics]\ntoken = \"topsecret\" \"",
            "[store\ndatabase = \"postgres://a:topsecret@db/x\"",
        ] {
            let shown = shown(text);
            assert!(!shown.contains("topsecret") && shown.contains('*'), "{text} is shown as {shown}");
            assert_eq!((shown.len(), shown.lines().count()), (text.len(), text.lines().count()), "{shown}");
        }
    }

    #[test]
    fn what_is_no_secret_is_shown_as_it_is() {
        for text in ["[site]\naddress = \"https://a.example\"\n[mail]\nhost = \"b\"\nport = 25 # = x", "a = [=", "="] {
            assert_eq!(shown(text), text);
        }
        let text = "[store]\ndatabase = \"postgres://a@db/x\"";
        assert_eq!(shown(text), text);
    }
}
