//! The mail page: whether confirmation mail flows, and which mails are in doubt. For owners.

use maud::{Markup, html};

use super::words;
use crate::{clock::Moment, store::MailState};

/// `counts` are of mails by state; `doubtful` those of which nobody knows whether they went out.
pub(crate) fn mails(counts: &[(String, i64)], doubtful: &[MailState], now: Moment) -> Markup {
    html! {
        div class="page-head" { h1 { "Mail" } }
        section class="panel" {
            h2 { "Under way" }
            @if counts.is_empty() { p class="soft" { "No mail was ever due." } }
            @else { p { @for (at, (state, count)) in counts.iter().enumerate() { @if at > 0 { " · " } (count) " " (state) } } }
        }
        section class="panel" {
            h2 { "In doubt" }
            @if doubtful.is_empty() { p class="soft" { "None. A mail is in doubt when the endpoint stopped between handing it over and hearing that it was taken." } }
            @else {
                div class="wide" tabindex="0" role="region" aria-label="Mails in doubt" {
                    table {
                        thead { tr { th { "Kind" } th { "To" } th { "Made" } th { "What the server said" } } }
                        tbody { @for mail in doubtful { tr {
                            td { (mail.kind) } td { (mail.recipient) } td { (words::time(mail.created, now)) } td { (mail.error.as_deref().unwrap_or("nothing")) }
                        } } }
                    }
                }
            }
        }
    }
}
