//! The table of all settings: what each is called in the file and in the environment, what it decides, where it goes.
//!
//! Everything about settings is made from it: reading, checking, `recto settings`, and the sample in `deploy`. A new
//! setting is one entry here.

use endpoint::Settings;
use std::path::PathBuf;

use super::value::Value;

/// The settings while they are being gathered.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) endpoint: Settings,
    pub(super) mail_folder: Option<PathBuf>,
    pub(super) log: String,
    pub(super) log_format: String,
}

/// One setting.
pub(super) struct Key {
    /// Section and name in the file, with a dot between them.
    pub(super) name: &'static str,
    /// Its variable in the environment.
    pub(super) variable: &'static str,
    /// What it decides, for the operator.
    pub(super) about: &'static str,
    /// Of a setting without a default: what one looks like.
    pub(super) example: &'static str,
    pub(super) secret: Secret,
    pub(super) check: Option<Check>,
    pub(super) value: fn(&mut Draft) -> &mut dyn Value,
}

/// What else must hold of a text, and what is expected then.
pub(super) type Check = (fn(&str) -> bool, &'static str);

/// Whether a value may be seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Secret {
    /// By anybody.
    No,
    /// Only where no password stands in the address.
    Address,
    /// By nobody.
    Yes,
}

impl Key {
    /// The section of the file.
    pub(super) fn section(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(section, _)| section)
    }

    /// The name within the section.
    pub(super) fn short(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(_, short)| short)
    }

    /// The variable that names a file with the secret instead.
    pub(super) fn file_variable(&self) -> Option<String> {
        (self.secret != Secret::No).then(|| format!("{}_FILE", self.variable))
    }

    /// The name in the section that names a file with the secret instead.
    pub(super) fn file_name(&self) -> Option<String> {
        (self.secret != Secret::No).then(|| format!("{}_file", self.short()))
    }

    /// Whether this value has to be kept from whoever may read the settings file, or see them printed.
    pub(super) fn hides(&self, value: &str) -> bool {
        match self.secret {
            Secret::No => false,
            Secret::Address => has_password(value),
            Secret::Yes => true,
        }
    }
}

/// Whether an address holds a password: `scheme://user:password@host`.
fn has_password(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) || rest.contains("password=")
}

fn is_public_address(text: &str) -> bool {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).is_some_and(|rest| !rest.is_empty())
}

fn is_database(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

fn is_mail_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) && !text.contains(' ')
}

fn is_log_format(text: &str) -> bool {
    matches!(text, "text" | "json")
}

const KEY: Key = Key {
    name: "",
    variable: "",
    about: "",
    example: "",
    secret: Secret::No,
    check: None,
    value: |draft| &mut draft.log,
};

