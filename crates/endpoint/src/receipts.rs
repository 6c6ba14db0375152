//! What a writer without an account may see and do: the private page of a comment, behind the link that came with its
//! receipt.
//!
//! The token in the address is all the proof there is, so the pages are kept nowhere and told to nobody, and an unknown
//! token is answered like any address that leads nowhere. Seeing changes nothing. Leaves out changing the text, which
//! goes through admission like every text.

mod export;
mod view;

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Path, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use wire::{CommentId, OwnComment, OwnState};

pub(crate) use export::export;

use crate::{
    answers,
    body::{self, Door},
    clock::Moment,
    desk,
    endpoint::Endpoint,
    error::Failure,
    headers::PRIVATE,
    markup,
    one_click::unshared,
    store::{self, Own},
};

/// What the tokens of receipts are sealed for.
pub(crate) const RECEIPT: &str = "receipt";

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// The comment whose receipt holds the token of the address.
pub(crate) struct Receipt {
    pub(crate) token: String,
    pub(crate) comment: String,
}

impl FromRequestParts<Arc<Endpoint>> for Receipt {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, endpoint: &Arc<Endpoint>) -> Result<Self, Failure> {
        let path = Path::<String>::from_request_parts(parts, endpoint).await;
        let token = path.map_err(|_| unknown())?.0;
        let comment = endpoint.keys.opened(RECEIPT, &token).ok_or_else(unknown)?;
        Ok(Self { token, comment })
    }
}

fn unknown() -> Failure {
    Failure::Missing("page")
}

/// `GET /receipt/{token}`: how the comment stands, and what its writer can do.
pub(crate) async fn page(State(endpoint): State<Arc<Endpoint>>, receipt: Receipt) -> Result<Response, Failure> {
    let own = find(&endpoint, &receipt).await?;
    let shown = shown(&endpoint, &own).await?;
    let built = endpoint.site.current();
    let answer = view::page(&built, &receipt.token, &own, &shown, editable_until(&endpoint, &own));
    Ok(private(answers::page(&built, StatusCode::OK, "Your comment", &answer)))
}

/// Says how a comment stands, for its writer.
#[utoipa::path(
    get,
    path = "/api/receipts/{token}",
    tag = "receipts",
    params(("token" = String, Path, description = "From the link of the comment's receipt.")),
    responses((status = 200, description = "The comment as it stands.", body = OwnComment))
)]
pub(crate) async fn read(State(endpoint): State<Arc<Endpoint>>, receipt: Receipt) -> Result<Response, Failure> {
    let own = find(&endpoint, &receipt).await?;
    json(&shown(&endpoint, &own).await?)
}

/// Takes a comment back. Done already is done.
#[utoipa::path(
    post,
    path = "/api/receipts/{token}/withdraw",
    tag = "receipts",
    params(("token" = String, Path, description = "From the link of the comment's receipt.")),
    request_body(content = serde_json::Value, description = "Nothing is read of it."),
    responses((status = 200, description = "The comment as it stands.", body = OwnComment))
)]
pub(crate) async fn withdraw(
    State(endpoint): State<Arc<Endpoint>>,
    receipt: Receipt,
    request: Request,
) -> Result<Response, Failure> {
    let door = pressed(&endpoint, request).await?;
    endpoint.store.withdraw(&receipt.comment, endpoint.clock.now()).await?.ok_or_else(unknown)?;
    done(&endpoint, &receipt, door).await
}

/// `GET /receipt/{token}/delete`: what would be erased, and the button that does it.
pub(crate) async fn delete_page(State(endpoint): State<Arc<Endpoint>>, receipt: Receipt) -> Result<Response, Failure> {
    let all = endpoint.store.all_own(&receipt.comment).await?;
    if all.is_empty() {
        return Err(unknown());
    }
    let left = all.iter().filter(|own| own.state != store::State::Deleted).count();
    let built = endpoint.site.current();
    let answer = view::delete(&receipt.token, left);
    Ok(private(answers::page(&built, StatusCode::OK, "Delete everything", &answer)))
}

