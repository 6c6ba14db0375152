//! Mail to a mail server by SMTP.
//!
//! lettre's ready-made transport says of a lost connection only that it was lost. Whether that was before or after the
//! mail was given is the difference between trying again and a mail sent twice, so the steps of a delivery are taken
//! here one by one, with lettre's own connection. One connection is kept for the mails that follow one another.

use std::{future::Future, time::Duration};

use anyhow::{Context as _, ensure};
use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::{AsyncSmtpConnection, Certificate, TlsParameters},
    commands::{Data, Mail, Rcpt},
    extension::{ClientId, Extension, MailParameter},
};
use tokio::sync::Mutex;

use super::Handed;
use crate::{
    mail::Outgoing,
    settings::{Encryption, Smtp},
};

/// A mail server, and the connection to it while there is one.
pub(crate) struct Server {
    settings: Smtp,
    /// What we call ourselves.
    hello: ClientId,
    tls: Option<TlsParameters>,
    kept: Mutex<Option<AsyncSmtpConnection>>,
}

/// Why a step was not done.
enum Stopped {
    /// The server said so.
    Said(Error),
    /// Or said nothing in time, or went away.
    Lost(String),
}

impl Server {
    pub(super) fn new(settings: Smtp, host: &str) -> anyhow::Result<Self> {
        let is_here = matches!(settings.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        ensure!(
            settings.encryption != Encryption::None || settings.login.is_none() || is_here,
            "the password for the mail server {} would be sent unencrypted: use TLS or STARTTLS",
            settings.host
        );
        let tls = match settings.encryption {
            Encryption::None => None,
            Encryption::Implicit | Encryption::StartTls => Some(tls(&settings)?),
        };
        let hello = match host.trim_matches(['[', ']']).parse() {
            Ok(std::net::IpAddr::V4(v4)) => ClientId::Ipv4(v4),
            Ok(std::net::IpAddr::V6(v6)) => ClientId::Ipv6(v6),
            Err(_name) => ClientId::Domain(host.to_owned()),
        };
        Ok(Self { settings, hello, tls, kept: Mutex::new(None) })
    }

    pub(super) async fn send(&self, mail: &Outgoing) -> Handed {
        let mut kept = self.kept.lock().await;
        let mut connection = match self.connection(kept.take()).await {
            Ok(connection) => connection,
            Err(stopped) => return Handed::Unreachable(stopped.words()),
        };
        let handed = self.deliver(&mut connection, mail).await;
        if matches!(handed, Handed::Over) {
            *kept = Some(connection);
        } else {
            self.leave(connection).await;
        }
        handed
    }

    /// Connects, as for a mail, and leaves again.
    pub(super) async fn check(&self) -> Result<(), String> {
        let connection = self.connection(None).await.map_err(Stopped::words)?;
        self.leave(connection).await;
        Ok(())
    }

    pub(super) async fn hang_up(&self) {
        if let Some(connection) = self.kept.lock().await.take() {
            self.leave(connection).await;
        }
    }

    /// The kept connection if it still answers, or a new one.
    async fn connection(&self, kept: Option<AsyncSmtpConnection>) -> Result<AsyncSmtpConnection, Stopped> {
        if let Some(mut kept) = kept {
            if tokio::time::timeout(self.settings.time, kept.test_connected()).await == Ok(true) {
                return Ok(kept);
            }
            self.leave(kept).await;
        }
        let Smtp { host, port, time, .. } = &self.settings;
        let at_once = self.tls.clone().filter(|_| self.settings.encryption == Encryption::Implicit);
        let connecting =
            AsyncSmtpConnection::connect_tokio1((host.as_str(), *port), Some(*time), &self.hello, at_once, None);
        let mut connection = in_time(*time, connecting).await?;
        if let Some(tls) = self.tls.clone().filter(|_| self.settings.encryption == Encryption::StartTls) {
            in_time(*time, connection.starttls(tls, &self.hello)).await?;
        }
        if let Some(login) = &self.settings.login {
            let credentials = Credentials::new(login.user.clone(), login.password.clone());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            in_time(*time, connection.auth(&mechanisms, &credentials)).await?;
        }
        Ok(connection)
    }

    /// MAIL, RCPT, DATA and the mail. Until the mail itself was given, nothing was taken, whatever went wrong.
    async fn deliver(&self, connection: &mut AsyncSmtpConnection, mail: &Outgoing) -> Handed {
        let time = self.settings.time;
        let mut parameters = Vec::new();
        if [&mail.from, &mail.to].iter().any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Handed::Refused("the mail server takes no addresses beyond ASCII".to_owned());
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        // A sender that is not taken is a fault of the settings, and no mail's own.
        if let Err(stopped) = in_time(time, connection.command(Mail::new(Some(mail.from.clone()), parameters))).await {
            return Handed::Unreachable(stopped.words());
        }
        let refused = |stopped: Stopped| match stopped {
            Stopped::Said(error) if error.is_permanent() => Handed::Refused(error.to_string()),
            stopped => Handed::Later(stopped.words()),
        };
        if let Err(stopped) = in_time(time, connection.command(Rcpt::new(mail.to.clone(), Vec::new()))).await {
            return refused(stopped);
        }
        if let Err(stopped) = in_time(time, connection.command(Data)).await {
            return refused(stopped);
        }
        match in_time(time, connection.message(&mail.bytes)).await {
            Ok(_taken) => Handed::Over,
            Err(said @ Stopped::Said(_)) => refused(said),
            Err(lost @ Stopped::Lost(_)) => Handed::InDoubt(lost.words()),
        }
    }

    async fn leave(&self, mut connection: AsyncSmtpConnection) {
        // Nothing depends on the answer to a farewell.
        let _either_way = tokio::time::timeout(Duration::from_secs(1), connection.abort()).await;
    }
}

fn tls(settings: &Smtp) -> anyhow::Result<TlsParameters> {
    let mut tls = TlsParameters::builder(settings.host.clone());
    if let Some(path) = &settings.authority {
        let shown = path.display();
        let pem = std::fs::read(path).with_context(|| format!("cannot read the mail server's authority {shown}"))?;
        let certificate = Certificate::from_pem(&pem).with_context(|| format!("{shown} holds no PEM certificate"))?;
        tls = tls.add_root_certificate(certificate);
    }
    tls.build().with_context(|| format!("{} is no name that a certificate can hold", settings.host))
}

async fn in_time<T>(time: Duration, step: impl Future<Output = Result<T, Error>>) -> Result<T, Stopped> {
    match tokio::time::timeout(time, step).await {
        Ok(done) => done.map_err(|error| match error.status() {
            Some(_code) => Stopped::Said(error),
            None => Stopped::Lost(error.to_string()),
        }),
        Err(_elapsed) => Err(Stopped::Lost(format!("no answer within {} seconds", time.as_secs()))),
    }
}

impl Stopped {
    fn words(self) -> String {
        match self {
            Self::Said(error) => error.to_string(),
            Self::Lost(words) => words,
        }
    }
}
