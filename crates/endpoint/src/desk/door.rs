//! The desk's door: signing in and out, the one-time link, and one's own settings.
//!
//! An attempt is counted before its password is looked at, by name and by network. What is answered, and after how long,
//! is the same whether the name exists.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{Path, Request, State},
    http::{StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};

use super::{
    comment::back,
    fields::Fields,
    frames::framed_as,
    fresh, hashed, page,
    pages::{door, frame},
    password, see,
    session::{Posted, Who, set_cookie, who},
};
use crate::{
    endpoint::{Endpoint, Peer},
    error::Failure,
    mail::can_reach,
    store::Right,
};

/// Attempts are counted over this span …
const WITHIN: Duration = Duration::from_secs(15 * 60);
/// … and so many are let through: about one name from one network, from one network, and about one name in all.
const MOST: (i64, i64, i64) = (8, 30, 100);

const WRONG: &str = "Name or password is wrong.";
const TOO_MANY: &str = "There were too many attempts. Please wait a quarter of an hour, and try again.";

/// The form; whoever is signed in goes on at once.
pub(crate) async fn show(
    State(endpoint): State<Arc<Endpoint>>,
    headers: axum::http::HeaderMap,
    uri: Uri,
) -> Result<Response, Failure> {
    let query = Fields::of_query(uri.query());
    let then = back(query.get("then"), "/moderation");
    if who(&endpoint, &headers).await?.is_some() {
        return see(&then);
    }
    Ok(form(&endpoint, StatusCode::OK, "", &then, None))
}

fn form(endpoint: &Endpoint, status: StatusCode, name: &str, then: &str, wrong: Option<&str>) -> Response {
    let title = &endpoint.site.current().edition.title;
    page(status, frame::outside(title, "Sign in", &door::sign_in(title, name, then, wrong)))
}

pub(crate) async fn sign_in(
    State(endpoint): State<Arc<Endpoint>>,
    Extension(peer): Extension<Peer>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, body) = request.into_parts();
    let fields = Fields::read(&parts.headers, body, endpoint.settings.limits.body_time).await?;
    let (name, then) = (fields.get("name"), back(fields.get("then"), "/moderation"));
    let network = endpoint.network(peer, &parts.headers);
    let now = endpoint.clock.now();
    // Whoever types a password into the field of the name should not find it in the store.
    let about_name = endpoint.keys.hash("attempt", &name.to_lowercase());
    let about_both = endpoint.keys.hash("attempt", &format!("{network} {}", name.to_lowercase()));
    let abouts = vec![(about_both.clone(), MOST.0), (network.clone(), MOST.1), (about_name, MOST.2)];
    if !endpoint.store.attempt(abouts, WITHIN, now).await? {
        let mut response = form(&endpoint, StatusCode::TOO_MANY_REQUESTS, name, &then, Some(TOO_MANY));
        response.headers_mut().insert(header::RETRY_AFTER, WITHIN.as_secs().into());
        return Ok(response);
    }
    let moderator = endpoint.store.moderator(name).await?;
    let kept = moderator.as_ref().and_then(|moderator| moderator.password.clone());
    let right = password::verify(fields.exact("password").to_owned(), kept).await?;
    let Some(moderator) = moderator.filter(|_| right) else {
        return Ok(form(&endpoint, StatusCode::FORBIDDEN, name, &then, Some(WRONG)));
    };
    let token = fresh().map_err(Failure::broken)?;
    endpoint.store.sign_in(&hashed(&token), &moderator.id, vec![about_both, network], now).await?;
    signed_in(&endpoint, &token, &then)
}

fn signed_in(endpoint: &Endpoint, token: &str, then: &str) -> Result<Response, Failure> {
    let mut response = see(then)?;
    response.headers_mut().insert(header::SET_COOKIE, set_cookie(endpoint, token)?);
    Ok(response)
}

pub(crate) async fn sign_out(State(endpoint): State<Arc<Endpoint>>, posted: Posted) -> Result<Response, Failure> {
    endpoint.store.sign_out(&posted.who.session).await?;
    signed_in(&endpoint, "", "/moderation/sign-in")
}

/// The page of a one-time link. It only shows a form: programs that look into mail follow links.
pub(crate) async fn link(
    State(endpoint): State<Arc<Endpoint>>,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    link_page(&endpoint, &token, None).await
}

