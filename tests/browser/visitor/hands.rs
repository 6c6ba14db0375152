//! What a visitor does with keyboard and mouse, in every engine by the same protocol.

use serde_json::{Value, json};
use thirtyfour::{Key, error::WebDriverResult};

use super::{
    Visitor,
    verbs::{AT_REST, PATIENCE, Patience},
};

/// The first visible thing to press with these words; those that say nothing else come first.
const BY_WORDS: &str = "
    const tidy = (text) => text.replace(/\\s+/g, ' ').trim();
    const name = (one) => tidy(one.getAttribute('aria-label') ?? one.innerText ?? '');
    const all = [...document.querySelectorAll('a, button, summary, label')].filter((one) => one.checkVisibility());
    return all.find((one) => name(one) === arguments[0]) ?? all.find((one) => name(one).includes(arguments[0]));";

const INTO_VIEW: &str = "
    const area = arguments[0].getBoundingClientRect();
    const isOut = area.top < 0 || area.bottom > innerHeight || area.left < 0 || area.right > innerWidth;
    if (isOut) arguments[0].scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    return isOut;";

/// Statements that choose the last of whatever can be chosen in blocks.
pub(crate) const LAST_OF_ALL: &str = "
    document.querySelectorAll('.block fieldset').forEach((one) => [...one.querySelectorAll('input')].at(-1)?.click());
    document.querySelectorAll('.block select').forEach((one) => {
        one.selectedIndex = one.options.length - 1;
        one.dispatchEvent(new Event('change', { bubbles: true }));
    });";

impl Visitor {
    /// Presses keys, such as `Tab`, `Shift+Tab` or `Enter`, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let mut chain = self.browser.session.action_chain();
        let (held, last) = keys.rsplit_once('+').unwrap_or(("", keys));
        let held = match held {
            "" => None,
            "Shift" => Some(Key::Shift),
            "Control" => Some(Key::Control),
            other => panic!("teach the harness the key {other}"),
        };
        if let Some(held) = &held {
            chain = chain.key_down(held.clone());
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
        if let Some(held) = held {
            chain = chain.key_up(held);
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
        let script = "arguments[0].focus(); return document.execCommand('insertText', false, arguments[1])";
        let field = self.element(css).await.to_json().expect("an element has a name in the protocol");
        let answer = self.browser.session.execute(script, vec![field, json!(text)]).await;
        assert_eq!(answer.expect("the page can be written into").json(), true, "{css} takes text");
    }

    /// Clicks on what can be pressed and says this.
    pub(crate) async fn clicks_on(&self, words: &str) {
        self.presses_on(BY_WORDS, words).await;
    }

    /// Clicks in the middle of the first such element.
    pub(crate) async fn clicks(&self, css: &str) {
        self.presses_on("return document.querySelector(arguments[0])", css).await;
    }

    /// Drivers do not wait for scrolling, so the element is brought into view first, where it comes to rest, and tried again
    /// while the page is still moving. Something newer may have come in its place meanwhile.
    async fn presses_on(&self, script: &str, name: &str) {
        let mut patience = Patience::new(PATIENCE / 4);
        loop {
            let error = match self.pressed_on(script, name).await {
                Ok(()) => return,
                Err(error) => error,
            };
            assert!(patience.goes_on().await, "“{name}” cannot be clicked: {error}");
        }
    }

    async fn pressed_on(&self, script: &str, name: &str) -> WebDriverResult<()> {
        let element = self.browser.session.execute(script, vec![json!(name)]).await?.element()?;
        self.brings_into_view(element.to_json()?).await?;
        element.click().await
    }

    async fn brings_into_view(&self, element: Value) -> WebDriverResult<()> {
        let has_moved = self.browser.session.execute(INTO_VIEW, vec![element]).await?.json() == true;
        // Without scripts no page hears that it has moved, and none can tell that it rests.
        if has_moved && self.scripts {
            self.browser.session.execute_async(AT_REST, Vec::new()).await?;
        }
        Ok(())
    }

    /// Clicks with a key held, or with the middle button: (`"ctrl"` or `"middle"`).
    pub(crate) async fn clicks_with(&self, how: &str, css: &str) {
        let element = self.element(css).await.to_json().expect("an element has a name in the protocol");
        self.brings_into_view(element.clone()).await.expect("it can be brought into view");
        let key = json!(char::from(Key::Control).to_string());
        let button = u8::from(how == "middle");
        let pause = json!({ "type": "pause" });
        let keys = if how == "middle" {
            json!([pause, pause, pause, pause])
        } else {
            json!([{ "type": "keyDown", "value": key }, pause, pause, { "type": "keyUp", "value": key }])
        };
        let mouse = json!([
            { "type": "pointerMove", "x": 0, "y": 0, "origin": element },
            { "type": "pointerDown", "button": button },
            { "type": "pointerUp", "button": button },
            pause,
        ]);
        let parameters = json!({ "pointerType": "mouse" });
        let actions = json!([
            { "type": "key", "id": "keys", "actions": keys },
            { "type": "pointer", "id": "mouse", "parameters": parameters, "actions": mouse },
        ]);
        let answer = self.browser.sends("/actions", json!({ "actions": actions })).await;
        assert_eq!(answer, Value::Null, "it can be clicked");
    }
}
