//! `recto list`: the mailing list from the terminal, while the server runs.

use crate::settings::Source;
use crate::waiting::wait;
use anyhow::{Context, Result};
use clap::{Args, Subcommand, ValueEnum};
use endpoint::Settings;
use endpoint::list::{self, Columns, Membership};
use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Args)]
pub(crate) struct List {
    #[command(flatten)]
    source: Source,
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// Say how many subscribers there are.
    Count,
    /// Write the confirmed subscribers to a CSV file.
    Export {
        /// The file; - is the terminal.
        file: PathBuf,
        /// All of them, with those who have left and, as hashes, those who are never written to.
        #[arg(long)]
        all: bool,
        /// In the columns that this mailer imports.
        #[arg(long = "for", value_name = "MAILER")]
        mailer: Option<Mailer>,
    },
    /// Take over subscribers from a CSV file: all of it, or nothing if a line is wrong. No mail is sent.
    Import {
        /// The file, with at least the columns email and status; - is the terminal.
        file: PathBuf,
    },
    /// List the signups that are doubtful, and so were not mailed.
    Held {
        /// How many at most.
        #[arg(long, default_value_t = 50)]
        most: u32,
    },
    /// Ask a doubtful one by mail after all.
    Ask {
        /// The address.
        email: String,
    },
    /// Say what is held back because far more signups came than usual.
    Waiting,
    /// Send the confirmation mails that are held back.
    Resume {
        /// Forget the signups since they were held back instead.
        #[arg(long)]
        drop: bool,
    },
    /// Take somebody off the list who has asked by mail.
    Remove {
        /// The address, or the code in the subject of a mail that a mail program wrote by itself.
        who: String,
    },
    /// Let an address that is never written to sign up again, because its owner has asked for it.
    Unblock {
        /// The address.
        email: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Mailer {
    Listmonk,
    Keila,
    Buttondown,
}

/// Who acts here, for the history.
const ACTOR: &str = "terminal";

impl List {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let settings = self.source.load(&[])?.endpoint;
        wait(run(&settings, self.step))?;
        Ok(ExitCode::SUCCESS)
    }
}

async fn run(settings: &Settings, step: Step) -> Result<()> {
    match step {
        Step::Count => {
            let counts = list::count(settings).await?;
            let confirmed = counts.iter().find(|(membership, _)| *membership == Membership::Confirmed);
            println!("{:>8}  confirmed", confirmed.map_or(0, |(_, count)| *count));
            for (membership, count) in counts.iter().filter(|(membership, _)| *membership != Membership::Confirmed) {
                println!("{count:>8}  {}", membership.as_str());
            }
        }
        Step::Export { file, all, mailer } => {
            let columns = match mailer {
                None => Columns::Own,
                Some(Mailer::Listmonk) => Columns::Listmonk,
                Some(Mailer::Keila) => Columns::Keila,
                Some(Mailer::Buttondown) => Columns::Buttondown,
            };
            let mut text = Vec::new();
            let count = list::export(settings, columns, all, &mut text).await?;
            if file == Path::new("-") {
                io::stdout().write_all(&text)?;
            } else {
                write(&file, &text).with_context(|| format!("cannot write {}", file.display()))?;
                println!("{count} subscribers are in {}.", file.display());
            }
        }
        Step::Import { file } => {
            let mut text = Vec::new();
            if file == Path::new("-") {
                io::stdin().read_to_end(&mut text).context("cannot read what is typed")?;
            } else {
                text = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            }
            let done =
                list::import(settings, &text).await.with_context(|| format!("{} is not taken over", file.display()))?;
            println!("{} added, {} changed, {} were so already.", done.added, done.changed, done.unchanged);
            if done.left_alone > 0 {
                println!("{} had left or are blocked here, and stay so.", done.left_alone);
            }
            if done.refused > 0 {
                println!("{} are at domains that the desk refuses, and were left out.", done.refused);
            }
        }
        Step::Held { most } => {
            let held = list::held(settings, most).await?;
            if held.is_empty() {
                println!("No signup is doubtful.");
            }
            for signup in held {
                println!("{}  {}  doubtful: {}", signup.created.rfc3339(), signup.email, signup.doubts.join("; "));
            }
        }
        Step::Ask { email } => {
            list::ask(settings, &email).await?;
            println!("{email} is asked by mail.");
        }
        Step::Waiting => println!("{}", list::waiting(settings).await?.words()),
        Step::Resume { drop } => {
            let forgotten = list::resume(settings, drop, ACTOR).await?;
            println!(
                "Confirmation mails are sent again.{}",
                if drop { format!(" {forgotten} signups are forgotten.") } else { String::new() }
            );
        }
        Step::Remove { who } => println!("{who} {}.", list::remove(settings, &who).await?),
        Step::Unblock { email } => {
            list::unblock(settings, &email).await?;
            println!("{email} may sign up again.");
        }
    }
    Ok(())
}

/// A whole file or the old one, for its owner alone: it holds people's addresses.
fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".part");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(aside, path)
}
