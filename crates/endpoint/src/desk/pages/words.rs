//! The desk's plain words: how long ago, what was done.
//!
//! What the store keeps as codes is said here once. Leaves out doubts, which say themselves.

use maud::{Markup, PreEscaped, html};

use crate::{
    admission::Doubt,
    clock::Moment,
    desk::reasons::Reason,
    markup,
    store::{Event, Filed, Said, State},
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long ago, roughly: what a moderator wants to know is whether it is minutes or days.
pub(crate) fn ago(then: Moment, now: Moment) -> String {
    match now.0.saturating_sub(then.0) {
        past if past < MINUTE => "just now".to_owned(),
        past if past < HOUR => format!("{} min ago", past / MINUTE),
        past if past < DAY => format!("{} h ago", past / HOUR),
        past if past < 2 * DAY => "yesterday".to_owned(),
        past if past < 60 * DAY => format!("{} days ago", past / DAY),
        _ => then.timestamp().strftime("%-d %B %Y").to_string(),
    }
}

/// A time: roughly for people, exactly for programs.
pub(crate) fn time(then: Moment, now: Moment) -> Markup {
    html! { time datetime=(then.rfc3339()) { (ago(then, now)) } }
}

/// A time to the minute, for records.
pub(crate) fn exact(then: Moment) -> Markup {
    html! { time datetime=(then.rfc3339()) { (then.timestamp().strftime("%-d %b %Y, %H:%M").to_string()) } }
}

/// What a reader is called who gave no name.
const NOBODY: &str = "No name given";

pub(crate) fn name(comment: &Filed) -> &str {
    comment.editor.as_deref().or(comment.name.as_deref()).unwrap_or(NOBODY)
}

pub(crate) fn said_by(said: &Said) -> &str {
    said.editor.as_deref().or(said.name.as_deref()).unwrap_or(NOBODY)
}

/// A reader's text as its page would show it.
pub(crate) fn text(body: &str) -> Markup {
    PreEscaped(markup::html(body))
}

/// Why something was done: doubts in words, and a reason for declining in those of the newsroom.
pub(crate) fn why(event: &Event, reasons: &[Reason]) -> String {
    let code = event.reason.as_deref().unwrap_or_default();
    if event.action == "send" {
        return Doubt::told(code).join("; ");
    }
    reasons.iter().find(|reason| reason.code == code).map_or(code, |reason| reason.words.as_str()).to_owned()
}

/// Codes of doubts that the queue can be narrowed to, with their words.
pub(crate) const DOUBTS: [(&str, &str); 9] = [
    ("trap", "Hidden field filled in"),
    ("hasty", "Sent very fast"),
    ("repeated", "Repeated text"),
    ("links", "Many links"),
    ("words", "Doubtful words"),
    ("barred", "Barred"),
    ("score", "Like spam"),
    ("unproved", "Came in a flood"),
    ("edited", "Changed after publication"),
];

/// The state that somebody brought a comment to, as what they did.
pub(crate) fn did(state: State) -> &'static str {
    match state {
        State::Held => "put back to wait",
        State::Published => "published",
        State::Declined => "declined",
        State::Spam => "called spam",
        State::Withdrawn => "withdrew",
        State::Deleted => "deleted",
    }
}

/// The state of a comment, as what it is.
pub(crate) fn is(state: State) -> &'static str {
    match state {
        State::Held => "waits for an editor",
        State::Published => "is published",
        State::Declined => "is declined",
        State::Spam => "is spam",
        State::Withdrawn => "was taken back by its writer",
        State::Deleted => "is deleted",
    }
}

/// Who did what: `Mane published it`.
pub(crate) fn sentence(event: &Event) -> String {
    let actor = match event.actor.as_str() {
        "admission" => "The endpoint",
        "writer" => "Its writer",
        "terminal" => "Somebody at the terminal",
        "system" => "The endpoint",
        name => name,
    };
    let subject = event.subject.as_deref().unwrap_or_default();
    match (event.action.as_str(), event.to_state) {
        ("send", Some(State::Held)) => "It was sent, and held".to_owned(),
        ("send", Some(State::Published)) => "It was sent, and published at once".to_owned(),
        ("answer", _) => format!("{actor} answered for the newsroom"),
        ("edit", Some(state)) => format!("{actor} edited it; it {} now", is(state)),
        ("edit", None) => format!("{actor} edited it"),
        ("pick", _) => format!("{actor} made it an editors’ pick"),
        ("unpick", _) => format!("{actor} took it from the editors’ picks"),
        ("undo", Some(state)) => format!("{actor} took a move back: it {}", is(state)),
        ("undo", None) => format!("{actor} took a change back"),
        (_, Some(State::Held)) => format!("{actor} put it back to wait"),
        (_, Some(State::Spam)) => format!("{actor} called it spam"),
        (_, Some(state)) => format!("{actor} {} it", did(state)),
        (action, None) if subject.is_empty() => format!("{actor}: {action}"),
        (action, None) => format!("{actor}: {action}, {subject}"),
    }
}

/// What was just done, to who did it.
pub(crate) fn done(event: &Event) -> String {
    let words = match (event.action.as_str(), event.to_state) {
        ("pick", _) => "Made an editors’ pick.",
        ("unpick", _) => "Taken from the editors’ picks.",
        ("edit", _) => "The text is saved.",
        ("answer", _) => "The answer is published.",
        ("undo", _) => "Taken back.",
        ("bar", _) => "Barred.",
        (_, Some(State::Held)) => "Put back to wait.",
        (_, Some(State::Published)) => "Published.",
        (_, Some(State::Declined)) => "Declined.",
        (_, Some(State::Spam)) => "Called spam.",
        (_, Some(State::Deleted)) => "Deleted.",
        _ => "Done.",
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_ago_is_said_in_the_largest_unit_that_fits() {
        let now = Moment(1_795_426_205_000);
        let ago_ms = |past| ago(Moment(now.0 - past), now);
        assert_eq!(ago_ms(-5), "just now");
        assert_eq!(ago_ms(59 * MINUTE), "59 min ago");
        assert_eq!(ago_ms(HOUR), "1 h ago");
        assert_eq!(ago_ms(30 * HOUR), "yesterday");
        assert_eq!(ago_ms(3 * DAY), "3 days ago");
        assert_eq!(ago_ms(400 * DAY), "19 October 2025");
    }
}
