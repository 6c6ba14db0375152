//! Settings of where things are: the site, the socket, the store.

use super::{KEY, Key, Secret};

/// In the order of the file.
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
];

fn is_public_address(text: &str) -> bool {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).is_some_and(|rest| !rest.is_empty())
}

fn is_database(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}
