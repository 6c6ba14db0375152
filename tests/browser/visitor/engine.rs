//! The engine that the tests run in, `ENGINE=chromium` (or nothing), `firefox` or `webkit`, and what cannot be tried in it.

use std::{
    io::Write,
    sync::{Arc, LazyLock},
};

use super::browser::Browser;

pub(super) mod chromium;
pub(super) mod firefox;
pub(super) mod webkit;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

use Engine::{Firefox, WebKit};

/// What some tests need of an engine or its driver, and others do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Every shift of the layout is told to the page.
    LayoutShifts,
    /// What a screen reader is given can be read.
    AccessibilityTree,
    /// The page can be laid out as on paper.
    Paper,
    /// The system's few colours can be forced on pages.
    ForcedColours,
    /// A click can open a tab, and the driver sees it.
    TabsByClick,
    /// The browser offers to install a page, and says what speaks against it.
    Install,
    /// The browser keeps its profile when it is ended.
    Profile,
    /// A tab's process can be made to crash.
    Crash,
    /// The room that a site may take can be set.
    Quota,
}

/// What is not there, and why. A test that needs it says so in its first line, and is skipped with these words.
const LACKING: [(Engine, Need, &str); 14] = [
    (Firefox, Need::LayoutShifts, "the engine does not tell pages of layout shifts"),
    (WebKit, Need::LayoutShifts, "the engine does not tell pages of layout shifts"),
    (Firefox, Need::AccessibilityTree, "the driver does not give the accessibility tree"),
    (WebKit, Need::AccessibilityTree, "the driver does not give the accessibility tree"),
    (WebKit, Need::Paper, "the driver can neither print nor show a page as on paper"),
    (WebKit, Need::ForcedColours, "the engine has no forced colours"),
    (WebKit, Need::TabsByClick, "no click opens a tab that the driver sees"),
    (WebKit, Need::Profile, "a browser that is driven keeps nothing when it ends"),
    (Firefox, Need::Install, "the engine offers no installing"),
    (WebKit, Need::Install, "the engine offers no installing"),
    (Firefox, Need::Crash, "the driver ends with the tab"),
    (WebKit, Need::Crash, "the driver cannot make a tab crash"),
    (Firefox, Need::Quota, "the driver cannot set the room of a site"),
    (WebKit, Need::Quota, "the driver cannot set the room of a site"),
];

static ENGINE: LazyLock<Engine> = LazyLock::new(|| match std::env::var("ENGINE").as_deref() {
    Err(_) | Ok("" | "chromium") => Engine::Chromium,
    Ok("firefox") => Firefox,
    Ok("webkit") => WebKit,
    Ok(other) => panic!("ENGINE={other}: expected chromium, firefox or webkit"),
});

/// The engine of this run.
pub(crate) fn engine() -> Engine {
    *ENGINE
}

/// Whether a test that needs this has to end here. It is said even where the output of tests that pass is not shown.
pub(crate) fn cannot(need: Need) -> bool {
    let Some((engine, _, why)) = LACKING.iter().find(|(engine, lacked, _)| *engine == *ENGINE && *lacked == need)
    else {
        return false;
    };
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "skipped in {engine:?}: {test}: {why}");
    true
}

/// A browser that another visitor has left, where starting one takes long.
pub(super) async fn left(scripts: bool) -> Option<Arc<Browser>> {
    if *ENGINE == Firefox { firefox::left(scripts).await } else { None }
}

/// Leaves a browser for the next visitor. Whether it can be used again.
pub(super) fn leave(browser: &Arc<Browser>) -> bool {
    *ENGINE == Firefox && firefox::leave(browser)
}

#[test]
fn the_readme_lists_what_cannot_be_tried() {
    let text = std::fs::read_to_string(super::root().join("tests/README.md")).expect("it is there");
    for (engine, need, why) in LACKING {
        assert!(text.contains(why), "tests/README.md does not say of {engine:?} and {need:?}: {why}");
    }
}
