//! What a visitor does and sees. Waiting is here, in one place, and always for a condition.

use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::{Key, WebElement};

use super::{Do, MODULE, Request, Visitor};

/// How long a condition may take to come true on a busy machine.
const PATIENCE: Duration = Duration::from_secs(12);

/// The first visible thing to press with these words; those that say nothing else come first.
const BY_WORDS: &str = "
    const tidy = (text) => text.replace(/\\s+/g, ' ').trim();
    const name = (one) => tidy(one.getAttribute('aria-label') ?? one.innerText ?? '');
    const all = [...document.querySelectorAll('a, button, summary, label')].filter((one) => one.checkVisibility());
    return all.find((one) => name(one) === arguments[0]) ?? all.find((one) => name(one).includes(arguments[0]));";

/// What helps to understand a wait in vain.
const WHERE: &str = "`${location.href}, scrolled ${scrollY} of ${document.documentElement.scrollHeight}, focus on \
                     ${document.activeElement?.outerHTML.slice(0, 80)}, history ${JSON.stringify(history.state)}`";

const AT_REST: &str = "
    const done = arguments[arguments.length - 1];
    let still = 0, last = scrollY;
    const look = () => {
        still = scrollY === last ? still + 1 : 0;
        last = scrollY;
        still < 10 ? requestAnimationFrame(look) : done(true);
    };
    look();";

const INTO_VIEW: &str = "
    const area = arguments[0].getBoundingClientRect();
    if (area.top < 0 || area.bottom > innerHeight || area.left < 0 || area.right > innerWidth)
        arguments[0].scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });";

impl Visitor {
    /// Loads an address of the site.
    pub(crate) async fn goes_to(&self, path: &str) {
        let address = if path.starts_with("http") || path.starts_with("about:") {
            path.to_owned()
        } else {
            format!("{}{path}", self.site.proxy.origin)
        };
        self.driver.goto(address).await.expect("the page loads");
    }

    /// The tab's process dies, and the reader opens another tab.
    pub(crate) async fn crashes(&mut self) {
        let other = self.driver.new_tab().await.expect("the browser has room for a tab");
        let crashed = self.driver.goto("chrome://crash").await;
        assert!(crashed.is_err(), "it did not crash");
        self.driver.switch_to_window(other.clone()).await.expect("it is open");
        self.tabs = vec![other];
        self.makes_itself_at_home().await;
    }

    pub(crate) async fn goes_back(&self) {
        self.driver.back().await.expect("there is a page before");
    }

    pub(crate) async fn goes_forward(&self) {
        self.driver.forward().await.expect("there is a page after");
    }

    pub(crate) async fn reloads(&self) {
        self.driver.refresh().await.expect("the page loads again");
    }

