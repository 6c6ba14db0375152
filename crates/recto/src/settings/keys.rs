//! The table of all settings: what each is called in the file and in the environment, what it decides, where it goes.
//!
//! Everything about settings is made from it: reading, checking, `recto settings`, and the sample in `deploy`. A new
//! setting is one entry here.

mod comments;
mod limits;
mod mail;
mod place;

use endpoint::Settings;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;

use super::value::Value;

/// The settings while they are being gathered.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) endpoint: Settings,
    pub(super) mail: MailDraft,
    pub(super) log: String,
    pub(super) log_format: String,
}

/// Where mail goes, before it is known whether that is a folder or a server.
#[derive(Clone)]
pub(super) struct MailDraft {
    pub(super) folder: Option<PathBuf>,
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) encryption: String,
    pub(super) user: Option<String>,
    pub(super) password: Option<String>,
    pub(super) authority: Option<PathBuf>,
    pub(super) time: Duration,
}

/// One setting.
pub(super) struct Key {
    /// Section and name in the file, with a dot between them.
    pub(super) name: &'static str,
    /// Its variable in the environment.
    pub(super) variable: &'static str,
    /// What it decides, for the operator.
    pub(super) about: &'static str,
    /// Of a setting without a default: what one looks like.
    pub(super) example: &'static str,
    pub(super) secret: Secret,
    pub(super) check: Option<Check>,
    pub(super) value: fn(&mut Draft) -> &mut dyn Value,
}

/// What else must hold of a text, and what is expected then.
pub(super) type Check = (fn(&str) -> bool, &'static str);

/// Whether a value may be seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Secret {
    /// By anybody.
    No,
    /// Only where no password stands in the address.
    Address,
    /// By nobody.
    Yes,
}

impl Key {
    /// The section of the file.
    pub(super) fn section(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(section, _)| section)
    }

    /// The name within the section.
    pub(super) fn short(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(_, short)| short)
    }

    /// The variable that names a file with the secret instead.
    pub(super) fn file_variable(&self) -> Option<String> {
        (self.secret != Secret::No).then(|| format!("{}_FILE", self.variable))
    }

    /// The name in the section that names a file with the secret instead.
    pub(super) fn file_name(&self) -> Option<String> {
        (self.secret != Secret::No).then(|| format!("{}_file", self.short()))
    }

    /// Whether this value has to be kept from whoever may read the settings file, or see them printed.
    pub(super) fn hides(&self, value: &str) -> bool {
        match self.secret {
            Secret::No => false,
            Secret::Address => has_password(value),
            Secret::Yes => true,
        }
    }
}

/// Whether an address holds a password: `scheme://user:password@host`.
fn has_password(address: &str) -> bool {
    // It may come as it stands in the file, in quotes; and what is no scheme may hold a login.
    let scheme = |begin: &str| begin.trim_start_matches([' ', '"', '\'']).chars().all(char::is_alphanumeric);
    let rest = address.split_once("://").filter(|(begin, _)| scheme(begin)).map_or(address, |(_, rest)| rest);
    rest.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) || rest.contains("password=")
}

/// What most have in common.
const KEY: Key = Key {
    name: "",
    variable: "",
    about: "",
    example: "",
    secret: Secret::No,
    check: None,
    value: |draft| &mut draft.log,
};

/// All settings, in the order of the file.
pub(super) static KEYS: LazyLock<Vec<&'static Key>> =
    LazyLock::new(|| [place::KEYS, mail::KEYS, comments::KEYS, limits::KEYS].into_iter().flatten().collect());

#[cfg(test)]
mod tests {
    use super::has_password;

    #[test]
    fn a_password_in_an_address_is_seen() {
        for address in [
            "postgres://a:b@host/x",
            "postgres://a:p@ss@host/x",
            "postgres://host/x?user=a&password=b",
            "postgres:a:b@host https://x",
        ] {
            assert!(has_password(address), "{address}");
        }
        for address in ["postgres://a@host/x", "postgres://host:5432/x", "postgres:///x"] {
            assert!(!has_password(address), "{address}");
        }
    }
}
