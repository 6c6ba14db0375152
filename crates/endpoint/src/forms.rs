//! A refused form, given back as a page: what is wrong at the top, and everything typed still in its field.
//!
//! The summary is announced, links to the fields, and each field names its own fault. Here is also the form of a comment
//! that is looked at before it is sent. Leaves out success, which is a redirect to a page of `answers`.

use axum::{
    http::{StatusCode, header},
    response::Response,
};
use maud::{Markup, PreEscaped, html};
use wire::{EditionArticle, FieldError, Problem, limits, signup_consent};

use crate::{
    answers::{article_link, page},
    error::Failure,
    markup,
    site::Built,
    typed::Typed,
};

/// The comment form with what was typed and why it was not taken.
pub(crate) fn comment_refused(
    built: &Built,
    slug: &str,
    article: Option<&EditionArticle>,
    typed: &Typed,
    since: &str,
    failure: &Failure,
) -> Response {
    let problem = failure.problem();
    let form = Form { problem: &problem };
    let answer = html! {
        (form.summary(&["name", "email", "body"]))
        form class="form" method="post" action=(format!("/api/articles/{slug}/comments")) {
            input type="hidden" name="id" value=(typed.id);
            input type="hidden" name="since" value=(since);
            @if !form.has("parent") { input type="hidden" name="parent" value=(typed.parent); }
            (form.line("name", "Name (optional)", "text", "name", &typed.name, None))
            (form.line("email", "E-mail (optional, never shown)", "email", "email", &typed.email, None))
            (form.body(&typed.body))
            (trap(typed))
            input type="hidden" name="article" value=(slug);
            div class="buttons" {
                button class="button" type="submit" { "Send again" }
                button class="button quiet" type="submit" formaction="/api/preview" { "Preview" }
            }
            (outcome())
        }
        @if let Some(article) = article { p { "Back to " (article_link(article)) "." } }
    };
    respond(built, &problem, failure, &answer)
}

/// The form of a change, with what was typed and why it was not taken.
pub(crate) fn edit_refused(built: &Built, token: &str, typed: &Typed, failure: &Failure) -> Response {
    let problem = failure.problem();
    let form = Form { problem: &problem };
    let answer = html! {
        (form.summary(&["body"]))
        form class="form" method="post" action=(format!("/receipt/{token}/edit")) {
            (form.body(&typed.body))
            button class="button" type="submit" { "Send the change again" }
            (outcome())
        }
        p { a href=(format!("/receipt/{token}")) { "Back to your comment" } }
    };
    respond(built, &problem, failure, &answer)
}

/// How a comment will look (`text` is as it will be stored), and the form that sends it, with everything typed still in
/// its field.
pub(crate) fn comment_preview(
    built: &Built,
    article: Option<&EditionArticle>,
    typed: &Typed,
    text: &str,
    since: &str,
) -> Response {
    let problem = Failure::Faults(Vec::new()).problem();
    let form = Form { problem: &problem };
    let answer = html! {
        @if typed.name.trim().is_empty() { p { "So your comment will look:" } }
        @else { p { "So your comment will look, " bdi { (typed.name) } ":" } }
        div class="comment-text" { (PreEscaped(markup::html(text))) }
        @if let Some(article) = article {
            form class="form" method="post" action=(format!("/api/articles/{}/comments", article.slug)) {
                @for (name, value) in [("id", &typed.id), ("name", &typed.name), ("email", &typed.email), ("parent", &typed.parent), ("writer", &typed.writer), ("article", &article.slug)] {
                    input type="hidden" name=(name) value=(value);
                }
                input type="hidden" name="since" value=(since);
                (form.body(&typed.body))
                (trap(typed))
                div class="buttons" {
                    button class="button" type="submit" { "Send" }
                    button class="button quiet" type="submit" formaction="/api/preview" { "Preview again" }
                }
                (outcome())
            }
            p { "Back to " (article_link(article)) "." }
        }
    };
    page(built, StatusCode::OK, "Preview of your comment", &answer)
}

