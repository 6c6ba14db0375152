//! The built site in a real browser, one behaviour a file. `tests/README.md` teaches the harness.

mod visitor;

mod accessibility;
mod answers;
mod blocks;
mod choice;
mod comments;
mod console;
mod deep_links;
mod desk;
mod drafts;
mod early;
mod install;
mod kinds;
mod mending;
mod navigation;
mod notes;
mod offline;
mod outbox;
mod printing;
mod reading;
mod signup;
mod steadiness;
mod storm;
mod tables;
mod tabs;
mod theme;
mod upgrades;
mod weight;
mod width;
