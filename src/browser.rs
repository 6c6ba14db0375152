//! The only door to the browser: elements, storage, clipboard, observers, requests.
//!
//! Everything else in the reader speaks of parts of a page. A browser may refuse any of these (private windows, old
//! engines), so each answers with what it could do and none panics. The history of pages is in [`crate::navigator`].
#![expect(clippy::disallowed_methods, reason = "this is the door that the lint sends everyone to")]

use gloo_net::http::Request;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, Window};

pub use web_sys::Event;

mod form;
mod history;
mod sight;

pub use form::Form;
pub use history::{Entry, History, Loaded, Place};
pub(crate) use history::{scroll_to, scrolled};
pub(crate) use sight::when_passing;

/// How long an answer may take, in milliseconds. Longer than the endpoint's own limit, so that its refusal arrives.
const PATIENCE: u32 = 20_000;

/// An element of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part(pub(crate) Element);

impl Part {
    /// The element in which an event began.
    pub fn origin(event: &impl AsRef<Event>) -> Option<Self> {
        event.as_ref().target()?.dyn_into().ok().map(Self)
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

    /// What an input holds.
    pub fn value(&self) -> String {
        self.0.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value).unwrap_or_default()
    }

    /// Puts a value into an input.
    pub fn enter(&self, value: &str) {
        if let Some(input) = self.0.dyn_ref::<HtmlInputElement>() {
            input.set_value(value);
        }
    }

    /// Reads a page that is not shown.
    pub fn parse(html: &str) -> Option<Self> {
        parse(html)?.0.document_element().map(Self)
    }

    /// Takes another part, perhaps of another page, in as its last.
    pub fn take_in(&self, part: &Self) {
        let _ = self.0.append_child(&part.0);
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
    pub fn on(&self, name: &str, mut then: impl FnMut(&Self, &Event) + 'static) {
        let root = self.clone();
        let heard = Closure::<dyn FnMut(Event)>::new(move |event: Event| then(&root, &event));
        let _ = self.0.add_event_listener_with_callback_and_bool(name, heard.as_ref().unchecked_ref(), true);
        heard.forget();
    }
}

/// A text as it may stand in the query of an address. A `+` stays one: it parts the items of a list.
pub(crate) fn encode(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text)).replace("%2B", "+")
}

/// What a query says under this name.
pub(crate) fn query(query: &str, name: &str) -> Option<String> {
    web_sys::UrlSearchParams::new_with_str(query).ok()?.get(name)
}

/// What [`live`](crate::live::live) hands the element of an island to.
pub(crate) fn woken(element: Element, wake: fn(&Part)) {
    wake(&Part(element));
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Reads a page that is not shown, and hands out its style sheet apart: the policy of the page that is shown holds for what it
/// reads too, and does not know the style sheets of others.
fn parse(html: &str) -> Option<(Document, String)> {
    let (before, rest) = html.split_once("<style>")?;
    let (style, after) = rest.split_once("</style>")?;
    let parser = web_sys::DomParser::new().ok()?;
    let page = parser.parse_from_string(&format!("{before}{after}"), web_sys::SupportedType::TextHtml).ok()?;
    Some((page, style.to_owned()))
}

/// The whole document.
pub fn page() -> Option<Part> {
    document()?.document_element().map(Part)
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<Part> {
    document()?.get_element_by_id(id).map(Part)
}

/// The key that was pressed, as the standard names it; empty for an event of another sort.
pub fn key(event: &Event) -> String {
    event.dyn_ref::<web_sys::KeyboardEvent>().map(web_sys::KeyboardEvent::key).unwrap_or_default()
}

/// Keeps the browser from doing what it would do by itself.
pub fn take_over(event: &impl AsRef<Event>) {
    event.as_ref().prevent_default();
}

/// Listens to an event of the whole window for as long as the page lives; without holding up scrolling.
pub fn listen(name: &str, then: impl FnMut(Event) + 'static) {
    let heard = Closure::<dyn FnMut(Event)>::new(then);
    if let Some(window) = window() {
        let _ = window.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
    }
    heard.forget();
}

/// Calls before the next frame is drawn.
pub fn next_frame(then: impl FnOnce() + 'static) {
    let then = Closure::once_into_js(then);
    if let Some(window) = window() {
        let _ = window.request_animation_frame(then.unchecked_ref());
    }
}

/// Tells every island-starting script that the page has new parts.
pub fn announce_new_page() {
    if let (Some(window), Ok(event)) = (window(), Event::new("recto:page")) {
        let _ = window.dispatch_event(&event);
    }
}

/// Says something to a screen reader, without moving the focus.
pub fn say(words: &str) {
    if let Some(said) = by_id("said") {
        said.write(words);
    }
}

/// Remembers a text between visits; gives up in silence where the browser keeps nothing.
pub fn remember(name: &str, text: &str) {
    if let Some(Ok(Some(storage))) = window().map(|window| window.local_storage()) {
        let _ = storage.set_item(name, text);
    }
}

/// What was remembered under a name.
pub fn recall(name: &str) -> Option<String> {
    window()?.local_storage().ok()??.get_item(name).ok()?
}

/// The height of the window in CSS pixels.
pub fn height() -> f64 {
    window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default()
}

/// Copies a text, and calls with whether that worked.
pub fn copy(text: &str, then: impl FnOnce(bool) + 'static) {
    // Only secure pages have a clipboard; elsewhere the property is missing, whatever its type says.
    let clipboard = window().map(|window| window.navigator().clipboard()).filter(|clipboard| !clipboard.is_undefined());
    let Some(clipboard) = clipboard else { return then(false) };
    let copied = clipboard.write_text(text);
    leptos::task::spawn_local(async move {
        then(wasm_bindgen_futures::JsFuture::from(copied).await.is_ok());
    });
}

/// A new random UUID, version 4.
pub fn random_id() -> Option<wire::ClientId> {
    let mut bytes = [0_u8; 16];
    window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (i, byte) in bytes.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for half in [byte >> 4, byte & 0x0f] {
            text.extend(char::from_digit(half.into(), 16));
        }
    }
    wire::ClientId::parse(&text)
}

/// Why a request came to nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// No answer, or one that is not the endpoint's.
    Unreachable,
    /// The endpoint refuses, and says why: a problem document.
    Refused(Answer),
}

