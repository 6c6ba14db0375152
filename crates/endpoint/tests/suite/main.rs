//! The endpoint as its clients meet it: over TCP, on a store and a site of its own for every test.
//!
//! Every test goes through [`harness::TestEndpoint`] and reads as a sentence. Tests wait for conditions, never for a
//! duration; the clock that comments see is the test's own.

mod admission;
mod breaker;
mod client;
mod comments;
mod copies;
mod crash;
mod crash_mail;
mod desk;
mod doubts;
mod edits;
mod files;
mod forms;
mod harness;
mod hostile;
mod keys;
mod limits;
mod lists;
mod mailing_list;
mod mails;
mod moderation;
mod openapi;
mod operator;
mod pages;
mod preview;
mod purge;
mod receipts;
mod running;
mod signups;
mod site;
mod smtp;
mod smtp_server;
mod threads;
mod together;
mod upgrades;
mod watches;
mod work;
mod writers;
