//! Where mail goes, put together from settings that only make sense together.

use endpoint::{Encryption, Login, Mail, Smtp};
use press::Problem;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::keys::MailDraft;
use super::reading::{Place, Reading};

impl MailDraft {
    /// To a folder, until a server is named.
    pub(super) fn new() -> Self {
        Self {
            folder: None,
            host: None,
            port: None,
            encryption: "tls".into(),
            user: None,
            password: None,
            authority: None,
            time: Duration::from_secs(30),
        }
    }
}

/// Notes what does not go together.
pub(super) fn check(reading: &mut Reading) {
    let mail = reading.draft.mail.clone();
    let is_here = matches!(mail.host.as_deref(), Some("localhost" | "127.0.0.1" | "::1"));
    let password = "set the variable RECTO_MAIL_PASSWORD, or name a file that holds it: `password_file` in [mail]";
    let problems = [
        (
            mail.host.is_some() && mail.folder.is_some(),
            "mail.folder",
            "mail goes to a server and into a folder",
            "set one",
        ),
        (mail.user.is_some() && mail.password.is_none(), "mail.user", "there is a user and no password", password),
        (
            mail.user.is_none() && mail.password.is_some(),
            "mail.password",
            "there is a password and no user",
            "set `mail.user`",
        ),
        (
            mail.user.is_some() && mail.host.is_none(),
            "mail.user",
            "there is a user and no mail server",
            "set `mail.host`",
        ),
        (
            mail.encryption == "none" && mail.user.is_some() && mail.host.is_some() && !is_here,
            "mail.encryption",
            "the password would be sent unencrypted",
            "set it to \"tls\" or \"starttls\"",
        ),
    ];
    for (_, name, found, mend) in problems.into_iter().filter(|(wrong, ..)| *wrong) {
        let text: Arc<str> = name.into();
        let place = Place::new(Path::new("all settings together"), &text, 0..name.len());
        reading.wrong(&place, |at| Problem::new(at, found).mend(mend));
    }
}

/// Where mail goes.
pub(super) fn of(mail: MailDraft, data: &Path) -> Mail {
    let Some(host) = mail.host else { return Mail::Folder(mail.folder.unwrap_or_else(|| data.join("mail"))) };
    let (encryption, usual) = match mail.encryption.as_str() {
        "starttls" => (Encryption::StartTls, 587),
        "none" => (Encryption::None, 25),
        _ => (Encryption::Implicit, 465),
    };
    let login = mail.user.zip(mail.password).map(|(user, password)| Login { user, password });
    let port = mail.port.unwrap_or(usual);
    Mail::Smtp(Smtp { host, port, encryption, authority: mail.authority, login, time: mail.time })
}
