//! A small edition on disk, what the press makes of it, and what it refuses. Every test goes through [`desk::Desk`].
#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files should stop")]

mod again;
mod desk;
mod install;
mod pages;
mod refusals;
mod terms;
