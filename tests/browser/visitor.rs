//! A visitor: a browser session of its own before a site of its own. Every browser test goes through this.
//!
//! `Visitor::open(path)` describes the visit, `.await` begins it. The end needs no words: when the visitor is dropped the
//! console is looked at and the session is closed; of a failing test a screenshot is kept.

use std::{future::IntoFuture, pin::Pin, sync::Arc};

use serde_json::Value;
use thirtyfour::WindowHandle;
use tokio::sync::{Semaphore, SemaphorePermit};

mod browser;
mod device;
mod driver;
mod edition;
mod engine;
mod examples;
mod hands;
mod head;
mod limit;
mod proxy;
mod site;
mod tree;
mod verbs;

use browser::Browser;
use edition::Edition;
pub(crate) use edition::{FIRST, SECOND};
use engine::{Engine, engine};
pub(crate) use engine::{Need, cannot};
pub(crate) use examples::{KINDS_PAGE, TEXT_PAGE};
pub(crate) use hands::LAST_OF_ALL;
pub(crate) use proxy::{Do, Request};
pub(crate) use site::{Site, dist, root};
pub(crate) use tree::facts;

/// How many browsers may run at once. Each needs a core.
static ROOM: Semaphore = Semaphore::const_new(2);

/// The module's file, as the proxy sees it.
pub(crate) const MODULE: &str = "_bg.wasm";

pub(crate) struct Visitor {
    pub(crate) site: Site,
    browser: Arc<Browser>,
    scripts: bool,
    /// In the order in which they were opened.
    tabs: Vec<WindowHandle>,
    size: (u32, u32),
    media: Vec<(&'static str, &'static str)>,
    /// Parts of console lines that this test is about.
    expected: Vec<&'static str>,
    _place: SemaphorePermit<'static>,
    _end: limit::End,
}

/// A visit before it begins.
pub(crate) struct Visit {
    path: String,
    scripts: bool,
    media: Vec<(&'static str, &'static str)>,
    size: (u32, u32),
    rules: Vec<(&'static str, Do)>,
    first: Vec<String>,
    expected: Vec<&'static str>,
    examples: bool,
    edition: Option<Edition>,
    busy: bool,
}

impl Visitor {
    /// Someone with an ordinary browser opens an address of the site, on a desktop unless told otherwise. The pages of
    /// examples are a site of their own.
    pub(crate) fn open(path: &str) -> Visit {
        Visit {
            path: path.to_owned(),
            scripts: true,
            media: Vec::new(),
            size: (1440, 900),
            rules: Vec::new(),
            first: Vec::new(),
            // Chromium looks at the manifest's icons and for a newer worker when it likes, also where a test takes the network
            // away. `install` and `upgrades` look at them.
            expected: vec!["icon from the Manifest", "when fetching the script"],
            examples: path.starts_with(KINDS_PAGE) || path.starts_with(TEXT_PAGE),
            edition: None,
            busy: false,
        }
    }
}

impl Visit {
    /// With scripts off in the browser's settings.
    pub(crate) fn without_scripts(mut self) -> Self {
        self.scripts = false;
        self
    }

    pub(crate) fn in_the_dark(self) -> Self {
        self.media("prefers-color-scheme", "dark")
    }

    pub(crate) fn media(mut self, feature: &'static str, value: &'static str) -> Self {
        self.media.push((feature, value));
        self
    }

    pub(crate) fn on_a_phone(self) -> Self {
        self.sized(360, 740)
    }

    pub(crate) fn sized(mut self, width: u32, height: u32) -> Self {
        self.size = (width, height);
        self
    }

    /// The module is asked for and does not arrive until [`Visitor::module_comes`].
    pub(crate) fn before_the_module(mut self) -> Self {
        self.rules.push((MODULE, Do::Hold));
        self
    }

    /// The endpoint takes as many comments at once as a test sends.
    pub(crate) fn busy(mut self) -> Self {
        self.busy = true;
        self
    }

    /// Reads an edition of the test's own, which can be published anew.
    pub(crate) fn of_its_own_edition(mut self) -> Self {
        self.edition = Some(Edition::new());
        self
    }

    /// What the proxy does to paths that end so, from the start.
    pub(crate) fn but(mut self, ending: &'static str, what: Do) -> Self {
        self.rules.push((ending, what));
        self
    }

    /// A script that runs in every page before the page's own.
    pub(crate) fn watching(mut self, script: &str) -> Self {
        self.first.push(script.to_owned());
        self
    }

    /// The console may say this.
    pub(crate) fn expecting(mut self, words: &'static str) -> Self {
        self.expected.push(words);
        self
    }

