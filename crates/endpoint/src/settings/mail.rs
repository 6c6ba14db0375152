//! What the operator decides about mail: where it goes, how fast, and when signups look like an attack.
//!
//! Leaves out addresses and what mails say.

use std::{fmt, path::PathBuf, time::Duration};

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum Mail {
    /// Each message becomes an `.eml` file in this folder, which is made if it is missing.
    Folder(PathBuf),
    /// Messages are handed to a mail server.
    Smtp(Smtp),
}

/// A mail server that takes our mail.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Its name, which its certificate must hold.
    pub host: String,
    /// Usually 465 for [`Encryption::Implicit`] and 587 for [`Encryption::StartTls`].
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: Encryption,
    /// A certificate authority of one's own, as a PEM file, beside those that the system trusts.
    pub authority: Option<PathBuf>,
    /// Who we are there, if it asks.
    pub login: Option<Login>,
    /// For each step of a delivery: connecting, a command, the message.
    pub time: Duration,
}

/// How the connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte.
    Implicit,
    /// By STARTTLS; nothing is sent when the server does not offer it.
    StartTls,
    /// Not at all: for a server on the same machine.
    None,
}

/// A name and a password.
#[derive(Clone)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password; never printed.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("user", &self.user).finish_non_exhaustive()
    }
}

/// How fast mail goes, and how long it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Mailing {
    /// Mails a minute to one domain: large providers hold up senders that come faster.
    pub to_one_domain: u32,
    /// Mails a minute in all.
    pub in_all: u32,
    /// How often a mail is tried before it counts as failed.
    pub attempts: u32,
    /// How long one attempt may take. Whoever sends has claimed the mail for that long.
    pub attempt: Duration,
    /// How often to look unasked for what has become due.
    pub look: Duration,
    /// How long the mail server is left alone when it cannot be reached.
    pub pause: Duration,
    /// How long sent, failed and dropped mails stay in the store, with their addresses.
    pub keep: Duration,
}

impl Default for Mailing {
    fn default() -> Self {
        Self {
            to_one_domain: 60,
            in_all: 300,
            attempts: 10,
            attempt: Duration::from_secs(5 * 60),
            look: Duration::from_secs(5),
            pause: Duration::from_secs(30),
            keep: Duration::from_secs(30 * 24 * 60 * 60),
        }
    }
}

/// The mailing list.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// Confirmation mails within an hour beyond which they are held back, unless five times as many as usual are more.
    pub breaker: u32,
    /// From so many signups of one network on, within the span of their rate, work is wanted for each; and for every one
    /// while mails are held back.
    pub work_from: u32,
    /// How long an address that was not confirmed is kept.
    pub keep_unconfirmed: Duration,
}

impl Default for List {
    fn default() -> Self {
        Self { breaker: 200, work_from: 5, keep_unconfirmed: Duration::from_secs(30 * 24 * 60 * 60) }
    }
}
