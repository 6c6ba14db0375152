//! What comes into the reader's sight: the observers of the window.

use super::Part;
use wasm_bindgen::{JsCast, closure::Closure};

impl Part {
    /// Calls once, when the element comes near the window.
    pub fn when_near(&self, then: impl FnOnce() + 'static) {
        let mut then = Some(then);
        let seen = Closure::<dyn FnMut(js_sys::Array, web_sys::IntersectionObserver)>::new(
            move |entries: js_sys::Array, observer: web_sys::IntersectionObserver| {
                let near = entries.iter().any(|entry| {
                    entry.dyn_into::<web_sys::IntersectionObserverEntry>().is_ok_and(|entry| entry.is_intersecting())
                });
                if let (true, Some(then)) = (near, then.take_if(|_| near)) {
                    observer.disconnect();
                    then();
                }
            },
        );
        let options = web_sys::IntersectionObserverInit::new();
        options.set_root_margin("600px 0px");
        if let Ok(observer) = web_sys::IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options) {
            observer.observe(&self.0);
        }
        // The observer may call as long as the page lives.
        seen.forget();
    }
}

/// Calls whenever one of these elements begins or ceases to lie across the middle of the window, with which it is; for as
/// long as the page lives.
pub(crate) fn when_passing(parts: &[Part], mut then: impl FnMut(&Part, bool) + 'static) {
    let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        for entry in entries.iter().filter_map(|entry| entry.dyn_into::<web_sys::IntersectionObserverEntry>().ok()) {
            then(&Part(entry.target()), entry.is_intersecting());
        }
    });
    let options = web_sys::IntersectionObserverInit::new();
    // What is left of the window is a line across its middle.
    options.set_root_margin("-50% 0px");
    if let Ok(observer) = web_sys::IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options) {
        parts.iter().for_each(|part| observer.observe(&part.0));
    }
    seen.forget();
}
