//! Where a visitor goes and what one sees. Waiting is here, in one place, and always for a condition.

use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::{WebElement, common::print::PrintParameters};

use super::{Do, MODULE, Request, Visitor};

/// How long a condition may take to come true on a busy machine.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// A wait that ends with a look which began after its time: a driver may hold a question up for longer than that.
pub(super) struct Patience {
    ends: Instant,
    looked: Instant,
}

impl Patience {
    pub(super) fn new(time: Duration) -> Self {
        let looked = Instant::now();
        Self { ends: looked + time, looked }
    }

    /// Whether it is worth another look, after a moment.
    pub(super) async fn goes_on(&mut self) -> bool {
        if self.looked > self.ends {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        self.looked = Instant::now();
        true
    }
}

/// What helps to understand a wait in vain.
const WHERE: &str = "`${location.href}, scrolled ${scrollY} of ${document.documentElement.scrollHeight}, focus on \
                     ${document.activeElement?.outerHTML.slice(0, 80)}, history ${JSON.stringify(history.state)}`";

/// Calls back when scrolling has come to its end.
pub(super) const AT_REST: &str = "
    const done = arguments[arguments.length - 1];
    let still = 0, last = scrollY;
    const look = () => {
        still = scrollY === last ? still + 1 : 0;
        last = scrollY;
        still < 10 ? requestAnimationFrame(look) : done(true);
    };
    look();";

impl Visitor {
    /// Loads an address of the site.
    pub(crate) async fn goes_to(&self, path: &str) {
        let address = if path.starts_with("http") || path.starts_with("about:") {
            path.to_owned()
        } else {
            format!("{}{path}", self.site.proxy.origin)
        };
        self.browser.session.goto(address).await.expect("the page loads");
    }

    /// The tab's process dies, and the reader opens another tab.
    pub(crate) async fn crashes(&mut self) {
        let other = self.browser.session.new_tab().await.expect("the browser has room for a tab");
        let crashed = self.browser.session.goto("chrome://crash").await;
        assert!(crashed.is_err(), "it did not crash");
        self.browser.session.switch_to_window(other.clone()).await.expect("it is open");
        self.tabs = vec![other];
        self.makes_itself_at_home().await;
    }

    pub(crate) async fn goes_back(&self) {
        self.browser.session.back().await.expect("there is a page before");
    }

    pub(crate) async fn goes_forward(&self) {
        self.browser.session.forward().await.expect("there is a page after");
    }

    pub(crate) async fn reloads(&self) {
        // As by the browser's own button: some drivers' word for it goes past the service worker.
        self.does("window.isBeforeTheReload = true; location.reload()").await;
        self.wait_until("!window.isBeforeTheReload && document.readyState === 'complete'").await;
    }

    /// How many tabs are open.
    pub(crate) async fn tabs(&self) -> usize {
        self.browser.session.windows().await.expect("the browser is open").len()
    }

    pub(crate) async fn closes_other_tabs(&self) {
        let own = self.browser.session.window().await.expect("a tab is open");
        for tab in
            self.browser.session.windows().await.expect("the browser is open").into_iter().filter(|tab| *tab != own)
        {
            self.browser.session.switch_to_window(tab).await.expect("it is open");
            self.browser.session.close_window().await.expect("it can be closed");
        }
        self.browser.session.switch_to_window(own).await.expect("it is open still");
    }

    /// Opens another tab at an address of the site, and is in it from now on.
    pub(crate) async fn opens_a_tab(&mut self, path: &str) {
        let tab = self.browser.session.new_tab().await.expect("the browser has room for a tab");
        self.browser.session.switch_to_window(tab.clone()).await.expect("it has just been opened");
        self.tabs.push(tab);
        self.makes_itself_at_home().await;
        self.goes_to(path).await;
    }

    /// Goes to the tab that was opened as the first (0), the second and so on, of those that are open.
    pub(crate) async fn switches_to_tab(&self, at: usize) {
        let tab = self.tabs.get(at).unwrap_or_else(|| panic!("there are {} tabs", self.tabs.len()));
        self.browser.session.switch_to_window(tab.clone()).await.expect("it is open");
    }

    /// Closes the tab, which is not the only one, and goes to the one that was opened last of the others.
    pub(crate) async fn closes_the_tab(&mut self) {
        let own = self.browser.session.window().await.expect("a tab is open");
        self.browser.session.close_window().await.expect("it can be closed");
        self.tabs.retain(|tab| *tab != own);
        self.switches_to_tab(self.tabs.len() - 1).await;
    }