    async fn begin(self) -> Visitor {
        let place = ROOM.acquire().await.expect("it is never closed");
        let end = limit::limited();
        let folder = match &self.edition {
            Some(edition) => edition.site(),
            None if self.examples => examples::examples(),
            None => dist(),
        };
        let mut site = Site::start(folder, self.busy).await;
        site.edition = self.edition;
        for (ending, what) in &self.rules {
            site.proxy.rule(ending, *what);
        }
        let mut first = self.first;
        if engine() == Engine::WebKit {
            first.push(head::COMPLAINTS.to_owned());
        }
        site.proxy.put(first);
        let browser = match engine::left(self.scripts).await {
            Some(browser) => browser,
            None => Arc::new(Browser::new(self.scripts).await),
        };
        let mut visitor = Visitor {
            site,
            browser,
            scripts: self.scripts,
            tabs: Vec::new(),
            size: self.size,
            media: self.media,
            expected: self.expected,
            _place: place,
            _end: end,
        };
        visitor.sits_down().await;
        visitor.goes_to(&self.path).await;
        visitor
    }
}

impl IntoFuture for Visit {
    type Output = Visitor;
    type IntoFuture = Pin<Box<dyn Future<Output = Visitor>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.begin())
    }
}

impl Visitor {
    /// Sends a command of Chromium's own protocol.
    pub(crate) async fn cdp(&self, command: &str, parameters: Value) -> Value {
        engine::chromium::command(&self.browser, command, parameters).await
    }

    /// Makes the tab of a browser that has just been started the one that was described.
    async fn sits_down(&mut self) {
        self.tabs = vec![self.browser.session.window().await.expect("it has one")];
        self.makes_itself_at_home().await;
    }

    /// What holds for every tab, but has to be said to each.
    async fn makes_itself_at_home(&mut self) {
        self.resize(self.size.0, self.size.1).await;
        self.prefers(&self.media.clone()).await;
    }

    /// Ends the browser and starts it anew on what it has kept, at this address. What it said until now is looked at first.
    pub(crate) async fn comes_again(&mut self, path: &str) {
        self.looks_at_the_console();
        Arc::get_mut(&mut self.browser).expect("no one else holds it").comes_again().await;
        self.sits_down().await;
        self.goes_to(path).await;
    }

    /// The window's size in CSS pixels.
    pub(crate) async fn resize(&mut self, width: u32, height: u32) {
        self.size = (width, height);
        self.browser.resize(width, height).await;
        self.wait_until(&format!("innerWidth === {width} && innerHeight === {height}")).await;
    }

    /// What the reader's system asks pages for.
    pub(crate) async fn prefers(&mut self, media: &[(&'static str, &'static str)]) {
        self.media = media.to_vec();
        self.browser.prefers(media, false).await;
        for (feature, value) in media {
            self.wait_until(&format!("matchMedia('({feature}: {value})').matches")).await;
        }
    }

    /// Has the page before them as it is printed.
    pub(crate) async fn is_on_paper(&self) {
        self.browser.prefers(&self.media, true).await;
        self.wait_until("matchMedia('print').matches").await;
    }

    /// The console may say this from now on.
    pub(crate) fn expects(&mut self, words: &'static str) {
        self.expected.push(words);
    }

    fn console(&self) -> Vec<String> {
        let mut said = self.browser.console();
        said.extend(self.site.proxy.said());
        said
    }

    /// Fails with what is on the console and was not expected there.
    fn looks_at_the_console(&self) {
        let said = self.console();
        let surprising: Vec<_> = said.iter().filter(|line| !self.is_expected(line)).collect();
        assert!(surprising.is_empty(), "on the console: {surprising:#?}");
    }

    fn is_expected(&self, line: &str) -> bool {
        self.expected.iter().any(|part| line.contains(part))
    }

    fn keep_a_screenshot(&self) -> Option<std::path::PathBuf> {
        let picture = self.browser.screenshot()?;
        let folder = root().join("target/browser");
        std::fs::create_dir_all(&folder).ok()?;
        let name = std::thread::current().name().unwrap_or("test").replace("::", "-");
        let file = folder.join(format!("{name}.png"));
        std::fs::write(&file, picture).ok()?;
        Some(file)
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        let said = self.console();
        let surprising: Vec<_> = said.iter().filter(|line| !self.is_expected(line)).collect();
        let failed = std::thread::panicking();
        if failed || !surprising.is_empty() {
            let screenshot = self.keep_a_screenshot();
            eprintln!("console: {said:#?}\nrequests: {:#?}\nscreenshot: {screenshot:?}", self.requested());
        }
        // A browser that has to forget may wait for an answer that is on its way, and this thread gives none any more.
        self.site.proxy.ends();
        if failed || !engine::leave(&self.browser) {
            self.browser.ends();
        }
        assert!(failed || surprising.is_empty(), "on the console: {surprising:#?}");
    }
}
