//! A click on another article changes the page without loading the document anew.
//!
//! A link stays a plain link: whatever is out of the ordinary (another site, another build, an answer that is no page, no
//! answer at all) is left to the browser. Pages that were left are kept as they were, so going back finds what was opened
//! and typed. Leptos's own islands router was tried first; ARCHITECTURE.md says why it could not hold.

use crate::browser::{self, Entry, History, Loaded, Part, Place};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// How many pages are kept as they were left.
const KEPT: usize = 8;

/// What the navigator knows. One per document.
#[derive(Default)]
struct Navigator {
    /// The page that is shown.
    place: String,
    /// The visit that is shown, as the history counts it.
    visit: u32,
    /// The visits so far.
    visits: u32,
    /// Which navigation is under way, so that a late answer does not overtake a newer one.
    under_way: u32,
    /// Pages as they were left, by visit and address, the oldest first.
    left: Vec<((u32, String), Loaded)>,
    /// Pages fetched ahead of a click.
    ahead: HashMap<String, String>,
}

/// Takes clicks over from now on.
pub fn watch() {
    let Some(here) = Place::here() else { return };
    // A reload starts counting anew above every visit that it knows of.
    let visit = History::entry().visit + 1;
    let navigator = Navigator { place: here.page.clone(), visit, visits: visit, ..Navigator::default() };
    History::visit(visit);
    History::replace(Entry { visit, scrolled: browser::scrolled() }, &here);
    History::restore_by_ourselves(true);
    let navigator = Rc::new(RefCell::new(navigator));
    let (clicks, steps, hints, touches) = (navigator.clone(), navigator.clone(), navigator.clone(), navigator);
    browser::listen("click", move |event| {
        let Some(to) = Place::clicked(&event) else { return };
        if is_page(&to) && to.page != clicks.borrow().place {
            browser::take_over(&event);
            go(&clicks, to, Way::Forward);
        }
    });
    browser::listen("popstate", move |_| {
        let Some(to) = Place::here() else { return };
        let entry = History::entry();
        if to.page != steps.borrow().place {
            go(&steps, to, Way::Back(entry));
            return;
        }
        // What was under way to another page is not wanted any more.
        steps.borrow_mut().under_way += 1;
        if History::is_known() {
            // A step back or forward within the page. One that a link has just made is the browser's.
            browser::scroll_to(entry.scrolled);
            // What is shown has not gone back.
            crate::shown::note();
        }
    });
    // A page that is about to be asked for is fetched while the finger is still on its way.
    browser::listen("pointerover", move |event| fetch_ahead(&hints, &event));
    browser::listen("focusin", move |event| fetch_ahead(&touches, &event));
    // After a reload the browser knows best how far the page was scrolled.
    browser::listen("pagehide", |_| History::restore_by_ourselves(false));
    browser::listen("pageshow", |_| History::restore_by_ourselves(true));
}

enum Way {
    Forward,
    Back(Entry),
}

/// Whether an address is one of the site's own pages: a folder, and not one that the endpoint answers itself.
fn is_page(place: &Place) -> bool {
    let path = place.page.as_str();
    let own = ["/api/", "/moderation/", "/receipt/", "/received/", "/subscribe/", "/watch/"];
    path.ends_with('/') && !path.ends_with("/comments/") && !own.iter().any(|own| path.starts_with(own))
}

fn fetch_ahead(navigator: &Rc<RefCell<Navigator>>, event: &browser::Event) {
    let Some(place) =
        Part::origin(event).and_then(|part| part.closest("main a[href]")).and_then(|a| Place::of_link(&a))
    else {
        return;
    };
    let known = navigator.borrow().ahead.contains_key(&place.page) || navigator.borrow().place == place.page;
    if !is_page(&place) || known || browser::prefers("(prefers-reduced-data: reduce)") {
        return;
    }
    let navigator = navigator.clone();
    // An empty text marks the page as being fetched.
    navigator.borrow_mut().ahead.insert(place.page.clone(), String::new());
    leptos::task::spawn_local(async move {
        let html = browser::fetch_page(&place.page).await;
        let ahead = &mut navigator.borrow_mut().ahead;
        match html {
            Some(html) => ahead.insert(place.page, html),
            None => ahead.remove(&place.page),
        };
    });
}

fn go(navigator: &Rc<RefCell<Navigator>>, to: Place, way: Way) {
    let under_way = {
        let mut state = navigator.borrow_mut();
        state.under_way += 1;
        state.under_way
    };
    if let Way::Back(entry) = &way {
        let kept = {
            let left = &mut navigator.borrow_mut().left;
            let wanted = (entry.visit, to.page.clone());
            left.iter().position(|(visit, _)| *visit == wanted).map(|at| left.remove(at).1)
        };
        if let Some(page) = kept {
            show(navigator, &page, &to, &way);
            page.resume();
            browser::announce_return();
            return;
        }
        // A step may lead to one that no click does.
        if !is_page(&to) {
            return History::leave(&to);
        }
    }
    let ready = navigator.borrow_mut().ahead.remove(&to.page).filter(|html| !html.is_empty());
    if let Some(page) = ready.as_deref().and_then(Loaded::read) {
        arrive(navigator, &page, &to, &way);
        return;
    }
    let navigator = navigator.clone();
    leptos::task::spawn_local(async move {
        let page = browser::fetch_page(&to.page).await.as_deref().and_then(Loaded::read);
        if navigator.borrow().under_way != under_way {
            return;
        }
        match page {
            Some(page) => arrive(&navigator, &page, &to, &way),
            None => History::leave(&to),
        }
    });
}

/// A page is shown that was not there before: its islands start, and the focus goes to where reading begins.
fn arrive(navigator: &Rc<RefCell<Navigator>>, page: &Loaded, to: &Place, way: &Way) {
    show(navigator, page, to, way);
    browser::announce_new_page();
    let begins = matches!(way, Way::Forward) || to.anchor.is_empty();
    if begins && !crate::place::land(&to.anchor) {
        browser::page().and_then(|page| page.find("main h1")).inspect(Part::focus);
    }
    if let Way::Back(entry) = way {
        browser::scroll_to(entry.scrolled);
    }
}

fn show(navigator: &Rc<RefCell<Navigator>>, page: &Loaded, to: &Place, way: &Way) {
    let mut state = navigator.borrow_mut();
    let left = (state.visit, state.place.clone());
    state.visit = match way {
        Way::Forward => {
            if let Some(here) = Place::here() {
                History::replace(Entry { scrolled: browser::scrolled(), ..History::entry() }, &here);
            }
            state.visits += 1;
            History::push(Entry { visit: state.visits, scrolled: 0.0 }, to);
            History::restore_by_ourselves(true);
            state.visits
        }
        Way::Back(entry) => entry.visit,
    };
    History::visit(state.visit);
    if let Some(before) = page.show() {
        state.left.push((left, before));
        if state.left.len() > KEPT {
            state.left.remove(0);
        }
    }
    state.place.clone_from(&to.page);
    drop(state);
    browser::scroll_to(0.0);
}
