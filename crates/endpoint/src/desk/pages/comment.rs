//! One comment with all that is known of it: its thread, its writer's others, its history, and every act.
//!
//! What needs a thought (edit, answer, bar, delete) has a form here with an address of its own; the queue's script takes
//! the same form into the card.

use maud::{Markup, html};

use super::{
    card::{self, Among, Setting},
    frame::csrf,
    words,
};
use crate::store::{Event, NEAREST, Queued, Said, State};

/// What the page shows.
pub(crate) struct Whole<'a> {
    pub(crate) queued: &'a Queued,
    /// The thread that it stands in, or would.
    pub(crate) thread: &'a [Said],
    /// The newest others of the same writer.
    pub(crate) others: &'a [Said],
    /// Everything that was done, the oldest first.
    pub(crate) history: &'a [Event],
    pub(crate) email: Option<&'a str>,
    /// What was wrong with what was sent before, and the text as it was sent.
    pub(crate) refused: Option<(&'a str, &'a str)>,
}

pub(crate) fn comment(whole: &Whole<'_>, setting: &Setting<'_>) -> Markup {
    let comment = &whole.queued.comment;
    let title = setting.title(&comment.article);
    html! {
        div class="page-head" {
            h1 { "Comment by " bdi { (words::name(comment)) } }
            p class="soft" {
                "It " (words::is(comment.state)) ". " a href=(setting.back) { "Back to the queue" }
            }
        }
        div class="two" {
            div {
                ol class="queue" { (card::card(whole.queued, Among::None, setting)) }
                section class="panel" {
                    h2 { "History" }
                    ol class="history" { @for event in whole.history { (past(event, setting)) } }
                }
                (forms(whole, setting))
            }
            div {
                section class="panel" {
                    h2 { "The thread" }
                    p class="soft" { "On " a href=(format!("/{}/#comments", comment.article)) { (title) } }
                    @if whole.thread.is_empty() { p { "It stands alone." } }
                    @if whole.thread.len() > NEAREST { p class="hint" { "Its first comment, and those nearest to this one." } }
                    ol class="thread" { @for said in whole.thread { (line(said, &comment.id, setting)) } }
                }
                section class="panel" {
                    h2 { "The writer" }
                    p { (whole.email.unwrap_or("Gave no e-mail address.")) }
                    @if whole.email.is_some() { p class="hint" { "As typed; it proves nothing." } }
                    @if whole.others.is_empty() { p { "No other comment from the same program." } }
                    @else { ol class="thread" { @for said in whole.others { (line(said, &comment.id, setting)) } } }
                }
            }
        }
    }
}

fn line(said: &Said, this: &str, setting: &Setting<'_>) -> Markup {
    let mut class = String::new();
    if said.id == this {
        class.push_str("this ");
    }
    if said.deep {
        class.push_str("deep");
    }
    html! {
        li class=[(!class.is_empty()).then_some(class)] {
            p class="soft" {
                a href=(format!("/moderation/comments/{}", said.id)) { bdi { (words::said_by(said)) } }
                ", " (words::time(said.submitted, setting.now))
                @if said.state != State::Published { " (" (words::is(said.state)) ")" }
            }
            p dir="auto" { (card::opening(&said.body)) }
        }
    }
}

fn past(event: &Event, setting: &Setting<'_>) -> Markup {
    let why = words::why(event, setting.reasons);
    html! {
        li {
            span class="soft" { (words::exact(event.at)) }
            div {
                (words::sentence(event)) "."
                @if !why.is_empty() { " " span class="soft" { "Because: " (why) } }
                @if let Some(note) = &event.note { p dir="auto" class="soft" { "Note: " (note) } }
                @if let Some(before) = &event.before {
                    details { summary { u { "The text before" } } div class="text" dir="auto" { (words::text(before)) } }
                }
            }
        }
    }
}

fn forms(whole: &Whole<'_>, setting: &Setting<'_>) -> Markup {
    let comment = &whole.queued.comment;
    if matches!(comment.state, State::Withdrawn | State::Deleted) {
        return Markup::default();
    }
    let action = format!("/moderation/comments/{}", comment.id);
    let first = html! {
        (csrf(setting.who))
        input type="hidden" name="revision" value=(comment.revision);
        input type="hidden" name="back" value=(setting.back);
    };
    let wrong = |part: &str| whole.refused.filter(|(where_to, _)| *where_to == part).map(|(_, why)| why);
    html! {
        details class="panel" open[wrong("edit").is_some()] {
            summary { h2 { "Edit" } }
            form class="form" id="edit" method="post" action=(action) {
                (first)
                div class="field" {
                    label for="edit-body" { "The text" }
                    textarea id="edit-body" name="body" rows="6" required aria-describedby="edit-hint" aria-invalid=[wrong("edit").map(|_| "true")] { (comment.body) }
                    p class="hint" id="edit-hint" { "It is cleaned like a reader’s text. The text before stays in the history." }
                    @if let Some(why) = wrong("edit") { p class="error" { (why) } }
                }
                button class="button primary" name="do" value="edit" { "Save the text" }
            }
        }
        details class="panel" open[wrong("answer").is_some()] {
            summary { h2 { "Answer" } }
            form class="form" id="answer" method="post" action=(action) {
                (first)
                div class="field" {
                    label for="answer-body" { "The newsroom’s answer" }
                    textarea id="answer-body" name="body" rows="4" required aria-describedby="answer-hint" aria-invalid=[wrong("answer").map(|_| "true")] {}
                    p class="hint" id="answer-hint" {
                        "It is published at once under your name, marked as the newsroom’s."
                        @if comment.state != State::Published { " The comment is published with it." }
                    }
                    @if let Some(why) = wrong("answer") { p class="error" { (why) } }
                }
                button class="button primary" name="do" value="answer" { "Publish the answer" }
            }
        }
        details class="panel" {
            summary { h2 { "Bar the writer" } }
            form class="form" id="bar" method="post" action=(action) { (first) (bar(comment.network.is_some())) }
        }
        details class="panel" {
            summary { h2 { "Delete" } }
            form class="form" id="delete" method="post" action=(action) {
                (first)
                p { "Text, name and address are wiped, here and in the history. This cannot be undone. Its place stays where others have answered it." }
                button class="button grave" name="do" value="delete" { "Delete for good" }
            }
        }
    }
}

fn bar(network: bool) -> Markup {
    html! {
        fieldset {
            legend { "Whom" }
            label class="tick" { input type="radio" name="whom" value="writer" checked; "This reader’s program" }
            @if network { label class="tick" { input type="radio" name="whom" value="network"; "Everybody in the same network" } }
        }
        div class="field" {
            label for="bar-for" { "For how long" }
            select id="bar-for" name="days" {
                option value="1" { "A day" } option value="7" selected { "A week" } option value="30" { "30 days" } option value="" { "For ever" }
            }
        }
        div class="field" {
            label for="bar-why" { "Why (for the desk)" }
            input id="bar-why" name="note" type="text" maxlength="200";
        }
        label class="tick" { input type="checkbox" name="all" value="yes"; "Decline all their comments that wait or are published" }
        button class="button grave" name="do" value="bar" { "Bar" }
    }
}
