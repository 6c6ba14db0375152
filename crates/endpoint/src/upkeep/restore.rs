//! Puts a backup in the place of the store, once it was read and found whole.
//!
//! What was there before is kept beside it: who restores is in trouble already.

use std::{
    fs,
    io::Read as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};

use super::lines::{beside, import, put_in_place};
use crate::{
    clock::Clock,
    settings::Settings,
    store::{self, Before, Held},
};

/// What was done.
#[derive(Debug)]
pub struct Restored {
    /// What the store holds now.
    pub held: Held,
    /// Where what was there before is kept.
    pub kept: Vec<PathBuf>,
    /// Whether a key came with the backup.
    pub with_key: bool,
}

/// Restores the backup `file`. With `replace`, it takes the place of a store that holds something.
///
/// # Errors
/// When the backup is not whole, there is a store and `replace` is false, or the server is running on it.
pub async fn restore(settings: &Settings, file: &Path, replace: bool) -> anyhow::Result<Restored> {
    fs::create_dir_all(&settings.data)
        .with_context(|| format!("cannot make the data folder {}", settings.data.display()))?;
    let is_sqlite = is_sqlite(file)?;
    let held = if is_sqlite { store::copy::check(file).await? } else { store::check_lines(file)? };
    let suffix = format!("replaced-{}", Clock::system().now().rfc3339().replace(':', ""));
    let mut kept = Vec::new();
    if is_sqlite {
        ensure!(
            settings.database.is_none(),
            "{} is a SQLite store, and the settings name a database: `recto export` it from a data folder of its own, \
             and `recto import` that",
            file.display()
        );
        let store = settings.data.join("recto.sqlite");
        if store.exists() {
            ensure!(replace, "there is a store already, {}: --replace puts the backup in its place", store.display());
            store::copy::put_aside(&store).await?;
        }
        let with_key = restore_key(settings, file, replace, &suffix, &mut kept)?;
        let part = beside(&store, "part");
        fs::copy(file, &part).with_context(|| format!("cannot write {}", part.display()))?;
        fs::set_permissions(&part, fs::Permissions::from_mode(0o600))?;
        if store.exists() {
            kept.push(keep(&store, &suffix)?);
        }
        put_in_place(&part, &store)?;
        return Ok(Restored { held, kept, with_key });
    }
    let before = if replace { Before::Goes } else { Before::Stays };
    ensure!(replace || store::is_empty(settings).await?, "the store holds something already: --replace takes it away");
    let with_key = restore_key(settings, file, replace, &suffix, &mut kept)?;
    import(settings, file, before, false).await?;
    Ok(Restored { held, kept, with_key })
}

fn is_sqlite(file: &Path) -> anyhow::Result<bool> {
    let mut start = [0; 16];
    let cannot = || format!("cannot read {}", file.display());
    let opened = fs::File::open(file).with_context(cannot)?;
    let read = opened.take(16).read(&mut start).with_context(cannot)?;
    match &start[..read] {
        b"SQLite format 3\0" => Ok(true),
        start if start.starts_with(b"{") => Ok(false),
        _ => bail!("{} is no backup: neither a SQLite store nor lines of `recto export`", file.display()),
    }
}

/// Puts the key that came with a backup in place; whether one came.
fn restore_key(
    settings: &Settings,
    file: &Path,
    replace: bool,
    suffix: &str,
    kept: &mut Vec<PathBuf>,
) -> anyhow::Result<bool> {
    let (theirs, ours) = (beside(file, "key"), settings.data.join("key"));
    if !theirs.exists() {
        return Ok(false);
    }
    let bytes = fs::read(&theirs).with_context(|| format!("cannot read {}", theirs.display()))?;
    ensure!(bytes.len() == 32, "{} is no key: {} bytes, expected 32", theirs.display(), bytes.len());
    if ours.exists() {
        if fs::read(&ours)? == bytes {
            return Ok(true);
        }
        ensure!(replace, "another key is in {} already: --replace puts the backup's in its place", ours.display());
        kept.push(keep(&ours, suffix)?);
    }
    let part = beside(&ours, "part");
    fs::write(&part, &bytes).with_context(|| format!("cannot write {}", part.display()))?;
    fs::set_permissions(&part, fs::Permissions::from_mode(0o600))?;
    put_in_place(&part, &ours)?;
    Ok(true)
}

fn keep(file: &Path, suffix: &str) -> anyhow::Result<PathBuf> {
    let kept = beside(file, suffix);
    fs::rename(file, &kept).with_context(|| format!("cannot put {} aside", file.display()))?;
    Ok(kept)
}
