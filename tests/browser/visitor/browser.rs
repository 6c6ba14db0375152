//! A running browser: what every engine can do, each in its way. The ways stand in `engine/`.

use std::path::PathBuf;

use base64::Engine as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};

use super::{
    driver::{Driver, ask},
    engine::{
        Engine, chromium, engine, firefox,
        webkit::{self, Screen},
    },
};

pub(super) struct Browser {
    pub(super) session: WebDriver,
    driver: Driver,
    screen: Option<Screen>,
    capabilities: Value,
}

impl Browser {
    /// A browser of this run's engine that knows nothing yet.
    pub(super) async fn new(scripts: bool) -> Self {
        // It goes with the driver.
        let profile: PathBuf = TempDir::new().expect("a folder for the profile").keep();
        match engine() {
            Engine::Chromium => chromium::start(&profile, scripts).await,
            Engine::Firefox => firefox::start(&profile, scripts).await,
            Engine::WebKit => webkit::start(&profile, scripts).await,
        }
    }

    /// A session of this driver, with what the engine wants to be told.
    pub(super) async fn start(driver: Driver, screen: Option<Screen>, mut capabilities: Value) -> Self {
        // Scripts of the tests answer at once, or were lost with a page that went away.
        capabilities["timeouts"] = json!({ "pageLoad": 20_000, "script": 5_000 });
        let session = session(&driver, &capabilities).await;
        Self { session, driver, screen, capabilities }
    }

    /// Ends the browser and starts it anew on what it has kept.
    pub(super) async fn comes_again(&mut self) {
        self.ends();
        self.session = session(&self.driver, &self.capabilities).await;
    }

    /// The window's size in CSS pixels.
    pub(super) async fn resize(&self, width: u32, height: u32) {
        match engine() {
            Engine::Chromium => chromium::resize(self, width, height).await,
            Engine::Firefox => firefox::resize(self, width, height).await,
            Engine::WebKit => webkit::resize(self, width, height).await,
        }
    }

    /// What the system asks pages for, and whether they are for paper.
    pub(super) async fn prefers(&self, media: &[(&str, &str)], on_paper: bool) {
        match (engine(), &self.screen) {
            (Engine::Chromium, _) => chromium::prefers(self, media, on_paper).await,
            (Engine::Firefox, _) => firefox::prefers(self, media, on_paper).await,
            (Engine::WebKit, Some(screen)) => webkit::prefers(screen, media),
            (Engine::WebKit, None) => unreachable!("it was started with one"),
        }
    }

    /// Errors and warnings since the last question, of engines that tell them.
    pub(super) fn console(&self) -> Vec<String> {
        match engine() {
            Engine::Chromium => chromium::console(self),
            Engine::Firefox => firefox::console(self),
            Engine::WebKit => Vec::new(),
        }
    }

    /// A picture of the window, as PNG.
    pub(super) fn screenshot(&self) -> Option<Vec<u8>> {
        let picture = ask(self.port(), "GET", &self.path("/screenshot"), "")?;
        base64::engine::general_purpose::STANDARD.decode(picture.as_str()?).ok()
    }

    /// Sends a command for which thirtyfour has no word.
    pub(super) async fn sends(&self, path: &str, body: Value) -> Value {
        let (port, path) = (self.port(), self.path(path));
        let answer = tokio::task::spawn_blocking(move || ask(port, "POST", &path, &body.to_string())).await;
        answer.expect("it does not panic").expect("the driver answers")
    }

    /// Ends it. While a test panics nothing may be awaited, so it is a plain question.
    pub(super) fn ends(&self) {
        let _ = ask(self.port(), "DELETE", &self.path(""), "");
        let _ = self.session.clone().leak();
    }

    pub(super) fn port(&self) -> u16 {
        self.driver.port()
    }

    /// A path of the protocol, within this session.
    pub(super) fn path(&self, rest: &str) -> String {
        format!("/session/{}{rest}", self.session.session_id())
    }
}

async fn session(driver: &Driver, capabilities: &Value) -> WebDriver {
    let Value::Object(capabilities) = capabilities.clone() else { unreachable!("they are written as one") };
    let session = WebDriver::new(driver.address(), Capabilities::from(capabilities)).await;
    session.unwrap_or_else(|error| panic!("{:?} cannot be started: {error}", engine()))
}
