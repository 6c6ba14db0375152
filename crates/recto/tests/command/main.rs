//! The command as an operator runs it: the program itself, in a folder of its own, told to stop by signals.
//!
//! Every test goes through [`harness::Place`]. What the endpoint answers is tested in `crates/endpoint`.

mod copies;
mod doctor;
mod harness;
mod logs;
mod new;
#[path = "../../../endpoint/tests/suite/site.rs"]
#[expect(dead_code, reason = "the policies are for the endpoint's tests")]
mod site;
mod stopping;
