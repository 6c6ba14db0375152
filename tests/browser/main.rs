//! The built site in a real browser, one behaviour a file. `tests/README.md` teaches the harness.

mod visitor;

mod accessibility;
mod blocks;
mod comments;
mod deep_links;
mod early;
mod navigation;
mod printing;
mod reading;
mod signup;
mod steadiness;
mod theme;
mod weight;
mod width;
