//! One comment: its page, what is done to it, what is done to many at once, and taking back.
//!
//! A form is answered by a redirect back to where it was, with what was done in the address; the desk's script is
//! answered by JSON and stays where it is.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Path, State as Extracted},
    http::{StatusCode, Uri},
    response::Response,
};
use serde_json::{Value, json};
use wire::FieldError;

use super::{
    acting::{self, Wish},
    fields::Fields,
    frames::{framed_as, notice},
    json_answer,
    pages::{self, card::Setting, comment::Whole, frame::Here},
    queue::titles,
    see,
    session::{Posted, Who},
};
use crate::{
    endpoint::Endpoint,
    error::Failure,
    store::{Act, Bar, Deed, Deeds, Step, Target},
};

/// The page of one comment.
pub(crate) async fn show(
    Extracted(endpoint): Extracted<Arc<Endpoint>>,
    who: Who,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Response, Failure> {
    let query = Fields::of_query(uri.query());
    whole(&endpoint, &who, &id, &query, None).await
}

/// `refused` is the form that was refused, and why.
async fn whole(
    endpoint: &Endpoint,
    who: &Who,
    id: &str,
    query: &Fields,
    refused: Option<(&str, &str)>,
) -> Result<Response, Failure> {
    let queued = endpoint.store.queued(id).await?.ok_or(Failure::Missing("comment"))?;
    let thread = endpoint.store.thread(&queued.comment).await?;
    let others = endpoint.store.others(&queued.comment).await?;
    let history = endpoint.store.history(id).await?;
    let reasons = acting::reasons(endpoint).await?;
    let here = format!("/moderation/comments/{id}");
    let back = back(query.get("back"), &here);
    let titles = titles(endpoint);
    let setting = Setting { who, now: endpoint.clock.now(), reasons: &reasons, back: &back, titles: &titles };
    let email = queued.comment.email.as_deref();
    let whole = Whole { queued: &queued, thread: &thread, others: &others, history: &history, email, refused };
    let main = pages::comment::comment(&whole, &setting);
    let title = format!("Comment by {}", pages::words::name(&queued.comment));
    let done = notice(endpoint, who, query.get("done"), &here).await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    framed_as(status, endpoint, who, Here::Elsewhere, &title, &main, done).await
}

/// Where to come back to: an address of the desk, and nothing else.
pub(crate) fn back(asked: &str, otherwise: &str) -> String {
    let own = super::is_desk(asked.split(['?', '#']).next().unwrap_or_default());
    let plain = asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if own && plain { asked.to_owned() } else { otherwise.to_owned() }
}

/// The address `back`, telling what was done, at the card that follows.
fn told(back: &str, event: Option<&str>, next: &str) -> String {
    let (path, query) = back.split('#').next().unwrap_or_default().split_once('?').unwrap_or((back, ""));
    let mut pairs: Vec<_> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("done=")).collect();
    let done = event.map(|event| format!("done={event}"));
    pairs.extend(done.as_deref());
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    let is_id = !next.is_empty() && next.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let anchor = if is_id { format!("#c-{next}") } else { String::new() };
    format!("{path}{query}{anchor}")
}

