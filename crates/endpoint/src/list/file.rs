//! Reading a list to be taken over: all of it is checked before anything is taken.
//!
//! The first thing wrong ends it, with its line, what was found and what was expected.

use std::collections::HashMap;

use anyhow::{Context as _, bail, ensure};
use wire::NewSubscriber;

use super::columns::{OWN, key_mark};
use crate::{
    clock::Moment,
    keys::Keys,
    mail,
    store::{Entry, Membership},
};

/// The file's subscribers.
pub(super) fn read(text: &[u8], keys: &Keys) -> anyhow::Result<Vec<Entry>> {
    // Spreadsheets write one at the beginning.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut file = csv::ReaderBuilder::new()
        .flexible(true)
        // The parser ends a line at \r and counts it at \n, so it would be one behind; \r is trimmed as a blank instead.
        .terminator(csv::Terminator::Any(b'\n'))
        .trim(csv::Trim::All)
        .from_reader(text);
    let head = file.headers().context("line 1: this is no CSV in UTF-8")?.clone();
    let column = |name: &str| head.iter().position(|found| found.eq_ignore_ascii_case(name));
    let places: HashMap<&str, usize> = OWN.iter().filter_map(|name| Some((*name, column(name)?))).collect();
    for name in ["email", "status"] {
        let found = head.iter().collect::<Vec<_>>().join(",");
        ensure!(
            places.contains_key(name),
            "line 1: the column {name} is missing: found {found:?}, expected at least \"email,status\" of \"{}\"",
            OWN.join(",")
        );
    }
    let mut entries = Vec::new();
    let mut seen = HashMap::new();
    for record in file.records() {
        let record = record.map_err(explain)?;
        let line = record.position().map_or(0, csv::Position::line);
        let (found, expected) = (record.len(), head.len());
        ensure!(found == expected, "line {line}: found {found} fields, expected {expected} as in the first line");
        let field = |name: &str| places.get(name).and_then(|at| record.get(*at)).filter(|text| !text.is_empty());
        let entry = entry(field, keys).with_context(|| format!("line {line}"))?;
        if let Some(first) = seen.insert(entry.address.clone(), line) {
            bail!("line {line}: the same address stands in line {first} already: expected each once");
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn entry<'a>(field: impl Fn(&str) -> Option<&'a str>, keys: &Keys) -> anyhow::Result<Entry> {
    let words = Membership::ALL.map(Membership::as_str).join(", ");
    let status = field("status").with_context(|| format!("the status is missing: expected one of {words}"))?;
    let membership = Membership::parse(&status.to_ascii_lowercase())
        .with_context(|| format!("the status is {status:?}: expected one of {words}"))?;
    let moment = |name: &str| {
        let Some(text) = field(name) else { return Ok(None) };
        let moment = Moment::parse(text)
            .with_context(|| format!("{name} is {text:?}: expected a time such as 2026-11-23T09:30:00Z"))?;
        anyhow::Ok(Some(moment))
    };
    let (email, address) = match (field("email"), field("hash")) {
        (Some(email), _) => {
            let subscriber = NewSubscriber { email: email.to_owned() }.normalised();
            if let Err(faults) = subscriber.check() {
                let why: Vec<_> = faults.iter().map(|fault| fault.detail.as_str()).collect();
                bail!("the email is {email:?}: {}", why.join(" "));
            }
            ensure!(mail::can_reach(&subscriber.email), "the email is {email:?}: mail to it cannot be sent from here");
            let address = keys.address(&subscriber.email);
            (Some(subscriber.email), address)
        }
        (None, Some(hash)) => {
            ensure!(
                membership == Membership::Blocked,
                "the email is missing: expected one, since the status is {status}"
            );
            (None, address_of(hash, keys)?)
        }
        (None, None) => bail!("the email is missing: expected one, or the hash of one that is blocked"),
    };
    Ok(Entry {
        email,
        address,
        membership,
        consent: field("consent").map(str::to_owned),
        created: moment("created")?,
        confirmed: moment("confirmed")?,
        ended: moment("ended")?,
    })
}

/// The address behind a hash cannot be found, so a hash that another key has made would block nobody.
fn address_of(hash: &str, keys: &Keys) -> anyhow::Result<String> {
    let Some((mark, address)) = hash.split_once('.') else {
        bail!("the hash is {hash:?}: expected one that `recto list export --all` has written")
    };
    let is_base64 =
        address.len() == 22 && address.chars().all(|char| char.is_ascii_alphanumeric() || "-_".contains(char));
    ensure!(is_base64, "the hash is {hash:?}: expected one that `recto list export --all` has written");
    ensure!(
        mark == key_mark(keys),
        "the hash is of another key: expected one made with the file `key` of this data folder; bring that file along"
    );
    Ok(address.to_owned())
}

fn explain(error: csv::Error) -> anyhow::Error {
    let line = error.position().map_or(0, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => {
            anyhow::anyhow!("line {line}: found bytes that are not UTF-8, expected a file in UTF-8")
        }
        _ => anyhow::Error::new(error).context("the file cannot be read"),
    }
}
