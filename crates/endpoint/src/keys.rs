//! The one secret of an endpoint, and what is derived from it: network hashes and the tokens in mail.
//!
//! Kept beside the store and not in it, so that a copy of the store alone tells no network and opens no link.

use std::{
    fs,
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use anyhow::{Context as _, ensure};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::network::Network;

/// 256 secret bits.
pub(crate) struct Keys([u8; 32]);

impl Keys {
    /// Reads `folder/key`, or makes it, readable by its owner alone.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join("key");
        if !path.exists() {
            make(folder, &path).with_context(|| format!("cannot make the key {}", path.display()))?;
        }
        let bytes = fs::read(&path).with_context(|| format!("cannot read the key {}", path.display()))?;
        let length = bytes.len();
        ensure!(length == 32, "the key {} is damaged: {length} bytes, expected 32", path.display());
        let mut key = [0; 32];
        key.copy_from_slice(&bytes);
        Ok(Self(key))
    }

    /// What is stored in place of a network: the same for the same network, and of no use without the key.
    pub(crate) fn network(&self, network: Network) -> Vec<u8> {
        // Half of the bits keeps networks apart as well and the indexes small.
        self.derive(b"network", network.to_string().as_bytes())[..16].to_vec()
    }

    /// The token of one mail: 256 bits that nobody can guess and that are the same when a crash makes us write the mail
    /// again. Only its [`token_hash`] is stored.
    pub(crate) fn token(&self, mail: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.derive(b"confirmation", mail.as_bytes()))
    }

    fn derive(&self, purpose: &[u8], of: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(purpose);
        mac.update(&[0]);
        mac.update(of);
        mac.finalize().into_bytes().into()
    }
}

/// What the store keeps of a token and looks it up by. Looking up a hash takes a time that tells of the hash alone, so
/// nothing is learnt about the token by measuring.
pub(crate) fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Written aside and linked into place: after a crash there is a whole key or none, and of two processes that start at
/// once one wins and both read the same.
fn make(folder: &Path, path: &Path) -> anyhow::Result<()> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| anyhow::anyhow!("the system gives no random bytes: {error}"))?;
    let aside = folder.join(format!(".key-{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
    file.write_all(&key)?;
    file.sync_all()?;
    let linked = fs::hard_link(&aside, path);
    fs::remove_file(&aside)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(fs::File::open(folder)?.sync_all()?),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Keys::open(folder.path()).expect("is made");
        let second = Keys::open(folder.path()).expect("is read");
        assert_eq!(first.token("a"), second.token("a"));
        assert_ne!(first.token("a"), first.token("b"));
        assert_eq!(first.token("a").len(), 43);
        let mode = fs::metadata(folder.path().join("key")).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_key_is_an_error_and_not_a_new_key() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("key"), "short").expect("is written");
        let error = Keys::open(folder.path()).err().expect("is refused");
        assert!(error.to_string().contains("damaged"), "{error}");
    }
}
