//! The pieces that both forms are made of: a field with its label and its error, and the line that says what became of a sending.

use crate::browser::{Answer, Form, outbox::Standing};
use leptos::prelude::*;

/// What is said where a message can get no id of its own.
pub(super) const NO_RANDOM: &str = "This browser offers no random numbers, so this cannot be sent safely.";

/// A labelled field. The error's place is there from the start, so that a screen reader hears it filled.
pub(super) fn field(
    form: &'static str,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    input: AnyView,
) -> impl IntoView {
    let id = format!("{form}-{name}");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            {input}
            <p class="error" id=format!("{id}-error")></p>
        </div>
    }
}

/// The place under a form where it says what became of it.
pub(super) fn outcome(form: &'static str) -> impl IntoView {
    view! { <div class="outcome" id=format!("{form}-outcome") role="status"></div> }
}

/// Says where a message stands, and what is wrong at the fields where that can be said; whether the outbox or the endpoint
/// has it, so that the form need not.
pub(super) fn tell(form: &Form, fields: &[&str], standing: &Standing) -> bool {
    match standing {
        Standing::Arrived(receipt) => {
            form.say(&receipt.text("detail"), true);
            let link = receipt.text("link");
            if !link.is_empty() {
                form.lead_to(&link, "What becomes of it: your private page");
            }
            true
        }
        Standing::Waiting(message) => {
            form.say_for_now(
                "The server has not answered yet. What you wrote is safe on this device and is sent as soon as it can be; you may close this page.",
                message,
            );
            form.lead_to("/my-comments/", "What waits");
            true
        }
        Standing::Refused(problem) => {
            refused(form, fields, problem);
            false
        }
        Standing::Unkept => {
            form.say(
                "This could not be sent: the server did not answer, and this browser keeps nothing. What you wrote is still here; please leave this page open and try again in a while.",
                false,
            );
            false
        }
    }
}

/// Shows what a problem document says.
pub(super) fn refused(form: &Form, fields: &[&str], problem: &Answer) {
    let errors = problem.errors();
    // What is wrong with something that the form does not show has no other place.
    let unseen = errors.iter().filter(|error| !fields.contains(&error.field.as_str()));
    let words: Vec<_> = [problem.text("detail")].into_iter().chain(unseen.map(|error| error.detail.clone())).collect();
    form.say(&words.join(" "), false);
    form.complain(fields, &errors);
}
