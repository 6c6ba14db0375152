//! The mailing list as readers meet it: signing up, confirming, leaving, and seeing what is held.
//!
//! The answer to a signup is the same whether the address is known or not. Opening a link changes nothing; what a page
//! posts does, as often as it likes. Leaves out the mails (`mail`, `outbox`) and the operator's side (`list`).

mod confirm;
mod sign_up;
mod subscription;
mod unsubscribe;

pub(crate) use confirm::{confirm, confirm_page};
pub(crate) use sign_up::{__path_sign_up, received_page, sign_up};
pub(crate) use subscription::{export, leave, subscription, wipe};
pub(crate) use unsubscribe::{unsubscribe, unsubscribe_page};

/// Opens [`confirm_page`]; holds the id of the mail, whose age says how long it works.
pub(crate) const CONFIRM: &str = "confirm";
/// Opens [`unsubscribe_page`]; holds the id of the subscriber.
pub(crate) const UNSUBSCRIBE: &str = "unsubscribe";
/// Opens [`subscription`]; holds the id of the subscriber.
pub(crate) const SUBSCRIPTION: &str = "subscription";
