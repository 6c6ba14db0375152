//! The only door to the browser: elements, storage, clipboard, observers, requests.
//!
//! Everything else in the reader speaks of parts of a page. A browser may refuse any of these (private windows, old
//! engines), so each answers with what it could do and none panics. The history of pages is in [`crate::navigator`].
#![expect(clippy::disallowed_methods, reason = "this is the door that the lint sends everyone to")]

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, Window};

pub use web_sys::Event;

mod form;
mod history;
pub(crate) mod outbox;
mod part;
mod request;
mod sight;

pub use form::Form;
pub use history::{Entry, History, Loaded, Place};
pub(crate) use history::{scroll_to, scrolled};
pub use part::Part;
pub use request::{Answer, Failure, fetch_page, post};
pub(crate) use sight::when_passing;

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
pub fn listen(name: &str, then: impl Fn(Event) + 'static) {
    // Hearing one event may bring about the next before it has ended.
    let heard = Closure::<dyn Fn(Event)>::new(then);
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

/// Calls when every typeface that the page asks for has come, or will not, and the text is set in it.
pub fn once_set(then: impl FnOnce() + 'static) {
    let Some(ready) = document().and_then(|document| document.fonts().ready().ok()) else { return };
    leptos::task::spawn_local(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(ready).await;
        next_frame(|| next_frame(then));
    });
}

/// Tells every island-starting script that the page has new parts.
pub fn announce_new_page() {
    announce("recto:page");
}

/// Tells the scripts that a page is here again as it was left.
pub fn announce_return() {
    announce("recto:back");
}

fn announce(name: &str) {
    if let (Some(window), Ok(event)) = (window(), Event::new(name)) {
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

/// Whether the reader asked for less data or less motion.
pub fn prefers(query: &str) -> bool {
    window().and_then(|window| window.match_media(query).ok()?).is_some_and(|list| list.matches())
}
