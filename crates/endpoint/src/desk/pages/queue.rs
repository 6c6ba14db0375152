//! The queue: what is narrowed to, the cards, and the bar that acts on several at once.
//!
//! Leaves out the cards themselves.

use maud::{Markup, html};

use super::{
    card::{self, Among, Setting},
    frame::csrf,
    words,
};
use crate::store::{Filter, Queued, State};

/// What the queue shows.
pub(crate) struct Queue<'a> {
    pub(crate) filter: &'a Filter,
    pub(crate) cards: &'a [Queued],
    /// Query of the part that follows; absent when this is the last.
    pub(crate) next: Option<String>,
    /// Query of the first part, where this is another.
    pub(crate) first: Option<String>,
    /// Slugs and titles of all articles.
    pub(crate) articles: &'a [(String, String)],
}

pub(crate) fn queue(queue: &Queue<'_>, setting: &Setting<'_>) -> Markup {
    html! {
        h1 class="unseen" { (title(queue.filter)) }
        (filters(queue))
        @if queue.cards.is_empty() {
            (nothing(queue.filter))
        } @else {
            div class="offered" {
                span { (order(queue.filter)) }
                span class="scripted row" {
                    button type="button" class="button plain" id="choose-all" { "Choose all" }
                    button type="button" class="button plain" id="show-keys" { "Keys " kbd { "?" } }
                }
            }
            ol class="queue" {
                @for (at, queued) in queue.cards.iter().enumerate() {
                    (card::card(queued, Among::Others { next: queue.cards.get(at + 1).map(|next| next.comment.id.as_str()) }, setting))
                }
            }
            (bulk(queue.filter.state, setting))
        }
        @if queue.next.is_some() || queue.first.is_some() {
            nav class="paging" aria-label="Parts of the queue" {
                @if let Some(first) = &queue.first { a class="button" href=(format!("/moderation?{first}")) { "Back to the first" } }
                @if let Some(next) = &queue.next { a class="button" id="next" rel="next" href=(format!("/moderation?{next}")) { "The next ones" } }
            }
        }
    }
}

pub(crate) fn title(filter: &Filter) -> String {
    let what = match filter.state {
        State::Held => "Comments that wait",
        State::Published => "Published comments",
        State::Declined => "Declined comments",
        State::Spam => "Spam",
        State::Withdrawn => "Comments taken back",
        State::Deleted => "Deleted comments",
    };
    if filter.words.is_empty() { what.to_owned() } else { format!("{what} with “{}”", filter.words) }
}

fn order(filter: &Filter) -> &'static str {
    if !filter.words.is_empty() {
        "The newest 1,000 that match are looked through."
    } else if filter.doubt.is_some() {
        "The nearest 20,000 with a doubt are looked through."
    } else if filter.state == State::Held {
        "The oldest first."
    } else {
        "The newest first."
    }
}

fn filters(queue: &Queue<'_>) -> Markup {
    let filter = queue.filter;
    html! {
        form class="filters" method="get" action="/moderation" role="search" {
            input type="hidden" name="state" value=(filter.state.as_str());
            div class="field find" {
                label for="q" { "Search texts and names" }
                input id="q" name="q" type="search" value=(filter.words) maxlength="200" data-key="/";
            }
            div class="field" {
                label for="article" { "Article" }
                select id="article" name="article" {
                    option value="" { "All" }
                    @for (slug, title) in queue.articles {
                        option value=(slug) selected[filter.article.as_deref() == Some(slug)] { (title) }
                    }
                }
            }
            div class="field" {
                label for="doubt" { "Doubt" }
                select id="doubt" name="doubt" {
                    option value="" { "Any or none" }
                    @for (code, words) in words::DOUBTS {
                        option value=(code) selected[filter.doubt.as_deref() == Some(code)] { (words) }
                    }
                }
            }
            button class="button" { "Show" }
            @if filter.narrows() { a class="button plain" href=(format!("/moderation?state={}", filter.state.as_str())) { "Show all" } }
        }
    }
}

fn nothing(filter: &Filter) -> Markup {
    html! {
        div class="nothing" {
            @if filter.narrows() {
                strong { "Nothing matches" }
                p { a href=(format!("/moderation?state={}", filter.state.as_str())) { "Show all of them" } }
            } @else if filter.state == State::Held {
                strong { "The queue is empty" }
                p { "Every comment has been read. New ones appear here when they come." }
            } @else {
                strong { "None yet" }
            }
        }
    }
}

/// Acts on all that are chosen, in one write.
fn bulk(state: State, setting: &Setting<'_>) -> Markup {
    html! {
        form class="bulk" id="bulk" method="post" action="/moderation/comments" aria-label="All that are chosen" {
            (csrf(setting.who))
            input type="hidden" name="back" value=(setting.back);
            span class="label" id="chosen" { "All chosen:" }
            @if state != State::Published { button class="button primary" name="do" value="publish" { "Publish" } }
            @if state != State::Spam { button class="button" name="do" value="spam" { "Spam" } }
            @if state != State::Held { button class="button" name="do" value="hold" { "Put back" } }
            @if state != State::Declined {
                label class="unseen" for="reason" { "Why they are declined" }
                select id="reason" name="reason" {
                    option value="" { "No reason given" }
                    @for reason in setting.reasons { option value=(reason.code) { (reason.words) } }
                }
                button class="button" name="do" value="decline" { "Decline" }
            }
        }
    }
}