/// Erases a comment, and all that the same writer's program has sent. Done already is done.
#[utoipa::path(
    post,
    path = "/api/receipts/{token}/delete",
    tag = "receipts",
    params(("token" = String, Path, description = "From the link of the comment's receipt.")),
    request_body(content = serde_json::Value, description = "Nothing is read of it."),
    responses((status = 200, description = "The comment as it stands.", body = OwnComment))
)]
pub(crate) async fn delete(
    State(endpoint): State<Arc<Endpoint>>,
    receipt: Receipt,
    request: Request,
) -> Result<Response, Failure> {
    let door = pressed(&endpoint, request).await?;
    find(&endpoint, &receipt).await?;
    endpoint.store.erase(&receipt.comment, endpoint.clock.now()).await?;
    done(&endpoint, &receipt, door).await
}

/// The door of a button, behind which nothing more is said.
async fn pressed(endpoint: &Endpoint, request: Request) -> Result<Door, Failure> {
    let door = Door::at(request.uri(), request.headers())?;
    body::read(request.into_body(), endpoint.settings.limits.body_time).await?;
    Ok(door)
}

/// How the comment stands now: to a program as JSON, to a person by the way back to the page.
pub(crate) async fn done(endpoint: &Endpoint, receipt: &Receipt, door: Door) -> Result<Response, Failure> {
    match door {
        Door::Json => json(&shown(endpoint, &find(endpoint, receipt).await?).await?),
        Door::Form => {
            let location = HeaderValue::try_from(format!("/receipt/{}", receipt.token)).map_err(Failure::broken)?;
            Ok(private((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()))
        }
    }
}

async fn find(endpoint: &Endpoint, receipt: &Receipt) -> Result<Own, Failure> {
    endpoint.store.own(&receipt.comment).await?.ok_or_else(unknown)
}

/// The comment as it is told to its writer.
async fn shown(endpoint: &Endpoint, own: &Own) -> Result<OwnComment, Failure> {
    let id = |text: &str| {
        CommentId::parse(text).ok_or_else(|| Failure::broken(format_args!("the store holds the comment {text:?}")))
    };
    let state = match own.state {
        store::State::Held => OwnState::Held,
        store::State::Published => OwnState::Published,
        // Whoever sends advertising need not learn what gave it away.
        store::State::Declined | store::State::Spam => OwnState::Declined,
        store::State::Withdrawn => OwnState::Withdrawn,
        store::State::Deleted => OwnState::Deleted,
    };
    let is_declined = own.state == store::State::Declined;
    let reason = match own.reason.as_deref().filter(|_| is_declined) {
        Some(code) => {
            let reasons = desk::reasons_for_declining(endpoint).await?;
            let words = reasons.into_iter().find(|reason| reason.code == code).map(|reason| reason.words);
            // One that the newsroom has taken from its list since.
            Some(words.unwrap_or_else(|| code.to_owned()))
        }
        None => None,
    };
    let is_there = own.state != store::State::Deleted;
    let link = format!("{}/{}/comments/?thread={2}#comment-{2}", endpoint.address, own.article, own.id);
    Ok(OwnComment {
        id: id(&own.id)?,
        article: own.article.clone(),
        parent: own.parent.as_deref().map(id).transpose()?,
        state,
        message: state.message().to_owned(),
        reason,
        note: own.note.clone().filter(|_| is_declined),
        name: own.name.clone(),
        body: is_there.then(|| own.body.clone()),
        html: is_there.then(|| markup::html(&own.body)),
        submitted: own.submitted.rfc3339(),
        edited: own.edited.map(Moment::rfc3339),
        published: own.published.map(Moment::rfc3339),
        link: (state == OwnState::Published).then_some(link),
        editable_until: editable_until(endpoint, own).map(Moment::rfc3339),
    })
}

/// Until when the text can be changed, if it still can be: not once somebody has answered it.
fn editable_until(endpoint: &Endpoint, own: &Own) -> Option<Moment> {
    let until = own.submitted.after(endpoint.settings.limits.admission.edit_time);
    let is_open = matches!(own.state, store::State::Held | store::State::Published) && !own.answered;
    (is_open && endpoint.clock.now() <= until).then_some(until)
}

fn json(shown: &OwnComment) -> Result<Response, Failure> {
    let body = serde_json::to_vec(shown).map_err(Failure::broken)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, PRIVATE),
        (ROBOTS, HeaderValue::from_static("noindex")),
    ];
    Ok((headers, body).into_response())
}

/// Kept nowhere, found by no search engine, told to no other site.
fn private(response: Response) -> Response {
    let mut response = unshared(response);
    response.headers_mut().insert(ROBOTS, HeaderValue::from_static("noindex"));
    response
}
