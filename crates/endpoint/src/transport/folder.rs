//! Mail as `.eml` files: for a first try without a mail server, and for programs that pick mail up from a folder.
//!
//! A file is named after its mail, so writing it again after a crash leaves one file with the same bytes.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::Handed;
use crate::mail::Outgoing;

/// A folder that mail is written to; made when the first mail comes.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) async fn write(&self, mail: Outgoing) -> Handed {
        let folder = self.0.clone();
        let written = tokio::task::spawn_blocking(move || write(&folder, &mail.id, &mail.bytes)).await;
        match written {
            Ok(Ok(())) => Handed::Over,
            Ok(Err(error)) => Handed::Unreachable(format!("{error:#}")),
            Err(error) => Handed::Later(error.to_string()),
        }
    }
}

/// A whole file or none: written aside, synced, renamed.
fn write(folder: &Path, id: &str, message: &[u8]) -> anyhow::Result<()> {
    let shown = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("cannot make the mail folder {shown}"))?;
    let aside = folder.join(format!(".{id}.{}.part", std::process::id()));
    let mut file = fs::File::create(&aside).with_context(|| format!("cannot write to the mail folder {shown}"))?;
    file.write_all(message)?;
    file.sync_all()?;
    fs::rename(&aside, folder.join(format!("{id}.eml")))?;
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}
