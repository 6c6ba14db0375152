//! An element of the page: what it is, what it says, and what can be done to it.

use super::{Event, document, parse};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// An element of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part(pub(crate) Element);

impl Part {
    /// The element in which an event began.
    pub fn origin(event: &impl AsRef<Event>) -> Option<Self> {
        event.as_ref().target()?.dyn_into().ok().map(Self)
    }

    /// The button by which a form was sent.
    pub fn presser(event: &Event) -> Option<Self> {
        event.dyn_ref::<web_sys::SubmitEvent>()?.submitter().and_then(|button| button.dyn_into().ok()).map(Self)
    }

    /// The nearest element that fits, itself included, outwards.
    pub fn closest(&self, selector: &str) -> Option<Self> {
        self.0.closest(selector).ok()?.map(Self)
    }

    /// The first element inside that fits.
    pub fn find(&self, selector: &str) -> Option<Self> {
        self.0.query_selector(selector).ok()?.map(Self)
    }

    /// Every element inside that fits, in the order of the page.
    pub fn all(&self, selector: &str) -> Vec<Self> {
        let Ok(list) = self.0.query_selector_all(selector) else { return Vec::new() };
        (0..list.length()).filter_map(|i| list.get(i)?.dyn_into().ok().map(Self)).collect()
    }

    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.0.get_attribute(name)
    }

    /// Sets an attribute, or takes it away.
    pub fn set(&self, name: &str, value: Option<&str>) {
        let _ = match value {
            Some(value) => self.0.set_attribute(name, value),
            None => self.0.remove_attribute(name),
        };
    }

    /// Says something about a shape of a drawing while the pointer is on it.
    pub fn explain(&self, words: &str) {
        const SVG: Option<&str> = Some("http://www.w3.org/2000/svg");
        let title = self.find("title").or_else(|| {
            let title = document()?.create_element_ns(SVG, "title").ok()?;
            self.0.prepend_with_node_1(&title).ok()?;
            Some(Self(title))
        });
        title.inspect(|title| title.write(words.trim()));
    }

    /// Whether it fits.
    pub fn is(&self, selector: &str) -> bool {
        self.0.matches(selector).unwrap_or_default()
    }

    /// Presses it, as a click does.
    pub fn press(&self) {
        if let Some(element) = self.0.dyn_ref::<HtmlElement>() {
            element.click();
        }
    }

    /// Its text.
    pub fn text(&self) -> String {
        self.0.text_content().unwrap_or_default()
    }

    /// Replaces its text.
    pub fn write(&self, text: &str) {
        self.0.set_text_content(Some(text));
    }

    /// What an input holds, or a list.
    pub fn value(&self) -> String {
        let list = self.0.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value);
        list.or_else(|| Some(self.0.dyn_ref::<HtmlInputElement>()?.value())).unwrap_or_default()
    }

    /// Puts a value into an input.
    pub fn enter(&self, value: &str) {
        if let Some(input) = self.0.dyn_ref::<HtmlInputElement>() {
            input.set_value(value);
        }
    }

    /// Replaces its content by markup that the endpoint has made. A stranger's text becomes markup there and nowhere else.
    pub fn fill(&self, markup: &str) {
        self.0.set_inner_html(markup);
    }

    /// Reads a page that is not shown.
    pub fn parse(html: &str) -> Option<Self> {
        parse(html)?.0.document_element().map(Self)
    }

    /// Takes another part, perhaps of another page, in as its last.
    pub fn take_in(&self, part: &Self) {
        let _ = self.0.append_child(&part.0);
    }

    /// Takes another part in as its first.
    pub fn take_in_first(&self, part: &Self) {
        let _ = self.0.prepend_with_node_1(&part.0);
    }

    /// Adds a link to an address of this site, in a line of its own.
    pub fn add_link(&self, path: &str, words: &str) {
        let make = |name| document()?.create_element(name).ok().map(Self);
        if let (Some(line), Some(link), true) = (make("p"), make("a"), path.starts_with('/')) {
            link.set("href", Some(path));
            link.write(words);
            line.take_in(&link);
            self.take_in(&line);
        }
    }

    /// Takes it off the page.
    pub fn remove(&self) {
        self.0.remove();
    }

    /// Whether the reader can see it: it takes up room.
    pub fn is_shown(&self) -> bool {
        let shape = self.0.get_bounding_client_rect();
        shape.width() > 0.0 && shape.height() > 0.0
    }

    /// How far its upper edge is below the upper edge of the window, in CSS pixels.
    pub fn top(&self) -> f64 {
        self.0.get_bounding_client_rect().top()
    }

    /// How far its lower edge is below the upper edge of the window, in CSS pixels.
    pub fn bottom(&self) -> f64 {
        self.0.get_bounding_client_rect().bottom()
    }

    /// Puts the keyboard's focus on it and brings it into view.
    pub fn focus(&self) {
        if let Some(element) = self.0.dyn_ref::<HtmlElement>() {
            let _ = element.focus();
        }
    }

    /// Puts the keyboard's focus on it and leaves the window where it is.
    pub fn focus_in_place(&self) {
        if let Some(element) = self.0.dyn_ref::<HtmlElement>() {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
    }

    /// Brings it to the top of the window.
    pub fn scroll_here(&self) {
        self.0.scroll_into_view();
    }

    /// How far its content is scrolled sideways, and how far it can be, in CSS pixels.
    pub fn sideways(&self) -> (i32, i32) {
        (self.0.scroll_left(), self.0.scroll_width() - self.0.client_width())
    }

    /// Hears an event of this element or of anything inside, for as long as the element is there. In the capture phase,
    /// because `toggle` and `scroll` do not bubble.
    pub fn on(&self, name: &str, then: impl Fn(&Self, &Event) + 'static) {
        let root = self.clone();
        let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| then(&root, &event));
        let _ = self.0.add_event_listener_with_callback_and_bool(name, heard.as_ref().unchecked_ref(), true);
        heard.forget();
    }
}
