//! `recto backup`, `restore`, `export`, `import` and `adopt-key`: keeping copies of what readers have sent, and moving it.

use anyhow::Result;
use clap::Args;
use endpoint::upkeep::{self, Before, Held};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::settings::Source;
use crate::waiting::wait;

/// Copy the store and its key while the server runs, and read the copy back.
///
/// A SQLite store is copied as one; of a PostgreSQL store the lines of `recto export` are kept. Beside the copy comes the
/// key, as FILE.key: who has both can read everything and forge the links in mails, so keep them as safe as the server.
#[derive(Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    source: Source,
    /// A new file, or a folder in which the backup is named by the time.
    to: PathBuf,
    /// Keep so many backups in the folder, this one counted, and remove the older ones.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
}

impl Backup {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let settings = self.source.load(&[])?.endpoint;
        let keep = self.keep.map(|keep| keep as usize);
        let backup = wait(upkeep::backup(&settings, &self.to, keep))?;
        println!("{}: {}, read back and whole.", backup.file.display(), holds(&backup.held));
        println!("{}: the key that belongs to it. Keep both as safe as the server.", backup.key.display());
        for removed in &backup.removed {
            println!("{}: removed, as an older one.", removed.display());
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Put a backup in the place of the store, once it was read and found whole. Stop the server first.
#[derive(Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    source: Source,
    /// What `recto backup` made. Its key, FILE.key, is restored too if it is there.
    file: PathBuf,
    /// Also when there is a store already; a SQLite one is kept beside it.
    #[arg(long)]
    replace: bool,
}

impl Restore {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let settings = self.source.load(&[])?.endpoint;
        let restored = wait(upkeep::restore(&settings, &self.file, self.replace))?;
        println!("Restored: {}.", holds(&restored.held));
        if !restored.with_key {
            println!(
                "No key came with it. Without the key that belongs to it the links in mails that were sent open nothing."
            );
        }
        for kept in &restored.kept {
            println!("{}: what was there before.", kept.display());
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Write everything stored as lines of JSON, to be read by `recto import` on SQLite or PostgreSQL. The key is not in it.
#[derive(Args)]
pub(crate) struct Export {
    #[command(flatten)]
    source: Source,
    /// The file to write.
    file: PathBuf,
}

impl Export {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let settings = self.source.load(&[])?.endpoint;
        let rows = wait(upkeep::export(&settings, &self.file))?;
        println!("{}: {rows} rows.", self.file.display());
        println!("The key {} belongs to it and is not in it.", settings.data.join("key").display());
        Ok(ExitCode::SUCCESS)
    }
}

/// Take in what `recto export` wrote: all of it, or nothing if a line is wrong. Twice is the same as once.
#[derive(Args)]
pub(crate) struct Import {
    #[command(flatten)]
    source: Source,
    /// The file to read.
    file: PathBuf,
    /// Also what was made with another key than that in the data folder; links in mails that were sent then open nothing.
    #[arg(long)]
    other_key: bool,
}

impl Import {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let settings = self.source.load(&[])?.endpoint;
        let brought = wait(upkeep::import(&settings, &self.file, Before::Stays, self.other_key))?;
        println!("{} rows are new, {} were there already.", brought.new, brought.known);
        Ok(ExitCode::SUCCESS)
    }
}

/// Go on with another key than the one that the store was made with, because that is lost or others have seen it.
///
/// The key in the data folder becomes the store's; if there is none, a new one is made. Links in mails that were sent, and
/// the private pages of writers, open nothing from then on. Stop every server first, and give each the new key.
#[derive(Args)]
pub(crate) struct AdoptKey {
    #[command(flatten)]
    source: Source,
}

impl AdoptKey {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let settings = self.source.load(&[])?.endpoint;
        let key = settings.data.join("key").display().to_string();
        match wait(upkeep::adopt_key(&settings))? {
            None => println!("{key} is the store's key already."),
            Some(adopted) => {
                println!("{key} is the store's key now. {} addresses of the list are known by it.", adopted.known);
                println!(
                    "{} that were wiped are not known any more: who asked never to be written to could sign up again.",
                    adopted.lost
                );
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn holds(held: &Held) -> String {
    format!("{} comments, {} addresses of the list, {} rows in all", held.comments, held.subscribers, held.rows)
}
