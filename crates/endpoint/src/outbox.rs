//! Sending what is due, in the background: an answer never waits for its mail.
//!
//! Mails are rows of the store until they are sent, so none is lost when the endpoint is stopped or killed. Each is
//! claimed before it is sent, so of several endpoints one sends it; what a crash has left in the middle is found by its
//! lease. A mail server cannot be asked whether it took a mail, so such a mail waits for a person and is never sent
//! twice by itself.

mod compose;

use std::sync::Arc;

use tokio::sync::watch;

use crate::{
    endpoint::Endpoint,
    store::{Claim, Settle},
    transport::Handed,
};

/// What came of looking for one mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// One was dealt with; perhaps there is another.
    Done,
    /// There is nothing that may be sent now.
    Nothing,
    /// There is, but nobody takes it.
    Unreachable,
}

/// Sends what is due now and whenever something becomes due, until `stop` says so; a mail that is under way is finished.
pub(crate) async fn run(endpoint: Arc<Endpoint>, mut stop: watch::Receiver<bool>) {
    let mailing = endpoint.settings.mailing;
    while !*stop.borrow() {
        let pause = match send_one(&endpoint).await {
            Ok(Step::Done) => continue,
            Ok(Step::Nothing) => mailing.look,
            Ok(Step::Unreachable) => mailing.pause,
            Err(error) => {
                tracing::error!("mail is waiting: {error:#}");
                mailing.pause
            }
        };
        tokio::select! {
            _stopped = stop.changed() => {}
            // While nobody takes mail, one more that is due is no reason to ask again at once.
            () = endpoint.mail_due.notified(), if pause == mailing.look => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    endpoint.transport.rest().await;
}

/// Claims, sends and settles the next mail.
async fn send_one(endpoint: &Endpoint) -> anyhow::Result<Step> {
    let mailing = endpoint.settings.mailing;
    // Looking costs a read; only claiming takes the turn of a write.
    if !endpoint.store.mail_is_due(endpoint.clock.now()).await? {
        return Ok(Step::Nothing);
    }
    let repeats_safely = endpoint.transport.repeats_safely();
    let claimed = endpoint.store.claim_mail(Claim { now: endpoint.clock.now(), mailing, repeats_safely }).await?;
    if claimed.doubtful > 0 {
        tracing::error!(mails = claimed.doubtful, "mails may have been sent or not: see `recto mail doubtful`");
    }
    let Some(mail) = claimed.mail else {
        return Ok(if claimed.dropped { Step::Done } else { Step::Nothing });
    };
    let id = mail.id.clone();
    let handed = match compose::compose(endpoint, &mail) {
        Ok(outgoing) => endpoint.transport.hand_over(outgoing).await,
        // Another attempt would write the same.
        Err(error) => Handed::Refused(format!("{error:#}")),
    };
    let step = if matches!(handed, Handed::Unreachable(_)) { Step::Unreachable } else { Step::Done };
    log(&id, &handed);
    endpoint.store.settle_mail(Settle { id, handed, mailing, now: endpoint.clock.now() }).await?;
    Ok(step)
}

/// What a mail server says may hold the address, so it stands in the store and not in the log.
fn log(id: &str, handed: &Handed) {
    match handed {
        Handed::Over => tracing::debug!(mail = id, "a mail was sent"),
        Handed::Later(_) => tracing::warn!(mail = id, "a mail was not taken, and will be tried again"),
        Handed::Unreachable(why) => tracing::error!(mail = id, "mail is waiting: {why}"),
        Handed::Refused(_) => tracing::error!(mail = id, "a mail was refused: see `recto mail failed`"),
        Handed::InDoubt(_) => tracing::error!(mail = id, "a mail was sent or not: see `recto mail doubtful`"),
    }
}
