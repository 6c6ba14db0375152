//! The pages that are made for one request: what a plain form is answered with, and the list of comments.
//!
//! Each is a fragment that the press's `answer.html` frames. `maud` escapes whatever is put in. No fragment holds a
//! style or a script, because the policy of pages forbids them. Classes used here and in `forms`, for the style sheet:
//! `form`, `field`, `error`, `summary`, `comment-list`, `comment`, `button`.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use wire::{Comment, EditionArticle, Problem, Receipt, SIGNUP_RECEIVED};

use crate::{headers::REVALIDATE, site::Built};

/// A whole page in the site's design.
pub(crate) fn page(built: &Built, status: StatusCode, title: &str, answer: &Markup) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, REVALIDATE),
    ];
    (status, headers, built.page(title, answer)).into_response()
}

/// Where a reader's comment has gone.
pub(crate) fn comment_received(built: &Built, article: &EditionArticle) -> Response {
    let answer = html! {
        p role="status" { (Receipt::HELD) }
        p { "Back to " (article_link(article)) "." }
    };
    page(built, StatusCode::OK, "Your comment has arrived", &answer)
}

/// What to do after a signup.
pub(crate) fn signup_received(built: &Built) -> Response {
    let answer = html! {
        p role="status" { (SIGNUP_RECEIVED) }
        p { a href="/" { "Back to the front page" } }
    };
    page(built, StatusCode::OK, "Please look in your mail", &answer)
}

/// A problem for which there is no form to give back.
pub(crate) fn problem(built: &Built, status: StatusCode, problem: &Problem) -> Response {
    let answer = html! {
        div class="summary" role="alert" {
            p { (problem.detail) }
            @if !problem.errors.is_empty() { ul { @for error in &problem.errors { li { (error.detail) } } } }
        }
        p { a href="/" { "Back to the front page" } }
    };
    page(built, status, &problem.title, &answer)
}

/// The published comments of an article, for readers without scripts. `older` and `newer` are queries for the parts
/// before and after this one.
pub(crate) fn comments(
    built: &Built,
    article: &EditionArticle,
    comments: &[(Comment, String)],
    older: Option<&str>,
    newer: Option<&str>,
) -> Response {
    let answer = html! {
        p { "On " (article_link(article)) }
        @if comments.is_empty() { p { "There are no comments here yet." } }
        ol class="comment-list" {
            @for (comment, when) in comments {
                li class="comment" id=(format!("comment-{}", comment.id)) {
                    p {
                        strong dir="auto" { (comment.name.as_deref().unwrap_or("A reader")) } " "
                        time datetime=(comment.submitted) { (when) }
                        @if let Some(parent) = &comment.parent {
                            " " a href=(format!("#comment-{parent}")) { "in answer to this comment" }
                        }
                    }
                    (prose(&comment.body))
                }
            }
        }
        @if older.is_some() || newer.is_some() {
            nav aria-label="More comments" {
                @if let Some(older) = older { a class="button" rel="prev" href=(format!("?{older}")) { "Older comments" } " " }
                @if let Some(newer) = newer { a class="button" rel="next" href=(format!("?{newer}")) { "Newer comments" } }
            }
        }
    };
    page(built, StatusCode::OK, &format!("Comments: {}", article.title), &answer)
}

pub(crate) fn article_link(article: &EditionArticle) -> Markup {
    html! { a href=(format!("/{}/#comments", article.slug)) lang=(article.language) { (article.title) } }
}

/// Plain text as paragraphs: a blank line ends one, a line break stays.
fn prose(text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            p dir="auto" {
                @for (at, line) in paragraph.trim_matches('\n').split('\n').enumerate() {
                    @if at > 0 { br; }
                    (line)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn text_becomes_paragraphs_and_stays_text() {
        let markup = prose("One\ntwo <script>\n\n\nThree & \"four\"");
        assert_eq!(
            markup.into_string(),
            r#"<p dir="auto">One<br>two &lt;script&gt;</p><p dir="auto">Three &amp; &quot;four&quot;</p>"#
        );
    }
}
