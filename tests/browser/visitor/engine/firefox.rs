//! Firefox by geckodriver: headless. What WebDriver has no word for is said to the browser's own window, which drivers may
//! speak to when they are started for that.

use std::path::Path;

use serde_json::{Value, json};

use crate::visitor::{
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
        .map((one) => `${one.category}: ${one.errorMessage} (${one.sourceName}:${one.lineNumber})`);";

pub(in crate::visitor) async fn start(profile: &Path, scripts: bool) -> Browser {
    let own = root().join(".tools/bin/geckodriver");
    let geckodriver = if own.exists() { own.to_string_lossy().into_owned() } else { "geckodriver".to_owned() };
    let driver =
        Driver::start(&[&geckodriver, "--port", "0", "--websocket-port", "0", "--allow-system-access"], |line| {
            line.split_once("Listening on 127.0.0.1:")?.1.parse().ok()
        });
    let capabilities = json!({ "moz:firefoxOptions": {
        "args": ["-headless", "-profile", profile],
        "prefs": { "javascript.enabled": scripts, "app.normandy.enabled": false },
    }});
    Browser::start(driver, None, capabilities).await
}

pub(in crate::visitor) async fn resize(browser: &Browser, width: u32, height: u32) {
    tells_the_window(browser, SIZE, json!([width, height])).await;
}

pub(in crate::visitor) async fn prefers(browser: &Browser, media: &[(&str, &str)], on_paper: bool) {
    let media: serde_json::Map<_, _> =
        media.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
    tells_the_window(browser, PREFERS, json!([media, on_paper])).await;
}

async fn tells_the_window(browser: &Browser, script: &'static str, arguments: Value) {
    let (port, session) = (browser.port(), browser.path(""));
    let answer = tokio::task::spawn_blocking(move || in_the_window(port, &session, script, &arguments)).await;
    let answer = answer.expect("it does not panic").expect("geckodriver answers");
    assert!(answer.get("error").is_none(), "{script}: {answer}");
}

pub(in crate::visitor) fn console(browser: &Browser) -> Vec<String> {
    let said = in_the_window(browser.port(), &browser.path(""), CONSOLE, &json!([])).unwrap_or_default();
    serde_json::from_value(said).unwrap_or_default()
}

/// Runs a script in the browser's own window, with its rights.
fn in_the_window(port: u16, session: &str, script: &str, arguments: &Value) -> Option<Value> {
    let context = |name| ask(port, "POST", &format!("{session}/moz/context"), &json!({ "context": name }).to_string());
    context("chrome")?;
    let body = json!({ "script": script, "args": arguments }).to_string();
    let answer = ask(port, "POST", &format!("{session}/execute/sync"), &body);
    context("content")?;
    answer
}
