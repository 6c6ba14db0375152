//! A list that was read, in the lines that the export writes; only the fuzzer's targets ask for it.

use super::{columns::Columns, file};
use crate::{clock::Moment, keys::Keys, store::Subscriber};

/// What was read of a list, as lines of our own columns, the head among them.
pub(crate) fn again(text: &[u8], keys: &Keys) -> anyhow::Result<Vec<Vec<String>>> {
    let mut lines = vec![Columns::Own.head().iter().map(|name| (*name).to_owned()).collect()];
    for entry in file::read(text, keys)? {
        let subscriber = Subscriber {
            id: String::new(),
            email: entry.email,
            address: entry.address,
            membership: entry.membership,
            source: "import".to_owned(),
            consent: entry.consent,
            created: entry.created.unwrap_or(Moment(0)),
            confirmed: entry.confirmed,
            network: None,
            confirmed_network: None,
            ended: entry.ended,
        };
        lines.extend(Columns::Own.record(&subscriber, keys, None));
    }
    Ok(lines)
}
