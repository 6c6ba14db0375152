//! The address bar, the history behind it, and the documents that pages arrive in.

use super::{Part, document, parse, window};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Element, HtmlAnchorElement, HtmlElement, MouseEvent, ScrollRestoration, Url};

/// An address, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path: what names a page.
    pub page: String,
    /// What follows `?`, as it is written: what the reader has chosen, opened and sorted there. See [`crate::shown`].
    pub view: String,
    /// What follows `#`, decoded; empty where there is none.
    pub anchor: String,
}

impl Place {
    fn of(url: &Url) -> Self {
        let anchor = url.hash();
        let anchor = anchor.strip_prefix('#').unwrap_or_default();
        let decoded = js_sys::decode_uri_component(anchor).map_or_else(|_| anchor.to_owned(), String::from);
        let view = url.search().strip_prefix('?').map(str::to_owned).unwrap_or_default();
        Self { page: url.pathname(), view, anchor: decoded }
    }

    /// Where the reader is.
    pub fn here() -> Option<Self> {
        let address = window()?.location().href().ok()?;
        Url::new(&address).ok().map(|url| Self::of(&url))
    }

    /// The address as text, from the slash on.
    pub fn path(&self) -> String {
        let mut path = self.page.clone();
        if !self.view.is_empty() {
            path.push('?');
            path.push_str(&self.view);
        }
        if !self.anchor.is_empty() {
            path.push('#');
            path.push_str(&String::from(js_sys::encode_uri_component(&self.anchor)));
        }
        path
    }

    /// The whole address, for sharing.
    pub fn address(&self) -> Option<String> {
        Some(format!("{}{}", window()?.location().origin().ok()?, self.path()))
    }

    /// Where a link leads, if this click is a plain one on a link of this site that opens here.
    pub fn clicked(event: &impl AsRef<web_sys::Event>) -> Option<Self> {
        let event = event.as_ref();
        if let Some(mouse) = event.dyn_ref::<MouseEvent>()
            && (mouse.button() != 0 || mouse.meta_key() || mouse.ctrl_key() || mouse.shift_key() || mouse.alt_key())
        {
            return None;
        }
        if event.default_prevented() {
            return None;
        }
        let link = Part::origin(&event)?.closest("a[href]")?;
        Self::of_link(&link)
    }

    /// Where a link leads, if that is on this site and opens here.
    pub fn of_link(link: &Part) -> Option<Self> {
        let link = link.0.dyn_ref::<HtmlAnchorElement>()?;
        let opens_here = matches!(link.target().as_str(), "" | "_self") && !link.has_attribute("download");
        let url = Url::new(&link.href()).ok()?;
        (opens_here && url.origin() == window()?.location().origin().ok()?).then(|| Self::of(&url))
    }
}

/// What the history keeps of a visit to a page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Entry {
    /// Which visit it is; 0 for one that the program has not seen.
    pub visit: u32,
    /// How far down the page was scrolled, in CSS pixels.
    pub scrolled: f64,
}

thread_local! {
    /// The visit that is under way.
    static VISIT: Cell<u32> = const { Cell::new(0) };
}

/// The history, as far as this document has made it.
pub struct History;

impl History {
    /// What the history keeps of this visit.
    pub fn entry() -> Entry {
        let state = window().and_then(|window| window.history().ok()?.state().ok()).unwrap_or(JsValue::NULL);
        let number = |key: &str| js_sys::Reflect::get(&state, &key.into()).ok().and_then(|value| value.as_f64());
        // A step within the page, which the browser made by itself, belongs to the visit that is under way.
        if !state.is_object() {
            return Entry { visit: VISIT.get(), scrolled: scrolled() };
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "written by us from a u32")]
        let visit = number("visit").unwrap_or_default() as u32;
        Entry { visit, scrolled: number("scrolled").unwrap_or_default() }
    }

    /// Whether this place in the history was written by the program, as against a step that the browser has just made.
    pub fn is_known() -> bool {
        window().and_then(|window| window.history().ok()?.state().ok()).is_some_and(|state| state.is_object())
    }

    /// Says which visit is under way.
    pub fn visit(visit: u32) {
        VISIT.set(visit);
    }

    /// Writes where the reader is into this visit, without adding to the history.
    pub fn replace(entry: Entry, place: &Place) {
        if let Some(history) = window().and_then(|window| window.history().ok()) {
            let _ = history.replace_state_with_url(&state(entry), "", Some(&place.path()));
        }
    }

    /// Begins a new visit.
    pub fn push(entry: Entry, place: &Place) {
        if let Some(history) = window().and_then(|window| window.history().ok()) {
            let _ = history.push_state_with_url(&state(entry), "", Some(&place.path()));
        }
    }

    /// Who restores how far a page was scrolled: we, because a page may come after the browser tried, or the browser.
    pub fn restore_by_ourselves(ours: bool) {
        if let Some(history) = window().and_then(|window| window.history().ok()) {
            let _ =
                history.set_scroll_restoration(if ours { ScrollRestoration::Manual } else { ScrollRestoration::Auto });
        }
    }

    /// Leaves the program and lets the browser load a page.
    pub fn leave(place: &Place) {
        let Some(location) = window().map(|window| window.location()) else { return };
        // The history may be there already, and an address with an anchor would only be scrolled to.
        let _ =
            if Place::here().as_ref() == Some(place) { location.reload() } else { location.set_href(&place.path()) };
    }
}

