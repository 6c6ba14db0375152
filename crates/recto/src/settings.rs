//! `recto settings`, and how every command that needs the server's settings comes by them.
//!
//! An argument is stronger than the environment, the environment than the file, the file than the default. Leaves out
//! what the settings mean, which `endpoint::Settings` says.

mod file;
#[cfg(fuzzing)]
pub(crate) mod fuzz;
mod keys;
mod mail;
mod masked;
mod print;
mod reading;
#[cfg(test)]
mod tests;
mod value;

use anyhow::{Context, Result, bail};
use clap::Args;
use endpoint::Settings as Endpoint;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use keys::{Draft, MailDraft};
use reading::{Reading, Variables};

/// The file that is read when none is named, if it is there.
const USUAL: &str = "recto.toml";

/// Where the settings are: for every command that needs them.
#[derive(Args, Clone, Default)]
pub(crate) struct Source {
    /// The settings file; without it recto.toml in this folder, if it is there [env: RECTO_SETTINGS]
    #[arg(long, value_name = "FILE", global = true)]
    settings: Option<PathBuf>,
    /// Where the server keeps its data [env: RECTO_DATA] [default: data]
    #[arg(long, value_name = "FOLDER", global = true)]
    data: Option<String>,
    /// The address under which readers find the site, for links [env: RECTO_ADDRESS]
    #[arg(long, value_name = "URL", global = true)]
    address: Option<String>,
}

/// Settings that were found to be in order.
pub(crate) struct Loaded {
    pub(crate) endpoint: Endpoint,
    /// What is logged, in the words of `tracing`'s filter.
    pub(crate) log: String,
    /// Whether logs are JSON.
    pub(crate) log_json: bool,
}

/// An argument that stands for a setting: the setting, the flag, the value if it was given.
pub(crate) type Argument<'a> = (&'static str, &'a str, Option<String>);

impl Source {
    /// The settings, or an error that says all that is wrong with them.
    pub(crate) fn load(&self, arguments: &[Argument<'_>]) -> Result<Loaded> {
        let (reading, _) = self.read(arguments, &variables())?;
        loaded(reading)
    }

    fn read(&self, arguments: &[Argument<'_>], variables: &Variables) -> Result<(Reading, Option<PathBuf>)> {
        let mut reading = Reading::new(defaults());
        let named = self.settings.clone().or_else(|| variables.get("RECTO_SETTINGS").map(PathBuf::from));
        let path = named.or_else(|| Path::new(USUAL).exists().then(|| USUAL.into()));
        if let Some(path) = &path {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("the settings file {} cannot be read", path.display()))?;
            file::read(&mut reading, path, &Arc::from(text));
        }
        reading.environment(variables);
        let own = [("store.data", "--data", self.data.clone()), ("site.address", "--address", self.address.clone())];
        for (name, flag, value) in own.iter().chain(arguments) {
            if let Some(value) = value {
                reading.argument(name, flag, value);
            }
        }
        Ok((reading, path))
    }
}

/// Right for trying things out, and for `make run`.
fn defaults() -> Draft {
    Draft {
        endpoint: Endpoint::new("dist", "data"),
        mail: MailDraft::new(),
        log: "info".into(),
        log_format: "text".into(),
    }
}

fn variables() -> Variables {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value))).collect()
}

fn loaded(mut reading: Reading) -> Result<Loaded> {
    mail::check(&mut reading);
    if !reading.findings.is_empty() {
        let colours = std::io::stderr().is_terminal();
        let told: Vec<_> = reading.findings.iter().map(|finding| finding.print(colours)).collect();
        bail!("the settings cannot be used\n\n{}", told.join("\n\n"));
    }
    let draft = reading.draft;
    let mut endpoint = draft.endpoint;
    endpoint.mail = mail::of(draft.mail, &endpoint.data);
    Ok(Loaded { endpoint, log: draft.log, log_json: draft.log_format == "json" })
}

/// Print the settings that hold, and where each comes from; secrets are left out.
#[derive(Args)]
pub(crate) struct Settings {
    #[command(flatten)]
    source: Source,
    /// Print a settings file to begin with instead: every setting with what it decides and its default.
    #[arg(long)]
    sample: bool,
}

impl Settings {
    pub(crate) fn run(self) -> Result<ExitCode> {
        if self.sample {
            print!("{}", print::sample());
            return Ok(ExitCode::SUCCESS);
        }
        let (reading, file) = self.source.read(&[], &variables())?;
        let text = print::effective(&reading, file.as_deref());
        loaded(reading)?;
        print!("{text}");
        Ok(ExitCode::SUCCESS)
    }
}
