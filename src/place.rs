//! Where in the text the reader is: the section stands in the address, is marked in the contents, and its link can be
//! copied. What was read to its end is remembered, on this device alone.

use crate::browser::{self, Entry, History, Part, Place};
use std::cell::Cell;
use std::rc::Rc;

/// Where the list of articles that were read to their end is remembered.
const READ: &str = "recto.read";

/// Watches scrolling and the links beside headings from now on.
pub fn watch() {
    follow_moved();
    let waiting = Rc::new(Cell::new(false));
    // A page that was opened at an anchor keeps it until the reader scrolls.
    browser::listen("scroll", move |_| {
        if waiting.replace(true) {
            return;
        }
        let waiting = waiting.clone();
        browser::next_frame(move || {
            waiting.set(false);
            note_place();
        });
    });
    browser::listen("scrollend", |_| remember_scroll());
    browser::listen("hashchange", |_| {
        if let Some(here) = Place::here() {
            History::replace(History::entry(), &here);
            follow_moved();
        }
    });
    browser::listen("click", |event| {
        // A link within the page leaves from here; not every engine says when scrolling has ended.
        remember_scroll();
        let Some(link) = Part::origin(&event).and_then(|part| part.closest("a.link")) else { return };
        if let Some(to) = Place::clicked(&event) {
            browser::take_over(&event);
            copy_link(&link, &to);
        }
    });
}

/// Brings the place of an anchor into view and puts the focus there; false where there is none.
pub fn land(anchor: &str) -> bool {
    if anchor.is_empty() {
        return false;
    }
    let moved = moved_to(anchor);
    let Some(target) = browser::by_id(moved.as_deref().unwrap_or(anchor)) else { return false };
    if let Some(folded) = target.closest("details") {
        folded.set("open", Some(""));
    }
    target.focus_in_place();
    target.scroll_here();
    // One engine sets the text in another typeface for a moment when a page brings its style. Who has gone on reading stays.
    let stands = browser::scrolled();
    browser::once_set(move || {
        if (browser::scrolled() - stands).abs() < 1.0 {
            target.scroll_here();
        }
    });
    true
}

/// The articles that this reader has read to their end.
pub fn read_before() -> Vec<String> {
    let read = browser::recall(READ).unwrap_or_default();
    read.split(' ').filter(|slug| !slug.is_empty()).map(str::to_owned).collect()
}

/// A moved anchor that the browser has landed at by itself leads on to its new place.
fn follow_moved() {
    if let Some(new) = Place::here().and_then(|here| moved_to(&here.anchor)) {
        land(&new);
    }
}

/// Where an anchor has moved, if it has; the address learns of it.
fn moved_to(anchor: &str) -> Option<String> {
    let new = browser::by_id(anchor)?.attribute("data-moved")?;
    if let Some(here) = Place::here() {
        History::replace(History::entry(), &Place { anchor: new.clone(), ..here });
    }
    Some(new)
}

/// The section whose heading was last above a third of the window's height.
fn note_place() {
    let Some(article) = browser::page().and_then(|page| page.find("main .article")) else {
        return;
    };
    let line = browser::height() / 3.0;
    let passed = article.all(".text h2[id]").into_iter().take_while(|heading| heading.top() <= line).last();
    let section = passed.as_ref().and_then(|heading| heading.closest("section"));
    let anchor = passed.and_then(|heading| heading.attribute("id")).unwrap_or_default();
    for link in article.all(".contents a") {
        let is_here =
            link.attribute("href").as_deref().and_then(|href| href.strip_prefix('#')) == Some(anchor.as_str());
        let marked = link.attribute("aria-current").is_some();
        if is_here != marked {
            link.set("aria-current", is_here.then_some("location"));
        }
    }
    let (Some(here), entry) = (Place::here(), History::entry()) else { return };
    // An address that is more exact than the section stays while the reader is in that section.
    let within = browser::by_id(&here.anchor).and_then(|part| part.closest("section"));
    let anchor = if within.is_some() && within == section { here.anchor.clone() } else { anchor };
    // Engines bound how often a page may do this, so only what has changed is written.
    if here.anchor != anchor {
        History::replace(Entry { scrolled: browser::scrolled(), ..entry }, &Place { anchor, ..here });
    }
    let read_to_end = article.find(".text").is_some_and(|text| text.bottom() <= browser::height());
    if let (true, Some(slug)) = (read_to_end, article.attribute("data-slug")) {
        let mut read = read_before();
        if !read.contains(&slug) {
            read.push(slug);
            browser::remember(READ, &read.join(" "));
        }
    }
}

/// Writes how far the page is scrolled into its visit, for coming back to it.
fn remember_scroll() {
    if let Some(here) = Place::here() {
        History::replace(Entry { scrolled: browser::scrolled(), ..History::entry() }, &here);
    }
}

/// Copies a section's address and puts it into the address bar, without a step in the history.
fn copy_link(link: &Part, to: &Place) {
    let Some(address) = to.address() else { return };
    History::replace(History::entry(), to);
    let (link, place) = (link.clone(), to.clone());
    browser::copy(&address, move |copied| {
        if copied {
            link.set("data-copied", Some(""));
            browser::say("The link to this section has been copied.");
        } else {
            browser::say(&format!("The address of this page now ends with #{}.", place.anchor));
        }
    });
}
