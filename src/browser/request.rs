//! Requests: messages to the endpoint, and pages of the site.

use gloo_net::http::Request;
use sha2::{Digest, Sha256};
use wasm_bindgen::{JsCast, JsValue};

/// How long an answer may take, in milliseconds. Longer than the endpoint's own limit, so that its refusal arrives.
const PATIENCE: u32 = 20_000;

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

/// Sends the fields of a message to the endpoint; empty ones count as absent there. Where the endpoint wants work first,
/// that is done and the same sent again.
pub async fn send(path: &str, fields: &[(&str, &str)]) -> Result<Answer, Failure> {
    let answer = post(path, fields).await;
    let Err(Failure::Refused(refusal)) = &answer else { return answer };
    let work = Answer(refusal.get("work"));
    let bits = work.get("bits").as_f64().unwrap_or(f64::MAX) as u32;
    match prove(&work.text("challenge"), bits).await {
        Some(proof) => post(path, &[fields, &[("work", &proof)]].concat()).await,
        None => answer,
    }
}

/// Looks for a number such that the hash of challenge and number begins with so many zero bits: a few in every frame, so that
/// nothing waits for it. Nothing where there is no challenge, or one that would take for ever.
async fn prove(challenge: &str, bits: u32) -> Option<String> {
    /// Takes an old phone half a frame.
    const IN_A_FRAME: u32 = 2_000;
    if challenge.is_empty() || bits > 24 {
        return None;
    }
    let before = Sha256::new_with_prefix(challenge).chain_update(":");
    let mut number = 0_u32;
    loop {
        for _ in 0..IN_A_FRAME {
            let hash = before.clone().chain_update(number.to_string()).finalize();
            if u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]).leading_zeros() >= bits {
                return Some(format!("{challenge}:{number}"));
            }
            number = number.checked_add(1)?;
        }
        super::frame().await;
    }
}

async fn post(path: &str, fields: &[(&str, &str)]) -> Result<Answer, Failure> {
    let message = js_sys::Object::new();
    for (name, text) in fields {
        // Only a frozen object refuses.
        let _ = js_sys::Reflect::set(&message, &(*name).into(), &(*text).into());
    }
    let body = js_sys::JSON::stringify(&message).ok();
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
