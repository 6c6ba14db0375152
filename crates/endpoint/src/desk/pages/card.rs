//! One comment of the queue: what it says, what it answers, why it is doubtful, and the buttons that decide.
//!
//! One form holds all buttons, so that each says the comment's revision: of two moderators at once the second is told.
//! `data-key` names the key that presses a control, for the script and for the eye.

use std::collections::HashMap;

use maud::{Markup, html};

use super::{frame::csrf, words};
use crate::{
    admission::Doubt,
    clock::Moment,
    desk::{reasons::Reason, session::Who},
    store::{Filed, Queued, Said, State},
};

/// What all cards of a page share.
pub(crate) struct Setting<'a> {
    pub(crate) who: &'a Who,
    pub(crate) now: Moment,
    pub(crate) reasons: &'a [Reason],
    /// Where to come back to when something was done.
    pub(crate) back: &'a str,
    /// Titles of the edition's articles, by slug.
    pub(crate) titles: &'a HashMap<String, String>,
}

impl Setting<'_> {
    /// The title of an article, or its slug where the edition has it no more.
    pub(crate) fn title<'b>(&'b self, slug: &'b str) -> &'b str {
        self.titles.get(slug).map_or(slug, String::as_str)
    }
}

/// Where a card stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Among<'a> {
    /// In the queue, where several can be chosen; before this one, to which a reader without scripts comes back.
    Others { next: Option<&'a str> },
    /// On a page of its own.
    None,
}

pub(crate) fn card(queued: &Queued, among: Among<'_>, setting: &Setting<'_>) -> Markup {
    let comment = &queued.comment;
    let id = comment.id.as_str();
    html! {
        li class="card" id=(format!("c-{id}")) tabindex="-1" aria-labelledby=(format!("by-{id}")) {
            (head(queued, setting))
            @if let Among::Others { .. } = among { (choose(comment)) }
            (doubts(comment))
            div class="body" {
                div class="text" dir="auto" { (words::text(&comment.body)) }
                (context(queued, setting))
            }
            (acts(comment, among, setting))
            div class="slot" {}
        }
    }
}

fn head(queued: &Queued, setting: &Setting<'_>) -> Markup {
    let comment = &queued.comment;
    let (id, name) = (&comment.id, words::name(comment));
    html! {
        div class="head" {
            h2 id=(format!("by-{id}")) { bdi { (name) } }
            @if comment.editor.is_some() { span class="mark" { "Newsroom" } }
            @if comment.picked.is_some() { span class="mark" { "Editors’ pick" } }
            a href=(format!("/moderation/comments/{id}")) data-key="o" { (words::time(comment.submitted, setting.now)) }
            span { "on " a href=(format!("/{}/#comments", comment.article)) { (setting.title(&comment.article)) } }
            span class="who-else" { (record(queued)) }
        }
    }
}

fn choose(comment: &Filed) -> Markup {
    html! {
        label class="choose" {
            input type="checkbox" name="comment" form="bulk" value=(format!("{}:{}", comment.id, comment.revision));
            span class="unseen" { "Choose the comment of " (words::name(comment)) }
        }
    }
}

/// What is known of who wrote it, in half a line.
fn record(queued: &Queued) -> String {
    let record = &queued.record;
    let mut parts = Vec::new();
    match (record.published, record.declined) {
        (0, 0) if queued.comment.editor.is_none() => parts.push("first comment".to_owned()),
        (0, 0) => {}
        (published, 0) => parts.push(format!("{published} published before")),
        (published, declined) => parts.push(format!("{published} published, {declined} declined before")),
    }
    if record.waiting > 0 {
        parts.push(format!("{} more waiting", record.waiting));
    }
    if record.nearby > 1 {
        parts.push(format!("{} from this network that day", record.nearby));
    }
    parts.join(" · ")
}

pub(crate) fn doubts(comment: &Filed) -> Markup {
    html! {
        @if !comment.doubts.is_empty() {
            ul class="doubts" aria-label="Doubts" { @for code in &comment.doubts { li { (Doubt::told_one(code)) } } }
        }
    }
}

/// What it answers and what was said before that, beside it.
fn context(queued: &Queued, setting: &Setting<'_>) -> Markup {
    html! {
        @if let Some(answered) = &queued.answered {
            div class="context" {
                @if let Some(before) = &queued.before { (quoted(before, "quoted before", setting)) }
                p { "In answer to" }
                (quoted(answered, "quoted", setting))
            }
        } @else if queued.comment.state == State::Declined {
            div class="context" { (declined_for(&queued.comment, setting.reasons)) }
        }
    }
}

