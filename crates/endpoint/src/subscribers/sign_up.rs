//! Taking a signup, by JSON or by a plain form.

use std::sync::Arc;

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use wire::{FieldError, NewSubscriber, SIGNUP_RECEIVED, SignupReceipt, Work, signup_consent};

use crate::{
    admission::{Attempt, Refusal, Rules, Verdict, admit, work},
    answers,
    body::Door,
    endpoint::{Endpoint, Peer},
    error::Failure,
    forms,
    headers::PRIVATE,
    mail,
    sent::Sent,
    store::{SignedUp, Signup},
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
    headers: HeaderMap,
    Sent { door, typed }: Sent,
) -> Result<Response, Failure> {
    let network = endpoint.network(peer, &headers);
    match (door, take(&endpoint, door, &typed, network).await) {
        (Door::Json, Ok(())) => received(),
        (Door::Json, Err(failure)) => Err(failure),
        (Door::Form, Ok(())) => {
            let location = [(header::LOCATION, HeaderValue::from_static("/received/signup"))];
            Ok((StatusCode::SEE_OTHER, location, [(header::CACHE_CONTROL, PRIVATE)]).into_response())
        }
        (Door::Form, Err(failure)) => Ok(forms::signup_refused(&endpoint.site.current(), &typed, &failure)),
    }
}

async fn take(endpoint: &Endpoint, door: Door, typed: &Typed, network: String) -> Result<(), Failure> {
    let (limits, list, now) = (&endpoint.settings.limits, endpoint.settings.list, endpoint.clock.now());
    let rules = Rules::signups(limits, &list);
    let (subscriber, mut faults) = typed.subscriber();
    if faults.is_empty() && !mail::can_reach(&subscriber.email) {
        // Refused now rather than waiting in the outbox for ever.
        faults.push(FieldError::new("email", "Mail cannot be sent to this address from here. Please use another."));
    }
    let mut attempt = Attempt { faults, trapped: typed.trapped(), ..Attempt::default() };
    if let Some(Verdict::Refuse(refusal)) = admit(&attempt, None, rules) {
        return Err(refusal.into());
    }
    attempt.refused.extend(endpoint.store.taught().await?.refused_domain(&subscriber.email));
    let (keys, about) = (&endpoint.keys, subscriber.email.to_lowercase());
    attempt.proved = work::proves(keys, &about, typed.work.trim(), now);
    let bits = u8::try_from(limits.admission.work_bits).unwrap_or(u8::MAX);
    attempt.work = (door == Door::Json)
        .then(|| Work { challenge: work::challenge(keys, &about, bits, limits.admission.work_time, now), bits });
    let signup = Signup {
        attempt,
        email: subscriber.email,
        consent: signup_consent(&endpoint.site.current().edition.title),
        network,
        rules,
        list,
        operator: endpoint.settings.operator.clone(),
        keys: Arc::clone(keys),
        now,
    };
    match endpoint.store.sign_up(signup).await? {
        SignedUp::Taken { mail, tripped } => {
            if tripped {
                tracing::error!(
                    "confirmation mails are held back: far more signups than usual; see `recto list waiting`"
                );
            }
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
