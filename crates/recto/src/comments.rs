//! `recto comments`: moderation from the terminal, while the server runs.

use anyhow::Result;
use clap::{Args, Subcommand};
use endpoint::moderation::{self, HeldComment, Outcome};
use std::process::ExitCode;

use crate::settings::Source;
use crate::waiting::wait;

#[derive(Args)]
pub(crate) struct Comments {
    #[command(flatten)]
    source: Source,
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// List the comments that wait for an editor, the oldest first.
    Held {
        /// How many at most.
        #[arg(long, default_value_t = 50)]
        most: u32,
    },
    /// Put a comment on its page.
    Publish {
        /// The comment's id, as the list gives it.
        id: String,
    },
    /// Decline a comment, or take a published one off its page.
    Decline {
        /// The comment's id, as the list gives it.
        id: String,
        /// Why; kept with the comment.
        #[arg(long)]
        reason: Option<String>,
    },
}

/// Who acts here, for the comment's history.
const ACTOR: &str = "terminal";

impl Comments {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let settings = self.source.load(&[])?.endpoint;
        wait(async {
            match self.step {
                Step::Held { most } => list(&moderation::held(&settings, most).await?),
                Step::Publish { id } => say(&id, &moderation::publish(&settings, &id, ACTOR).await?),
                Step::Decline { id, reason } => {
                    say(&id, &moderation::decline(&settings, &id, ACTOR, reason.as_deref()).await?);
                }
            }
            Ok(ExitCode::SUCCESS)
        })
    }
}

fn list(held: &[HeldComment]) {
    if held.is_empty() {
        println!("No comment waits.");
    }
    for comment in held {
        let name = comment.name.as_deref().unwrap_or("no name");
        println!("{}  {}  on {}  by {}", comment.id, comment.submitted.rfc3339(), comment.article, plain(name));
        if !comment.reasons.is_empty() {
            println!("    doubtful: {}", comment.reasons.join("; "));
        }
        for line in comment.body.lines() {
            println!("    {}", plain(line));
        }
        println!();
    }
}

/// A stranger's text on a terminal: what could move the cursor or change colours is shown instead of done.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn say(id: &str, outcome: &Outcome) {
    match outcome {
        Outcome::Done => println!("{id}: done."),
        Outcome::Already => println!("{id}: it was so already."),
    }
}
