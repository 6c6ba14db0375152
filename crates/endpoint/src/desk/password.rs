//! Passwords as argon2id, with the parameters that OWASP recommends.
//!
//! Hashing takes long and much memory on purpose, so it is done on a thread of its own, and by two at once at most.

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::error::Failure;

/// A shorter password is not taken.
pub(crate) const SHORTEST: usize = 12;
/// A longer one is no password but an attack on the hashing.
const LONGEST: usize = 1_024;

/// 19 MiB each.
static ROOM: Semaphore = Semaphore::const_new(2);

/// Stands in for the password of a name that does not exist, so that asking takes as long.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_now("nobody's password").ok());

/// What is kept of a password.
pub(crate) async fn hash(password: String) -> Result<String, Failure> {
    aside(move || hash_now(&password)).await?.map_err(Failure::broken)
}

/// Whether `password` is the one that was hashed. Without a hash it is not, after as long a time.
pub(crate) async fn verify(password: String, hash: Option<String>) -> Result<bool, Failure> {
    aside(move || {
        let known = hash.is_some();
        let Some(hash) = hash.or_else(|| NOBODY.clone()) else { return false };
        let right = PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        right && known
    })
    .await
}

/// What is wrong with a new password, typed twice.
pub(crate) fn fault(password: &str, again: &str, name: &str) -> Option<String> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Some(format!("The password is {length} characters long; at least {SHORTEST} are needed."));
    }
    if password.len() > LONGEST {
        return Some(format!("The password is too long; at most {LONGEST} bytes fit."));
    }
    if password.to_lowercase().contains(&name.to_lowercase()) && length < 2 * SHORTEST {
        return Some("The password holds the name, which is the first thing that is guessed.".to_owned());
    }
    (password != again).then(|| "The two are not the same. Please type both again.".to_owned())
}

fn hash_now(password: &str) -> Result<String, argon2::password_hash::Error> {
    // The default is argon2id with 19 MiB, two passes and one lane.
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    let _place = ROOM.acquire().await.map_err(Failure::broken)?;
    tokio::task::spawn_blocking(work).await.map_err(Failure::broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other() {
        let kept = hash("correct horse battery".into()).await.expect("is hashed");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("correct horse battery".into(), Some(kept.clone())).await.expect("is looked at"));
        assert!(!verify("correct horse".into(), Some(kept)).await.expect("is looked at"));
        assert!(!verify("nobody's password".into(), None).await.expect("is looked at"));
    }

    #[test]
    fn a_weak_password_is_told_why() {
        let why = |password: &str, again: &str| fault(password, again, "Mane").unwrap_or_default();
        assert!(why("short", "short").contains("5 characters"));
        assert!(why("mane-mane-mane", "mane-mane-mane").contains("holds the name"));
        assert!(why("a sentence is good", "a sentence is god").contains("not the same"));
        assert_eq!(why("a sentence is good", "a sentence is good"), "");
    }
}
