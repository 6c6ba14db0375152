//! `recto doctor`: everything an operator would look at, each in a line with what to do about it.

use anyhow::Result;
use clap::Args;
use endpoint::Clock;
use endpoint::doctor::{self, Level};
use std::process::ExitCode;

use crate::settings::Source;
use crate::waiting::wait;

/// Look at settings, site, data, clock, store and mail, and say what to do about what is not as it should be.
///
/// Changes nothing and sends no mail. Ends with 1 if something does not work.
#[derive(Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    source: Source,
}

impl Doctor {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let settings = self.source.load(&[])?.endpoint;
        println!("{:<5} {:<8} without mistakes", "ok", "settings");
        let findings = wait(async { Ok(doctor::examine(&settings, &Clock::system()).await) })?;
        for finding in &findings {
            let level = match finding.level {
                Level::Ok => "ok",
                Level::Warn => "warn",
                Level::Bad => "bad",
            };
            println!("{level:<5} {:<8} {}", finding.what, finding.found);
            if !finding.advice.is_empty() {
                println!("{:<14} → {}", "", finding.advice);
            }
        }
        let worst = findings.iter().map(|finding| finding.level).max();
        Ok(if worst == Some(Level::Bad) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}
