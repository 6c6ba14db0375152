//! The list as CSV: in columns of our own, which hold everything, and in those that mailers import.

use serde_json::json;

use crate::{
    clock::Moment,
    keys::Keys,
    store::{Membership, Subscriber},
};

/// Whose columns a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Ours: everything, so that an import brings it all back.
    Own,
    /// listmonk's: `email,name,attributes`.
    Listmonk,
    /// Keila's: `Email,First name,Last name,Data,Status`.
    Keila,
    /// Buttondown's: `email,tags,notes`.
    Buttondown,
}

/// The columns of our own.
pub(super) const OWN: [&str; 8] = ["email", "status", "created", "confirmed", "ended", "source", "consent", "hash"];

impl Columns {
    pub(super) fn head(self) -> &'static [&'static str] {
        match self {
            Self::Own => &OWN,
            Self::Listmonk => &["email", "name", "attributes"],
            Self::Keila => &["Email", "First name", "Last name", "Data", "Status"],
            Self::Buttondown => &["email", "tags", "notes"],
        }
    }

    /// A subscriber's line; `None` where these columns have no word for its membership. `link` is its private page, for
    /// the newsletter's footer.
    pub(super) fn record(self, subscriber: &Subscriber, keys: &Keys, link: Option<&str>) -> Option<Vec<String>> {
        let when = |moment: Option<Moment>| moment.map_or_else(String::new, Moment::rfc3339);
        if self == Self::Own {
            return Some(vec![
                subscriber.email.clone().unwrap_or_default(),
                subscriber.membership.as_str().to_owned(),
                subscriber.created.rfc3339(),
                when(subscriber.confirmed),
                when(subscriber.ended),
                subscriber.source.clone(),
                subscriber.consent.clone().unwrap_or_default(),
                hash(keys, &subscriber.address),
            ]);
        }
        // A mailer must not write to anybody who has not confirmed, so only one that knows who has left is told.
        let status = match subscriber.membership {
            Membership::Confirmed => "active",
            Membership::Unsubscribed if self == Self::Keila => "unsubscribed",
            _ => return None,
        };
        let email = subscriber.email.clone()?;
        let mut data = json!({ "confirmed": when(subscriber.confirmed) });
        if let Some(link) = link {
            data["subscription"] = link.into();
        }
        let none = String::new;
        Some(match self {
            Self::Own | Self::Listmonk => vec![email, none(), data.to_string()],
            Self::Keila => vec![email, none(), none(), data.to_string(), status.to_owned()],
            Self::Buttondown => vec![email, none(), format!("Confirmed {}", when(subscriber.confirmed))],
        })
    }
}

/// The hash of an address, with that of the key it was made by in front: under another key it would tell nothing.
pub(super) fn hash(keys: &Keys, address: &str) -> String {
    format!("{}.{address}", key_mark(keys))
}

/// What tells one key from another.
pub(super) fn key_mark(keys: &Keys) -> String {
    keys.address("")[..8].to_owned()
}
