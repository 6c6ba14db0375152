//! The mail page: how sending goes, why confirmation mails are held back, and which mails need a person. For owners.

use maud::{Markup, html};

use super::{frame::csrf, words};
use crate::{
    clock::Moment,
    desk::session::Who,
    store::{MailHealth, Stuck, Waiting},
};

/// What the page shows.
pub(crate) struct Mails<'a> {
    pub(crate) health: &'a MailHealth,
    pub(crate) signups: &'a Waiting,
    pub(crate) doubtful: &'a [Stuck],
    pub(crate) failed: &'a [Stuck],
    pub(crate) now: Moment,
}

pub(crate) fn mails(mails: &Mails<'_>, who: &Who) -> Markup {
    html! {
        div class="page-head" { h1 { "Mail" } }
        (breaker(mails, who))
        (health(mails))
        (stuck("In doubt", mails.doubtful, mails.now, who, &html! {
            "The connection or the endpoint went away after the mail server had been given all of it. It may have gone out, so it is not sent again by itself."
        }))
        (stuck("Not sent", mails.failed, mails.now, who, &html! { "The mail server has refused it, or could not be reached for too long." }))
    }
}

fn breaker(mails: &Mails<'_>, who: &Who) -> Markup {
    let signups = mails.signups;
    html! {
        @if let Some(trip) = &signups.trip {
            section class="panel warning" {
                h2 { "Confirmation mails are held back" }
                p {
                    (trip.signups) " signups came within an hour, where " (trip.most) " may be and " (trip.usual)
                    " are usual. Since " (words::exact(trip.since)) " new ones wait: " (signups.mails) " mails, for signups from "
                    (signups.networks) " networks."
                }
                @if !signups.domains.is_empty() {
                    p { "Most go to " @for (at, (domain, count)) in signups.domains.iter().enumerate() { @if at > 0 { ", " } (domain) " (" (count) ")" } "." }
                }
                form class="row" method="post" action="/moderation/mail" {
                    (csrf(who))
                    button class="button" name="do" value="release" { "They are readers: send the mails" }
                    button class="button grave" name="do" value="forget" { "It is an attack: forget them, then go on" }
                }
            }
        }
    }
}

fn health(mails: &Mails<'_>) -> Markup {
    let health = mails.health;
    html! {
        section class="panel" {
            h2 { "Sending" }
            p {
                @match health.queued { 0 => "Nothing waits to be sent.", 1 => "1 mail waits to be sent.", more => { (more) " mails wait to be sent." } }
                @if let Some(since) = health.waiting_since { " The oldest that is due waits since " (words::time(since, mails.now)) "." }
                @if let Some(last) = health.last_sent { " The last one went out " (words::time(last, mails.now)) "." }
            }
            @if let Some(error) = &health.last_error { p { "What went wrong last: " code { (error) } } }
        }
    }
}

fn stuck(title: &str, mails: &[Stuck], now: Moment, who: &Who, why: &Markup) -> Markup {
    html! {
        @if !mails.is_empty() {
            section class="panel" {
                h2 { (title) }
                p class="soft" { (why) }
                div class="wide" tabindex="0" role="region" aria-label=(title) {
                    table {
                        thead { tr { th { "For" } th { "To" } th { "Due" } th { "Tried" } th { "What the server said" } th { span class="unseen" { "Acts" } } } }
                        tbody {
                            @for mail in mails {
                                tr {
                                    td { (mail.kind) }
                                    td data-label="To" { (mail.recipient) }
                                    td data-label="Due" { (words::time(mail.created, now)) }
                                    td data-label="Tried" { (mail.attempts) }
                                    td data-label="The server" { (mail.error.as_deref().unwrap_or("nothing")) }
                                    td {
                                        form method="post" action="/moderation/mail" {
                                            (csrf(who))
                                            input type="hidden" name="mail" value=(mail.id);
                                            button class="button plain" name="do" value="send" { "Send again" span class="unseen" { " to " (mail.recipient) } }
                                            button class="button plain" name="do" value="drop" { "Let it be" span class="unseen" { ", to " (mail.recipient) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
