//! The mails that the endpoint writes: one [`Kind`] for each reason to write, and the [`Letter`] that each becomes.
//!
//! Text and HTML are made from the same parts, so neither says more than the other. There is no tracking: no picture, no
//! address that tells who opened it, and the footer says so. Leaves out when mails are sent (`outbox`) and how
//! (`transport`).

mod body;
mod letter;
mod line;
mod newsroom;
mod readers;

use lettre::Address;

pub(crate) use letter::{Letterhead, Outgoing};
pub(crate) use newsroom::{Alert, Digest, Waiting, alert, desk, digest};
pub(crate) use readers::{Answer, Asked, answer, confirmation, watch};

/// Why a mail is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// To who signed up: is it you, and do you want it?
    Confirmation,
    /// To the writer of a published comment who wished for answers: is it you, and do you want them?
    Watch,
    /// To a watcher: an answer was published.
    Answer,
    /// To a moderator: a comment waits.
    Desk,
    /// To a moderator, once a day: what waits.
    Digest,
    /// To the operator: confirmation mails are held back.
    Alert,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] =
        [Self::Confirmation, Self::Watch, Self::Answer, Self::Desk, Self::Digest, Self::Alert];

    /// The word that is stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Watch => "watch",
            Self::Answer => "answer",
            Self::Desk => "desk",
            Self::Digest => "digest",
            Self::Alert => "alert",
        }
    }

    /// The kind that this word stands for.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether it goes to a reader, who may have said that we should never write, and not to the newsroom.
    pub(crate) fn is_to_reader(self) -> bool {
        matches!(self, Self::Confirmation | Self::Watch | Self::Answer)
    }
}

/// Whether a mail to this address can be written at all.
pub(crate) fn can_reach(address: &str) -> bool {
    address.parse::<Address>().is_ok()
}

#[cfg(test)]
mod tests;
