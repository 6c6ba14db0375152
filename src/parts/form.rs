//! The pieces that both forms are made of: a field with its label and its error, and the line that says what became of a sending.

use crate::browser::{Failure, Form};
use leptos::prelude::*;

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

/// Shows why a sending failed, at the fields where it can; what was typed stays.
pub(super) fn fail(form: &Form, fields: &[&str], failure: Failure) {
    match failure {
        Failure::Unreachable => form.say(
            "This could not be sent: the server did not answer. What you wrote is still here; please try again in a while.",
            false,
        ),
        Failure::Refused(problem) => {
            form.say(&problem.text("detail"), false);
            form.complain(fields, &problem.errors());
        }
    }
}
