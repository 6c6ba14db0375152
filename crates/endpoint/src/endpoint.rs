//! What every request sees: the settings, the site, the store, the keys and the clock.
//!
//! Nothing here remembers a request: what must be remembered is in the store, so two endpoints on one store behave as
//! one. What is kept of comments is never shown before the store has said that it is unchanged.

use std::{
    net::SocketAddr,
    sync::{Arc, atomic::AtomicBool},
};

use anyhow::Context as _;
use axum::http::HeaderMap;
use tokio::sync::Notify;

use crate::{
    clock::Clock,
    comments::Kept,
    keys::Keys,
    mail::{self, Letterhead},
    metrics::Metrics,
    network::Network,
    settings::Settings,
    site::Site,
    store::Store,
    transport::Transport,
};

/// An opened endpoint.
pub struct Endpoint {
    pub(crate) settings: Settings,
    /// The public base URL, without a slash at the end.
    pub(crate) address: String,
    pub(crate) site: Site,
    pub(crate) store: Store,
    pub(crate) keys: Arc<Keys>,
    pub(crate) clock: Clock,
    pub(crate) transport: Transport,
    /// Wakes the outbox.
    pub(crate) mail_due: Notify,
    /// What this process has answered.
    pub(crate) metrics: Metrics,
    /// Whether it was told to stop.
    pub(crate) stopping: AtomicBool,
    /// Lists of comments as they were made before.
    pub(crate) kept: Kept,
}

/// The other end of the connection; put beside each request by the server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

impl Endpoint {
    /// Opens the store and the site.
    ///
    /// # Errors
    /// What the operator has to mend: no built site, a data folder that cannot be written, a damaged store, a key that is
    /// not the store's, a public address that is none.
    pub async fn open(settings: Settings, clock: Clock) -> anyhow::Result<Self> {
        let site = Site::open(&settings.site)?;
        let store = Store::open(&settings).await?;
        let keys = Arc::new(store.keys(&settings).await?);
        let address = settings.address.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
        let address = address.trim_end_matches('/').to_owned();
        let parsed: axum::http::Uri =
            address.parse().with_context(|| format!("the public address {address:?} is no URL"))?;
        anyhow::ensure!(
            matches!(parsed.scheme_str(), Some("http" | "https")) && parsed.host().is_some(),
            "the public address {address:?} should look like https://example.org"
        );
        for (who, mailbox) in [("sender", &settings.sender), ("operator", &settings.operator)] {
            let Some(mailbox) = mailbox else { continue };
            anyhow::ensure!(mail::can_reach(mailbox), "the {who} {mailbox:?} should be an e-mail address");
        }
        let transport = Transport::open(&settings.mail, parsed.host().unwrap_or("localhost"))?;
        Ok(Self {
            settings,
            address,
            site,
            store,
            keys,
            clock,
            transport,
            mail_due: Notify::new(),
            metrics: Metrics::default(),
            stopping: AtomicBool::new(false),
            kept: Kept::new(),
        })
    }

    /// What is stored in place of the network that a request comes from.
    pub(crate) fn network(&self, peer: Peer, headers: &HeaderMap) -> String {
        self.keys.network(Network::of(peer.0.ip(), headers, &self.settings.proxies))
    }

    /// The public address as an origin: scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        let after_scheme = self.address.find("://").map_or(0, |at| at + 3);
        let end = self.address[after_scheme..].find('/').map_or(self.address.len(), |at| after_scheme + at);
        &self.address[..end]
    }

    /// What all mails share, as things are now.
    pub(crate) fn letterhead(&self) -> anyhow::Result<Letterhead> {
        let edition = &self.site.current().edition;
        let host = self.host();
        let sender = match &self.settings.sender {
            Some(sender) => sender.clone(),
            // A bare IP address cannot stand after the @.
            None if host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[') => "newsletter@localhost".into(),
            None => format!("newsletter@{host}"),
        };
        let operator = self.settings.operator.as_ref().unwrap_or(&sender);
        Ok(Letterhead {
            title: edition.title.clone(),
            language: edition.language.clone(),
            operator: operator.parse().context("the operator is no e-mail address")?,
            sender: sender.parse().context("the sender is no e-mail address")?,
        })
    }

    /// The host of the public address.
    pub(crate) fn host(&self) -> String {
        let parsed: Option<axum::http::Uri> = self.address.parse().ok();
        parsed.as_ref().and_then(|uri| uri.host()).unwrap_or("localhost").to_owned()
    }
}
