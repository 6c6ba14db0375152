//! Who asks: found out before any handler of the desk runs.
//!
//! [`Who`] reads a page; [`Posted`] changes something, and has shown that the form came from the desk; [`Owner`] and
//! [`OwnerPosted`] are the same for owners; [`Tool`] came with a token. A handler that takes none of them is for everybody.

use std::sync::Arc;

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use subtle::ConstantTimeEq as _;

use super::{fields::Fields, hashed, see};
use crate::{desk::pages::card::encoded, endpoint::Endpoint, error::Failure};

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub(crate) moderator: String,
    pub(crate) name: String,
    pub(crate) owner: bool,
    /// Hash of the session's token: its id in the store.
    pub(crate) session: String,
    /// What every form has to bring back.
    pub(crate) csrf: String,
}

/// An owner who reads a page.
pub(crate) struct Owner(pub(crate) Who);

/// A moderator who sent one of the desk's forms.
pub(crate) struct Posted {
    pub(crate) who: Who,
    pub(crate) fields: Fields,
    /// Whether the desk's script sent it.
    pub(crate) scripted: bool,
}

/// An owner who sent one of the desk's forms.
pub(crate) struct OwnerPosted(pub(crate) Posted);

/// A tool of the newsroom's, by what its token is for.
pub(crate) struct Tool(pub(crate) String);

const OWNERS: &str = "This is for owners. Ask one of them, or sign in as one.";

/// The cookie's name. The prefix makes browsers refuse one that another host, or an unsafe line, has set.
fn cookie(endpoint: &Endpoint) -> &'static str {
    if is_safe(endpoint) { "__Host-recto_desk" } else { "recto_desk" }
}

fn is_safe(endpoint: &Endpoint) -> bool {
    endpoint.address.starts_with("https://")
}

/// Gives a browser a session, or takes it away where `token` is empty.
pub(crate) fn set_cookie(endpoint: &Endpoint, token: &str) -> Result<HeaderValue, Failure> {
    // `__Host-` wants the whole site; without it the cookie need not travel with readers' pages.
    let place = if is_safe(endpoint) { "Path=/; Secure" } else { "Path=/moderation" };
    let age = if token.is_empty() { 0 } else { 7 * 24 * 60 * 60 };
    let text = format!("{}={token}; {place}; HttpOnly; SameSite=Strict; Max-Age={age}", cookie(endpoint));
    HeaderValue::try_from(text).map_err(Failure::broken)
}

/// Whose session the request's cookie is.
pub(crate) async fn who(endpoint: &Endpoint, headers: &HeaderMap) -> Result<Option<Who>, Failure> {
    let name = cookie(endpoint);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let Some((_, token)) = pairs.find(|(key, _)| *key == name) else { return Ok(None) };
    let session = hashed(token);
    let Some(signed) = endpoint.store.session(&session, endpoint.clock.now()).await? else { return Ok(None) };
    let csrf = endpoint.keys.hash("csrf", &session);
    Ok(Some(Who { moderator: signed.moderator, name: signed.name, owner: signed.owner, session, csrf }))
}

impl FromRequestParts<Arc<Endpoint>> for Who {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, endpoint: &Arc<Endpoint>) -> Result<Self, Response> {
        if let Some(who) = who(endpoint, &parts.headers).await.map_err(Failure::into_response)? {
            return Ok(who);
        }
        if !matches!(parts.method, Method::GET | Method::HEAD) || super::is_scripted(&parts.headers) {
            return Err(Failure::SignedOut.into_response());
        }
        let asked = parts.uri.path_and_query().map_or("/moderation", |path| path.as_str());
        let to = format!("/moderation/sign-in?then={}", encoded(asked));
        Err(see(&to).unwrap_or_else(Failure::into_response))
    }
}

impl FromRequestParts<Arc<Endpoint>> for Owner {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, endpoint: &Arc<Endpoint>) -> Result<Self, Response> {
        let who = Who::from_request_parts(parts, endpoint).await?;
        if who.owner { Ok(Self(who)) } else { Err(Failure::Forbidden(OWNERS).into_response()) }
    }
}

impl FromRequest<Arc<Endpoint>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, endpoint: &Arc<Endpoint>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let who = Who::from_request_parts(&mut parts, endpoint).await?;
        let fields = Fields::read(&parts.headers, body, endpoint.settings.limits.body_time)
            .await
            .map_err(Failure::into_response)?;
        if !bool::from(fields.get("csrf").as_bytes().ct_eq(who.csrf.as_bytes())) {
            return Err(Failure::CrossSite.into_response());
        }
        Ok(Self { who, fields, scripted: super::is_scripted(&parts.headers) })
    }
}

impl FromRequest<Arc<Endpoint>> for OwnerPosted {
    type Rejection = Response;

    async fn from_request(request: Request, endpoint: &Arc<Endpoint>) -> Result<Self, Response> {
        let posted = Posted::from_request(request, endpoint).await?;
        if posted.who.owner { Ok(Self(posted)) } else { Err(Failure::Forbidden(OWNERS).into_response()) }
    }
}

impl FromRequestParts<Arc<Endpoint>> for Tool {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, endpoint: &Arc<Endpoint>) -> Result<Self, Failure> {
        let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = given.and_then(|given| given.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).ok_or(Failure::SignedOut)?.1;
        let name = endpoint.store.token(&hashed(token.trim()), endpoint.clock.now()).await?;
        name.map(Self).ok_or(Failure::SignedOut)
    }
}
