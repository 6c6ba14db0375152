//! The audit trail: everything that was done, by whom, the newest first.

use maud::{Markup, html};

use super::words;
use crate::{desk::reasons::Reason, store::Event};

/// `next` is the query of what came before, `actor` whom it is narrowed to.
pub(crate) fn audit(events: &[Event], next: Option<&str>, actor: &str, reasons: &[Reason]) -> Markup {
    html! {
        div class="page-head" {
            h1 { "Audit trail" }
            p class="soft" { "Kept for good: rows are only ever added." }
        }
        form class="filters" method="get" action="/moderation/audit" {
            div class="field" { label for="actor" { "Only by" } input id="actor" name="actor" type="text" value=(actor) maxlength="80"; }
            button class="button" { "Show" }
            @if !actor.is_empty() { a class="button plain" href="/moderation/audit" { "Show all" } }
        }
        @if events.is_empty() { div class="nothing" { strong { "Nothing was done" } } } @else {
            section class="panel" {
                ol class="history" {
                    @for event in events {
                        @let why = words::why(event, reasons);
                        li {
                            span class="soft" { (words::exact(event.at)) }
                            div {
                                (words::sentence(event))
                                @if let Some(comment) = &event.comment {
                                    " · " a href=(format!("/moderation/comments/{comment}")) { "the comment" }
                                }
                                @if !why.is_empty() { " · " span class="soft" { (why) } }
                                @if let Some(note) = &event.note { p class="soft" dir="auto" { (note) } }
                            }
                        }
                    }
                }
            }
        }
        @if let Some(next) = next { nav class="paging" aria-label="Parts of the trail" { a class="button" rel="next" href=(format!("/moderation/audit?{next}")) { "What came before" } } }
    }
}
