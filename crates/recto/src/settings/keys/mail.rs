//! The settings of mail and of the mailing list.
//!
//! Leaves out where in the table they stand.

use super::{KEY, Key, Secret, is_mail_address};

pub(super) const SENDER: Key = Key {
    name: "mail.sender",
    variable: "RECTO_SENDER",
    about: "Whom mail comes from. Without it: newsletter@ and the host of the site's address.",
    example: "\"newsletter@review.example\"",
    check: Some((is_mail_address, "an e-mail address")),
    value: |draft| &mut draft.endpoint.sender,
    ..KEY
};

pub(super) const OPERATOR: Key = Key {
    name: "mail.operator",
    variable: "RECTO_OPERATOR",
    about: "Who is told when something needs a person, and gets what readers write to leave a list. Without it: the\n\
            sender gets the latter, and nobody is told.",
    example: "\"desk@review.example\"",
    check: Some((is_mail_address, "an e-mail address")),
    value: |draft| &mut draft.endpoint.operator,
    ..KEY
};

pub(super) const FOLDER: Key = Key {
    name: "mail.folder",
    variable: "RECTO_MAIL_FOLDER",
    about: "Where mails are written as .eml files. Without it, and without a server: the folder mail in the data folder.",
    example: "\"/var/spool/recto\"",
    value: |draft| &mut draft.mail_folder,
    ..KEY
};

pub(super) const SERVER: Key = Key {
    name: "mail.server",
    variable: "RECTO_MAIL_SERVER",
    about: "The mail server that mails are handed to. Without it they are written to a folder.",
    example: "\"smtp.review.example\"",
    value: |draft| &mut draft.mail_server.host,
    ..KEY
};

pub(super) const PORT: Key = Key {
    name: "mail.port",
    variable: "RECTO_MAIL_PORT",
    about: "The server's port. Without it: 465, with starttls 587, with none 25.",
    example: "465",
    value: |draft| &mut draft.mail_server.port,
    ..KEY
};

pub(super) const ENCRYPTION: Key = Key {
    name: "mail.encryption",
    variable: "RECTO_MAIL_ENCRYPTION",
    about: "How the connection to it is encrypted: \"tls\" from the first byte, \"starttls\", or \"none\" for a server on this\n\
            machine.",
    value: |draft| &mut draft.mail_server.encryption,
    ..KEY
};

pub(super) const AUTHORITY: Key = Key {
    name: "mail.authority",
    variable: "RECTO_MAIL_AUTHORITY",
    about: "A certificate authority of your own (a PEM file), beside those that the system trusts.",
    example: "\"/etc/ssl/review.pem\"",
    value: |draft| &mut draft.mail_server.authority,
    ..KEY
};

pub(super) const USER: Key = Key {
    name: "mail.user",
    variable: "RECTO_MAIL_USER",
    about: "Who we are at the server, if it asks.",
    example: "\"review\"",
    value: |draft| &mut draft.mail_server.user,
    ..KEY
};

pub(super) const PASSWORD: Key = Key {
    name: "mail.password",
    variable: "RECTO_MAIL_PASSWORD",
    about: "The user's password.",
    secret: Secret::Yes,
    value: |draft| &mut draft.mail_server.password,
    ..KEY
};

pub(super) const TIME: Key = Key {
    name: "mail.time",
    variable: "RECTO_MAIL_TIME",
    about: "How long each step of a delivery may take.",
    value: |draft| &mut draft.mail_server.time,
    ..KEY
};

pub(super) const TO_ONE_DOMAIN: Key = Key {
    name: "mail.to_one_domain",
    variable: "RECTO_MAIL_TO_ONE_DOMAIN",
    about: "Mails a minute to one domain: large providers hold up senders that come faster.",
    value: |draft| &mut draft.endpoint.mailing.to_one_domain,
    ..KEY
};

pub(super) const IN_ALL: Key = Key {
    name: "mail.in_all",
    variable: "RECTO_MAIL_IN_ALL",
    about: "Mails a minute in all.",
    value: |draft| &mut draft.endpoint.mailing.in_all,
    ..KEY
};

pub(super) const ATTEMPTS: Key = Key {
    name: "mail.attempts",
    variable: "RECTO_MAIL_ATTEMPTS",
    about: "How often a mail is tried before it counts as failed. Ten attempts take about a day.",
    value: |draft| &mut draft.endpoint.mailing.attempts,
    ..KEY
};

pub(super) const KEEP: Key = Key {
    name: "mail.keep",
    variable: "RECTO_MAIL_KEEP",
    about: "How long sent and failed mails stay in the store, with their addresses.",
    value: |draft| &mut draft.endpoint.mailing.keep,
    ..KEY
};

pub(super) const BREAKER: Key = Key {
    name: "list.breaker",
    variable: "RECTO_LIST_BREAKER",
    about: "Signups within an hour beyond which confirmation mails are held back until a person has looked, unless five\n\
            times as many as usual are more.",
    value: |draft| &mut draft.endpoint.list.breaker,
    ..KEY
};

pub(super) const WORK_FROM: Key = Key {
    name: "list.work_from",
    variable: "RECTO_LIST_WORK_FROM",
    about: "From so many signups of one network on, a reader's program has to do some work for each; and for every one\n\
            while mails are held back.",
    value: |draft| &mut draft.endpoint.list.work_from,
    ..KEY
};

pub(super) const KEEP_UNCONFIRMED: Key = Key {
    name: "list.keep_unconfirmed",
    variable: "RECTO_LIST_KEEP_UNCONFIRMED",
    about: "How long an address that was not confirmed is kept.",
    value: |draft| &mut draft.endpoint.list.keep_unconfirmed,
    ..KEY
};