/// What the endpoint answers: one of the messages of `wire`, as the browser has read it. Reading them with serde would
/// bring what it takes to complain about every shape of wrong JSON, a tenth of the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer(JsValue);

impl Answer {
    /// A text of the message; empty where it has none of that name.
    pub fn text(&self, name: &str) -> String {
        self.get(name).as_string().unwrap_or_default()
    }

    /// What a problem document says about the fields.
    pub fn errors(&self) -> Vec<wire::FieldError> {
        let errors = self.get("errors").dyn_into::<js_sys::Array>().unwrap_or_default();
        let errors = errors.iter().map(Self);
        errors.map(|error| wire::FieldError::new(&error.text("field"), error.text("detail"))).collect()
    }

    fn get(&self, name: &str) -> JsValue {
        js_sys::Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }
}

/// Sends a message to the endpoint.
pub async fn send(path: &str, message: &impl Serialize) -> Result<Answer, Failure> {
    let body = serde_wasm_bindgen::to_value(message).ok().and_then(|value| js_sys::JSON::stringify(&value).ok());
    let request = Request::post(path).abort_signal(patience().as_ref()).header("content-type", "application/json");
    let answer = request.body(body).map_err(|_| Failure::Unreachable)?.send().await;
    let answer = answer.map_err(|_| Failure::Unreachable)?;
    let text = answer.text().await.map_err(|_| Failure::Unreachable)?;
    let message = js_sys::JSON::parse(&text).map(Answer).map_err(|_| Failure::Unreachable)?;
    match (answer.ok(), message.text("detail").is_empty()) {
        (true, _) => Ok(message),
        (false, false) => Err(Failure::Refused(message)),
        // A refusal that says nothing is not the endpoint's.
        (false, true) => Err(Failure::Unreachable),
    }
}

/// A page of the site as HTML; nothing where the answer is anything else.
pub async fn fetch_page(path: &str) -> Option<String> {
    let answer =
        Request::get(path).header("accept", "text/html").abort_signal(patience().as_ref()).send().await.ok()?;
    let is_page = answer.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    if answer.ok() && is_page { answer.text().await.ok() } else { None }
}

fn patience() -> Option<web_sys::AbortSignal> {
    // Engines that cannot time a request wait as long as they like.
    let has_timeout = js_sys::Reflect::has(&js_sys::global(), &"AbortSignal".into()).unwrap_or(false)
        && js_sys::Reflect::get(&js_sys::global(), &"AbortSignal".into())
            .is_ok_and(|signal| js_sys::Reflect::has(&signal, &"timeout".into()).unwrap_or(false));
    has_timeout.then(|| web_sys::AbortSignal::timeout_with_u32(PATIENCE))
}

/// Whether the reader asked for less data or less motion.
pub fn prefers(query: &str) -> bool {
    window().and_then(|window| window.match_media(query).ok()?).is_some_and(|list| list.matches())
}