    /// Loses its network, or has it again: every new connection is closed at once. The browser is not told, as on a train.
    pub(crate) fn is_offline(&self, is_offline: bool) {
        self.site.proxy.cut(is_offline);
    }

    /// Moves the page so that such an element is at the top, and lets it come to rest: some engines scroll beside the page, and
    /// may bring what was under way to the page that comes next.
    pub(crate) async fn scrolls_to(&self, css: &str) {
        let script = format!("document.querySelector({}).scrollIntoView({{ behavior: 'instant' }})", json!(css));
        self.does(&script).await;
        self.comes_to_rest().await;
    }

    pub(super) async fn element(&self, css: &str) -> WebElement {
        let script = "return document.querySelector(arguments[0])";
        let found = self.browser.session.execute(script, vec![json!(css)]).await.expect("the page can be searched");
        found.element().unwrap_or_else(|_| panic!("there is no {css}"))
    }

    /// The value of an expression in the page.
    pub(crate) async fn asks<T: DeserializeOwned>(&self, expression: &str) -> T {
        let answer = self.browser.session.execute(format!("return ({expression})"), Vec::new()).await;
        let answer = answer.unwrap_or_else(|error| panic!("{expression}: {error}"));
        answer.convert().unwrap_or_else(|error| panic!("{expression} is {}: {error}", answer.json()))
    }

    /// Whether an expression holds in the page.
    pub(crate) async fn is(&self, condition: &str) -> bool {
        self.asks::<bool>(&format!("Boolean({condition})")).await
    }

    /// Runs statements in the page that call their last argument when they are done.
    pub(crate) async fn does_and_waits(&self, statements: &str) -> Value {
        let answer = self.browser.session.execute_async(statements.to_owned(), Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("{statements}: {error}")).json().clone()
    }

    /// Runs statements in the page; a promise is waited for.
    pub(crate) async fn does(&self, statements: &str) -> Value {
        let answer = self.browser.session.execute(statements.to_owned(), Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("{statements}: {error}")).json().clone()
    }

    /// Waits for a condition of the page, and fails with it when it does not come true.
    pub(crate) async fn wait_until(&self, condition: &str) {
        let script = format!("return Boolean({condition})");
        let mut patience = Patience::new(PATIENCE);
        // While one page gives way to the next there is none to ask.
        while !self.browser.session.execute(script.as_str(), Vec::new()).await.is_ok_and(|answer| answer.json() == true)
        {
            if !patience.goes_on().await {
                let now: Value = self.asks(WHERE).await;
                panic!("waited in vain until {condition}\nnow: {now}");
            }
        }
    }

    /// Waits for something outside of the page.
    pub(crate) async fn wait_for<T>(&self, what: &str, look: impl AsyncFn(&Self) -> Option<T>) -> T {
        let mut patience = Patience::new(PATIENCE);
        loop {
            if let Some(found) = look(self).await {
                return found;
            }
            assert!(patience.goes_on().await, "waited in vain for {what}");
        }
    }

    /// Waits until these words can be seen.
    pub(crate) async fn sees(&self, words: &str) {
        self.wait_until(&format!("document.body.innerText.replace(/\\s+/g, ' ').includes({})", json!(words))).await;
    }

    /// Waits until the focus is on such an element.
    pub(crate) async fn has_focus_on(&self, css: &str) {
        self.wait_until(&format!("document.activeElement.matches({})", json!(css))).await;
    }

    /// Waits until every island of the page lives.
    pub(crate) async fn lives(&self) {
        self.wait_until(
            "document.readyState === 'complete' && !document.querySelector('leptos-island:not([data-live])')",
        )
        .await;
    }

    /// Waits until scrolling has come to its end: the page stands still for ten frames.
    pub(crate) async fn comes_to_rest(&self) {
        self.does_and_waits(AT_REST).await;
    }

    /// Lets a module that was held back arrive, and waits until the islands live.
    pub(crate) async fn module_comes(&self) {
        assert!(self.is("document.querySelector('leptos-island:not([data-live])')").await, "it has come already");
        self.site.proxy.take_back(MODULE, Do::Hold);
        self.lives().await;
    }

    /// The page on paper, as PDF.
    pub(crate) async fn prints(&self) -> Vec<u8> {
        self.browser.session.print_page(PrintParameters::default()).await.expect("it can be printed")
    }

    /// Everything that was asked of the site, in order.
    pub(crate) fn requested(&self) -> Vec<Request> {
        self.site.proxy.record()
    }
}
