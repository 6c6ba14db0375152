//! The mailing-list form at the foot of every page.

use super::form::{fail, field, outcome};
use crate::browser::{self, Form};
use crate::live::live;
use article::Masthead;
use leptos::prelude::*;
use wire::{NewSubscriber, limits, signup_consent};

const FORM: &str = "signup";
const FIELDS: [&str; 1] = ["email"];
const PATH: &str = "/api/subscribers";

/// The form, which posts plainly where the program is not.
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
            let form = Form::new(FORM);
            if !form.is_busy() {
                send(form);
            }
        });
    })
}

fn send(form: Form) {
    let subscriber = NewSubscriber { email: form.value("email") }.normalised();
    form.complain(&FIELDS, &[]);
    if let Err(errors) = subscriber.check() {
        form.say("", false);
        form.complain(&FIELDS, &errors);
        return;
    }
    form.set_busy(true);
    leptos::task::spawn_local(async move {
        let answer = browser::send(PATH, &[("email", &subscriber.email)]).await;
        form.set_busy(false);
        match answer {
            Ok(receipt) => {
                form.clear("email");
                form.say(&receipt.text("message"), true);
            }
            Err(failure) => fail(&form, &FIELDS, failure),
        }
    });
}
