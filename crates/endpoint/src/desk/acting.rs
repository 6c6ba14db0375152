//! What can be asked of the desk, whichever door it comes through: read, checked, done, and told.
//!
//! Forms, the desk's script and the API all end here, so no check can hold at one and be missing at another.

use std::sync::Arc;

use wire::{ClientId, FieldError, NewComment};

use super::{pages::words, reasons::Reason};
use crate::{
    clock::Moment,
    endpoint::Endpoint,
    error::Failure,
    store::{Act, Deed, Deeds, Event, Reply, State, Step, Target, Undone, new_id},
};

/// Most comments that one request may do something to.
pub(crate) const MOST: usize = 500;

/// Longest note to a writer, in characters.
const NOTE: usize = 1_000;

/// What is asked for, as it was sent.
#[derive(Debug, Default)]
pub(crate) struct Wish<'a> {
    /// `publish`, `decline`, `spam`, `hold`, `pick`, `unpick`, `delete` or `edit`; of a form also `decline:` and a reason.
    pub(crate) act: &'a str,
    pub(crate) reason: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) body: Option<String>,
}

/// Reads a wish.
pub(crate) async fn act(endpoint: &Endpoint, wish: Wish<'_>) -> Result<Act, Failure> {
    let moved = |to| Act::Move { to, reason: None, note: None };
    let (name, reason) = wish.act.split_once(':').unwrap_or((wish.act, ""));
    Ok(match name {
        "publish" => moved(State::Published),
        "spam" => moved(State::Spam),
        "hold" => moved(State::Held),
        "pick" => Act::Pick,
        "unpick" => Act::Unpick,
        "delete" => Act::Delete,
        "edit" => Act::Edit(clean(wish.body.as_deref().unwrap_or_default())?),
        "decline" => {
            let reason = wish.reason.or_else(|| Some(reason.to_owned())).filter(|reason| !reason.is_empty());
            let (reason, note) = (known(endpoint, reason).await?, noted(wish.note)?);
            Act::Move { to: State::Declined, reason, note }
        }
        _ => {
            return Err(Failure::Missing(
                "act; there are publish, decline, spam, hold, pick, unpick, delete, edit and answer",
            ));
        }
    })
}

/// The newsroom's reasons for declining.
pub(crate) async fn reasons(endpoint: &Endpoint) -> Result<Vec<Reason>, Failure> {
    let decided = endpoint.store.decision("reasons").await?;
    let Some(json) = decided.value else { return Ok(super::reasons::first()) };
    serde_json::from_str(&json).map_err(Failure::broken)
}

async fn known(endpoint: &Endpoint, reason: Option<String>) -> Result<Option<String>, Failure> {
    let Some(code) = reason else { return Ok(None) };
    let reasons = reasons(endpoint).await?;
    if reasons.iter().any(|reason| reason.code == code) {
        return Ok(Some(code));
    }
    let codes = reasons.iter().map(|reason| reason.code.as_str()).collect::<Vec<_>>().join(", ");
    let detail = format!("The newsroom has no reason “{code}”; there are: {codes}.");
    Err(Failure::Faults(vec![FieldError::new("reason", detail)]))
}

fn noted(note: Option<String>) -> Result<Option<String>, Failure> {
    let note = note.map(|note| wire::text::normalised(&note)).filter(|note| !note.trim().is_empty());
    let length = note.as_deref().map_or(0, |note| note.chars().count());
    if length > NOTE {
        let detail = format!("The note is {length} characters long; at most {NOTE} fit.");
        return Err(Failure::Faults(vec![FieldError::over("note", NOTE, detail)]));
    }
    Ok(note)
}

/// A moderator's text, cleaned and checked as a reader's is.
pub(crate) fn clean(body: &str) -> Result<String, Failure> {
    let id = ClientId::parse(&new_id()).expect("a UUID is written as a UUID");
    let comment = NewComment::new(id, body).normalised();
    comment.check().map_err(Failure::Faults)?;
    Ok(comment.body)
}

/// Does one thing to one comment; everything but success is a failure that says what happened.
pub(crate) async fn one(endpoint: &Endpoint, actor: &str, target: Target, act: Act) -> Result<Deed, Failure> {
    let now = endpoint.clock.now();
    let keys = Arc::clone(&endpoint.keys);
    let deeds = endpoint.store.does(Deeds { targets: vec![target], act, actor: actor.to_owned(), now, keys }).await?;
    // Publishing may have made mails due.
    endpoint.mail_due.notify_one();
    settled(deeds.into_iter().next().unwrap_or(Deed::Unknown), now)
}

/// Publishes the newsroom's answer.
pub(crate) async fn answer(
    endpoint: &Endpoint,
    actor: &str,
    editor: &str,
    target: Target,
    body: &str,
) -> Result<Deed, Failure> {
    let now = endpoint.clock.now();
    let reply = Reply {
        to: target.id,
        revision: target.revision,
        id: new_id(),
        body: clean(body)?,
        actor: actor.to_owned(),
        editor: editor.to_owned(),
        now,
        keys: Arc::clone(&endpoint.keys),
    };
    let deed = endpoint.store.answer(reply).await?;
    endpoint.mail_due.notify_one();
    settled(deed, now)
}

fn settled(deed: Deed, now: Moment) -> Result<Deed, Failure> {
    match deed {
        Deed::Done(_) | Deed::Already(_) => Ok(deed),
        Deed::Unknown => Err(Failure::Missing("comment")),
        Deed::Impossible(_) | Deed::Stale(_) => Err(Failure::Meanwhile(why(&deed, now))),
    }
}

/// Why something was not done, for the moderator.
pub(crate) fn why(deed: &Deed, now: Moment) -> String {
    match deed {
        Deed::Done(_) => String::new(),
        Deed::Already(state) => format!("It {} already.", words::is(*state)),
        Deed::Impossible(state) => format!("This cannot be done to a comment that {}.", words::is(*state)),
        Deed::Stale(event) => {
            format!("{} Nothing was changed by you; please look again.", meanwhile(event.as_deref(), now))
        }
        Deed::Unknown => "There is no such comment.".to_owned(),
    }
}

fn meanwhile(event: Option<&Event>, now: Moment) -> String {
    let Some(event) = event else { return "It has changed since you saw it.".to_owned() };
    format!("{}, {}.", words::sentence(event), words::ago(event.at, now))
}

/// What was taken back, and what could not be.
pub(crate) struct TakenBack {
    pub(crate) steps: Vec<Step>,
    pub(crate) message: String,
}

/// Takes back what `actor` did last in this event.
pub(crate) async fn undo(endpoint: &Endpoint, actor: &str, event: &str) -> Result<TakenBack, Failure> {
    let now = endpoint.clock.now();
    match endpoint.store.undo(event, actor, now).await? {
        Undone::Done(steps, kept) if steps.is_empty() => {
            Err(Failure::Meanwhile(format!("{} So it stays.", meanwhile(kept.first(), now))))
        }
        Undone::Done(steps, kept) => {
            let left = match kept.len() {
                0 => String::new(),
                1 => format!(" One stays: {}", meanwhile(kept.first(), now)),
                more => format!(" {more} stay, since others have done something to them."),
            };
            let message = match steps.len() {
                1 => format!("Taken back.{left}"),
                more => format!("{more} taken back.{left}"),
            };
            Ok(TakenBack { steps, message })
        }
        Undone::Already => Err(Failure::Meanwhile("This was taken back already.".into())),
        Undone::Impossible => {
            Err(Failure::Forbidden("Only who did something can take it back, and not everything can be."))
        }
        Undone::Unknown => Err(Failure::Missing("event")),
    }
}
