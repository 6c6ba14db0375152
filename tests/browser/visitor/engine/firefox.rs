//! Firefox by geckodriver: headless. What WebDriver has no word for is said to the browser's own window, which drivers may
//! speak to when they are started for that.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};

use super::super::{
    browser::Browser,
    driver::{Driver, ask},
    root,
};

/// Gives the page this size, whatever the window's, which cannot be narrower than its own buttons.
const SIZE: &str = "
    const { style } = gBrowser.selectedBrowser;
    ['width', 'height'].forEach((side, at) => ['', 'min-', 'max-'].forEach((bound) =>
        style.setProperty(bound + side, `${arguments[at]}px`)));";

/// The settings that a system's preferences come in by.
const PREFERS: &str = "
    const [media, paper] = arguments;
    const set = (name, value) =>
        value === undefined ? Services.prefs.clearUserPref(name) : Services.prefs.setIntPref(name, value);
    set('layout.css.prefers-color-scheme.content-override', { dark: 0, light: 1 }[media['prefers-color-scheme']]);
    set('ui.prefersReducedMotion', { reduce: 1 }[media['prefers-reduced-motion']]);
    set('browser.display.document_color_use', { active: 2 }[media['forced-colors']]);
    gBrowser.selectedBrowser.browsingContext.mediumOverride = paper ? 'print' : '';";

/// What went wrong on pages of this site. Warnings are not among it: most are about what a page asks for in case an engine
/// has it.
const CONSOLE: &str = "
    return Services.console.getMessageArray()
        .filter((one) => one instanceof Ci.nsIScriptError && !(one.flags & Ci.nsIScriptError.warningFlag))
        .filter((one) => one.sourceName.startsWith('http://127.0.0.1') || one.category.startsWith('CSP'))
        // So it also tells that a page was left while it asked for something.
        .filter((one) => one.category !== 'Service Worker Interception')
        .map((one) => `${one.category}: ${one.errorMessage} (${one.sourceName}:${one.lineNumber})`);";

/// Leaves one empty tab and nothing that a page has kept.
const CLEAN: &str = "
    const done = arguments[arguments.length - 1];
    const fresh = gBrowser.addTrustedTab('about:blank');
    gBrowser.selectedTab = fresh;
    gBrowser.removeAllTabsBut(fresh, { skipWarnAboutClosingTabs: true, skipPermitUnload: true, animate: false });
    Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, { onDataDeleted() { Services.console.reset(); done(true); } });";

const SCRIPTS: &str = "Services.prefs.setBoolPref('javascript.enabled', arguments[0])";

/// Browsers that visitors have left: Firefox takes seconds to start, and less than one to forget.
static LEFT: Mutex<Vec<Arc<Browser>>> = Mutex::new(Vec::new());

pub(in super::super) async fn start(profile: &Path, scripts: bool) -> Browser {
    let own = root().join(".tools/bin/geckodriver");
    let geckodriver = if own.exists() { own.to_string_lossy().into_owned() } else { "geckodriver".to_owned() };
    let command = [&geckodriver, "--port", "0", "--websocket-port", "0", "--allow-system-access"];
    let driver = Driver::start(&command, profile, |line| line.split_once("Listening on 127.0.0.1:")?.1.parse().ok());
    let capabilities = json!({ "moz:firefoxOptions": {
        "args": ["-headless", "-profile", profile],
        "prefs": { "javascript.enabled": scripts, "app.normandy.enabled": false },
    }});
    Browser::start(driver, None, capabilities).await
}

/// One that has forgotten the visitor before.
pub(in super::super) async fn left(scripts: bool) -> Option<Arc<Browser>> {
    let browser = LEFT.lock().expect("no one panics while holding it").pop()?;
    tells_the_window(&browser, SCRIPTS, json!([scripts])).await;
    Some(browser)
}

/// Leaves it for the next visitor, if it can be made as good as new.
pub(in super::super) fn leave(browser: &Arc<Browser>) -> bool {
    let session = browser.path("");
    let is_clean = in_the_window(browser.port(), &session, "async", CLEAN, &json!([])) == Some(Value::Bool(true));
    let tabs = is_clean.then(|| ask(browser.port(), "GET", &format!("{session}/window/handles"), "")).flatten();
    let tab = tabs.as_ref().and_then(|tabs| tabs[0].as_str());
    let is_there = tab.is_some_and(|tab| {
        let body = json!({ "handle": tab }).to_string();
        ask(browser.port(), "POST", &format!("{session}/window"), &body).is_some_and(|answer| answer.is_null())
    });
    if is_there {
        LEFT.lock().expect("no one panics while holding it").push(Arc::clone(browser));
    }
    is_there
}

pub(in super::super) async fn resize(browser: &Browser, width: u32, height: u32) {
    tells_the_window(browser, SIZE, json!([width, height])).await;
}

pub(in super::super) async fn prefers(browser: &Browser, media: &[(&str, &str)], on_paper: bool) {
    let media: serde_json::Map<_, _> =
        media.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
    tells_the_window(browser, PREFERS, json!([media, on_paper])).await;
}

async fn tells_the_window(browser: &Browser, script: &'static str, arguments: Value) {
    let (port, session) = (browser.port(), browser.path(""));
    let answer = tokio::task::spawn_blocking(move || in_the_window(port, &session, "sync", script, &arguments)).await;
    let answer = answer.expect("it does not panic").expect("geckodriver answers");
    assert!(answer.get("error").is_none(), "{script}: {answer}");
}

pub(in super::super) fn console(browser: &Browser) -> Vec<String> {
    let said = in_the_window(browser.port(), &browser.path(""), "sync", CONSOLE, &json!([])).unwrap_or_default();
    serde_json::from_value(said).unwrap_or_default()
}

/// Runs a script in the browser's own window, with its rights: `sync`, or `async`, which calls its last argument.
fn in_the_window(port: u16, session: &str, how: &str, script: &str, arguments: &Value) -> Option<Value> {
    let context = |name| ask(port, "POST", &format!("{session}/moz/context"), &json!({ "context": name }).to_string());
    context("chrome")?;
    let body = json!({ "script": script, "args": arguments }).to_string();
    let answer = ask(port, "POST", &format!("{session}/execute/{how}"), &body);
    context("content")?;
    answer
}
