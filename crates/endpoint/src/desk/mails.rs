//! `GET /moderation/mail`: how mail goes. For owners.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::{
    frames::framed,
    pages::{frame::Here, mails},
    session::Owner,
};
use crate::{endpoint::Endpoint, error::Failure};

pub(crate) async fn show(State(endpoint): State<Arc<Endpoint>>, Owner(who): Owner) -> Result<Response, Failure> {
    let (counts, doubtful) = (endpoint.store.mails_by_state().await?, endpoint.store.doubtful_mails().await?);
    let main = mails::mails(&counts, &doubtful, endpoint.clock.now());
    framed(&endpoint, &who, Here::Mail, "Mail", &main, None).await
}
