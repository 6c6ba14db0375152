//! A copy of the store and its key, made while the server runs, and read back.
//!
//! A SQLite store is copied as SQLite; of a PostgreSQL store the lines of [`super::export`] are kept, which need no tool
//! of the database and restore into either. Leaves out when backups are made: cron or a timer says that.

use std::{
    fs,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};

use super::lines::{beside, export, put_in_place};
use crate::{
    clock::Clock,
    settings::Settings,
    store::{self, Held},
};

/// A backup that was made and read back.
#[derive(Debug)]
pub struct Backup {
    /// The copy of the store.
    pub file: PathBuf,
    /// The copy of the key; readable by its owner alone.
    pub key: PathBuf,
    /// What was found in the copy.
    pub held: Held,
    /// Older backups that were taken away.
    pub removed: Vec<PathBuf>,
}

/// What the names of backups in a folder begin with.
const NAME: &str = "recto-";

/// Makes a backup as the new file `to`, or under a name that tells the time within the folder `to`. With `keep`, so many
/// backups stay in that folder, this one counted.
///
/// # Errors
/// When there is a file of that name, when the store cannot be read or is of another key, when the copy cannot be written or is not whole.
pub async fn backup(settings: &Settings, to: &Path, keep: Option<usize>) -> anyhow::Result<Backup> {
    ensure!(keep.is_none() || to.is_dir(), "--keep is for backups in a folder, and {} is none", to.display());
    let kind = if settings.database.is_some() { "jsonl" } else { "sqlite" };
    let file = if to.is_dir() {
        let moment = Clock::system().now().rfc3339().replace(':', "");
        to.join(format!("{NAME}{moment}.{kind}"))
    } else {
        to.to_owned()
    };
    ensure!(!file.exists(), "{} is there already: a backup never replaces a file", file.display());
    let held =
        if settings.database.is_some() { lines(settings, &file).await? } else { sqlite(settings, &file).await? };
    let key = copy_key(settings, &file)?;
    let removed = keep.map_or(Ok(Vec::new()), |keep| remove_older(to, keep))?;
    Ok(Backup { file, key, held, removed })
}

async fn sqlite(settings: &Settings, file: &Path) -> anyhow::Result<Held> {
    let store = settings.data.join("recto.sqlite");
    ensure!(store.exists(), "there is no store {}: has `recto serve` run with this data folder?", store.display());
    // That the key in the copy is another would be found out when it is too late.
    store::keys_of(settings).await?;
    let part = beside(file, "part");
    // A backup that was killed left it.
    let _left = fs::remove_file(&part);
    store::copy::make(settings, &part).await.with_context(|| format!("cannot write {}", part.display()))?;
    fs::set_permissions(&part, fs::Permissions::from_mode(0o600))?;
    let held = store::copy::check(&part).await.context("the backup was made and is not whole")?;
    put_in_place(&part, file)?;
    Ok(held)
}

async fn lines(settings: &Settings, file: &Path) -> anyhow::Result<Held> {
    export(settings, file).await?;
    store::check_lines(file).context("the backup was made and is not whole")
}

/// Beside the backup, since who has both can read the one and forge links with the other.
fn copy_key(settings: &Settings, file: &Path) -> anyhow::Result<PathBuf> {
    let key = beside(file, "key");
    let bytes = fs::read(settings.data.join("key")).context("cannot read the key in the data folder")?;
    let part = beside(&key, "part");
    let mut options = fs::OpenOptions::new();
    let opened = options.write(true).create(true).truncate(true).mode(0o600).open(&part);
    opened
        .and_then(|mut part| std::io::Write::write_all(&mut part, &bytes))
        .with_context(|| format!("cannot write {}", part.display()))?;
    put_in_place(&part, &key)?;
    Ok(key)
}

fn remove_older(folder: &Path, keep: usize) -> anyhow::Result<Vec<PathBuf>> {
    let mut backups = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with(NAME) && (name.ends_with(".sqlite") || name.ends_with(".jsonl")) {
            backups.push(path);
        }
    }
    // By the time in their names.
    backups.sort();
    let older = backups.len().saturating_sub(keep.max(1));
    backups.truncate(older);
    for backup in &backups {
        fs::remove_file(backup).with_context(|| format!("cannot remove {}", backup.display()))?;
        // An older one may have none.
        let _none = fs::remove_file(beside(backup, "key"));
    }
    Ok(backups)
}
