//! `recto serve`: what an operator runs.

use anyhow::{Context, Result};
use clap::Args;
use std::io::IsTerminal as _;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

use crate::settings::{Loaded, Source};
use crate::waiting::wait;

#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    source: Source,
    /// The built site [env: RECTO_SITE] [default: dist]
    #[arg(long, value_name = "FOLDER")]
    site: Option<String>,
    /// The address and port to listen on [env: RECTO_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Networks of reverse proxies whose `X-Forwarded-For` is believed, such as 10.0.0.0/8 [env: RECTO_PROXIES]
    #[arg(long = "proxy", value_name = "NETWORK", value_delimiter = ',')]
    proxies: Vec<String>,
}

impl Serve {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let proxies = (!self.proxies.is_empty()).then(|| self.proxies.join(","));
        let settings = self.source.load(&[
            ("site.folder", "--site", self.site),
            ("listen.address", "--listen", self.listen),
            ("listen.proxies", "--proxy", proxies),
        ])?;
        log(&settings)?;
        wait(endpoint::serve(settings.endpoint))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Logs go to the error stream: whoever runs the server keeps them.
fn log(settings: &Loaded) -> Result<()> {
    let level = EnvFilter::try_new(&settings.log)
        .with_context(|| format!("`log.level` is {:?}; expected a level such as info", settings.log))?;
    let colours = std::io::stderr().is_terminal();
    let logs = tracing_subscriber::fmt().with_env_filter(level).with_writer(std::io::stderr).with_ansi(colours);
    if settings.log_json {
        logs.json().flatten_event(true).init();
    } else {
        logs.init();
    }
    Ok(())
}
