//! Sending what is due, in the background: a signup's answer never waits for its mail.
//!
//! Mails are rows of the store until they are sent, so none is lost when the endpoint is stopped or killed; what was
//! sent but not yet noted is written again under the same name with the same bytes. Leaves out SMTP.

use std::{fs, io::Write as _, path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;

use crate::{endpoint::Endpoint, mail, settings::Mail, store::DueMail};

/// How often to look unasked: another endpoint on the same store may have been stopped before it sent.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Mails taken at once.
const BATCH: u32 = 100;

/// Sends what is due now and whenever something becomes due, for ever.
pub(crate) async fn run(endpoint: Arc<Endpoint>) {
    loop {
        match send_due(&endpoint).await {
            // Perhaps there is more.
            Ok(sent) if sent == BATCH as usize => continue,
            Ok(_) => {}
            Err(error) => tracing::error!("mail is waiting: {error:#}"),
        }
        // Either way it is time to look.
        let _woken = tokio::time::timeout(LOOK_EVERY, endpoint.mail_due.notified()).await;
    }
}

/// Sends one batch; how many went out.
async fn send_due(endpoint: &Arc<Endpoint>) -> anyhow::Result<usize> {
    let due = endpoint.store.due_mail(BATCH).await?;
    let mut sent = 0;
    for mail in due {
        let id = mail.id.clone();
        let sender = Arc::clone(endpoint);
        let result = tokio::task::spawn_blocking(move || send(&sender, &mail)).await?;
        match result {
            Ok(()) => {
                endpoint.store.mail_sent(id, endpoint.clock.now()).await?;
                sent += 1;
            }
            // One that cannot be sent must not hold up the others. The address is not logged.
            Err(error) => tracing::error!(mail = id, "a mail is not sent: {error:#}"),
        }
    }
    Ok(sent)
}

fn send(endpoint: &Endpoint, due: &DueMail) -> anyhow::Result<()> {
    let message = mail::confirmation(endpoint, due)?;
    match &endpoint.settings.mail {
        Mail::Folder(folder) => write(folder, &due.id, &message),
    }
}

/// A whole file or none: written aside, synced, renamed.
fn write(folder: &Path, id: &str, message: &[u8]) -> anyhow::Result<()> {
    let shown = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("cannot make the mail folder {shown}"))?;
    let aside = folder.join(format!(".{id}.part"));
    let mut file = fs::File::create(&aside).with_context(|| format!("cannot write to the mail folder {shown}"))?;
    file.write_all(message)?;
    file.sync_all()?;
    fs::rename(&aside, folder.join(format!("{id}.eml")))?;
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}
