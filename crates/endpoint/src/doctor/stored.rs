//! The store, and the mail that waits in it.

use super::{Finding, span};
use crate::{
    clock::Moment,
    keys::Keys,
    settings::Settings,
    store::{Examined, KEY_ADVICE, examine as look},
};

/// Mail that has been due for longer waits for something.
const OVERDUE: i64 = 10 * 60 * 1_000;
/// Clocks of a database and its endpoints that differ by more mix up what comes first.
const APART: i64 = 5_000;

pub(super) async fn examine(settings: &Settings, now: Moment) -> Vec<Finding> {
    const WHAT: &str = "store";
    if settings.database.is_none() && !settings.data.join("recto.sqlite").exists() {
        return vec![Finding::warn(WHAT, "not there yet", "`recto serve` makes it")];
    }
    let found = match look(settings).await {
        Ok(found) => found,
        Err(error) => {
            let advice = "is the database running, and may this user use it?";
            return vec![Finding::bad(WHAT, format!("{error:#}"), advice)];
        }
    };
    let mut findings = vec![schema(&found)];
    if let Some(theirs) = found.clock {
        let apart = (theirs - now.0).abs();
        if apart > APART {
            let found = format!("the database's clock differs by {}", span(apart));
            findings.push(Finding::bad("clock", found, "set both by NTP"));
        }
    }
    findings.extend(key(&found, settings));
    if found.step == Some(found.known) {
        findings.push(outbox(&found, now));
        findings.push(owners(&found));
    }
    findings
}

fn schema(found: &Examined) -> Finding {
    const WHAT: &str = "store";
    let shown = &found.shown;
    match found.step {
        None => Finding::warn(WHAT, format!("{shown} is empty"), "`recto serve` makes its tables"),
        Some(step) if step > found.known => Finding::bad(
            WHAT,
            format!("{shown} was used by a newer version of recto"),
            "install that version, or restore a backup from before",
        ),
        Some(step) if step < found.known => Finding::warn(
            WHAT,
            format!("{shown} is of an older version"),
            "`recto serve` brings it up to date; back it up first",
        ),
        Some(_) => Finding::ok(WHAT, format!("{shown} answers and is up to date, {} comments held", found.held)),
    }
}

/// Nothing where the key is the store's, or no server has started on it.
fn key(found: &Examined, settings: &Settings) -> Option<Finding> {
    let theirs = found.key.as_ref()?;
    let path = settings.data.join("key");
    let what = if !path.exists() {
        format!("{} is not there, and the store was made with one", path.display())
    } else if Keys::open(&settings.data).ok()?.mark() != *theirs {
        format!("{} is not the one that the store was made with", path.display())
    } else {
        return None;
    };
    Some(Finding::bad("key", what, KEY_ADVICE))
}

fn owners(found: &Examined) -> Finding {
    const WHAT: &str = "desk";
    match found.owners {
        0 => Finding::warn(
            WHAT,
            "no owner can sign in yet",
            "`recto serve` prints a link; or recto moderator add --owner",
        ),
        1 => Finding::ok(WHAT, "one owner can sign in"),
        owners => Finding::ok(WHAT, format!("{owners} owners can sign in")),
    }
}

fn outbox(found: &Examined, now: Moment) -> Finding {
    const WHAT: &str = "outbox";
    if let Some(due) = found.due.filter(|due| now.0 - due > OVERDUE) {
        let said = found.error.as_deref().unwrap_or("nothing yet");
        return Finding::bad(
            WHAT,
            format!("mail has been due for {}; the mail server said: {said}", span(now.0 - due)),
            "is the server running? does the mail server take mail?",
        );
    }
    if found.held_back {
        let advice = "`recto list waiting` says why; then `recto list resume`";
        return Finding::bad(WHAT, "confirmation mails are held back: far more signups came than usual", advice);
    }
    if found.doubtful > 0 {
        return Finding::warn(
            WHAT,
            format!("{} mails may have been sent or not: the connection broke at the wrong moment", found.doubtful),
            "`recto mail doubtful` lists them",
        );
    }
    if found.failed > 0 {
        return Finding::warn(
            WHAT,
            format!("{} mails could not be sent", found.failed),
            "`recto mail failed` lists them",
        );
    }
    Finding::ok(WHAT, "no mail is late")
}