async fn link_page(endpoint: &Endpoint, token: &str, wrong: Option<&str>) -> Result<Response, Failure> {
    let title = &endpoint.site.current().edition.title;
    let Some(moderator) = endpoint.store.invited(&hashed(token), endpoint.clock.now()).await? else {
        return Ok(page(StatusCode::GONE, frame::outside(title, "This link does not work", &door::dead_link())));
    };
    let form = door::choose_password(&moderator.name, &format!("/moderation/link/{token}"), wrong);
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(page(status, frame::outside(title, "Choose a password", &form)))
}

/// Sets the password; the link is used up, and a session begins.
pub(crate) async fn choose_password(
    State(endpoint): State<Arc<Endpoint>>,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, body) = request.into_parts();
    let fields = Fields::read(&parts.headers, body, endpoint.settings.limits.body_time).await?;
    let Some(moderator) = endpoint.store.invited(&hashed(&token), endpoint.clock.now()).await? else {
        return link_page(&endpoint, &token, None).await;
    };
    if let Some(wrong) = password::fault(fields.exact("password"), fields.exact("again"), &moderator.name) {
        return link_page(&endpoint, &token, Some(&wrong)).await;
    }
    let kept = password::hash(fields.exact("password").to_owned()).await?;
    let session = fresh().map_err(Failure::broken)?;
    let by = Right::Link(hashed(&token));
    if !endpoint.store.set_password(by, kept, hashed(&session), endpoint.clock.now()).await? {
        return link_page(&endpoint, &token, None).await;
    }
    signed_in(&endpoint, &session, "/moderation")
}

/// One's own settings.
pub(crate) async fn you(State(endpoint): State<Arc<Endpoint>>, who: Who) -> Result<Response, Failure> {
    you_page(&endpoint, &who, None).await
}

async fn you_page(endpoint: &Endpoint, who: &Who, wrong: Option<&str>) -> Result<Response, Failure> {
    let moderator = endpoint.store.moderator(&who.name).await?.ok_or(Failure::SignedOut)?;
    let main = door::you(who, &moderator.mail, moderator.email.as_deref(), wrong);
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    framed_as(status, endpoint, who, frame::Here::Elsewhere, &who.name, &main, None).await
}

pub(crate) async fn set_mail(State(endpoint): State<Arc<Endpoint>>, posted: Posted) -> Result<Response, Failure> {
    let Posted { who, fields, .. } = &posted;
    let (email, mail) = (fields.some("email"), fields.get("mail"));
    let wrong = match (&email, mail) {
        (Some(email), _) if !can_reach(email) => Some("This does not look like an e-mail address."),
        (None, "each" | "daily") => Some("To be written to, give an e-mail address."),
        (_, "each" | "daily" | "none") => None,
        _ => Some("Choose how mail should come."),
    };
    if wrong.is_some() {
        return you_page(&endpoint, who, wrong).await;
    }
    endpoint.store.set_mail(&who.moderator, email.as_deref(), mail).await?;
    see("/moderation/you")
}

/// Changes one's password; every other session ends.
pub(crate) async fn change_password(
    State(endpoint): State<Arc<Endpoint>>,
    posted: Posted,
) -> Result<Response, Failure> {
    let Posted { who, fields, .. } = &posted;
    let now = endpoint.clock.now();
    let about = vec![(endpoint.keys.hash("attempt", &who.moderator), MOST.0)];
    if !endpoint.store.attempt(about, WITHIN, now).await? {
        return Ok(Failure::TooMany(WITHIN.as_secs()).into_response());
    }
    let moderator = endpoint.store.moderator(&who.name).await?.ok_or(Failure::SignedOut)?;
    if !password::verify(fields.exact("old").to_owned(), moderator.password).await? {
        return you_page(&endpoint, who, Some("The password now is not what you typed.")).await;
    }
    if let Some(wrong) = password::fault(fields.exact("password"), fields.exact("again"), &who.name) {
        return you_page(&endpoint, who, Some(&wrong)).await;
    }
    let kept = password::hash(fields.exact("password").to_owned()).await?;
    let session = fresh().map_err(Failure::broken)?;
    let by = Right::Moderator(who.moderator.clone());
    endpoint.store.set_password(by, kept, hashed(&session), now).await?;
    signed_in(&endpoint, &session, "/moderation/you")
}
