//! The one place that turns a failure into an answer.
//!
//! Which to use: a handler returns `Result<_, Failure>` and picks the variant that says what the *client* should hear;
//! what goes wrong inside (the store, the disk) is [`Failure::Broken`] or comes by `?`, is logged here with its cause,
//! and answered blandly. Start-up and the command line use `anyhow` with context instead, since a person reads those.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use wire::{FieldError, Problem, Work, limits};

use crate::{admission::Refusal, store::StoreError};

/// Why a request is not answered as asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// 400: not the text of the message; says what was expected.
    Unreadable(String),
    /// 400: readable, but a field or parameter is of the wrong kind.
    WrongKind(Vec<FieldError>),
    /// 401: nobody is signed in, or no token that works was given.
    SignedOut,
    /// 403: not this moderator's to do; says why.
    Forbidden(&'static str),
    /// 409: somebody has changed it meanwhile, or it cannot be done any more; says what was done.
    Meanwhile(String),
    /// 403: sent by another site's page.
    CrossSite,
    /// 403: the article takes no comments, for this reason.
    Closed(String),
    /// 403: the operator's, and asked from elsewhere.
    Private,
    /// 404: says what is not there.
    Missing(&'static str),
    /// 405: `Allow` says which methods there are.
    Method,
    /// 408: the body did not arrive in time.
    Slow,
    /// 409: the id was used for something else.
    Conflict,
    /// 409: a comment cannot be changed any more, for this reason.
    Settled(&'static str),
    /// 413: the body is larger than [`limits::REQUEST`].
    TooLarge,
    /// 415: neither JSON nor a form, or not the one that is taken here.
    WrongType,
    /// 422: fields break their limits.
    Faults(Vec<FieldError>),
    /// 428: work is wanted first, because more comes than usual.
    Work(Work),
    /// 429: too many from this network; seconds until it is worth trying again.
    TooMany(u64),
    /// 429: too many answers from this network to one comment; seconds until it is worth trying again.
    TooManyAnswers(u64),
    /// 500: our fault. The cause has been logged.
    Broken,
    /// 503: not to be sent readers, for this reason.
    Unready(&'static str),
    /// 503: too much to do; the same again in a few seconds will do.
    Busy,
}

impl Failure {
    /// Logs the cause of something that went wrong on our side.
    pub(crate) fn broken(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::Broken
    }

    /// Status, name of the kind, title, detail.
    fn parts(&self) -> (StatusCode, &'static str, &'static str, String) {
        let own = |text: &str| text.to_owned();
        match self {
            Self::Unreadable(expected) => {
                (StatusCode::BAD_REQUEST, "unreadable", "The request cannot be read", expected.clone())
            }
            Self::WrongKind(_) => (
                StatusCode::BAD_REQUEST,
                "wrong-kind",
                "A field is of the wrong kind",
                own("Please see what is said of each field."),
            ),
            Self::SignedOut => (
                StatusCode::UNAUTHORIZED,
                "signed-out",
                "Please sign in",
                own("This is for moderators: sign in at /moderation, or send a token that works. Nothing was changed."),
            ),
            Self::Forbidden(why) => (StatusCode::FORBIDDEN, "forbidden", "Not yours to do", own(why)),
            Self::Meanwhile(what) => (StatusCode::CONFLICT, "meanwhile", "Something came between", what.clone()),
            Self::CrossSite => (
                StatusCode::FORBIDDEN,
                "cross-site",
                "Sent from another site",
                own(
                    "This can only be sent from the edition's own pages. Please go to the article and send it from there.",
                ),
            ),
            Self::Closed(reason) => (StatusCode::FORBIDDEN, "closed", "Comments are closed", reason.clone()),
            Self::Private => (
                StatusCode::FORBIDDEN,
                "private",
                "For the operator",
                own(
                    "Metrics are given to the networks that the settings name, asked directly, and to whoever has the token.",
                ),
            ),
            Self::Missing(what) => {
                (StatusCode::NOT_FOUND, "missing", "Not found", format!("There is no such {what} here."))
            }
            Self::Method => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method",
                "Method not allowed",
                own("The Allow header says which methods this address answers."),
            ),
            Self::Slow => (
                StatusCode::REQUEST_TIMEOUT,
                "slow",
                "Too slow",
                own("The request did not arrive in time. Please send it again."),
            ),
            Self::Conflict => (
                StatusCode::CONFLICT,
                "conflict",
                "The id is taken",
                own("This id was used for another comment. To send a new comment, please use a new id."),
            ),
            Self::Settled(reason) => {
                (StatusCode::CONFLICT, "settled", "The comment cannot be changed any more", own(reason))
            }
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                "Too large",
                format!("What was sent is larger than {} KiB.", limits::REQUEST / 1024),
            ),
            Self::WrongType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "wrong-type",
                "Another kind of body is taken here",
                own(
                    "Programs send application/json, to addresses under /api/; forms send application/x-www-form-urlencoded.",
                ),
            ),
            Self::Faults(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "faults",
                "Something needs mending",
                own("Nothing was sent yet: please mend what is said of each field, and send again."),
            ),
            Self::Work(work) => (
                StatusCode::PRECONDITION_REQUIRED,
                "work",
                "Some work is wanted first",
                format!(
                    "More comes than usual just now. Find a number such that the SHA-256 of the challenge, a colon and the number \
                     begins with {} zero bits, and send the same again with challenge:number in the field work.",
                    work.bits
                ),
            ),
            Self::TooManyAnswers(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-answers",
                "Too many answers to one comment",
                format!(
                    "Several answers to this comment have come from your network just now. Please try again in {}.",
                    minutes(*seconds)
                ),
            ),
            Self::TooMany(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                "too-many",
                "Too many at once",
                format!("Very much has come from your network just now. Please try again in {}.", minutes(*seconds)),
            ),
            Self::Broken => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "broken",
                "Something broke on our side",
                own("It was not saved. We have noted the fault; please try again in a while."),
            ),
            Self::Unready(why) => (StatusCode::SERVICE_UNAVAILABLE, "unready", "Not ready", own(why)),
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "Busy",
                own(
                    "There is very much to do just now. Please send it again in a moment; it will not be counted twice.",
                ),
            ),
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.parts().0
    }

    /// What is told of it, in words and to programs.
    pub(crate) fn problem(&self) -> Problem {
        let (status, kind, title, detail) = self.parts();
        let errors = match self {
            Self::Faults(errors) | Self::WrongKind(errors) => errors.clone(),
            Self::TooLarge => vec![FieldError::over("body", limits::REQUEST, detail.clone())],
            _ => Vec::new(),
        };
        let kind = format!("urn:problem-type:recto:{kind}");
        let work = if let Self::Work(work) = self { Some(work.clone()) } else { None };
        // What names this one time is known where the request is.
        Problem { kind, title: title.to_owned(), status: status.as_u16(), detail, instance: None, errors, work }
    }

    /// Seconds until it is worth trying again, for `Retry-After`.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany(seconds) | Self::TooManyAnswers(seconds) => Some(*seconds),
            Self::Busy => Some(2),
            _ => None,
        }
    }
}

