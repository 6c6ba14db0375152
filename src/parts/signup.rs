//! The mailing-list form at the foot of every page.

use super::form::{NO_RANDOM, field, outcome, tell};
use crate::browser::{self, Form, Part, outbox};
use crate::live::live;
use article::Masthead;
use leptos::prelude::*;
use wire::{NewSubscriber, limits, signup_consent};

const FORM: &str = "signup";
const FIELDS: [&str; 1] = ["email"];
const PATH: &str = "/api/subscribers";

/// The form, which the browser posts where no script runs.
pub fn signup_form(masthead: &Masthead) -> impl IntoView + use<> {
    let words = signup_consent(&masthead.title);
    let email = view! {
        <input id="signup-email" name="email" type="email" required autocomplete="email" maxlength=limits::EMAIL.to_string()
            aria-describedby="signup-email-error" />
    };
    view! {
        <section class="signup" id="signup" aria-labelledby="signup-title">
            <h2 id="signup-title">"By mail"</h2>
            <p>{words}</p>
            <SignupIsland>
                <form class="form" method="post" action=PATH aria-labelledby="signup-title">
                    {field(FORM, "email", "E-mail address", "", email.into_any())}
                    <button type="submit" class="button" id="signup-send">"Sign up"</button>
                    {outcome(FORM)}
                </form>
            </SignupIsland>
        </section>
    }
}

/// Sends the form without leaving the page.
#[island]
fn SignupIsland(children: Children) -> impl IntoView {
    live(children, |root| {
        root.on("submit", |_, event| {
            browser::take_over(event);
            if let Some(form) = Part::origin(event).map(|part| Form::new(part, FORM)).filter(|form| !form.is_busy()) {
                send(form);
            }
        });
    })
}

fn send(form: Form) {
    let typed = form.value("email");
    let subscriber = NewSubscriber { email: typed.clone() }.normalised();
    form.complain(&FIELDS, &[]);
    if let Err(errors) = subscriber.check() {
        form.say("", false);
        form.complain(&FIELDS, &errors);
        return;
    }
    let Some(id) = browser::random_id() else { return form.say(NO_RANDOM, false) };
    form.set_busy(true);
    leptos::task::spawn_local(async move {
        let fields = [("email", subscriber.email.as_str())];
        let standing = outbox::send("signup", id.as_str(), PATH, &fields, &form).await;
        form.set_busy(false);
        if tell(&form, &FIELDS, &standing) {
            form.clear("email", &typed);
        }
    });
}
