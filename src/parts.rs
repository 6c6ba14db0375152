//! What several pages show, one part a file.

mod carousel;
mod comments;
mod contents;
mod facts;
mod form;
mod names;
mod picture;
mod signup;
mod sources;
mod terms;
mod theme;

pub use carousel::carousel;
pub use comments::comments;
pub use contents::contents;
pub use facts::facts;
pub use names::names;
pub use picture::{picture, thumbnail};
pub use signup::signup_form;
pub use sources::sources;
pub use terms::terms;
pub use theme::theme_switch;
