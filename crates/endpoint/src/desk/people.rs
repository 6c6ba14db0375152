//! `/moderation/people`: who moderates, which tools hold tokens, who is barred. For owners.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};

use super::{
    frames::framed_as,
    fresh, hashed,
    pages::{frame::Here, people},
    see,
    session::{Owner, OwnerPosted, Posted, Who},
};
use crate::{
    endpoint::Endpoint,
    error::Failure,
    mail::can_reach,
    moderators::{LINK_LASTS, name_fault},
    store::{Invite, Link, Newcomer, Staffed},
};

pub(crate) async fn show(State(endpoint): State<Arc<Endpoint>>, Owner(who): Owner) -> Result<Response, Failure> {
    page(&endpoint, &who, None, None).await
}

async fn page(
    endpoint: &Endpoint,
    who: &Who,
    secret: Option<(&str, &str)>,
    wrong: Option<&str>,
) -> Result<Response, Failure> {
    let now = endpoint.clock.now();
    let (moderators, tokens) = (endpoint.store.moderators().await?, endpoint.store.tokens().await?);
    let bars = endpoint.store.bars(now).await?;
    let shown = people::People { moderators: &moderators, tokens: &tokens, bars: &bars, now, secret, wrong };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    framed_as(status, endpoint, who, Here::People, "People", &people::people(&shown, who), None).await
}

pub(crate) async fn act(
    State(endpoint): State<Arc<Endpoint>>,
    OwnerPosted(posted): OwnerPosted,
) -> Result<Response, Failure> {
    let Posted { who, fields, .. } = &posted;
    let now = endpoint.clock.now();
    let name = fields.get("name");
    let staffed = match fields.get("do") {
        "invite" | "link" => return invite(&endpoint, &posted).await,
        "token" => return token(&endpoint, &posted).await,
        "remove" if name == who.name => {
            return Err(Failure::Forbidden("Nobody removes themselves: ask another owner."));
        }
        "remove" => endpoint.store.remove_moderator(name, &who.name, now).await?,
        "revoke" => found(endpoint.store.end_token(name, &who.name, now).await?),
        "unbar" => found(endpoint.store.unbar(fields.get("kind"), fields.get("value"), &who.name, now).await?),
        _ => return Err(Failure::Missing("act; there are invite, link, remove, token, revoke and unbar")),
    };
    match staffed {
        Staffed::Done => see("/moderation/people"),
        Staffed::LastOwner => page(&endpoint, who, None, Some("The last owner stays: nobody could add another.")).await,
        // Pressed twice, or pressed by two.
        Staffed::Exists | Staffed::Unknown => see("/moderation/people"),
    }
}

fn found(found: bool) -> Staffed {
    if found { Staffed::Done } else { Staffed::Unknown }
}

async fn invite(endpoint: &Endpoint, posted: &Posted) -> Result<Response, Failure> {
    let Posted { who, fields, .. } = posted;
    let (name, email, now) = (fields.get("name"), fields.some("email"), endpoint.clock.now());
    let is_new = fields.get("do") == "invite";
    let no_mail =
        email.as_deref().filter(|email| !can_reach(email)).map(|_| "The e-mail address does not look like one.");
    if let Some(wrong) = name_fault(name).or(no_mail) {
        return page(endpoint, who, None, Some(wrong)).await;
    }
    let token = fresh().map_err(Failure::broken)?;
    let staffed = endpoint
        .store
        .invite(Invite {
            name: name.to_owned(),
            new: is_new.then(|| Newcomer { owner: fields.get("role") == "owner", email }),
            link: Link { hash: hashed(&token), until: now.after(LINK_LASTS) },
            actor: who.name.clone(),
            now,
        })
        .await?;
    match staffed {
        Staffed::Done => {
            let link = format!("{}/moderation/link/{token}", endpoint.address);
            let what = format!("A link for {name} to choose a password by, once, within 24 hours.");
            page(endpoint, who, Some((&what, &link)), None).await
        }
        Staffed::Exists => page(endpoint, who, None, Some("Somebody of this name moderates already.")).await,
        Staffed::Unknown | Staffed::LastOwner => {
            page(endpoint, who, None, Some("Nobody of this name moderates.")).await
        }
    }
}

async fn token(endpoint: &Endpoint, posted: &Posted) -> Result<Response, Failure> {
    let Posted { who, fields, .. } = posted;
    let name = fields.get("name");
    if let Some(wrong) = name_fault(name) {
        return page(endpoint, who, None, Some(wrong)).await;
    }
    let token = fresh().map_err(Failure::broken)?;
    if !endpoint.store.add_token(name, &hashed(&token), &who.name, endpoint.clock.now()).await? {
        return page(endpoint, who, None, Some("There is a token of this name already: revoke it first.")).await;
    }
    let what = format!("The token for {name}.");
    page(endpoint, who, Some((&what, &token)), None).await
}
