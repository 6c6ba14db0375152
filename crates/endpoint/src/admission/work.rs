//! Proof of work: what makes a flood dear and a single comment no dearer, with no puzzle and no third party.
//!
//! A challenge is bound to what it is about (a comment's client id, an address that signs up), so it is of use for that
//! alone and need not be remembered. The sender looks for a number such that SHA-256 of `challenge:number` begins with so
//! many zero bits. Leaves out when work is wanted, which is `admit`'s.

use std::time::Duration;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::{clock::Moment, keys::Keys};

/// A challenge: how many zero bits, until when, and the seal.
pub(crate) fn challenge(keys: &Keys, about: &str, bits: u8, lasts: Duration, now: Moment) -> String {
    sealed(keys, about, bits, now.after(lasts).0)
}

/// Whether `proof`, which is `challenge:number`, proves that the work for `about` was done.
pub(crate) fn proves(keys: &Keys, about: &str, proof: &str, now: Moment) -> bool {
    let Some((challenge, number)) = proof.split_once(':') else { return false };
    let mut parts = challenge.split('.');
    let (Some(bits), Some(until)) = (parts.next(), parts.next()) else { return false };
    let (Ok(bits), Ok(until)) = (bits.parse::<u8>(), until.parse::<i64>()) else { return false };
    let is_number = !number.is_empty() && number.len() <= 20 && number.bytes().all(|byte| byte.is_ascii_digit());
    let ours: bool = sealed(keys, about, bits, until).as_bytes().ct_eq(challenge.as_bytes()).into();
    ours && is_number && now.0 <= until && zero_bits(&Sha256::digest(proof)) >= u32::from(bits)
}

fn sealed(keys: &Keys, about: &str, bits: u8, until: i64) -> String {
    let seal = keys.hash("work", &format!("{about}.{bits}.{until}"));
    format!("{bits}.{until}.{seal}")
}

/// How many bits are zero before the first that is not.
fn zero_bits(hash: &[u8]) -> u32 {
    let mut bits = 0;
    for byte in hash {
        bits += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Moment = Moment(1_795_426_205_000);
    const LASTS: Duration = Duration::from_secs(600);

    fn keys() -> Keys {
        Keys::open(tempfile::tempdir().expect("a folder").path()).expect("is made")
    }

    fn solved(challenge: &str, bits: u32) -> String {
        let proofs = (0u64..).map(|number| format!("{challenge}:{number}"));
        proofs.into_iter().find(|proof| zero_bits(&Sha256::digest(proof)) >= bits).expect("there is one")
    }

    #[test]
    fn work_that_was_done_proves_it_for_what_it_was_asked_for() {
        let keys = keys();
        let proof = solved(&challenge(&keys, "a", 10, LASTS, NOW), 10);
        assert!(proves(&keys, "a", &proof, NOW));
        assert!(!proves(&keys, "b", &proof, NOW));
        assert!(!proves(&keys, "a", &proof, NOW.after(LASTS).after(Duration::from_millis(1))));
        assert!(!proves(&self::keys(), "a", &proof, NOW));
    }

    #[test]
    fn what_was_not_asked_or_not_done_proves_nothing() {
        let keys = keys();
        let asked = challenge(&keys, "a", 10, LASTS, NOW);
        let lazy =
            (0u64..).map(|number| format!("{asked}:{number}")).find(|proof| zero_bits(&Sha256::digest(proof)) < 10);
        assert!(!proves(&keys, "a", &lazy.expect("there is one"), NOW));
        let easier = asked.replacen("10.", "0.", 1);
        let padded = solved(&asked, 10) + " ";
        for wrong in [&asked, "", ":", "10", "10.5:1", &format!("{easier}:1"), &format!("{asked}:-1"), &padded] {
            assert!(!proves(&keys, "a", wrong, NOW), "{wrong}");
        }
    }

    #[test]
    fn zero_bits_are_counted_from_the_front() {
        assert_eq!((zero_bits(&[0x80, 0]), zero_bits(&[0, 0x1f, 0]), zero_bits(&[0, 0])), (0, 11, 16));
    }

    proptest! {
        #[test]
        fn whatever_is_sent_as_proof_proves_nothing(proof in "(?s).{0,60}|[0-9.]{0,12}:[0-9]{0,25}") {
            prop_assert!(!proves(&keys(), "a", &proof, NOW));
        }
    }
}
