//! What the operator decides: where things are, whom to trust, and how much is too much.
//!
//! Every field has a default that is right for one small machine. Leaves out reading them from files or arguments.

mod mail;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use ipnet::IpNet;

pub use mail::{Encryption, List, Login, Mail, Mailing, Smtp};

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
    /// How fast mail goes, and how long it is kept.
    pub mailing: Mailing,
    /// Who is told when something needs a person, and gets what readers mail to leave a list; absent: the sender.
    pub operator: Option<String>,
    /// The mailing list.
    pub list: List,
    /// Whom mail comes from; absent: `newsletter@` and the host of `address`.
    pub sender: Option<String>,
    /// Networks of reverse proxies whose `X-Forwarded-For` is believed. Empty: nobody is.
    pub proxies: Vec<IpNet>,
    /// Whether each article's comments are also a feed.
    pub feeds: bool,
    /// How long what is no longer needed is kept.
    pub keep: Keep,
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
            operator: None,
            mailing: Mailing::default(),
            list: List::default(),
            proxies: Vec::new(),
            feeds: true,
            keep: Keep::default(),
            metrics: Metrics::default(),
            limits: Limits::default(),
        }
    }
}

/// How long what is no longer needed is kept.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// From which network a comment came (as a keyed hash), and wishes to be told of answers that were not confirmed.
    pub networks: Duration,
    /// Comments that no editor has read.
    pub held: Duration,
}

impl Default for Keep {
    fn default() -> Self {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        Self { networks: 30 * DAY, held: 90 * DAY }
    }
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
    /// What is doubtful in a comment, and what is asked of its sender.
    pub admission: Admission,
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
            admission: Admission::default(),
        }
    }
}

/// What is doubtful in a comment, and what is asked of its sender. The words that are refused or doubtful are the
/// newsroom's, and stand in the store.
#[derive(Clone, Debug)]
pub struct Admission {
    /// Let a comment appear at once when so many of its writer's were published, none was declined, and nothing about it
    /// is doubtful. Absent: every comment waits for an editor.
    pub publish_known: Option<u32>,
    /// More links than this are doubtful.
    pub links: usize,
    /// What is sent sooner after its form was given out is doubtful.
    pub hasty: Duration,
    /// For how long a text that came from elsewhere makes the same text doubtful.
    pub repeats: Duration,
    /// A learned score from here on is doubtful; in thousandths.
    pub score: u32,
    /// Answers from one network to one comment, within the span of the rate of comments.
    pub answers: u32,
    /// From so many comments of one network on, within the span of the rate of comments, work is wanted for each.
    pub work_from: u32,
    /// From so many comments of all together on, work is wanted for each.
    pub work_from_all: Rate,
    /// How much work: so many zero bits, each of which doubles it. 16 take an old phone some seconds.
    pub work_bits: u32,
    /// How long a challenge may be answered.
    pub work_time: Duration,
    /// How long a writer may change a comment, as long as nobody has answered it.
    pub edit_time: Duration,
}

impl Default for Admission {
    fn default() -> Self {
        Self {
            publish_known: None,
            links: 2,
            hasty: Duration::from_secs(3),
            repeats: Duration::from_secs(7 * 24 * 60 * 60),
            score: 900,
            answers: 3,
            work_from: 10,
            work_from_all: Rate { most: 300, within: Duration::from_secs(10 * 60) },
            work_bits: 16,
            work_time: Duration::from_secs(10 * 60),
            edit_time: Duration::from_secs(15 * 60),
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
