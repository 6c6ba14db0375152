//! Newsletter signups over the web, and their confirmation.
//!
//! The answer to a signup is the same whether the address is known or not. Opening the link of a mail changes nothing;
//! the button on its page does. Leaves out the mail itself, which is `mail` and `outbox`.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use wire::{FieldError, NewSubscriber, SIGNUP_RECEIVED, SignupReceipt};

use crate::{
    admission::{Attempt, Refusal, Verdict, admit},
    answers,
    body::{self, Door},
    endpoint::{Endpoint, Peer},
    error::Failure,
    forms,
    headers::PRIVATE,
    mail,
    one_click::{self, OneClick, unshared},
    store::{Confirmed, SignedUp, Signup},
    typed::Typed,
};

/// Takes a signup for the mailing list.
///
/// The answer is the same whether the address is known or not. Nobody is on the list before the button in the mail's page
/// was pressed.
#[utoipa::path(
    post,
    path = "/api/subscribers",
    tag = "list",
    request_body = NewSubscriber,
    responses((status = 202, description = "It is on disk.", body = SignupReceipt))
)]
pub(crate) async fn sign_up(
    State(endpoint): State<Arc<Endpoint>>,
    Extension(peer): Extension<Peer>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, body) = request.into_parts();
    let door = Door::of(&parts.headers)?;
    let body = body::read(body, endpoint.settings.limits.body_time).await?;
    let typed = Typed::read(door, &body)?;
    let network = endpoint.network(peer, &parts.headers);
    match (door, take(&endpoint, &typed, network).await) {
        (Door::Json, Ok(())) => received(),
        (Door::Json, Err(failure)) => Err(failure),
        (Door::Form, Ok(())) => {
            let location = [(header::LOCATION, HeaderValue::from_static("/received/signup"))];
            Ok((StatusCode::SEE_OTHER, location, [(header::CACHE_CONTROL, PRIVATE)]).into_response())
        }
        (Door::Form, Err(failure)) => Ok(forms::signup_refused(&endpoint.site.current(), &typed, &failure)),
    }
}

async fn take(endpoint: &Endpoint, typed: &Typed, network: String) -> Result<(), Failure> {
    let rate = endpoint.settings.limits.signups;
    let (subscriber, mut faults) = typed.subscriber();
    if faults.is_empty() && !mail::can_reach(&subscriber.email) {
        // Refused now rather than waiting in the outbox for ever.
        faults.push(FieldError::new("email", "Mail cannot be sent to this address from here. Please use another."));
    }
    let attempt = Attempt { faults, closed: None, trapped: typed.trapped() };
    if let Some(Verdict::Refuse(refusal)) = admit(&attempt, None, rate) {
        return Err(refusal.into());
    }
    let (email, now) = (subscriber.email, endpoint.clock.now());
    let address = endpoint.keys.address(&email);
    match endpoint.store.sign_up(Signup { attempt, email, network, rate, now, address }).await? {
        SignedUp::Taken { mail } => {
            if mail {
                endpoint.mail_due.notify_one();
            }
            Ok(())
        }
        SignedUp::Refused(refusal) => Err(Refusal::into(refusal)),
    }
}

fn received() -> Result<Response, Failure> {
    let receipt = SignupReceipt { message: SIGNUP_RECEIVED.to_owned() };
    let body = serde_json::to_vec(&receipt).map_err(Failure::broken)?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CACHE_CONTROL, PRIVATE)];
    Ok((StatusCode::ACCEPTED, headers, body).into_response())
}

/// `GET /received/signup`: where a plain form leads when its signup is on disk.
pub(crate) async fn received_page(State(endpoint): State<Arc<Endpoint>>) -> Response {
    answers::signup_received(&endpoint.site.current())
}

/// `GET /subscribe/confirm?token=…`: the page with the button. Changes nothing: programs that look into mail open it.
pub(crate) async fn confirm_page(State(endpoint): State<Arc<Endpoint>>, uri: Uri) -> Result<Response, Failure> {
    let query = uri.query().unwrap_or_default();
    let typed = Typed::read(Door::Form, query.as_bytes())?;
    let built = endpoint.site.current();
    let standing = match endpoint.keys.opened("confirm", &typed.token) {
        Some(mail) => endpoint.store.confirmable(&mail, endpoint.clock.now()).await?,
        None => Confirmed::Unknown,
    };
    let words = format!("The newsletter of {} will come to your address.", built.edition.title);
    Ok(match standing {
        Confirmed::Yes => one_click::page(
            &built,
            &OneClick {
                title: "Confirm your subscription",
                words: &words,
                action: "/subscribe/confirm",
                token: &typed.token,
                button: "Yes, send me the newsletter",
                otherwise: "If you did not ask for it, leave this page: nothing will be sent.",
                by_itself: true,
            },
        ),
        Confirmed::Expired => unshared(answers::not_confirmable(&built, true)),
        Confirmed::Unknown => unshared(answers::not_confirmable(&built, false)),
    })
}

/// `POST /subscribe/confirm`: the button was pressed. A second press finds it done and says the same.
pub(crate) async fn confirm(State(endpoint): State<Arc<Endpoint>>, request: Request) -> Result<Response, Failure> {
    let door = Door::of(request.headers())?;
    let body = body::read(request.into_body(), endpoint.settings.limits.body_time).await?;
    let typed = Typed::read(door, &body)?;
    let built = endpoint.site.current();
    let confirmed = match endpoint.keys.opened("confirm", &typed.token) {
        Some(mail) => endpoint.store.confirm(mail, endpoint.clock.now()).await?,
        None => Confirmed::Unknown,
    };
    Ok(unshared(match confirmed {
        Confirmed::Yes => answers::confirmed(&built),
        Confirmed::Expired => answers::not_confirmable(&built, true),
        Confirmed::Unknown => answers::not_confirmable(&built, false),
    }))
}
