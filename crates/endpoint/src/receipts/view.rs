//! The private page of a comment, and the page before everything is deleted.
//!
//! Classes, for the style sheet: `form`, `field`, `hint`, `button`, `comment-text`, `reason` (what the editors said when
//! they declined), `rights` (the section with the buttons). Leaves out what the buttons do.

use maud::{Markup, PreEscaped, html};
use wire::{OwnComment, OwnState, limits};

use crate::{answers::article_link, clock::Moment, forms, site::Built, store::Own};

/// How the comment stands, what it will look like, and what its writer can do.
pub(super) fn page(built: &Built, token: &str, own: &Own, shown: &OwnComment, editable: Option<Moment>) -> Markup {
    let article = built.edition.article(&own.article);
    html! {
        p role="status" { (shown.message) }
        @if let Some(link) = &shown.link { p { a href=(link) { "See it on its page" } } }
        @if shown.reason.is_some() || shown.note.is_some() {
            div class="reason" {
                @if let Some(reason) = &shown.reason { p { "The reason: " (reason) } }
                @if let Some(note) = &shown.note { p { "A moderator adds:" } blockquote dir="auto" { p { (note) } } }
            }
        }
        p {
            "On " @if let Some(article) = article { (article_link(article)) } @else { (own.article) }
            ", sent " time datetime=(shown.submitted) { (own.submitted.words()) }
            @if let Some(edited) = own.edited { ", changed " time datetime=(edited.rfc3339()) { (edited.words()) } }
            "."
        }
        @if let Some(html) = &shown.html {
            h2 { "What you wrote" }
            p { strong dir="auto" { (own.name.as_deref().unwrap_or("A reader")) } }
            div class="comment-text" { (PreEscaped(html.as_str())) }
            @if let Some(until) = editable { (edit(token, own, until)) }
        }
        (rights(token, shown.state))
        p { small { "Whoever has the address of this page can do what you can do here. Keep it to yourself." } }
    }
}

fn edit(token: &str, own: &Own, until: Moment) -> Markup {
    html! {
        form class="form" id="edit" method="post" action=(format!("/receipt/{token}/edit")) {
            div class="field" {
                label for="body" { "Change the text" }
                textarea id="body" name="body" rows="8" required dir="auto" aria-describedby="body-hint" { (own.body) }
                p class="hint" id="body-hint" {
                    "Possible until " time datetime=(until.rfc3339()) { (until.words()) } ", unless somebody answers before. "
                    "At most " (limits::BODY) " characters. An editor reads it again before it appears."
                }
            }
            button class="button" type="submit" { "Save the change" }
            (forms::outcome())
        }
    }
}

fn rights(token: &str, state: OwnState) -> Markup {
    html! {
        section class="rights" aria-labelledby="rights" {
            h2 id="rights" { "What you can do" }
            @if !matches!(state, OwnState::Withdrawn | OwnState::Deleted) {
                form method="post" action=(format!("/receipt/{token}/withdraw")) {
                    p { "Take the comment back: nobody sees it any more, and answers to it stay." }
                    button class="button quiet" type="submit" { "Take it back" }
                }
            }
            p { a href=(format!("/receipt/{token}/export.json")) download="comments.json" { "Everything that is held about you" } " (JSON)" }
            @if state != OwnState::Deleted {
                p { a href=(format!("/receipt/{token}/delete")) { "Delete everything that was sent with it" } }
            }
        }
    }
}

/// What would be erased, and the button.
pub(super) fn delete(token: &str, left: usize) -> Markup {
    html! {
        @if left == 0 {
            p role="status" { "Everything is deleted already." }
        } @else {
            p {
                @if left == 1 { "Your comment will be deleted: " } @else { "All " (left) " comments that you sent with the same browser will be deleted: " }
                "text, name, e-mail address, and what is known of your network. This cannot be undone."
            }
            p { "Answers of other readers stay, and so does the place where yours stood. The history keeps what was done and when, but none of your words." }
            form class="form" method="post" action=(format!("/receipt/{token}/delete")) {
                button class="button" type="submit" { "Delete everything" }
            }
        }
        p { a href=(format!("/receipt/{token}")) { "Back, without deleting anything" } }
    }
}
