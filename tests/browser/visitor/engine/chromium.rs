//! Chromium by chromedriver: headless, with a window of any size and any preference by its own protocol.

use std::path::Path;

use serde_json::{Value, json};

use super::super::{
    browser::Browser,
    driver::{Driver, ask},
};

const FLAGS: &str = "headless=new no-sandbox disable-gpu disable-quic no-first-run disable-background-networking \
                     disable-component-update disable-sync disable-dev-shm-usage force-color-profile=srgb";

pub(in super::super) async fn start(profile: &Path, scripts: bool) -> Browser {
    let driver = Driver::start(&["chromedriver", "--port=0"], profile, |line| {
        line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
    });
    let mut arguments = vec![format!("--user-data-dir={}", profile.display())];
    arguments.extend(FLAGS.split_whitespace().map(|flag| format!("--{flag}")));
    let mut options = json!({ "args": arguments });
    if !scripts {
        options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
    }
    let capabilities = json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } });
    Browser::start(driver, None, capabilities).await
}

pub(in super::super) async fn resize(browser: &Browser, width: u32, height: u32) {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    command(browser, "Emulation.setDeviceMetricsOverride", size).await;
}

pub(in super::super) async fn prefers(browser: &Browser, media: &[(&str, &str)], on_paper: bool) {
    let features: Vec<_> = media.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let medium = if on_paper { "print" } else { "" };
    command(browser, "Emulation.setEmulatedMedia", json!({ "media": medium, "features": features })).await;
}

/// Sends a command of the browser's own protocol.
pub(in super::super) async fn command(browser: &Browser, name: &str, parameters: Value) -> Value {
    let answer = browser.session.cdp().send_raw(name, parameters).await;
    answer.unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub(in super::super) fn console(browser: &Browser) -> Vec<String> {
    let log = ask(browser.port(), "POST", &browser.path("/se/log"), r#"{"type":"browser"}"#).unwrap_or_default();
    let said = log.as_array().map(Vec::as_slice).unwrap_or_default().iter();
    let bad = said.filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
    bad.filter_map(|entry| entry["message"].as_str().map(str::to_owned)).collect()
}
