//! What a comment by itself tells admission: words and domains of the newsroom's lists, links, the learned score, and its hash.
//!
//! Found before the store's turn, so that no other write waits for it; the same for a new comment and a changed one.

use std::time::Duration;

use wire::{FieldError, NewComment};

use crate::{
    admission::{Attempt, fold},
    endpoint::Endpoint,
    error::Failure,
    markup,
};

/// A shorter text, such as “Thank you!”, says nothing when it comes again.
const TELLING: usize = 24;

/// Tells a text that comes again.
pub(super) struct Trace {
    /// [`fold::hash`] of its words.
    pub(super) hash: String,
    /// For how long back the same text counts; absent for one too short.
    pub(super) repeats: Option<Duration>,
}

/// Fills in what the comment's text tells.
pub(super) async fn examine(
    endpoint: &Endpoint,
    comment: &NewComment,
    attempt: &mut Attempt,
) -> Result<Trace, Failure> {
    let taught = endpoint.store.taught().await?;
    let body = fold::words(&comment.body);
    let fields = [("name", comment.name.as_deref()), ("email", comment.email.as_deref())];
    for (field, text) in fields {
        let words = fold::words(text.unwrap_or_default());
        attempt.refused.extend(refused(field, &taught.refused.found(&words)));
        attempt.doubtful.extend(taught.doubtful.found(&words));
    }
    attempt.refused.extend(comment.email.as_deref().and_then(|email| taught.refused_domain(email)));
    attempt.refused.extend(refused("body", &taught.refused.found(&body)));
    attempt.doubtful.extend(taught.doubtful.found(&body));
    attempt.links = markup::links(&comment.body).len();
    attempt.score = endpoint.store.score(&taught, &comment.body).await?;
    // With a blank behind each word, of which the last one has none.
    let telling = body.iter().map(|word| word.len() + 1).sum::<usize>() > TELLING;
    Ok(Trace { hash: fold::hash(&body), repeats: telling.then_some(endpoint.settings.limits.admission.repeats) })
}

fn refused(field: &str, words: &[String]) -> Option<FieldError> {
    let named = match words {
        [] => return None,
        [one] => format!("“{one}” is"),
        [most @ .., last] => format!("“{}” and “{last}” are", most.join("”, “")),
    };
    Some(FieldError::new(field, format!("{named} not taken here. Please put it in other words.")))
}
