//! Secrets that are given out once: sessions, one-time links, tokens of tools. Of each only a hash is kept.
//!
//! They are random and long, so a plain hash is enough, and looking one up by its hash tells nothing by its time.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// A new secret: 256 random bits in 43 characters.
///
/// # Errors
/// When the system gives no random bytes.
pub(crate) fn fresh() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("the system gives no random bytes: {error}"))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// What is kept of a secret.
pub(crate) fn hashed(secret: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_never_the_same_and_hash_to_as_many_letters() {
        let (one, other) = (fresh().expect("is made"), fresh().expect("is made"));
        assert_ne!(one, other);
        assert_eq!((one.len(), hashed(&one).len()), (43, 43));
    }
}
