//! The settings file, the environment and a database's address: what is wrong is told and holds no secret, and what holds
//! is printed as a settings file that says the same.
#![no_main]

/// The command's own module, which is in no library.
#[path = "../../crates/recto/src"]
#[expect(dead_code, reason = "the command uses more of it")]
mod recto {
    pub(crate) mod settings;
}

use std::{collections::BTreeMap, ffi::OsString, os::unix::ffi::OsStringExt as _, path::Path};

use libfuzzer_sys::fuzz_target;
use recto::settings::fuzz::read;

/// What nobody may be told. Nothing else is written so.
const SECRET: &str = "t0psecret";

// The file, a line `%%%`, and the variables, one a line.
fuzz_target!(|given: &[u8]| {
    let (text, variables) = recto_fuzz::cut(given);
    let Ok(text) = std::str::from_utf8(text) else { return };
    // A file that is named is opened, and may never end.
    if text.contains("_file") && text.contains(['/', '\\']) {
        return;
    }
    let variables: BTreeMap<String, OsString> = variables
        .split(|byte| *byte == b'\n')
        .filter_map(|line| {
            let at = line.iter().position(|byte| *byte == b'=')?;
            let name = String::from_utf8(line[..at].to_vec()).ok()?;
            (!name.ends_with("_FILE")).then(|| (name, OsString::from_vec(line[at + 1..].to_vec())))
        })
        .collect();
    let path = Path::new("recto.toml");
    match read(path, text, &variables) {
        Ok((printed, settings)) => {
            hides(text, &variables, &printed);
            // Without a secret that was left out, what was printed says the same again.
            if !printed.contains(" is set (") {
                let again = read(path, &printed, &BTreeMap::new());
                let (same, held) = again.unwrap_or_else(|told| panic!("refused: {told}\n{printed}"));
                assert_eq!(format!("{held:?}"), format!("{settings:?}"), "{printed}");
                let values = |text: &str| text.lines().map(without_origin).collect::<Vec<_>>().join("\n");
                assert_eq!(values(&same), values(&printed));
            }
            if settings.database.is_some() {
                let shown = endpoint::fuzz::database(&settings);
                let shown = shown.unwrap_or_else(|error| format!("{error:#}"));
                // Behind the login it is a host and a name, and the operator's to see.
                let address = settings.database.as_deref().unwrap_or_default();
                let (_, rest) = address.split_once("://").unwrap_or_default();
                let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
                let login = authority.rsplit_once('@').map_or("", |(login, _)| login);
                // It may stand in the rest as well.
                let login = if rest.matches(SECRET).count() > 1 { "" } else { login };
                assert!(!login.contains(SECRET) || !shown.contains(SECRET), "{shown}");
            }
        }
        Err(told) => {
            assert!(told.starts_with("the settings cannot be used"), "{told}");
            hides(text, &variables, &told);
        }
    }
});

/// A line without the remark that says where its value comes from.
fn without_origin(line: &str) -> &str {
    line.rsplit_once("  # ").map_or(line, |(value, _)| value)
}

/// Of what is secret nothing is told.
fn hides(text: &str, variables: &BTreeMap<String, OsString>, told: &str) {
    if !told.contains(SECRET) {
        return;
    }
    // It may be shown where it was written as something that is no secret.
    let open = |name: &String| !["DATABASE_URL", "RECTO_MAIL_PASSWORD", "RECTO_METRICS_TOKEN"].contains(&name.as_str());
    let in_open = variables.iter().any(|(name, value)| open(name) && value.to_string_lossy().contains(SECRET));
    let secret_line = |line: &str| {
        let name = line.split('=').next().unwrap_or_default().trim();
        ["password", "token"].contains(&name)
    };
    let elsewhere = text.lines().any(|line| line.contains(SECRET) && !secret_line(line));
    // A mistake in the address itself is told with the address, unless a password can be told apart in it.
    let host = variables.get("DATABASE_URL").is_some_and(|value| !value.to_string_lossy().contains(":t0psecret@"));
    assert!(in_open || elsewhere || host, "a secret is told: {told}");
}
