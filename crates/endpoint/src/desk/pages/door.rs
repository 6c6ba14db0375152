//! The desk's door: sign in, choose a password by a one-time link, and one's own settings.
//!
//! What is said of a wrong sign-in is the same whether the name exists.

use maud::{Markup, html};

use super::frame::csrf;
use crate::desk::{password::SHORTEST, session::Who};

pub(crate) fn sign_in(edition: &str, name: &str, then: &str, wrong: Option<&str>) -> Markup {
    html! {
        div class="page-head" { h1 { (edition) " · desk" } }
        @if let Some(wrong) = wrong { div class="summary" role="alert" { p { (wrong) } } }
        form class="form" method="post" action="/moderation/sign-in" {
            input type="hidden" name="then" value=(then);
            div class="field" {
                label for="name" { "Name" }
                input id="name" name="name" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="80" value=(name);
            }
            div class="field" {
                label for="password" { "Password" }
                input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024";
            }
            button class="button primary" { "Sign in" }
        }
    }
}

/// Takes a password; `action` is where the form goes, which for a one-time link holds its token.
pub(crate) fn choose_password(name: &str, action: &str, wrong: Option<&str>) -> Markup {
    html! {
        div class="page-head" { h1 { "Welcome, " (name) } }
        @if let Some(wrong) = wrong { div class="summary" role="alert" { p { (wrong) } } }
        p { "Choose a password for the desk. The link that brought you here works once." }
        br;
        form class="form" method="post" action=(action) {
            input type="text" name="name" autocomplete="username" value=(name) readonly hidden;
            (new_password(wrong.is_some()))
            button class="button primary" { "Save and sign in" }
        }
    }
}

fn new_password(wrong: bool) -> Markup {
    html! {
        div class="field" {
            label for="password" { "New password" }
            input id="password" name="password" type="password" autocomplete="new-password" required minlength=(SHORTEST) maxlength="1024"
                aria-describedby="password-hint" aria-invalid=[wrong.then_some("true")];
            p class="hint" id="password-hint" { "At least " (SHORTEST) " characters. A sentence is good." }
        }
        div class="field" {
            label for="again" { "The same again" }
            input id="again" name="again" type="password" autocomplete="new-password" required maxlength="1024";
        }
    }
}

/// A link that was used, has expired, or never was.
pub(crate) fn dead_link() -> Markup {
    html! {
        div class="page-head" { h1 { "This link does not work" } }
        p { "It was used already, is older than a day, or a part of it was lost on the way." }
        br;
        p { "Whoever runs the server can print a new one: " code { "recto moderator link NAME" } ". If you have a password, " a href="/moderation/sign-in" { "sign in" } "." }
    }
}

/// One's own settings: mail and password.
pub(crate) fn you(who: &Who, mail: &str, email: Option<&str>, wrong: Option<&str>) -> Markup {
    let ways = [("each", "At once, for each comment that waits"), ("daily", "Once a day, a digest"), ("none", "None")];
    html! {
        div class="page-head" { h1 { (who.name) } p class="soft" { @if who.owner { "Owner" } @else { "Moderator" } } }
        @if let Some(wrong) = wrong { div class="summary" role="alert" { p { (wrong) } } }
        section class="panel" {
            h2 { "Mail from the desk" }
            form class="form" method="post" action="/moderation/you/mail" {
                (csrf(who))
                div class="field" {
                    label for="email" { "Your e-mail address" }
                    input id="email" name="email" type="email" autocomplete="email" maxlength="254" value=(email.unwrap_or_default());
                }
                fieldset {
                    legend { "When comments wait" }
                    @for (value, words) in ways {
                        label class="tick" { input type="radio" name="mail" value=(value) checked[mail == value]; (words) }
                    }
                }
                button class="button" { "Save" }
            }
        }
        section class="panel" {
            h2 { "Password" }
            form class="form" method="post" action="/moderation/you/password" {
                (csrf(who))
                // For the browser's list of passwords.
                input type="text" autocomplete="username" value=(who.name) readonly hidden;
                div class="field" {
                    label for="old" { "The password now" }
                    input id="old" name="old" type="password" autocomplete="current-password" required maxlength="1024";
                }
                (new_password(false))
                p class="hint" { "Everywhere else you will be signed out." }
                button class="button" { "Change the password" }
            }
        }
    }
}

/// Something that cannot be done, in the desk's own frame.
pub(crate) fn problem(title: &str, detail: &str, signed_in: bool) -> Markup {
    html! {
        div class="page-head" { h1 { (title) } }
        div class="summary" role="alert" { p { (detail) } }
        p { @if signed_in { a href="/moderation" { "Back to the queue" } } @else { a href="/moderation" { "To the desk" } } }
    }
}