/// The signup form with what was typed and why it was not taken.
pub(crate) fn signup_refused(built: &Built, typed: &Typed, failure: &Failure) -> Response {
    let problem = failure.problem();
    let form = Form { problem: &problem };
    let answer = html! {
        (form.summary(&["email"]))
        p { (signup_consent(&built.edition.title)) }
        form class="form" method="post" action="/api/subscribers" {
            (form.line("email", "E-mail", "email", "email", &typed.email, Some("required")))
            (trap(typed))
            button class="button" type="submit" { "Sign up" }
            (outcome())
        }
    };
    respond(built, &problem, failure, &answer)
}

fn respond(built: &Built, problem: &Problem, failure: &Failure, answer: &Markup) -> Response {
    let mut response = page(built, failure.status(), &problem.title, answer);
    if let Some(seconds) = failure.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response.headers_mut().insert(header::CACHE_CONTROL, crate::headers::PRIVATE);
    response
}

/// Where the page's program says what became of a sending: `src/scripts/plain.js`.
pub(crate) fn outcome() -> Markup {
    html! { div class="outcome" role="status" {} }
}

/// The field that people do not see. `hidden` takes it out of the page and of the keyboard's way alike.
fn trap(typed: &Typed) -> Markup {
    html! {
        div hidden {
            label for="website" { "Leave this empty" }
            input id="website" name="website" type="text" tabindex="-1" autocomplete="off" value=(typed.website);
        }
    }
}

/// Says of each field what the problem says of it.
struct Form<'a> {
    problem: &'a Problem,
}

impl Form<'_> {
    fn of(&self, field: &str) -> impl Iterator<Item = &FieldError> {
        self.problem.errors.iter().filter(move |error| error.field == field)
    }

    fn has(&self, field: &str) -> bool {
        self.of(field).next().is_some()
    }

    fn invalid(&self, field: &str) -> Option<&'static str> {
        self.has(field).then_some("true")
    }

    fn described_by(&self, field: &str, hint: bool) -> String {
        let hint = hint.then(|| format!("{field}-hint"));
        let error = self.has(field).then(|| format!("{field}-error"));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    /// All that is wrong; what belongs to one of the `shown` fields links to it.
    fn summary(&self, shown: &[&str]) -> Markup {
        html! {
            div class="summary" role="alert" {
                p { (self.problem.detail) }
                @if !self.problem.errors.is_empty() {
                    ul {
                        @for error in &self.problem.errors {
                            li {
                                @if shown.contains(&error.field.as_str()) { a href=(format!("#{}", error.field)) { (error.detail) } }
                                @else { (error.detail) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn error(&self, field: &str) -> Markup {
        html! {
            @if self.has(field) {
                p class="error" id=(format!("{field}-error")) { @for error in self.of(field) { (error.detail) " " } }
            }
        }
    }

    fn body(&self, typed: &str) -> Markup {
        let hint = format!(
            "At most {} characters. You can use *emphasis*, links, > quotes, - lists and `code`.",
            limits::BODY
        );
        html! {
            div class="field" {
                label for="body" { "Your comment" }
                textarea id="body" name="body" rows="8" required dir="auto" aria-invalid=[self.invalid("body")]
                    aria-describedby=(self.described_by("body", true)) { (typed) }
                p id="body-hint" { (hint) }
                (self.error("body"))
            }
        }
    }

    fn line(
        &self,
        field: &str,
        label: &str,
        kind: &str,
        autocomplete: &str,
        value: &str,
        required: Option<&str>,
    ) -> Markup {
        let described_by = self.has(field).then(|| self.described_by(field, false));
        html! {
            div class="field" {
                label for=(field) { (label) }
                input id=(field) name=(field) type=(kind) autocomplete=(autocomplete) value=(value) required=[required]
                    aria-invalid=[self.invalid(field)] aria-describedby=[described_by];
                (self.error(field))
            }
        }
    }
}
