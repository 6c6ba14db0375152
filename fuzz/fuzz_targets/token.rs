//! What the endpoint gives out and gets back: cursors, sealed ids, stamps, proofs of work; and the addresses of proxies.
//! Only what was given out is taken, only for what it was given out for, and each is written in one way alone.
#![no_main]

use std::{net::IpAddr, sync::LazyLock, time::Duration};

use axum::http::{HeaderMap, HeaderValue};
use endpoint::{IpNet, fuzz::Secret};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};

const ID: &str = "0190b2f6-8a4c-7e5b-9d3e-0123456789ab";
const NOW: i64 = 1_795_426_205_000;
const SPAN: Duration = Duration::from_secs(600);

static SECRET: LazyLock<Secret> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    // Always the same, so that a finding stays one.
    std::fs::write(folder.path().join("key"), [7; 32]).expect("is written");
    Secret::open(folder.path()).expect("opens")
});

#[derive(arbitrary::Arbitrary, Debug)]
enum Given<'a> {
    Query(&'a str),
    /// Instead of a token, a stamp, a proof.
    Text(&'a str),
    /// In the place of some of its characters.
    Spliced {
        which: u8,
        at: u8,
        cut: u8,
        with: &'a str,
    },
    Forwarded {
        peer: [u8; 4],
        lines: Vec<&'a [u8]>,
        trusted: u8,
    },
}

fuzz_target!(|given: Given<'_>| match given {
    Given::Query(query) => asked(query),
    Given::Text(text) => forged(text, ""),
    Given::Spliced { which, at, cut, with } => {
        let ours = match which % 3 {
            0 => SECRET.sealed("receipt", ID),
            1 => SECRET.stamp(NOW),
            _ => solved(),
        };
        let at = usize::from(at).min(ours.len());
        let end = (at + usize::from(cut)).min(ours.len());
        let spliced = format!("{}{with}{}", &ours[..at], &ours[end..]);
        forged(&spliced, &ours);
    }
    Given::Forwarded { peer, lines, trusted } => forwarded(peer.into(), &lines, trusted),
});

fn asked(query: &str) {
    match endpoint::fuzz::ask(query) {
        Ok(own) => assert_eq!(endpoint::fuzz::ask(&own), Ok(own.clone()), "{query:?}"),
        Err(problem) => {
            assert_eq!(problem.status, 400);
            let known = ["thread", "sort", "after", "before", "limit"];
            assert!(!problem.errors.is_empty() && problem.errors.iter().all(|fault| known.contains(&&*fault.field)));
        }
    }
}

/// `text` is taken only where it is `ours`.
fn forged(text: &str, ours: &str) {
    for purpose in ["receipt", "writer", "unsubscribe"] {
        if let Some(id) = SECRET.opened(purpose, text) {
            assert!(purpose == "receipt" && text == ours && id == ID, "{text:?} opens {id}");
        }
    }
    if SECRET.is_hasty(text, SPAN, NOW) {
        assert!(text == ours, "{text:?} is taken for a stamp");
    }
    assert!(!SECRET.is_hasty(text, SPAN, NOW + 600_000));
    if SECRET.proves(ID, text, NOW) {
        // Another number may prove the same, and nothing else may.
        let (challenge, number) = text.split_once(':').expect("a proof has two parts");
        assert_eq!(
            Some(challenge),
            ours.split_once(':').map(|(challenge, _)| challenge),
            "{text:?} is taken for a proof"
        );
        assert!(number.bytes().all(|byte| byte.is_ascii_digit()) && Sha256::digest(text)[0] == 0, "{text:?}");
    }
    assert!(!SECRET.proves("another", text, NOW) && !SECRET.proves(ID, text, NOW + 600_001));
    if let Some(id) = wire::CommentId::parse(text) {
        assert_eq!(wire::CommentId::parse(id.as_str()).as_ref(), Some(&id));
        assert_eq!(id.as_str().len(), 36);
    }
    if let Some(id) = wire::ClientId::parse(text) {
        assert_eq!(wire::ClientId::parse(id.as_str()).as_ref(), Some(&id));
        assert_eq!(id.as_str().len(), 36);
    }
}

fn solved() -> String {
    static SOLVED: LazyLock<String> = LazyLock::new(|| {
        let challenge = SECRET.challenge(ID, 8, SPAN, NOW);
        let proofs = (0..).map(|number| format!("{challenge}:{number}"));
        proofs.into_iter().find(|proof| Sha256::digest(proof)[0] == 0).expect("there is one")
    });
    SOLVED.clone()
}

/// Nobody but the trusted proxies says who is asking.
fn forwarded(peer: IpAddr, lines: &[&[u8]], trusted: u8) {
    let mut headers = HeaderMap::new();
    for line in lines.iter().take(8) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append("x-forwarded-for", value);
        }
    }
    let proxies: Vec<IpNet> = match trusted % 3 {
        0 => Vec::new(),
        1 => vec![IpNet::new(peer, 16).expect("is a network")],
        _ => vec!["0.0.0.0/0".parse().expect("is a network"), "fd00::/8".parse().expect("is a network")],
    };
    let network = endpoint::fuzz::network(peer, &headers, &proxies);
    let parsed: IpNet = network.parse().expect("is a network");
    assert_eq!(parsed.trunc().to_string(), network);
    assert_eq!(parsed.prefix_len(), if network.contains(':') { 48 } else { 24 }, "{network}");
    if proxies.is_empty() {
        assert!(parsed.contains(&peer), "{network} is believed of {peer}");
    }
    // What stands further left than who is found cannot change it.
    let mut longer = HeaderMap::new();
    longer.append("x-forwarded-for", HeaderValue::from_static("6.6.6.6"));
    for value in headers.get_all("x-forwarded-for") {
        longer.append("x-forwarded-for", value.clone());
    }
    let again = endpoint::fuzz::network(peer, &longer, &proxies);
    let all_trusted = again == "6.6.6.0/24";
    assert!(again == network || all_trusted, "{network} becomes {again}");
}
