//! `GET /{slug}/comments/?answer=ID`: the form to answer a comment, with the comment quoted above it.
//!
//! It posts where the form below the article posts, with one field more. Leaves out what happens then: that is `send`'s.

use axum::{http::StatusCode, response::Response};
use maud::{Markup, html};
use wire::{CommentId, limits};

use super::{
    open,
    read::{Reading, name},
    view,
};
use crate::{
    admission::stamp::stamp,
    answers::{self, article_link},
    error::Failure,
    forms,
    store::Shown,
};

/// The page with the form; a comment that is not published cannot be answered.
pub(super) async fn page(reading: &Reading, id: &CommentId) -> Result<Response, Failure> {
    let article = reading.article();
    let comment = reading.endpoint.store.published_comment(&article.slug, id.as_str()).await?;
    let comment = comment.ok_or(Failure::Missing("comment"))?;
    let list = format!("/{}/comments/", article.slug);
    let answer = html! {
        p { "On " (article_link(article)) }
        (view::notice(reading))
        blockquote id=(format!("comment-{}", comment.id)) {
            p { (view::byline(&comment)) }
            (view::text(&comment.body))
        }
        @match &reading.open {
            open::Standing::Open(_) => (form(reading, &comment)),
            open::Standing::Closed(why) => p id="answer" { (why) },
        }
        p { a href=(format!("{list}?thread={0}#comment-{0}", comment.id)) { "The thread" } " · " a href=(list) { "All comments" } }
    };
    Ok(answers::page(&reading.built, StatusCode::OK, &format!("Answer {}", name(&comment)), &answer))
}

fn form(reading: &Reading, comment: &Shown) -> Markup {
    let slug = &reading.article().slug;
    let since = stamp(&reading.endpoint.keys, reading.endpoint.clock.now());
    html! {
        form class="form" id="answer" method="post" action=(format!("/api/articles/{slug}/comments")) {
            p { "An editor reads every comment before it appears. You need no account." }
            input type="hidden" name="parent" value=(comment.id);
            input type="hidden" name="since" value=(since);
            input type="hidden" name="article" value=(slug);
            div class="field" {
                label for="body" { "Your answer" }
                textarea id="body" name="body" rows="8" required aria-describedby="body-hint" {}
                p class="hint" id="body-hint" { "At most " (limits::BODY) " characters." }
            }
            div class="field" {
                label for="name" { "Name (optional)" }
                input id="name" name="name" type="text" autocomplete="name" maxlength=(limits::NAME);
            }
            div class="field" {
                label for="email" { "E-mail (optional, never shown)" }
                input id="email" name="email" type="email" autocomplete="email" maxlength=(limits::EMAIL);
            }
            // People do not see it, so only a program fills it in.
            div hidden {
                label for="website" { "Leave this empty" }
                input id="website" name="website" type="text" tabindex="-1" autocomplete="off";
            }
            div class="buttons" {
                button class="button" type="submit" { "Send the answer" }
                button class="button quiet" type="submit" formaction="/api/preview" { "Preview" }
            }
            (forms::outcome())
        }
    }
}