/// Does something to one comment.
pub(crate) async fn act(
    Extracted(endpoint): Extracted<Arc<Endpoint>>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Failure> {
    let Posted { who, fields, scripted } = &posted;
    let what = fields.get("do");
    let target = Target { id: id.clone(), revision: fields.get("revision").parse().ok() };
    let deed = match what {
        "bar" => return bar(&endpoint, &posted, &id).await,
        "answer" => acting::answer(&endpoint, &who.name, &who.name, target, fields.exact("body")).await,
        _ => {
            let wish = Wish {
                act: what,
                reason: fields.some("reason"),
                note: fields.some("note"),
                body: Some(fields.exact("body").to_owned()),
            };
            match acting::act(&endpoint, wish).await {
                Ok(act) => acting::one(&endpoint, &who.name, target, act).await,
                Err(failure) => Err(failure),
            }
        }
    };
    match deed {
        // A text that is not taken comes back in its form.
        Err(Failure::Faults(faults)) if !scripted && matches!(what, "edit" | "answer") => {
            let why: Vec<_> = faults.iter().map(|fault| fault.detail.as_str()).collect();
            whole(&endpoint, who, &id, fields, Some((what, &why.join(" ")))).await
        }
        Err(failure) => Err(failure),
        Ok(deed) => done(&endpoint, &posted, what, &[(id, deed)]).await,
    }
}

/// Does the same to all that are chosen.
pub(crate) async fn many(Extracted(endpoint): Extracted<Arc<Endpoint>>, posted: Posted) -> Result<Response, Failure> {
    let Posted { who, fields, .. } = &posted;
    let what = fields.get("do");
    if !matches!(what.split(':').next(), Some("publish" | "decline" | "spam" | "hold")) {
        return Err(Failure::Missing("act for several; there are publish, decline, spam and hold"));
    }
    let mut targets = Vec::new();
    for chosen in fields.all("comment") {
        let (id, revision) = chosen.split_once(':').unwrap_or((chosen, ""));
        targets.push(Target { id: id.to_owned(), revision: revision.parse().ok() });
    }
    check_number(targets.len())?;
    let wish = Wish { act: what, reason: fields.some("reason"), note: None, body: None };
    let act = acting::act(&endpoint, wish).await?;
    let deeds = together(&endpoint, &who.name, targets, act).await?;
    done(&endpoint, &posted, what, &deeds).await
}

/// Does one act to several; what became of each.
pub(crate) async fn together(
    endpoint: &Endpoint,
    actor: &str,
    targets: Vec<Target>,
    act: Act,
) -> Result<Vec<(String, Deed)>, Failure> {
    let ids: Vec<_> = targets.iter().map(|target| target.id.clone()).collect();
    let keys = Arc::clone(&endpoint.keys);
    let deeds = Deeds { targets, act, actor: actor.to_owned(), now: endpoint.clock.now(), keys };
    let done = endpoint.store.does(deeds).await?;
    // Publishing may have made mails due.
    endpoint.mail_due.notify_one();
    Ok(ids.into_iter().zip(done).collect())
}

/// Bounds how much one request asks for.
pub(crate) fn check_number(number: usize) -> Result<(), Failure> {
    let wrong = match number {
        0 => "No comment was chosen.".to_owned(),
        more if more > acting::MOST => format!("{more} comments were chosen; at most {} at once.", acting::MOST),
        _ => return Ok(()),
    };
    Err(Failure::Faults(vec![FieldError::new("ids", wrong)]))
}

/// Tells what was done.
async fn done(endpoint: &Endpoint, posted: &Posted, what: &str, deeds: &[(String, Deed)]) -> Result<Response, Failure> {
    let steps: Vec<&Step> = deeds.iter().filter_map(|(_, deed)| step(deed)).collect();
    let event = steps.first().map(|step| step.event.as_str());
    let fields = &posted.fields;
    if !posted.scripted {
        return see(&told(&back(fields.get("back"), "/moderation"), event, fields.get("next")));
    }
    let now = endpoint.clock.now();
    let refused: Vec<_> = deeds
        .iter()
        .filter(|(_, deed)| !matches!(deed, Deed::Done(_) | Deed::Already(_)))
        .map(|(id, deed)| json!({ "id": id, "detail": acting::why(deed, now) }))
        .collect();
    let name = did(what);
    let message = match (steps.len(), deeds.len()) {
        (0, 1) => acting::why(&deeds[0].1, now),
        (1, 1) => format!("{name}."),
        (some, all) if some == all => format!("{name}: {all} comments."),
        (some, all) => format!("{name}: {some} of {all} comments; the others stay as they are."),
    };
    answer(endpoint, json!({
        "message": message, "did": format!("{name}:"), "event": event, "comments": shown(steps.into_iter()), "refused": refused,
    }))
    .await
}

fn step(deed: &Deed) -> Option<&Step> {
    if let Deed::Done(step) = deed { Some(step) } else { None }
}

/// Steps as JSON.
pub(crate) fn shown<'a>(steps: impl Iterator<Item = &'a Step>) -> Vec<Value> {
    steps.map(|step| json!({ "id": step.id, "revision": step.revision, "state": step.state.as_str() })).collect()
}

