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
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

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

    /// Tells this key from another, and nothing else about it.
    pub(crate) fn mark(&self) -> String {
        self.hash("mark", "")
    }

    /// What is stored in place of a network: the same for the same network, and of no use without the key.
    pub(crate) fn network(&self, network: Network) -> String {
        self.hash("network", &network.to_string())
    }

    /// What is stored, or looked for, in place of an e-mail address.
    pub(crate) fn address(&self, email: &str) -> String {
        self.hash("address", &email.to_lowercase())
    }

    /// A keyed hash of a text, of its own for each purpose; also the seal of a text that only we can write. Half of the
    /// bits keeps people apart as well and the indexes small.
    pub(crate) fn hash(&self, purpose: &str, of: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(&self.derive(purpose.as_bytes(), of.as_bytes())[..16])
    }

    /// An id with a seal that nobody else can make: 43 characters that open what `purpose` names, for as long as the
    /// key lasts, and nothing else. Needs no table.
    pub(crate) fn sealed(&self, purpose: &str, id: &str) -> String {
        let id = uuid::Uuid::parse_str(id).unwrap_or_default();
        let mut bytes = id.into_bytes().to_vec();
        bytes.extend(&self.derive(purpose.as_bytes(), id.as_bytes())[..16]);
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The id in a token that [`Self::sealed`] made for the same purpose; compared in a time that tells nothing.
    pub(crate) fn opened(&self, purpose: &str, token: &str) -> Option<String> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, seal) = bytes.split_at_checked(16)?;
        let expected = &self.derive(purpose.as_bytes(), id)[..16];
        let id = uuid::Uuid::from_slice(id).ok()?;
        bool::from(seal.ct_eq(expected)).then(|| id.to_string())
    }

    fn derive(&self, purpose: &[u8], of: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(purpose);
        mac.update(&[0]);
        mac.update(of);
        mac.finalize().into_bytes().into()
    }
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
        assert_eq!(first.address("a"), second.address("A"));
        assert_ne!(first.address("a"), first.address("b"));
        let mode = fs::metadata(folder.path().join("key")).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_sealed_id_opens_what_it_was_sealed_for_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::open(folder.path()).expect("is made");
        let id = "0190b2f6-8a4c-7e5b-9d3e-0123456789ab";
        let token = keys.sealed("receipt", id);
        assert_eq!((token.len(), keys.opened("receipt", &token).as_deref()), (43, Some(id)));
        assert_eq!(keys.opened("writer", &token), None);
        for at in 0..token.len() {
            let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
            let forged = format!("{}{other}{}", &token[..at], &token[at + 1..]);
            assert_eq!(keys.opened("receipt", &forged), None, "{forged}");
        }
        for wrong in ["", "A", &token[1..], &format!("{token}A"), "é"] {
            assert_eq!(keys.opened("receipt", wrong), None, "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_sent_as_a_token_opens_nothing(token in "(?s).{0,60}|[A-Za-z0-9_-]{40,46}") {
            let folder = tempfile::tempdir().expect("a folder");
            let keys = Keys::open(folder.path()).expect("is made");
            for purpose in ["receipt", "writer", "unsubscribe"] {
                proptest::prop_assert_eq!(keys.opened(purpose, &token), None);
            }
        }
    }

    #[test]
    fn a_damaged_key_is_an_error_and_not_a_new_key() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("key"), "short").expect("is written");
        let error = Keys::open(folder.path()).err().expect("is refused");
        assert!(error.to_string().contains("damaged"), "{error}");
    }
}
