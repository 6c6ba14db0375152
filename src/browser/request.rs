//! Requests: messages to the endpoint, and pages of the site.

use gloo_net::http::{Request, Response};
use wasm_bindgen::{JsCast, JsValue};

/// How long an answer may take, in milliseconds. Longer than the endpoint's own limit, so that its refusal arrives.
const PATIENCE: u32 = 35_000;

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
pub struct Answer(pub(super) JsValue);

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

/// Sends the fields of a message to the endpoint, once. What must not be lost goes by way of `browser::outbox`.
pub async fn post(path: &str, fields: &[(&str, &str)]) -> Result<Answer, Failure> {
    let body = js_sys::JSON::stringify(&message(fields)).ok();
    let request = Request::post(path).abort_signal(patience().as_ref()).header("content-type", "application/json");
    let answer = request.body(body).map_err(|_| Failure::Unreachable)?.send().await;
    let answer = answer.map_err(|_| Failure::Unreachable)?;
    let message = read(&answer).await.ok_or(Failure::Unreachable)?;
    match (answer.ok(), message.text("detail").is_empty()) {
        (true, _) => Ok(message),
        (false, false) => Err(Failure::Refused(message)),
        // A refusal that says nothing is not the endpoint's.
        (false, true) => Err(Failure::Unreachable),
    }
}

/// The fields of a message as the browser writes them.
pub(super) fn message(fields: &[(&str, &str)]) -> js_sys::Object {
    let message = js_sys::Object::new();
    for (name, text) in fields {
        // Only a frozen object refuses.
        let _ = js_sys::Reflect::set(&message, &(*name).into(), &(*text).into());
    }
    message
}

async fn read(answer: &Response) -> Option<Answer> {
    js_sys::JSON::parse(&answer.text().await.ok()?).map(Answer).ok()
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
