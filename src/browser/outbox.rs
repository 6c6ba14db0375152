//! The outbox: where a form puts what must not be lost. It is `src/scripts/outbox.js`, because the service worker has it
//! too and sends from it when no page is open.

use super::{Answer, Form, request::message};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// See `src/scripts/sending.js`.
    #[wasm_bindgen(catch, js_namespace = recto, js_name = send)]
    async fn send_by_script(
        kind: &str,
        id: &str,
        path: &str,
        fields: js_sys::Object,
        form: &web_sys::Element,
    ) -> Result<JsValue, JsValue>;
}

/// Where a message stands after a form has handed it over.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Standing {
    /// The endpoint has it.
    Arrived(Answer),
    /// It is on this device, under this id, and will be sent.
    Waiting(String),
    /// The endpoint refuses it, and says why: a problem document.
    Refused(Answer),
    /// It did not arrive, and the browser keeps nothing: the form is the only place where it is.
    Unkept,
}

/// Puts a form's message into the outbox and sends it; waits a few seconds for what becomes of it.
pub(crate) async fn send(kind: &str, id: &str, path: &str, fields: &[(&str, &str)], form: &Form) -> Standing {
    let Ok(answer) = send_by_script(kind, id, path, message(fields), &form.part().0).await else {
        return Standing::Unkept;
    };
    let answer = Answer(answer);
    match answer.text("state").as_str() {
        "" | "unkept" => Standing::Unkept,
        "waiting" | "sending" => Standing::Waiting(answer.text("id")),
        "refused" => Standing::Refused(answer),
        _ => Standing::Arrived(answer),
    }
}
