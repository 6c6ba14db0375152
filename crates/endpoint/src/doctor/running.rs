//! What answers: the server itself, and the mail server.

use std::time::Duration;

use axum::http::Uri;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::Finding;
use crate::{
    settings::{Mail, Settings},
    transport::Transport,
};

/// How long somebody may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether the server answers at its address, and is ready.
pub(super) async fn server(settings: &Settings) -> Finding {
    const WHAT: &str = "server";
    let mut address = settings.listen;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    match tokio::time::timeout(PATIENCE, ask(address)).await {
        Ok(Ok(answer)) if answer.starts_with("HTTP/1.1 200") => {
            Finding::ok(WHAT, format!("answers at {address}, ready"))
        }
        Ok(Ok(answer)) => {
            let status = answer.lines().next().unwrap_or_default();
            Finding::bad(WHAT, format!("answers {status:?} to /readyz at {address}"), "its log says why")
        }
        Ok(Err(error)) => {
            Finding::warn(WHAT, format!("does not answer at {address}: {error}"), "start it: recto serve")
        }
        Err(_elapsed) => Finding::bad(WHAT, format!("at {address} takes a connection and says nothing"), "restart it"),
    }
}

async fn ask(address: std::net::SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await?;
    let mut answer = Vec::new();
    stream.take(4_096).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Whether mail can be handed over, as far as that can be told without sending any.
pub(super) async fn mail(settings: &Settings) -> Finding {
    const WHAT: &str = "mail";
    match &settings.mail {
        Mail::Folder(folder) => {
            let found = format!("is written to {} and not sent", folder.display());
            Finding::warn(WHAT, found, "right for trying things out; else set `mail.host`")
        }
        Mail::Smtp(smtp) => {
            let shown = format!("{}:{}", smtp.host, smtp.port);
            let host = settings.address.as_deref().and_then(|address| address.parse::<Uri>().ok());
            let host = host.as_ref().and_then(Uri::host).unwrap_or("localhost");
            let checked = match Transport::open(&settings.mail, host) {
                Ok(transport) => transport.check().await,
                Err(error) => Err(format!("{error:#}")),
            };
            match checked {
                Ok(()) => Finding::ok(WHAT, format!("{shown} takes our name and password; nothing was sent")),
                Err(said) => Finding::bad(WHAT, format!("{shown}: {said}"), "look at [mail] in the settings"),
            }
        }
    }
}