/// All settings, in the order of the file.
pub(super) const KEYS: &[Key] = &[
    Key {
        name: "site.folder",
        variable: "RECTO_SITE",
        about: "The built site. `recto build` may swap it while it is served.",
        value: |draft| &mut draft.endpoint.site,
        ..KEY
    },
    Key {
        name: "site.address",
        variable: "RECTO_ADDRESS",
        about: "The address under which readers find the site. Links in mail begin with it, and forms are taken from\n\
                it. Without it: http:// and the address listened on, which is right for trying things out alone.",
        example: "\"https://review.example\"",
        check: Some((is_public_address, "an address such as \"https://review.example\"")),
        value: |draft| &mut draft.endpoint.address,
        ..KEY
    },
    Key {
        name: "listen.address",
        variable: "RECTO_LISTEN",
        about: "Where to listen. TLS and HTTP/2 are the part of a reverse proxy in front.",
        value: |draft| &mut draft.endpoint.listen,
        ..KEY
    },
    Key {
        name: "listen.proxies",
        variable: "RECTO_PROXIES",
        about: "Networks of the reverse proxies whose X-Forwarded-For is believed. Empty, nobody's is, and behind a\n\
                proxy all readers then share one limit.",
        value: |draft| &mut draft.endpoint.proxies,
        ..KEY
    },
    Key {
        name: "store.data",
        variable: "RECTO_DATA",
        about: "The folder of the key, of the store unless that is a database, and of mail unless that is sent.",
        value: |draft| &mut draft.endpoint.data,
        ..KEY
    },
    Key {
        name: "store.database",
        variable: "DATABASE_URL",
        about: "A PostgreSQL database. Without it the store is the file recto.sqlite in the data folder. An address\n\
                with a password belongs into the variable, or into a file that database_file names.",
        example: "\"postgres://recto@db.internal/recto\"",
        secret: Secret::Address,
        check: Some((is_database, "an address such as \"postgres://user@host/name\"")),
        value: |draft| &mut draft.endpoint.database,
    },
    Key {
        name: "mail.folder",
        variable: "RECTO_MAIL_FOLDER",
        about: "Where mails are written as .eml files. Without it: the folder mail in the data folder.",
        example: "\"/var/spool/recto\"",
        value: |draft| &mut draft.mail_folder,
        ..KEY
    },
    Key {
        name: "mail.sender",
        variable: "RECTO_SENDER",
        about: "Whom mail comes from. Without it: newsletter@ and the host of the site's address.",
        example: "\"newsletter@review.example\"",
        check: Some((is_mail_address, "an e-mail address")),
        value: |draft| &mut draft.endpoint.sender,
        ..KEY
    },
    Key {
        name: "comments.publish_known",
        variable: "RECTO_COMMENTS_PUBLISH_KNOWN",
        about: "Let a comment appear at once when so many of its writer's were published, none was declined, and nothing\n\
                about it is doubtful. Without it: every comment waits for an editor.",
        example: "3",
        value: |draft| &mut draft.endpoint.limits.admission.publish_known,
        ..KEY
    },
    Key {
        name: "comments.links",
        variable: "RECTO_COMMENTS_LINKS",
        about: "More links than this in a comment are doubtful.",
        value: |draft| &mut draft.endpoint.limits.admission.links,
        ..KEY
    },
    Key {
        name: "comments.hasty",
        variable: "RECTO_COMMENTS_HASTY",
        about: "What is sent sooner after its form was given out is doubtful.",
        value: |draft| &mut draft.endpoint.limits.admission.hasty,
        ..KEY
    },
    Key {
        name: "comments.repeats",
        variable: "RECTO_COMMENTS_REPEATS",
        about: "For how long a text that came from elsewhere makes the same text doubtful.",
        value: |draft| &mut draft.endpoint.limits.admission.repeats,
        ..KEY
    },
    Key {
        name: "comments.score",
        variable: "RECTO_COMMENTS_SCORE",
        about: "How much like what the desk calls spam is doubtful, in thousandths.",
        value: |draft| &mut draft.endpoint.limits.admission.score,
        ..KEY
    },
    Key {
        name: "comments.answers",
        variable: "RECTO_COMMENTS_ANSWERS",
        about: "Answers from one network to one comment, within the span of limits.comments.",
        value: |draft| &mut draft.endpoint.limits.admission.answers,
        ..KEY
    },
    Key {
        name: "comments.work_from",
        variable: "RECTO_COMMENTS_WORK_FROM",
        about: "From so many comments of one network on, within the span of limits.comments, each is to prove some work.",
        value: |draft| &mut draft.endpoint.limits.admission.work_from,
        ..KEY
    },
    Key {
        name: "comments.work_from_all",
        variable: "RECTO_COMMENTS_WORK_FROM_ALL",
        about: "From so many comments of all together on, each is to prove some work.",
        value: |draft| &mut draft.endpoint.limits.admission.work_from_all,
        ..KEY
    },
    Key {
        name: "comments.work_bits",
        variable: "RECTO_COMMENTS_WORK_BITS",
        about: "How much work: so many zero bits, each of which doubles it.",
        value: |draft| &mut draft.endpoint.limits.admission.work_bits,
        ..KEY
    },
    Key {
        name: "comments.work_time",
        variable: "RECTO_COMMENTS_WORK_TIME",
        about: "How long the work may take.",
        value: |draft| &mut draft.endpoint.limits.admission.work_time,
        ..KEY
    },
    Key {
        name: "comments.edit_time",
        variable: "RECTO_COMMENTS_EDIT_TIME",
        about: "How long writers may change a comment, as long as nobody has answered it.",
        value: |draft| &mut draft.endpoint.limits.admission.edit_time,
        ..KEY
    },
    Key {
        name: "limits.comments",
        variable: "RECTO_COMMENTS",
        about: "Comments from one network (an IPv4 /24 or an IPv6 /48).",
        value: |draft| &mut draft.endpoint.limits.comments,
        ..KEY
    },
    Key {
        name: "limits.signups",
        variable: "RECTO_SIGNUPS",
        about: "Signups from one network.",
        value: |draft| &mut draft.endpoint.limits.signups,
        ..KEY
    },
    Key {
        name: "limits.connections",
        variable: "RECTO_CONNECTIONS",
        about: "Connections at once; more wait to be accepted.",
        value: |draft| &mut draft.endpoint.limits.connections,
        ..KEY
    },
    Key {
        name: "limits.queue",
        variable: "RECTO_QUEUE",
        about: "Writes that may wait for the disk at once; more are told to come again.",
        value: |draft| &mut draft.endpoint.limits.queue,
        ..KEY
    },
    Key {
        name: "limits.head_time",
        variable: "RECTO_HEAD_TIME",
        about: "How long the head of a request may take to arrive, and an idle connection is kept.",
        value: |draft| &mut draft.endpoint.limits.head_time,
        ..KEY
    },
    Key {
        name: "limits.body_time",
        variable: "RECTO_BODY_TIME",
        about: "How long the body of a request may take to arrive.",
        value: |draft| &mut draft.endpoint.limits.body_time,
        ..KEY
    },
    Key {
        name: "limits.answer_time",
        variable: "RECTO_ANSWER_TIME",
        about: "How long an answer may take.",
        value: |draft| &mut draft.endpoint.limits.answer_time,
        ..KEY
    },
    Key {
        name: "limits.stop_time",
        variable: "RECTO_STOP_TIME",
        about: "How long requests under way may take to finish once the server is told to stop.",
        value: |draft| &mut draft.endpoint.limits.stop_time,
        ..KEY
    },
    Key {
        name: "keep.networks",
        variable: "RECTO_KEEP_NETWORKS",
        about: "How long it is kept from which network a comment came (as a keyed hash), and that somebody wished to be\n\
                told of answers without confirming it.",
        value: |draft| &mut draft.endpoint.keep.networks,
        ..KEY
    },
    Key {
        name: "keep.held",
        variable: "RECTO_KEEP_HELD",
        about: "How long comments are kept that no editor has read.",
        value: |draft| &mut draft.endpoint.keep.held,
        ..KEY
    },
    Key {
        name: "limits.drain_time",
        variable: "RECTO_DRAIN_TIME",
        about: "How long to go on answering once the server is told to stop, while /readyz already says so: time for a\n\
                load balancer to look elsewhere. Without it: not at all.",
        example: "\"10 s\"",
        value: |draft| &mut draft.endpoint.limits.drain_time,
        ..KEY
    },
    Key {
        name: "metrics.networks",
        variable: "RECTO_METRICS",
        about: "Who may ask /metrics, if not through a proxy.",
        value: |draft| &mut draft.endpoint.metrics.networks,
        ..KEY
    },
    Key {
        name: "metrics.token",
        variable: "RECTO_METRICS_TOKEN",
        about: "Who has this token may ask /metrics from anywhere (Authorization: Bearer …).",
        secret: Secret::Yes,
        value: |draft| &mut draft.endpoint.metrics.token,
        ..KEY
    },
    Key {
        name: "log.level",
        variable: "RECTO_LOG",
        about: "How much is logged: error, warn, info, debug or trace; also for each part, as in \"warn,endpoint=debug\".",
        value: |draft| &mut draft.log,
        ..KEY
    },
    Key {
        name: "log.format",
        variable: "RECTO_LOG_FORMAT",
        about: "\"text\" for people, or \"json\" for programs: one object a line.",
        check: Some((is_log_format, "\"text\" or \"json\"")),
        value: |draft| &mut draft.log_format,
        ..KEY
    },
];

#[cfg(test)]
mod tests {
    use super::has_password;

    #[test]
    fn a_password_in_an_address_is_seen() {
        for address in ["postgres://a:b@host/x", "postgres://a:p@ss@host/x", "postgres://host/x?user=a&password=b"] {
            assert!(has_password(address), "{address}");
        }
        for address in ["postgres://a@host/x", "postgres://host:5432/x", "postgres:///x"] {
            assert!(!has_password(address), "{address}");
        }
    }
}
