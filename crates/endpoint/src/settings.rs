//! What the operator decides: where things are, whom to trust, and how much is too much.
//!
//! Every field has a default that is right for one small machine. Leaves out reading them from files or arguments.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use ipnet::IpNet;

/// Settings of one endpoint.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The built site: the folder that holds `index.html` and `_recto/edition.json`. May be swapped while serving.
    pub site: PathBuf,
    /// Where comments, signups and keys are kept. Made if it is missing; must be writable.
    pub data: PathBuf,
    /// A PostgreSQL database, `postgres://user:password@host/name`; absent: the file `recto.sqlite` in `data`.
    pub database: Option<String>,
    /// Where to listen; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// The public base URL, such as `https://example.org`; absent: `http://` and the address listened on.
    pub address: Option<String>,
    /// Where mail goes.
    pub mail: Mail,
    /// Whom mail comes from; absent: `newsletter@` and the host of `address`.
    pub sender: Option<String>,
    /// Networks of reverse proxies whose `X-Forwarded-For` is believed. Empty: nobody is.
    pub proxies: Vec<IpNet>,
    /// Who may see the metrics.
    pub metrics: Metrics,
    /// How much is too much.
    pub limits: Limits,
}

impl Settings {
    /// The usual settings for a site and a data folder: 127.0.0.1:8080, mail to a folder within the data.
    #[must_use]
    pub fn new(site: impl Into<PathBuf>, data: impl Into<PathBuf>) -> Self {
        let data = data.into();
        Self {
            site: site.into(),
            mail: Mail::Folder(data.join("mail")),
            data,
            database: None,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            address: None,
            sender: None,
            proxies: Vec::new(),
            metrics: Metrics::default(),
            limits: Limits::default(),
        }
    }
}

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum Mail {
    /// Each message becomes an `.eml` file in this folder, which is made if it is missing.
    Folder(PathBuf),
}

/// Who may see the metrics: whoever asks directly from one of the networks, or has the token.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// This machine alone, unless set.
    pub networks: Vec<IpNet>,
    /// Sent as `Authorization: Bearer …`.
    pub token: Option<String>,
}

impl Default for Metrics {
    fn default() -> Self {
        let networks = ["127.0.0.0/8", "::1/128"].map(|net| net.parse().expect("is a network"));
        Self { networks: networks.into(), token: None }
    }
}

/// Bounds on what one client, and all together, may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// For the whole head of a request to arrive; also how long an idle connection is kept.
    pub head_time: Duration,
    /// For the whole body of a request to arrive, however it trickles.
    pub body_time: Duration,
    /// For a request to be answered, its body included.
    pub answer_time: Duration,
    /// How long to go on answering once the endpoint is told to stop, while `/readyz` already says so: time for a load
    /// balancer to look.
    pub drain_time: Option<Duration>,
    /// For requests under way to finish once the endpoint is told to stop.
    pub stop_time: Duration,
    /// Connections at once; more wait to be accepted.
    pub connections: usize,
    /// Writes waiting for the disk at once; more are refused with 503.
    pub queue: usize,
    /// Comments from one network (an IPv4 /24 or IPv6 /48).
    pub comments: Rate,
    /// Signups from one network.
    pub signups: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_time: Duration::from_secs(15),
            body_time: Duration::from_secs(15),
            answer_time: Duration::from_secs(30),
            drain_time: None,
            stop_time: Duration::from_secs(10),
            connections: 1_024,
            queue: 1_024,
            comments: Rate { most: 20, within: Duration::from_secs(10 * 60) },
            signups: Rate { most: 10, within: Duration::from_secs(60 * 60) },
        }
    }
}

/// At most so many within so long, counted over a sliding window.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// How many.
    pub most: u32,
    /// How long.
    pub within: Duration,
}