/// An answer for the desk's script, with the counts of the tabs.
async fn answer(endpoint: &Endpoint, mut said: Value) -> Result<Response, Failure> {
    said["counts"] = endpoint.store.tabs().await?.0.map(pages::frame::capped).to_vec().into();
    json_answer(&said)
}

fn did(what: &str) -> &'static str {
    match what.split(':').next().unwrap_or_default() {
        "publish" => "Published",
        "decline" => "Declined",
        "spam" => "Called spam",
        "hold" => "Put back to wait",
        "pick" => "Picked",
        "unpick" => "Taken from the picks",
        "edit" => "Saved",
        "answer" => "Answered",
        "delete" => "Deleted",
        _ => "Done",
    }
}

/// Bars whoever wrote a comment.
async fn bar(endpoint: &Endpoint, posted: &Posted, id: &str) -> Result<Response, Failure> {
    let Posted { who, fields, scripted } = posted;
    let comment = endpoint.store.queued(id).await?.ok_or(Failure::Missing("comment"))?.comment;
    let fault = |detail: &str| Failure::Faults(vec![FieldError::new("whom", detail)]);
    let (kind, value) = match fields.get("whom") {
        "network" => {
            ("network", comment.network.ok_or_else(|| fault("The network of this comment is no longer known."))?)
        }
        _ => (
            "writer",
            comment.writer.ok_or_else(|| {
                fault("This comment came without a program that could be barred. You can bar its network.")
            })?,
        ),
    };
    let now = endpoint.clock.now();
    let days: Option<u32> = match fields.get("days") {
        "" => None,
        days => Some(days.parse().map_err(|_| fault("The days should be a number, or empty for ever."))?),
    };
    let until = days.map(|days| now.after(Duration::from_secs(u64::from(days) * 24 * 60 * 60)));
    let bar =
        Bar { kind: kind.into(), value, until, actor: who.name.clone(), reason: fields.some("note"), created: now };
    let (event, gone) = endpoint.store.bar(bar, fields.get("all") == "yes").await?;
    if !scripted {
        return see(&told(&back(fields.get("back"), "/moderation"), event.as_deref(), ""));
    }
    let message = match gone {
        0 => "Barred.".to_owned(),
        gone => format!("Barred, and {gone} of their comments declined."),
    };
    answer(
        endpoint,
        json!({ "message": message, "did": "Barred:", "event": event, "comments": [], "refused": [], "reload": true }),
    )
    .await
}

/// Takes back.
pub(crate) async fn undo(Extracted(endpoint): Extracted<Arc<Endpoint>>, posted: Posted) -> Result<Response, Failure> {
    let Posted { who, fields, scripted } = &posted;
    let undone = acting::undo(&endpoint, &who.name, fields.get("event")).await?;
    if !scripted {
        let first = undone.steps.first();
        let next = first.map_or("", |step| step.id.as_str());
        return see(&told(&back(fields.get("back"), "/moderation"), first.map(|step| step.event.as_str()), next));
    }
    answer(&endpoint, json!({ "message": undone.message, "comments": shown(undone.steps.iter()) })).await
}

#[cfg(test)]
mod tests {
    use super::{back, told};

    #[test]
    fn only_the_desks_own_addresses_are_come_back_to() {
        let to = |asked: &str| back(asked, "/moderation");
        assert_eq!(to("/moderation?state=spam"), "/moderation?state=spam");
        assert_eq!(to("/moderation/comments/1"), "/moderation/comments/1");
        for wrong in
            ["", "https://example.org/moderation", "//example.org", "/moderations", "/moderation\n/x", "/moderation\\x"]
        {
            assert_eq!(to(wrong), "/moderation", "{wrong:?}");
        }
    }

    #[test]
    fn what_was_done_stands_once_in_the_address() {
        let to = told("/moderation?state=held&done=old#c-1", Some("new"), "0190-ab");
        assert_eq!(to, "/moderation?state=held&done=new#c-0190-ab");
        assert_eq!(told("/moderation", None, "\"x"), "/moderation");
    }
}
