//! Keeping copies: backups and restoring, and the whole store as lines for moving it.
//!
//! For the command line. A copy is read back before it is called one, and what is put in place was read first. The key is
//! no part of the store, but belongs to every copy: without it the links in mails that were sent open nothing.

mod backup;
mod key;
mod lines;
mod restore;

pub use backup::{Backup, backup};
pub use key::adopt_key;
pub use lines::{export, import};
pub use restore::{Restored, restore};

pub use crate::store::{Adopted, Before, Brought, Held};
