//! `recto serve`: what an operator runs.

use anyhow::{Context, Result};
use clap::Args;
use endpoint::{IpNet, Settings};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub(crate) struct Serve {
    /// The built site.
    #[arg(long, env = "RECTO_SITE", default_value = "dist")]
    site: PathBuf,
    /// Where comments, signups, keys and mail are kept.
    #[arg(long, env = "RECTO_DATA", default_value = "data")]
    data: PathBuf,
    /// A PostgreSQL database to keep comments and signups in, such as postgres://user@host/name; else a file in the
    /// data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// The address and port to listen on.
    #[arg(long, env = "RECTO_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address under which readers find the site, for links in mail.
    #[arg(long, env = "RECTO_ADDRESS")]
    address: Option<String>,
    /// Networks of reverse proxies whose `X-Forwarded-For` is believed, such as 10.0.0.0/8; nobody's unless named.
    #[arg(long = "proxy", env = "RECTO_PROXIES", value_delimiter = ',')]
    proxies: Vec<IpNet>,
}

impl Serve {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let level = tracing_subscriber::EnvFilter::try_from_env("RECTO_LOG").unwrap_or_else(|_| "info".into());
        tracing_subscriber::fmt().with_env_filter(level).with_writer(std::io::stderr).init();
        let mut settings = Settings::new(self.site, self.data);
        settings.database = self.database;
        settings.listen = self.listen;
        settings.address = self.address;
        settings.proxies = self.proxies;
        let runtime = tokio::runtime::Runtime::new().context("the runtime cannot be started")?;
        runtime.block_on(endpoint::serve(settings))?;
        Ok(ExitCode::SUCCESS)
    }
}
