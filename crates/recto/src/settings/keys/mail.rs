//! Settings of mail and of the mailing list.

use super::{KEY, Key, Secret};

/// In the order of the file.
pub(super) const KEYS: &[Key] = &[
    Key {
        name: "mail.folder",
        variable: "RECTO_MAIL_FOLDER",
        about: "Where mails are written as .eml files, when no mail server is named. Without it: the folder mail in the\n\
                data folder.",
        example: "\"/var/spool/recto\"",
        value: |draft| &mut draft.mail.folder,
        ..KEY
    },
    Key {
        name: "mail.host",
        variable: "RECTO_MAIL_HOST",
        about: "The mail server that takes our mail; its certificate must hold this name.",
        example: "\"mail.example.org\"",
        value: |draft| &mut draft.mail.host,
        ..KEY
    },
    Key {
        name: "mail.port",
        variable: "RECTO_MAIL_PORT",
        about: "Without it: 465, or 587 for starttls, or 25 without encryption.",
        example: "465",
        value: |draft| &mut draft.mail.port,
        ..KEY
    },
    Key {
        name: "mail.encryption",
        variable: "RECTO_MAIL_ENCRYPTION",
        about: "\"tls\" from the first byte, \"starttls\", or \"none\" for a server on the same machine.",
        check: Some((is_encryption, "\"tls\", \"starttls\" or \"none\"")),
        value: |draft| &mut draft.mail.encryption,
        ..KEY
    },
    Key {
        name: "mail.user",
        variable: "RECTO_MAIL_USER",
        about: "Who we are there, if it asks.",
        example: "\"recto\"",
        value: |draft| &mut draft.mail.user,
        ..KEY
    },
    Key {
        name: "mail.password",
        variable: "RECTO_MAIL_PASSWORD",
        about: "The password for it.",
        secret: Secret::Yes,
        value: |draft| &mut draft.mail.password,
        ..KEY
    },
    Key {
        name: "mail.authority",
        variable: "RECTO_MAIL_AUTHORITY",
        about: "A certificate authority of your own, as a PEM file, beside those that the system trusts.",
        example: "\"/etc/ssl/own.pem\"",
        value: |draft| &mut draft.mail.authority,
        ..KEY
    },
    Key {
        name: "mail.time",
        variable: "RECTO_MAIL_TIME",
        about: "How long each step of a delivery may take.",
        value: |draft| &mut draft.mail.time,
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
        name: "mail.operator",
        variable: "RECTO_OPERATOR",
        about: "Who is told when something needs a person, and gets what readers mail to leave the list. Without it:\n\
                the sender.",
        example: "\"editors@review.example\"",
        check: Some((is_mail_address, "an e-mail address")),
        value: |draft| &mut draft.endpoint.operator,
        ..KEY
    },
    Key {
        name: "mail.to_one_domain",
        variable: "RECTO_MAIL_TO_ONE_DOMAIN",
        about: "Mails a minute to one domain: large providers hold up senders that come faster.",
        value: |draft| &mut draft.endpoint.mailing.to_one_domain,
        ..KEY
    },
    Key {
        name: "mail.in_all",
        variable: "RECTO_MAIL_IN_ALL",
        about: "Mails a minute in all.",
        value: |draft| &mut draft.endpoint.mailing.in_all,
        ..KEY
    },
    Key {
        name: "mail.attempts",
        variable: "RECTO_MAIL_ATTEMPTS",
        about: "How often a mail is tried before it counts as failed.",
        value: |draft| &mut draft.endpoint.mailing.attempts,
        ..KEY
    },
    Key {
        name: "mail.attempt",
        variable: "RECTO_MAIL_ATTEMPT",
        about: "How long one attempt may take.",
        value: |draft| &mut draft.endpoint.mailing.attempt,
        ..KEY
    },
    Key {
        name: "mail.look",
        variable: "RECTO_MAIL_LOOK",
        about: "How often to look unasked for what has become due.",
        value: |draft| &mut draft.endpoint.mailing.look,
        ..KEY
    },
    Key {
        name: "mail.pause",
        variable: "RECTO_MAIL_PAUSE",
        about: "How long the mail server is left alone when it cannot be reached.",
        value: |draft| &mut draft.endpoint.mailing.pause,
        ..KEY
    },
    Key {
        name: "mail.keep",
        variable: "RECTO_MAIL_KEEP",
        about: "How long sent, failed and dropped mails stay in the store, with their addresses.",
        value: |draft| &mut draft.endpoint.mailing.keep,
        ..KEY
    },
    Key {
        name: "list.breaker",
        variable: "RECTO_LIST_BREAKER",
        about: "Confirmation mails within an hour beyond which they are held back and the operator is told, unless five\n\
                times as many as usual are more.",
        value: |draft| &mut draft.endpoint.list.breaker,
        ..KEY
    },
    Key {
        name: "list.work_from",
        variable: "RECTO_LIST_WORK_FROM",
        about: "From so many signups of one network on, a reader's program has to do some work for each; and for every one\n\
                while mails are held back.",
        value: |draft| &mut draft.endpoint.list.work_from,
        ..KEY
    },
    Key {
        name: "list.keep_unconfirmed",
        variable: "RECTO_LIST_KEEP_UNCONFIRMED",
        about: "How long an address that was not confirmed is kept.",
        value: |draft| &mut draft.endpoint.list.keep_unconfirmed,
        ..KEY
    },
];

fn is_encryption(text: &str) -> bool {
    matches!(text, "tls" | "starttls" | "none")
}

fn is_mail_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) && !text.contains(' ')
}