    /// Presses keys, such as `Tab`, `Shift+Tab` or `Enter`, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let mut chain = self.driver.action_chain();
        let (held, last) = keys.rsplit_once('+').unwrap_or(("", keys));
        if held == "Shift" {
            chain = chain.key_down(Key::Shift);
        }
        let key = match last {
            "Tab" => Key::Tab.into(),
            "Enter" => Key::Enter.into(),
            "Space" => ' ',
            "ArrowRight" => Key::Right.into(),
            "ArrowLeft" => Key::Left.into(),
            "ArrowDown" => Key::Down.into(),
            "ArrowUp" => Key::Up.into(),
            "Backspace" => Key::Backspace.into(),
            "Escape" => Key::Escape.into(),
            "End" => Key::End.into(),
            "Home" => Key::Home.into(),
            letter if letter.chars().count() == 1 => letter.chars().next().expect("there is one"),
            other => panic!("teach the harness the key {other}"),
        };
        chain = chain.key_down(key).key_up(key);
        if held == "Shift" {
            chain = chain.key_up(Key::Shift);
        }
        chain.perform().await.expect("a key can be pressed");
    }

    /// Presses Tab until the focus is on such an element.
    pub(crate) async fn tabs_to(&self, css: &str) {
        for _ in 0..200 {
            self.press("Tab").await;
            if self.is(&format!("document.activeElement.matches({})", json!(css))).await {
                return;
            }
        }
        panic!("no Tab leads to {css}");
    }

    /// Types into the field that has the focus, or into this one.
    pub(crate) async fn types(&self, css: &str, text: &str) {
        self.element(css).await.send_keys(text).await.expect("one can type there");
    }

    /// Puts a long text into a field at once, as pasting does.
    pub(crate) async fn pastes(&self, css: &str, text: &str) {
        self.element(css).await.focus().await.expect("it takes the focus");
        self.cdp("Input.insertText", json!({ "text": text })).await;
    }

    /// Clicks on what can be pressed and says this.
    pub(crate) async fn clicks_on(&self, words: &str) {
        let found = self.driver.execute(BY_WORDS, vec![json!(words)]).await.expect("the page can be searched");
        let element = found.element().unwrap_or_else(|_| panic!("nothing to press says “{words}”"));
        self.presses_on(element, words).await;
    }

    /// Clicks in the middle of the first such element.
    pub(crate) async fn clicks(&self, css: &str) {
        self.presses_on(self.element(css).await, css).await;
    }

    /// Chromedriver does not wait for smooth scrolling, so the element is brought into view at once first, and tried
    /// again while the page is still moving.
    async fn presses_on(&self, element: WebElement, name: &str) {
        let arguments = vec![element.to_json().expect("an element has a name in the protocol")];
        let since = Instant::now();
        loop {
            let answer = self.driver.execute(INTO_VIEW, arguments.clone()).await;
            answer.unwrap_or_else(|error| panic!("“{name}” is gone: {error}"));
            let Err(error) = element.click().await else { return };
            assert!(since.elapsed() < PATIENCE / 4, "“{name}” cannot be clicked: {error}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Clicks with a key held, or with the middle button: (`"ctrl"` or `"middle"`).
    pub(crate) async fn clicks_with(&self, how: &str, css: &str) {
        let spot = "const area = e.getBoundingClientRect(); return [area.x + area.width / 2, area.y + area.height / 2]";
        let script = format!(
            "(() => {{ const e = document.querySelector({}); e.scrollIntoView({{ block: 'center', behavior: 'instant' }}); {spot} }})()",
            json!(css)
        );
        let (x, y): (f64, f64) = self.asks(&script).await;
        let (button, modifiers) = if how == "middle" { ("middle", 0) } else { ("left", 2) };
        for kind in ["mousePressed", "mouseReleased"] {
            let event =
                json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": 1, "modifiers": modifiers });
            self.cdp("Input.dispatchMouseEvent", event).await;
        }
    }

    /// How many tabs are open.
    pub(crate) async fn tabs(&self) -> usize {
        self.driver.windows().await.expect("the browser is open").len()
    }

    pub(crate) async fn closes_other_tabs(&self) {
        let own = self.driver.window().await.expect("a tab is open");
        for tab in self.driver.windows().await.expect("the browser is open").into_iter().filter(|tab| *tab != own) {
            self.driver.switch_to_window(tab).await.expect("it is open");
            self.driver.close_window().await.expect("it can be closed");
        }
        self.driver.switch_to_window(own).await.expect("it is open still");
    }

    /// Opens another tab at an address of the site, and is in it from now on.
    pub(crate) async fn opens_a_tab(&mut self, path: &str) {
        let tab = self.driver.new_tab().await.expect("the browser has room for a tab");
        self.driver.switch_to_window(tab.clone()).await.expect("it has just been opened");
        self.tabs.push(tab);
        self.makes_itself_at_home().await;
        self.goes_to(path).await;
    }

    /// Goes to the tab that was opened as the first (0), the second and so on, of those that are open.
    pub(crate) async fn switches_to_tab(&self, at: usize) {
        let tab = self.tabs.get(at).unwrap_or_else(|| panic!("there are {} tabs", self.tabs.len()));
        self.driver.switch_to_window(tab.clone()).await.expect("it is open");
    }

    /// Closes the tab, which is not the only one, and goes to the one that was opened last of the others.
    pub(crate) async fn closes_the_tab(&mut self) {
        let own = self.driver.window().await.expect("a tab is open");
        self.driver.close_window().await.expect("it can be closed");
        self.tabs.retain(|tab| *tab != own);
        self.switches_to_tab(self.tabs.len() - 1).await;
    }

    /// Loses its network, or has it again: every new connection is closed at once. The browser is not told, as on a train.
    pub(crate) fn is_offline(&self, is_offline: bool) {
        self.site.proxy.cut(is_offline);
    }

    /// Moves the page so that such an element is at the top.
    pub(crate) async fn scrolls_to(&self, css: &str) {
        let script = format!("document.querySelector({}).scrollIntoView({{ behavior: 'instant' }})", json!(css));
        self.does(&script).await;
    }

    async fn element(&self, css: &str) -> WebElement {
        let script = "return document.querySelector(arguments[0])";
        let found = self.driver.execute(script, vec![json!(css)]).await.expect("the page can be searched");
        found.element().unwrap_or_else(|_| panic!("there is no {css}"))
    }

    /// The value of an expression in the page.
    pub(crate) async fn asks<T: DeserializeOwned>(&self, expression: &str) -> T {
        let answer = self.driver.execute(format!("return ({expression})"), Vec::new()).await;
        let answer = answer.unwrap_or_else(|error| panic!("{expression}: {error}"));
        answer.convert().unwrap_or_else(|error| panic!("{expression} is {}: {error}", answer.json()))
    }

    /// Whether an expression holds in the page.
    pub(crate) async fn is(&self, condition: &str) -> bool {
        self.asks::<bool>(&format!("Boolean({condition})")).await
    }

    /// Runs statements in the page that call their last argument when they are done.
    pub(crate) async fn does_and_waits(&self, statements: &str) -> Value {
        let answer = self.driver.execute_async(statements.to_owned(), Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("{statements}: {error}")).json().clone()
    }

    /// Runs statements in the page; a promise is waited for.
    pub(crate) async fn does(&self, statements: &str) -> Value {
        let answer = self.driver.execute(statements.to_owned(), Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("{statements}: {error}")).json().clone()
    }

    /// Waits for a condition of the page, and fails with it when it does not come true.
    pub(crate) async fn wait_until(&self, condition: &str) {
        let since = Instant::now();
        // While one page gives way to the next there is none to ask.
        let script = format!("return Boolean({condition})");
        while !self.driver.execute(script.as_str(), Vec::new()).await.is_ok_and(|answer| answer.json() == true) {
            if since.elapsed() > PATIENCE {
                let now: Value = self.asks(WHERE).await;
                panic!("waited in vain until {condition}\nnow: {now}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits for something outside of the page.
    pub(crate) async fn wait_for<T>(&self, what: &str, look: impl AsyncFn(&Self) -> Option<T>) -> T {
        let since = Instant::now();
        loop {
            if let Some(found) = look(self).await {
                return found;
            }
            assert!(since.elapsed() < PATIENCE, "waited in vain for {what}");
            tokio::time::sleep(Duration::from_millis(20)).await;
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

    /// Everything that was asked of the site, in order.
    pub(crate) fn requested(&self) -> Vec<Request> {
        self.site.proxy.record()
    }
}
