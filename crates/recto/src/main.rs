//! The command `recto`. Thin: it reads arguments, asks the press or the endpoint, and prints what came of it.

mod comments;
mod doctor;
mod edition;
mod kinds;
mod list;
mod mail;
mod moderator;
mod serve;
mod settings;
mod upkeep;
mod waiting;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// A reader app for long-form journalism: from a folder of Markdown to a site that takes comments.
#[derive(Parser)]
#[command(name = "recto", version, about)]
struct Recto {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Look for everything that is wrong with an edition.
    Check(edition::Check),
    /// Set an edition as a site. An edition with problems is refused, and the last site stays.
    Build(edition::Build),
    /// Write a new article to begin with.
    New(edition::New),
    /// List the kinds of block, or explain one.
    Kinds(kinds::Kinds),
    /// Serve the site, and take comments and signups.
    Serve(serve::Serve),
    /// Copy the store and its key while the server runs, and read the copy back.
    Backup(upkeep::Backup),
    /// Put a backup in the place of the store.
    Restore(upkeep::Restore),
    /// Write everything stored as lines of JSON.
    Export(upkeep::Export),
    /// Take in what `export` wrote.
    Import(upkeep::Import),
    /// Go on with another key than the one that the store was made with.
    AdoptKey(upkeep::AdoptKey),
    /// Look at everything that the server needs, and say what is not as it should be.
    Doctor(doctor::Doctor),
    /// Print the settings that hold, and where each comes from.
    Settings(settings::Settings),
    /// Read the comments that wait, and publish or decline them.
    Comments(comments::Comments),
    /// The mailing list: count, export, import, and what is held back.
    List(list::List),
    /// Mails that need a person: doubtful and failed ones.
    Mail(mail::Mail),
    /// Add and remove moderators, and make tokens for the newsroom's tools.
    Moderator(moderator::Moderator),
}

fn main() -> ExitCode {
    let done = match Recto::parse().command {
        Command::Check(check) => check.run(),
        Command::Build(build) => build.run(),
        Command::New(new) => new.run(),
        Command::Kinds(kinds) => kinds.run(),
        Command::Serve(serve) => serve.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Export(export) => export.run(),
        Command::Import(import) => import.run(),
        Command::AdoptKey(adopt) => adopt.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Settings(settings) => settings.run(),
        Command::Comments(comments) => comments.run(),
        Command::List(list) => list.run(),
        Command::Mail(mail) => mail.run(),
        Command::Moderator(moderator) => moderator.run(),
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
