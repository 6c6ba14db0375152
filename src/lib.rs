//! The reader: the Leptos views of every page and block.
//!
//! Rendered to strings by the build, and taken over in the browser where they are islands. Start at [`app`]; the modules
//! stand in reading order.

pub mod app;
pub mod pages;
pub mod parts;

mod live;

pub mod blocks;
pub mod glossary;

pub mod choice;
pub mod navigator;
pub mod place;
pub mod shown;

pub mod browser;
