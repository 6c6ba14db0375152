//! `recto mail`: mails that need a person, from the terminal, while the server runs.

use crate::settings::Source;
use crate::waiting::wait;
use anyhow::Result;
use clap::{Args, Subcommand};
use endpoint::Settings;
use endpoint::mails::{self, Decided, Stuck};
use std::process::ExitCode;

#[derive(Args)]
pub(crate) struct Mail {
    #[command(flatten)]
    source: Source,
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// Say how sending goes.
    Status,
    /// List the mails of which nobody knows whether they were sent: the connection was lost at the wrong moment.
    Doubtful,
    /// List the mails that were refused, or tried often enough.
    Failed,
    /// Send a doubtful or failed mail again.
    SendAgain {
        /// The mail's id, as the list gives it.
        id: String,
    },
    /// Let a doubtful or failed mail be.
    Forget {
        /// The mail's id, as the list gives it.
        id: String,
    },
}

/// Most mails that are listed.
const MOST: u32 = 1_000;

impl Mail {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let settings = self.source.load(&[])?.endpoint;
        wait(run(&settings, self.step))?;
        Ok(ExitCode::SUCCESS)
    }
}

async fn run(settings: &Settings, step: Step) -> Result<()> {
    match step {
        Step::Status => {
            let health = mails::health(settings).await?;
            println!("{} mails wait, {} are doubtful, {} have failed.", health.queued, health.doubtful, health.failed);
            println!("Last sent: {}.", health.last_sent.map_or_else(|| "never".to_owned(), endpoint::Moment::words));
            if let Some(error) = health.last_error {
                println!("What went wrong last: {}", plain(&error));
            }
        }
        Step::Doubtful => show(&mails::stuck(settings, false, MOST).await?),
        Step::Failed => show(&mails::stuck(settings, true, MOST).await?),
        Step::SendAgain { id } => {
            mails::decide(settings, &id, Decided::SendAgain).await?;
            println!("{id}: it will be sent.");
        }
        Step::Forget { id } => {
            mails::decide(settings, &id, Decided::Forget).await?;
            println!("{id}: done.");
        }
    }
    Ok(())
}

fn show(mails: &[Stuck]) {
    if mails.is_empty() {
        println!("There are none.");
    }
    for mail in mails {
        let attempts = if mail.attempts == 1 { "once".to_owned() } else { format!("{} times", mail.attempts) };
        println!(
            "{}  {}  {}  to {}  tried {attempts}",
            mail.id,
            mail.created.rfc3339(),
            mail.kind,
            plain(&mail.recipient)
        );
        if let Some(error) = &mail.error {
            println!("    {}", plain(error));
        }
    }
}

/// What others wrote on a terminal: what could move the cursor or change colours is shown instead of done.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
