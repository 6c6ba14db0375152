//! Settings of how much is too much, and of what the operator sees.

use super::{KEY, Key, Secret};

/// In the order of the file.
pub(super) const KEYS: &[Key] = &[
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

fn is_log_format(text: &str) -> bool {
    matches!(text, "text" | "json")
}
