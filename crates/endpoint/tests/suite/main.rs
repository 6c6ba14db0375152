//! The endpoint as its clients meet it: over TCP, on a store and a site of its own for every test.
//!
//! Every test goes through [`harness::TestEndpoint`] and reads as a sentence. Tests wait for conditions, never for a
//! duration; the clock that comments see is the test's own.

mod admission;
mod comments;
mod copies;
mod crash;
mod files;
mod forms;
mod harness;
mod limits;
mod lists;
mod moderation;
mod openapi;
mod operator;
mod pages;
mod running;
mod signups;
mod site;
mod together;
mod upgrades;
