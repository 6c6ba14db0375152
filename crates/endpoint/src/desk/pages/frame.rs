//! What every page of the desk has: the bar with its tabs, the place where the desk says what was done, the keys.
//!
//! The desk has a design of its own and not the edition's, since it is a tool and not paper. Leaves out what is between.

use maud::{DOCTYPE, Markup, html};

use crate::{
    desk::{asset, session::Who},
    store::{Counts, State},
};

/// The states that the queue has tabs for, in their order.
pub(crate) const TABS: [State; 4] = [State::Held, State::Published, State::Declined, State::Spam];

/// More than this is not counted.
const COUNTED: i64 = 999;

/// What the bar shows.
pub(crate) struct Frame<'a> {
    /// The edition's title.
    pub(crate) edition: &'a str,
    pub(crate) who: &'a Who,
    pub(crate) counts: Counts,
    pub(crate) here: Here,
    /// What was just done.
    pub(crate) notice: Option<Notice>,
}

/// Which tab is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Here {
    Queue(State),
    Audit,
    Newsroom,
    People,
    Mail,
    /// A page that no tab leads to.
    Elsewhere,
}

/// What was just done, and what takes it back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notice {
    pub(crate) words: String,
    /// The event to be undone, and where to come back to.
    pub(crate) undo: Option<(String, String)>,
}

/// A page for somebody who is signed in.
pub(crate) fn page(frame: &Frame<'_>, title: &str, main: &Markup) -> Markup {
    let who = frame.who;
    let body = html! {
        header class="bar" {
            a class="name" href="/moderation" { (frame.edition) span { " · desk" } }
            nav class="tabs" aria-label="Comments" {
                @for (state, count) in TABS.iter().zip(frame.counts.0) {
                    a href=(format!("/moderation?state={}", state.as_str())) aria-current=[current(frame.here == Here::Queue(*state))] {
                        (tab(*state)) " " span class="count" { (capped(count)) }
                    }
                }
            }
            nav class="more-tabs" aria-label="Desk" {
                (link("/moderation/audit", "Audit", frame.here == Here::Audit))
                @if who.owner {
                    (link("/moderation/newsroom", "Newsroom", frame.here == Here::Newsroom))
                    (link("/moderation/people", "People", frame.here == Here::People))
                    (link("/moderation/mail", "Mail", frame.here == Here::Mail))
                }
            }
            div class="who" {
                a href="/moderation/you" { (who.name) }
                form method="post" action="/moderation/sign-out" { (csrf(who)) button class="button plain" { "Sign out" } }
            }
        }
        main id="main" tabindex="-1" { (main) }
        (said(frame))
        (keys())
    };
    document(title, frame.edition, None, &body)
}

/// A page for somebody who is not.
pub(crate) fn outside(edition: &str, title: &str, main: &Markup) -> Markup {
    document(title, edition, Some("narrow"), &html! { main id="main" tabindex="-1" { (main) } })
}

/// Proves that a form is one of ours.
pub(crate) fn csrf(who: &Who) -> Markup {
    html! { input type="hidden" name="csrf" value=(who.csrf); }
}

fn document(title: &str, edition: &str, class: Option<&str>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) " · " (edition) }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href=(asset::style());
                script src=(asset::script()) defer {}
            }
            body class=[class] {
                a class="skip" href="#main" { "To the content" }
                (body)
            }
        }
    }
}

/// The one live region. It is there from the start, since what comes with its words is not always read out.
fn said(frame: &Frame<'_>) -> Markup {
    let notice = frame.notice.clone().unwrap_or_default();
    let (event, back) = notice.undo.clone().unwrap_or_default();
    html! {
        div class="said" {
            span class="words" role="status" { (notice.words) }
            form method="post" action="/moderation/undo" hidden[notice.undo.is_none()] {
                (csrf(frame.who))
                input type="hidden" name="event" value=(event);
                input type="hidden" name="back" value=(back);
                button { "Undo" }
            }
        }
    }
}

/// The list of keys; only a script can open it, and only a script hears keys.
fn keys() -> Markup {
    let keys: [(&[&str], &str); 12] = [
        (&["j", "k"], "next, previous comment"),
        (&["p"], "publish"),
        (&["d"], "decline; then 1 to 9 for a reason"),
        (&["s"], "spam"),
        (&["u"], "undo"),
        (&["e"], "edit"),
        (&["r"], "answer as the newsroom"),
        (&["o"], "open with its history"),
        (&["x"], "choose; Shift and x chooses up to here"),
        (&["a"], "choose all on this page, or none"),
        (&["/"], "search"),
        (&["Esc"], "close, or back to the comment"),
    ];
    html! {
        dialog id="keys" aria-labelledby="keys-title" {
            h2 id="keys-title" { "Keys" }
            dl class="keys" {
                @for (names, what) in keys { dt { @for name in names { kbd { (name) } } } dd { (what) } }
            }
            div class="row" {
                label class="tick" { input type="checkbox" id="keys-on" checked; "Use single keys" }
                form method="dialog" { button class="button" { "Close" } }
            }
        }
    }
}

fn link(href: &str, words: &str, here: bool) -> Markup {
    html! { a href=(href) aria-current=[current(here)] { (words) } }
}

fn current(here: bool) -> Option<&'static str> {
    here.then_some("page")
}

fn tab(state: State) -> &'static str {
    match state {
        State::Held => "Held",
        State::Published => "Published",
        State::Declined => "Declined",
        State::Spam => "Spam",
        State::Withdrawn => "Withdrawn",
        State::Deleted => "Deleted",
    }
}

pub(crate) fn capped(count: i64) -> String {
    if count > COUNTED { format!("{COUNTED}+") } else { count.to_string() }
}

#[cfg(test)]
mod tests {
    use super::capped;

    #[test]
    fn a_long_queue_is_not_counted_to_its_end() {
        assert_eq!((capped(999).as_str(), capped(1_000).as_str()), ("999", "999+"));
    }
}
