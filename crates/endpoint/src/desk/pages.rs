//! The desk's pages, as pure functions of what they show.
//!
//! Each is whole without scripts: every button is in a form, every form in the page. Leaves out finding what is shown
//! and doing what is asked, which are the modules beside this one.

pub(crate) mod audit;
pub(crate) mod card;
pub(crate) mod comment;
pub(crate) mod door;
pub(crate) mod frame;
pub(crate) mod mails;
pub(crate) mod newsroom;
pub(crate) mod people;
pub(crate) mod queue;
pub(crate) mod words;
