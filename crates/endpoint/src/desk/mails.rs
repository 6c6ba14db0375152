//! `/moderation/mail`: how mail goes, and what needs a person. For owners.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::{
    frames::framed,
    pages::{frame::Here, mails},
    see,
    session::{Owner, OwnerPosted, Posted},
};
use crate::{endpoint::Endpoint, error::Failure, store::Decided};

/// Mails listed of each kind that needs a person.
const MOST: u32 = 100;

pub(crate) async fn show(State(endpoint): State<Arc<Endpoint>>, Owner(who): Owner) -> Result<Response, Failure> {
    let (store, now) = (&endpoint.store, endpoint.clock.now());
    let (health, signups) = (store.mail_health(now).await?, store.waiting_signups().await?);
    let (doubtful, failed) = (store.stuck_mails(false, MOST).await?, store.stuck_mails(true, MOST).await?);
    let shown = mails::Mails { health: &health, signups: &signups, doubtful: &doubtful, failed: &failed, now };
    framed(&endpoint, &who, Here::Mail, "Mail", &mails::mails(&shown, &who), None).await
}

pub(crate) async fn act(
    State(endpoint): State<Arc<Endpoint>>,
    OwnerPosted(posted): OwnerPosted,
) -> Result<Response, Failure> {
    let Posted { who, fields, .. } = &posted;
    let (store, mail) = (&endpoint.store, fields.get("mail").to_owned());
    // Pressed twice, or by two, it is done once; either way the page shows how things are.
    let _done = match fields.get("do") {
        "send" => store.decide_mail(mail, Decided::SendAgain).await?,
        "drop" => store.decide_mail(mail, Decided::Forget).await?,
        what @ ("release" | "forget") => {
            store.release_breaker(what == "forget", who.name.clone(), endpoint.clock.now()).await?.is_some()
        }
        _ => return Err(Failure::Missing("act; there are send, drop, release and forget")),
    };
    endpoint.mail_due.notify_one();
    see("/moderation/mail")
}
