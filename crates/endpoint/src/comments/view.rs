//! The published comments of an article as a page: complete for readers without scripts, and where the reader's program
//! takes the list from.
//!
//! Classes, for the style sheet: `notice` (the newsroom's words to all), `comment-list`, `comment` (with `data-depth` of
//! 1 or 2 where it is an answer), `gone` (a comment of which only the place is left), `mark` (that the editors answer,
//! that they have picked), `comment-text` (what was written), `button`. The program takes `.comment-list` and
//! `nav[aria-label='More comments']`, so addresses in the list are whole, and those in the `nav` begin with `?`. Leaves
//! out the form, which is `answer`'s.

use std::collections::HashMap;

use maud::{Markup, PreEscaped, html};

use super::{
    Ask, List, Start,
    feed::KIND,
    list::in_order,
    open,
    read::{Reading, name},
};
use crate::{
    answers::article_link,
    clock::Moment,
    markup,
    store::{Part, Shown, Thread},
};

/// The part of the list, with the ways to the others.
pub(super) fn part(reading: &Reading, ask: &Ask, part: &Part) -> Markup {
    let article = reading.article();
    let view = View::of(reading, part);
    let total = reading.standing.published;
    html! {
        p { "On " (article_link(article)) }
        (notice(reading))
        p { (count(total)) " " (open_words(&reading.open)) }
        (orders(ask))
        @if part.threads.is_empty() { p { "There are no comments here" @if total == 0 { " yet" } "." } }
        @else {
            ol class="comment-list" { @for thread in &part.threads { (view.thread(thread)) } }
        }
        (more(ask, part))
        @if reading.endpoint.settings.feeds {
            p { a rel="alternate" type=(KIND) href=(format!("/{}/comments/feed.xml", article.slug)) { "Feed of these comments" } }
        }
    }
}

/// What the newsroom says to all who comment.
pub(super) fn notice(reading: &Reading) -> Markup {
    html! { @if let Some(notice) = &reading.standing.notice { p class="notice" dir="auto" { (notice) } } }
}

fn count(total: i64) -> String {
    match total {
        1 => "One comment.".to_owned(),
        _ => format!("{total} comments."),
    }
}

fn open_words(open: &open::Standing) -> Markup {
    html! {
        @match open {
            open::Standing::Open(None) => "Comments are open.",
            open::Standing::Open(Some(last)) => { "Comments are open until " (open::words(*last)) "." },
            open::Standing::Closed(why) => (why),
        }
    }
}

/// The orders in which threads can be had, and the way from one thread to all.
fn orders(ask: &Ask) -> Markup {
    let orders =
        [(List::Oldest, "Oldest first"), (List::Newest, "Newest first"), (List::Picks, "Editors’ picks first")];
    html! {
        nav aria-label="Order of comments" {
            @if ask.list == List::Thread { p { "This is one thread. " a href="./" { "All comments" } } }
            @else {
                p {
                    @for (at, (list, words)) in orders.into_iter().enumerate() {
                        @if at > 0 { " · " }
                        a href=(address(&Ask::all(list))) aria-current=[(list == ask.list).then_some("true")] { (words) }
                    }
                }
            }
        }
    }
}

/// The address of a part, from the page itself.
fn address(ask: &Ask) -> String {
    let query = ask.query();
    if query.is_empty() { "./".to_owned() } else { format!("?{query}") }
}

/// The ways to the parts before and behind this one.
fn more(ask: &Ask, part: &Part) -> Markup {
    let (before, behind) = match ask.list {
        List::Oldest => ("Older comments", "Newer comments"),
        List::Newest => ("Newer comments", "Older comments"),
        List::Picks => ("The first comments", "More comments"),
        List::Thread => ("The thread from its beginning", "Further answers"),
    };
    // Where there is no way to just the part before, there is one to the first.
    let back = part.back.map(|mark| match ask.list {
        List::Oldest | List::Newest => Start::Before(mark),
        List::Picks | List::Thread => Start::First,
    });
    html! {
        @if back.is_some() || part.next.is_some() {
            nav aria-label="More comments" {
                @if let Some(start) = back { a class="button" rel="prev" href=(format!("?{}", ask.from(start).query())) { (before) } " " }
                @if let Some(mark) = part.next {
                    a class="button" rel="next" href=(format!("?{}", ask.from(Start::After(mark)).query())) { (behind) }
                }
            }
        }
    }
}

/// What every comment of the part is shown with.
struct View<'a> {
    slug: &'a str,
    /// Whether answers are taken.
    open: bool,
    /// Who wrote what stands on this part.
    here: HashMap<&'a str, &'a Shown>,
}

impl<'a> View<'a> {
    fn of(reading: &'a Reading, part: &'a Part) -> Self {
        let comments = part.threads.iter().flat_map(|thread| &thread.comments);
        Self {
            slug: &reading.article().slug,
            open: matches!(reading.open, open::Standing::Open(_)),
            here: comments.map(|comment| (comment.id.as_str(), comment)).collect(),
        }
    }

    fn thread(&self, thread: &Thread) -> Markup {
        let mut comments: Vec<_> = in_order(thread).collect();
        let last = comments.pop();
        html! {
            @for (comment, depth) in comments { (self.comment(comment, depth, None)) }
            @if let Some((comment, depth)) = last {
                @let more = thread.more.map(|mark| format!("{}?thread={}&after={}", self.page(), comment.root, mark.write().0));
                (self.comment(comment, depth, more))
            }
        }
    }

    fn page(&self) -> String {
        format!("/{}/comments/", self.slug)
    }

    fn comment(&self, comment: &Shown, depth: u8, more: Option<String>) -> Markup {
        let class = if comment.gone { "comment gone" } else { "comment" };
        html! {
            li class=(class) id=(format!("comment-{}", comment.id)) data-depth=[(depth > 0).then_some(depth)] {
                @if comment.gone {
                    p { "A comment stood here that is gone." }
                } @else {
                    p { (byline(comment)) (self.answered(comment)) }
                    (text(&comment.body))
                    @if self.open {
                        p { a href=(format!("{}?answer={}#answer", self.page(), comment.id)) aria-label=(format!("Answer {}", name(comment))) { "Answer" } }
                    }
                }
                @if let Some(more) = more { p { a href=(more) { "Further answers in this thread" } } }
            }
        }
    }

    /// What the comment answers, as a way there.
    fn answered(&self, comment: &Shown) -> Markup {
        html! {
            @if let Some(parent) = &comment.parent {
                @match self.here.get(parent.as_str()) {
                    Some(one) if one.gone => " in answer to a comment that is gone",
                    Some(one) => { " " a href=(format!("#comment-{parent}")) { "in answer to " bdi { (name(one)) } } },
                    None => { " " a href=(format!("{}?thread={parent}#comment-{parent}", self.page())) { "in answer to an earlier comment" } },
                }
            }
        }
    }
}

/// Who wrote it and when, and what the editors have to do with it.
pub(super) fn byline(comment: &Shown) -> Markup {
    html! {
        strong dir="auto" { (name(comment)) }
        @if comment.editor.is_some() { " " span class="mark" { "Editors’ answer" } }
        @if comment.picked { " " span class="mark" { "Editors’ pick" } }
        " " (time(comment.submitted))
        @if let Some(edited) = comment.edited { " (edited " (time(edited)) ")" }
    }
}

fn time(moment: Moment) -> Markup {
    html! { time datetime=(moment.rfc3339()) { (moment.words()) } }
}

/// What was written.
pub(super) fn text(body: &str) -> Markup {
    html! { div class="comment-text" { (PreEscaped(markup::html(body))) } }
}
