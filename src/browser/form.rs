//! A form of the page: what was typed into it, and what is wrong with that.

use super::{Event, Part};
use wasm_bindgen::JsCast;
use web_sys::{EventInit, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// A form whose fields have the ids `{prefix}-{name}`. It may be of a page that the reader has left meanwhile.
#[derive(Debug, Clone)]
pub struct Form {
    part: Part,
    prefix: &'static str,
}

impl Form {
    /// The form of that prefix.
    pub fn new(part: Part, prefix: &'static str) -> Self {
        Self { part, prefix }
    }

    /// The element itself.
    pub fn part(&self) -> &Part {
        &self.part
    }

    fn field(&self, name: &str) -> Option<Part> {
        self.part.find(&format!("#{}-{name}", self.prefix))
    }

    /// What was typed into a field.
    pub fn value(&self, name: &str) -> String {
        let Some(Part(field)) = self.field(name) else { return String::new() };
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            return input.value();
        }
        field.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value).unwrap_or_default()
    }

    /// Empties a field of what was sent. What has been written there since stays.
    pub fn clear(&self, name: &str, sent: &str) {
        let Some(part) = self.field(name).filter(|_| self.value(name) == sent) else { return };
        if let Some(input) = part.0.dyn_ref::<HtmlInputElement>() {
            input.set_value("");
        } else if let Some(area) = part.0.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value("");
        }
        // What was typed beside it while it went out has made a draft of it again.
        part.tell("input");
    }

    /// Ties what is wrong to the fields, and takes back what was said before. The first bad field gets the focus.
    pub fn complain(&self, fields: &[&str], errors: &[wire::FieldError]) {
        for name in fields {
            let error = errors.iter().find(|error| error.field == **name);
            if let Some(field) = self.field(name) {
                field.set("aria-invalid", error.map(|_| "true"));
            }
            if let Some(place) = self.field(&format!("{name}-error")) {
                place.write(error.map(|error| error.detail.as_str()).unwrap_or_default());
            }
        }
        if let Some(field) = errors.first().and_then(|error| self.field(&error.field)) {
            field.focus();
        }
    }

    /// Says what became of a sending.
    pub fn say(&self, words: &str, received: bool) {
        if let Some(line) = self.field("outcome") {
            line.set("class", Some(if received { "outcome received" } else { "outcome failed" }));
            line.set("data-message", None);
            line.write(words);
        }
    }

    /// Says what holds until the outbox has more to say of that message: `src/scripts/app.js` does.
    pub fn say_for_now(&self, words: &str, message: &str) {
        self.say(words, true);
        if let Some(line) = self.field("outcome") {
            line.set("data-message", Some(message));
        }
    }

    /// Shows markup of the endpoint's in the place where the form says what became of it.
    pub fn show(&self, markup: &str) {
        if let Some(place) = self.field("outcome") {
            place.set("class", Some("outcome comment-text"));
            place.fill(markup);
        }
    }

    /// Adds a link to what the form says.
    pub fn lead_to(&self, path: &str, words: &str) {
        if let Some(place) = self.field("outcome") {
            place.add_link(path, words);
        }
    }

    /// Lets the form be sent, or not while it is on its way.
    pub fn set_busy(&self, busy: bool) {
        // `disabled` would drop the focus that is on the button.
        self.field("send").inspect(|button| button.set("aria-disabled", busy.then_some("true")));
        if busy {
            self.say("Sending …", true);
        }
    }

    /// Whether the form is on its way.
    pub fn is_busy(&self) -> bool {
        self.field("send").and_then(|button| button.attribute("aria-disabled")).is_some()
    }
}

/// Controls that stand for themselves: what a reader has set in a block.
impl Part {
    /// The name and value of a control that is not as the page came; of a list the first is as the page came.
    pub fn changed(&self) -> Option<(String, String)> {
        let name = self.attribute("name")?;
        if let Some(list) = self.0.dyn_ref::<HtmlSelectElement>() {
            return (list.selected_index() > 0).then(|| (name, list.value()));
        }
        let input = self.0.dyn_ref::<HtmlInputElement>()?;
        let changed = input.type_() == "radio" && input.checked() && !input.default_checked();
        changed.then(|| (name, input.value()))
    }

    /// Sets the radio buttons or the list that it belongs to back to the first, as if the reader had.
    pub fn reset(&self) {
        if let Some(first) = self.closest("fieldset").and_then(|group| group.find("input")) {
            first.press();
        } else if let Some(Self(list)) = self.closest("select") {
            if let Some(list) = list.dyn_ref::<HtmlSelectElement>() {
                list.set_selected_index(0);
            }
            Self(list).tell("change");
        }
    }

    /// Tells who listens to a control what a reader's hand on it would.
    fn tell(&self, name: &str) {
        let bubbles = EventInit::new();
        bubbles.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict(name, &bubbles) {
            let _ = self.0.dispatch_event(&event);
        }
    }
}
