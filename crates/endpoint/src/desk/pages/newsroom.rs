//! What the newsroom decides for all comments: reasons, lists of words and domains, the notice, which articles take comments. For owners.
//!
//! Lists are edited as text, one entry a line: fast to write, to paste and to compare. Each form says the revision that
//! it was made from, so that of two owners at once the second is told.

use maud::{Markup, html};

use super::frame::csrf;
use crate::desk::session::Who;

/// What the page shows.
pub(crate) struct Newsroom<'a> {
    /// `code: words`, one a line.
    pub(crate) reasons: Text<'a>,
    pub(crate) refused: Text<'a>,
    pub(crate) doubtful: Text<'a>,
    pub(crate) domains: Text<'a>,
    pub(crate) notice: Text<'a>,
    pub(crate) articles: &'a [Article],
    /// The form that was refused, and why.
    pub(crate) wrong: Option<(&'a str, &'a str)>,
}

/// A text with the revision it has.
pub(crate) struct Text<'a> {
    pub(crate) text: &'a str,
    pub(crate) revision: i64,
}

/// An article and what was decided about its comments.
pub(crate) struct Article {
    pub(crate) slug: String,
    pub(crate) title: String,
    /// What the edition says: `open`, `closed` or `open until 2027-01-31`.
    pub(crate) edition: String,
    /// What the desk says instead: `open`, `closed` or nothing.
    pub(crate) desk: Option<String>,
}

pub(crate) fn newsroom(newsroom: &Newsroom<'_>, who: &Who) -> Markup {
    let form = |name: &str, label: &str, hint: &str, rows: u32, text: &Text<'_>| {
        let wrong = newsroom.wrong.filter(|(form, _)| *form == name).map(|(_, why)| why);
        let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
        html! {
            form class="panel form" method="post" action="/moderation/newsroom" {
                (csrf(who))
                input type="hidden" name="name" value=(name);
                input type="hidden" name="revision" value=(text.revision);
                div class="field" {
                    label for=(name) { (label) }
                    textarea id=(name) name="text" rows=(rows) dir="auto" aria-describedby=(format!("{hint_id} {error_id}")) aria-invalid=[wrong.map(|_| "true")] { (text.text) }
                    p class="hint" id=(hint_id) { (hint) }
                    p class="error" id=(error_id) { @if let Some(why) = wrong { (why) } }
                }
                button class="button" { "Save" span class="unseen" { ": " (label) } }
            }
        }
    };
    html! {
        div class="page-head" { h1 { "Newsroom" } }
        @if let Some((_, why)) = newsroom.wrong { div class="summary" role="alert" { p { (why) } } }
        div class="halves" {
            div {
                (form("reasons", "Reasons for declining", "One a line: a short code, a colon, and the words that the writer reads. The first nine have a key at the desk.", 8, &newsroom.reasons))
                (form("notice", "Notice above every comment form", "A sentence or two; empty for none.", 3, &newsroom.notice))
            }
            div {
                (form("refused", "Refused words", "One a line, in any case; * stands for any letters. A comment that holds one is not taken, and its writer is told so.", 6, &newsroom.refused))
                (form("doubtful", "Doubtful words", "One a line. A comment that holds one waits for an editor, whoever wrote it.", 6, &newsroom.doubtful))
                (form("domains", "Refused mail domains", "One a line, such as mail.example, with all that is below it. A signup or comment with an address there is not taken, and its sender is told so; an import leaves it out.", 4, &newsroom.domains))
            }
        }
        section class="panel" {
            h2 { "Articles" }
            div class="wide" tabindex="0" role="region" aria-label="Articles" { (articles(newsroom.articles, who)) }
        }
    }
}

fn articles(articles: &[Article], who: &Who) -> Markup {
    let choices = [("", "as the edition says"), ("open", "open"), ("closed", "closed")];
    html! {
        table {
            thead { tr { th { "Article" } th { "The edition says" } th { "Comments are" } } }
            tbody {
                @for article in articles {
                    tr {
                        td { a href=(format!("/{}/#comments", article.slug)) { (article.title) } }
                        td data-label="The edition says" { (article.edition) }
                        td {
                            form class="row" method="post" action="/moderation/newsroom" {
                                (csrf(who))
                                input type="hidden" name="name" value="article";
                                input type="hidden" name="article" value=(article.slug);
                                select name="text" class="short" aria-label=(format!("Comments on {}", article.title)) {
                                    @for (value, words) in choices {
                                        option value=(value) selected[article.desk.as_deref().unwrap_or_default() == value] { (words) }
                                    }
                                }
                                button class="button" { "Set" span class="unseen" { " for " (article.title) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
