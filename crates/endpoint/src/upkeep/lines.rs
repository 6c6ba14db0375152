//! The whole store as lines of JSON, to a file and from one.

use std::{
    fs::{File, OpenOptions},
    io::{BufReader, BufWriter, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use anyhow::{Context as _, ensure};

use crate::{
    clock::Clock,
    keys::Keys,
    settings::Settings,
    store::{Before, Brought, Database, keys_of, read_lines, write_lines},
};

/// Writes everything stored into `file`, which only its owner may read; how many rows there are. The file appears when
/// it is whole.
///
/// # Errors
/// When the store cannot be read or is of another key, or the file cannot be written.
pub async fn export(settings: &Settings, file: &Path) -> anyhow::Result<u64> {
    let key = keys_of(settings).await?.mark();
    let part = beside(file, "part");
    let cannot = || format!("cannot write {}", part.display());
    let opened = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part);
    let mut out = BufWriter::new(opened.with_context(cannot)?);
    let made = Clock::system().now().rfc3339();
    let rows = write_lines(&Database::of(settings)?, key, made, &mut out).await?;
    out.flush().with_context(cannot)?;
    put_in_place(&part, file)?;
    Ok(rows)
}

/// Takes what [`export`] wrote into the store: all of it, or nothing when a line is wrong. `other_key` lets in what was
/// made with another key than that in the data folder.
///
/// # Errors
/// When the file is broken (with the line), of a newer version, or made with another key; when the store cannot be
/// written.
pub async fn import(settings: &Settings, file: &Path, before: Before, other_key: bool) -> anyhow::Result<Brought> {
    let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    std::fs::create_dir_all(&settings.data)
        .with_context(|| format!("cannot make the data folder {}", settings.data.display()))?;
    let key = settings.data.join("key");
    ensure!(
        other_key || key.exists(),
        "there is no key in the data folder: put the one that belongs to {} there first, as {}; without it the links in \
         mails that were sent open nothing (--other-key makes a new one)",
        file.display(),
        key.display()
    );
    let key = Keys::open(&settings.data)?.mark();
    let database = Database::of(settings)?;
    read_lines(&database, &key, other_key, before, &mut BufReader::new(opened))
        .await
        .with_context(|| format!("{} was not taken in, and nothing was changed", file.display()))
}

/// `file.kind` beside a file.
pub(super) fn beside(file: &Path, kind: &str) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(kind);
    name.into()
}

/// Gives a whole file its name, durably.
pub(super) fn put_in_place(part: &Path, file: &Path) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", file.display());
    File::open(part).and_then(|part| part.sync_all()).with_context(cannot)?;
    std::fs::rename(part, file).with_context(cannot)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).with_context(cannot)
}
