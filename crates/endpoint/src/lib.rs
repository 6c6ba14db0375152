//! Recto's server: it serves the built site, and takes comments and newsletter signups.
//!
//! Start reading at [`app`], the list of all routes; a request then meets `body` (limits), `sent` and `typed` (what came),
//! `admission` (may it come in) and `store` (on disk). It knows the articles only through the built site's
//! `_recto/edition.json`. Leaves out how articles are made, and the command line.

mod app;
mod openapi;
mod serve;
mod settings;

mod health;
mod metrics;
mod requests;

mod endpoint;
mod files;
mod headers;
mod site;

mod admission;
mod answers;
mod body;
mod comments;
mod desk;
mod forms;
mod markup;
mod one_click;
mod receipts;
mod sent;
mod subscribers;
mod typed;
mod watches;

mod expiry;
pub mod list;
mod mail;
pub mod mails;
mod outbox;
mod transport;

mod clock;
mod error;
mod keys;
pub mod moderation;
pub mod moderators;
mod network;
mod store;

pub mod doctor;
pub mod upkeep;

#[cfg(fuzzing)]
pub mod fuzz;

pub use app::app;
pub use clock::{Clock, Moment};
pub use endpoint::Endpoint;
pub use ipnet::IpNet;
pub use serve::{Server, serve};
pub use settings::{Admission, Encryption, Keep, Limits, List, Login, Mail, Mailing, Metrics, Rate, Settings, Smtp};
