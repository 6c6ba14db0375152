//! The messages that the reader's program and the endpoint share, with their limits and checks.
//!
//! Both sides run the very same checks, so a reader is told what is wrong before anything is sent, and the endpoint need
//! not trust that it happened. Leaves out all transport: no HTTP, no storage, no clock.

mod comment;
mod edition;
mod hashed;
mod id;
pub mod limits;
mod own;
mod problem;
mod subscriber;
pub mod text;
mod thread;

pub use comment::{NewComment, Receipt};
pub use edition::{Comments, EDITION_VERSION, Edition, EditionArticle, Policy};
pub use hashed::is_hashed;
pub use id::{ClientId, CommentId};
pub use own::{OwnComment, OwnState};
pub use problem::{FieldError, Problem, Work};
pub use subscriber::{NewSubscriber, SIGNUP_RECEIVED, SignupReceipt, signup_consent};
pub use thread::{Comment, CommentPage, Cursor};