/// Why it was declined, as its writer reads it.
pub(crate) fn declined_for(comment: &Filed, reasons: &[Reason]) -> Markup {
    let code = comment.reason.as_deref().unwrap_or_default();
    let reason = reasons.iter().find(|reason| reason.code == code).map_or(code, |reason| reason.words.as_str());
    html! {
        @if !reason.is_empty() { p { "Declined: " (reason) } }
        @if let Some(note) = &comment.note { p dir="auto" { "Note to the writer: " (note) } }
    }
}

fn quoted(said: &Said, class: &str, setting: &Setting<'_>) -> Markup {
    html! {
        details class=(class) {
            summary {
                b { bdi { (words::said_by(said)) } } ", " (words::time(said.submitted, setting.now))
                @if said.state != State::Published { " (" (words::is(said.state)) ")" } ": "
                bdi { (opening(&said.body)) }
            }
            div class="text" dir="auto" { (words::text(&said.body)) }
        }
    }
}

/// The first words of a text, on one line.
pub(crate) fn opening(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The buttons. What does not fit the comment's state is not offered.
fn acts(comment: &Filed, among: Among<'_>, setting: &Setting<'_>) -> Markup {
    let page = format!("/moderation/comments/{}", comment.id);
    let id = comment.id.as_str();
    let inline = |part: &str| format!("{page}?back={}#{part}", encoded(setting.back));
    html! {
        @if offers(comment.state) {
            form class="acts" method="post" action=(page) {
                (csrf(setting.who))
                input type="hidden" name="revision" value=(comment.revision);
                input type="hidden" name="back" value=(setting.back);
                @if let Among::Others { next: Some(next) } = among { input type="hidden" name="next" value=(next); }
                @if comment.state != State::Published {
                    button class="primary" name="do" value="publish" data-key="p" { "Publish" kbd { "p" } }
                }
                @if comment.state != State::Declined {
                    details name=(format!("open-{id}")) {
                        summary data-key="d" { "Decline…" kbd { "d" } }
                        div { (reasons(id, setting.reasons)) }
                    }
                }
                @if comment.state != State::Spam { button name="do" value="spam" data-key="s" { "Spam" kbd { "s" } } }
                @if comment.state == State::Published {
                    @if comment.picked.is_some() { button name="do" value="unpick" { "No pick" } }
                    @else { button name="do" value="pick" { "Pick" } }
                    a class="act" href=(inline("answer")) data-part="answer" data-key="r" { "Answer" kbd { "r" } }
                }
                a class="act" href=(inline("edit")) data-part="edit" data-key="e" { "Edit" kbd { "e" } }
                details name=(format!("open-{id}")) {
                    summary { "More…" }
                    div {
                        div class="row" {
                            @if comment.state != State::Held { button name="do" value="hold" { "Put back to wait" } }
                            @if comment.state == State::Held {
                                a class="act" href=(inline("answer")) data-part="answer" data-key="r" { "Publish and answer" kbd { "r" } }
                            }
                            a class="act" href=(inline("bar")) data-part="bar" { "Bar the writer" }
                            a class="act grave" href=(inline("delete")) data-part="delete" { "Delete" }
                            a class="act" href=(page) { "Whole history" }
                        }
                    }
                }
            }
        }
    }
}

/// Whether the desk can still do something with a comment in this state.
fn offers(state: State) -> bool {
    !matches!(state, State::Withdrawn | State::Deleted)
}

/// One press declines with its reason; the note goes with it.
fn reasons(id: &str, reasons: &[Reason]) -> Markup {
    html! {
        p class="label" { "Decline, because" }
        div class="reasons" {
            @for (at, reason) in reasons.iter().enumerate() {
                button name="do" value=(format!("decline:{}", reason.code)) data-digit=[(at < 9).then_some(at + 1)] {
                    (reason.words) @if at < 9 { kbd { (at + 1) } }
                }
            }
            button name="do" value="decline" data-digit=[reasons.is_empty().then_some(1)] { "No reason given" }
        }
        div class="field" {
            label for=(format!("note-{id}")) { "A note to the writer (optional)" }
            textarea id=(format!("note-{id}")) name="note" rows="2" maxlength="1000" {}
        }
    }
}

pub(crate) fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::opening;

    #[test]
    fn the_opening_is_one_line_and_ends_between_characters() {
        assert_eq!(opening("One\n\n  two"), "One two");
        assert_eq!(opening(&"Щ".repeat(200)), format!("{}…", "Щ".repeat(160)));
    }
}