fn state(entry: Entry) -> JsValue {
    let state = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&state, &"visit".into(), &entry.visit.into());
    let _ = js_sys::Reflect::set(&state, &"scrolled".into(), &entry.scrolled.into());
    state.into()
}

/// How far the window is scrolled, in CSS pixels.
pub(crate) fn scrolled() -> f64 {
    window().and_then(|window| window.scroll_y().ok()).unwrap_or_default()
}

/// Scrolls the window at once, whatever the style sheet says about smoothness.
pub(crate) fn scroll_to(top: f64) {
    let options = web_sys::ScrollToOptions::new();
    options.set_top(top);
    options.set_behavior(web_sys::ScrollBehavior::Instant);
    if let Some(window) = window() {
        window.scroll_to_with_scroll_to_options(&options);
    }
}

/// A page that was loaded, or one that was put aside with everything the reader had opened and typed in it.
pub struct Loaded {
    main: Element,
    title: String,
    language: String,
    /// `<link rel=canonical>` and the description, which the browser's own share button reads.
    head: Vec<Element>,
    /// Its style sheet, each page having the parts of it that it needs; nothing where that is the document's own.
    sheet: Option<CssStyleSheet>,
    /// What the site's name in the header says about the page: `page` on the front page.
    at_home: Option<String>,
    /// How far it was scrolled when it was put aside, in CSS pixels.
    scrolled: f64,
    focused: RefCell<Option<HtmlElement>>,
}

/// The style sheets that were made for the page that is shown; nothing in an engine that cannot make any.
fn adopted(document: &web_sys::Document) -> Option<js_sys::Array> {
    let sheets = document.adopted_style_sheets();
    (!sheets.is_undefined()).then(|| js_sys::Array::from(&sheets))
}

/// The style sheet of another page as one that is made here, for the policy of the document allows only its own in the markup.
/// Nothing within where it is the document's own anyhow, nothing at all where the engine cannot make it.
fn sheet_of(document: &web_sys::Document, css: &str) -> Option<Option<CssStyleSheet>> {
    let own = document.query_selector("style").ok().flatten().and_then(|style| style.text_content());
    if own.as_deref() == Some(css) {
        return Some(None);
    }
    adopted(document)?;
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(css).ok()?;
    Some(Some(sheet))
}

const HEAD: &str = "link[rel=canonical], meta[name=description], meta[property^='og:'], meta[name=robots]";

impl Loaded {
    /// Reads a page. Nothing if it is not one of ours, if it was of another build, or if this engine
    /// cannot give it its style.
    pub fn read(html: &str) -> Option<Self> {
        let (parsed, style) = parse(html)?;
        let build = |document: &web_sys::Document| {
            document.query_selector("script[data-build]").ok().flatten()?.get_attribute("data-build")
        };
        let own = document()?;
        if build(&parsed) != build(&own) {
            return None;
        }
        let sheet = sheet_of(&own, &style)?;
        let main = parsed.get_element_by_id("page")?;
        Some(Self {
            main: own.adopt_node(&main).ok()?.dyn_into().ok()?,
            title: parsed.title(),
            language: parsed.document_element()?.get_attribute("lang").unwrap_or_default(),
            head: elements(&parsed, HEAD),
            sheet,
            at_home: name(&parsed).and_then(|name| name.get_attribute(CURRENT)),
            scrolled: 0.0,
            focused: RefCell::new(None),
        })
    }

    /// Puts this page in the place of the one that is shown, and hands that one back as it was.
    pub fn show(&self) -> Option<Self> {
        let own = document()?;
        let main = own.get_element_by_id("page")?;
        let root = own.document_element()?;
        let before = Self {
            main: main.clone(),
            title: own.title(),
            language: root.get_attribute("lang").unwrap_or_default(),
            head: elements(&own, HEAD),
            sheet: adopted(&own).and_then(|sheets| sheets.get(0).dyn_into().ok()),
            at_home: name(&own).and_then(|name| name.get_attribute(CURRENT)),
            scrolled: scrolled(),
            focused: RefCell::new(own.active_element().and_then(|element| element.dyn_into().ok())),
        };
        for element in &before.head {
            element.remove();
        }
        if let Some(sheets) = adopted(&own) {
            // Only this page's: of two sheets with the same layers the later would win over the parts of the earlier.
            sheets.set_length(0);
            self.sheet.iter().for_each(|sheet| {
                sheets.push(sheet);
            });
            own.set_adopted_style_sheets(&sheets);
        }
        if let Some(head) = own.head() {
            for element in &self.head {
                let _ = head.append_child(element);
            }
        }
        if let Some(name) = name(&own).map(Part) {
            name.set(CURRENT, self.at_home.as_deref());
        }
        own.set_title(&self.title);
        let _ = root.set_attribute("lang", &self.language);
        main.replace_with_with_node_1(&self.main).ok()?;
        Some(before)
    }

    /// Goes back to where the reader was when the page was put aside: what had the focus, and how far it was scrolled.
    pub fn resume(&self) {
        if let Some(element) = self.focused.borrow_mut().take() {
            Part(element.into()).focus_in_place();
        }
        scroll_to(self.scrolled);
    }
}

const CURRENT: &str = "aria-current";

/// The site's name in the header, which stays when pages change.
fn name(document: &web_sys::Document) -> Option<Element> {
    document.query_selector(".masthead .name").ok()?
}

fn elements(document: &web_sys::Document, selector: &str) -> Vec<Element> {
    let Ok(list) = document.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.get(i)?.dyn_into().ok()).collect()
}
