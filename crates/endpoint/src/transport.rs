//! Handing a finished mail over: to a mail server, or as a file in a folder.
//!
//! What matters is what is known afterwards, so each way answers with one of [`Handed`]. Leaves out which mail is due,
//! and trying again, which is `outbox`'s.

mod folder;
mod smtp;

use crate::{mail::Outgoing, settings::Mail};

/// What is known of a mail that was to be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Handed {
    /// It was taken.
    Over,
    /// It was refused for good, with these words.
    Refused(String),
    /// It was not taken this time.
    Later(String),
    /// Nobody could be asked to take it; no other mail would fare better now.
    Unreachable(String),
    /// The connection was lost after the whole mail was given: it was taken or not.
    InDoubt(String),
}

/// The way that mail goes.
pub(crate) enum Transport {
    Folder(folder::Folder),
    Smtp(Box<smtp::Server>),
}

impl Transport {
    /// # Errors
    /// What the operator has to mend in the settings.
    pub(crate) fn open(mail: &Mail, host: &str) -> anyhow::Result<Self> {
        Ok(match mail {
            Mail::Folder(path) => Self::Folder(folder::Folder::new(path.clone())),
            Mail::Smtp(settings) => Self::Smtp(Box::new(smtp::Server::new(settings.clone(), host)?)),
        })
    }

    pub(crate) async fn hand_over(&self, mail: Outgoing) -> Handed {
        match self {
            Self::Folder(folder) => folder.write(mail).await,
            Self::Smtp(server) => server.send(&mail).await,
        }
    }

    /// Whether mail could be handed over, as far as that can be told without handing any over.
    pub(crate) async fn check(&self) -> Result<(), String> {
        match self {
            // A folder is made when it is needed.
            Self::Folder(_) => Ok(()),
            Self::Smtp(server) => server.check().await,
        }
    }

    /// Whether handing the same mail over once more leaves one mail, so that there is never a doubt.
    pub(crate) fn repeats_safely(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// Lets go of a connection that is kept between mails.
    pub(crate) async fn rest(&self) {
        if let Self::Smtp(server) = self {
            server.hang_up().await;
        }
    }
}
