//! How an island comes to life: it wraps markup that is already there and is handed the element around it.
//!
//! One shape for all of them, and no signals: what an island knows stands in the markup, where the style sheet, a link and
//! the way back find it too. That keeps an island to the bytes of what it does.

use crate::browser::{Part, woken};
use leptos::prelude::*;

/// The children of an island, and what to do with the element around them once it lives.
pub(crate) fn live(children: Children, wake: fn(&Part)) -> impl IntoView {
    view! { <div class="live" use:woken=wake>{children()}</div> }
}