fn minutes(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => "a minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

/// A problem as it is sent to a program.
pub(crate) fn document(problem: &Problem) -> String {
    serde_json::to_string(problem).expect("strings and numbers become JSON")
}

/// The head of a problem document. `app` writes the document itself, which names the request, or a page of it.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let mut response = self.status().into_response();
        response.extensions_mut().insert(problem);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if matches!(self, Self::SignedOut) {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if matches!(self, Self::Slow | Self::TooLarge) {
            // The rest of the body is still under way; it is not read.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Busy,
            // PostgreSQL's texts cannot hold NUL, so nothing is called so there either.
            StoreError::Database(error)
                if error.as_database_error().is_some_and(|error| error.code() == Some("22021".into())) =>
            {
                Self::Unreadable("What was sent holds the character NUL, which no text here can hold.".to_owned())
            }
            other => Self::broken(other),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Faults(faults) => Self::Faults(faults),
            Refusal::Conflict => Self::Conflict,
            Refusal::Closed(reason) => Self::Closed(reason),
            Refusal::NoParent => Self::Faults(vec![FieldError::new(
                "parent",
                "The comment that you answer is not here, or not any more. You can still send yours as a comment of its own.",
            )]),
            Refusal::TooMany(span) => Self::TooMany(span.as_secs()),
            Refusal::TooManyAnswers(span) => Self::TooManyAnswers(span.as_secs()),
            Refusal::Work(work) => Self::Work(work),
        }
    }
}
