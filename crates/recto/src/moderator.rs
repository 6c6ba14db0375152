//! `recto moderator`: who moderates, and the tokens of the newsroom's own tools, while the server runs.

use anyhow::Result;
use clap::{Args, Subcommand};
use endpoint::moderators::{self, Listed};
use std::process::ExitCode;

use crate::settings::Source;
use crate::waiting::wait;

#[derive(Args)]
pub(crate) struct Moderator {
    #[command(flatten)]
    source: Source,
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// Add a moderator, and print the link by which the password is chosen.
    Add {
        /// The name, as it signs.
        name: String,
        /// An owner also decides about people, tokens and the newsroom's rules.
        #[arg(long)]
        owner: bool,
        /// Where mail about waiting comments goes.
        #[arg(long)]
        email: Option<String>,
    },
    /// Print a new link for a moderator, who may have forgotten the password.
    Link {
        /// The moderator's name.
        name: String,
    },
    /// Remove a moderator, who is signed out at once.
    Remove {
        /// The moderator's name.
        name: String,
    },
    /// List who moderates.
    List,
    /// Make a token for one of the newsroom's tools, and print it once.
    Token {
        /// What the token is for.
        name: String,
    },
    /// End a token.
    Revoke {
        /// What the token is for.
        name: String,
    },
}

impl Moderator {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let settings = self.source.load(&[])?.endpoint;
        wait(async {
            match self.step {
                Step::Add { name, owner, email } => {
                    let link = moderators::add(&settings, &name, owner, email.as_deref()).await?;
                    give(&name, &link);
                }
                Step::Link { name } => give(&name, &moderators::link(&settings, &name).await?),
                Step::Remove { name } => {
                    moderators::remove(&settings, &name).await?;
                    println!("{name} moderates no more.");
                }
                Step::List => list(&moderators::list(&settings).await?),
                Step::Token { name } => {
                    // Alone on its line, so that a script can take it.
                    println!("{}", moderators::token(&settings, &name).await?);
                    eprintln!("This is shown only now. Send it as `Authorization: Bearer …` to /api/moderation/.");
                }
                Step::Revoke { name } => {
                    moderators::revoke(&settings, &name).await?;
                    println!("The token for {name} works no more.");
                }
            }
            Ok(ExitCode::SUCCESS)
        })
    }
}

fn give(name: &str, link: &str) {
    println!("{link}");
    eprintln!("{name} chooses a password there, once, within 24 hours.");
}

fn list(moderators: &[Listed]) {
    if moderators.is_empty() {
        println!("Nobody moderates yet: `recto moderator add NAME --owner` makes the first owner.");
    }
    for one in moderators {
        let signs_in = if one.signs_in { "signs in" } else { "has a link, and no password yet" };
        println!("{}  {}, {signs_in}, mail: {}", one.name, one.role, one.mail);
    }
}
