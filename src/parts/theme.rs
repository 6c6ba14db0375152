//! The switch between light and dark. Its answer is in the page's first script, because it must not wait for a module;
//! without scripts the page follows the system and the switch is not shown.

use leptos::prelude::*;

/// A button that turns the page light or dark.
pub fn theme_switch() -> impl IntoView {
    view! {
        <button type="button" class="theme" data-theme-switch="">
            <span class="unseen">"Switch between light and dark"</span>
        </button>
    }
}
