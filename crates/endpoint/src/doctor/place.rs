//! The site, the address, and the folder and machine that the data is on.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use super::{Finding, span};
use crate::{clock::Moment, settings::Settings, site::Site, store::check_writable};

/// Less than this much room is soon none: a backup takes as much as the store.
const LITTLE: u64 = 1 << 30;
const NONE: u64 = 64 << 20;

pub(super) fn site(settings: &Settings, now: Moment) -> Finding {
    const WHAT: &str = "site";
    let site = match Site::open(&settings.site) {
        Ok(site) => site,
        Err(error) => return Finding::bad(WHAT, format!("{error:#}"), "run `recto build`, or set `site.folder`"),
    };
    let built = site.current();
    let count = built.edition.articles.len();
    let age = changed(&settings.site.join("_recto/edition.json")).map_or(0, |moment| now.0 - moment.0);
    let found = format!("{count} articles, built {} ago", span(age.max(0)));
    match &settings.address {
        Some(address) if address.trim_end_matches('/') != built.edition.address => Finding::warn(
            WHAT,
            format!("{found}, for {}", built.edition.address),
            format!("`site.address` is {address}: let edition.toml say the same, and build again"),
        ),
        _ => Finding::ok(WHAT, found),
    }
}

pub(super) fn address(settings: &Settings) -> Finding {
    const WHAT: &str = "address";
    match &settings.address {
        None if settings.listen.ip().is_loopback() => {
            Finding::warn(WHAT, "not set: links in mail lead to this machine", "set `site.address` before others read")
        }
        None => Finding::bad(WHAT, "not set: links in mail lead nowhere", "set `site.address`"),
        Some(address) if address.starts_with("http://") => Finding::warn(
            WHAT,
            format!("{address} is without TLS"),
            "put a reverse proxy in front: see deploy/README.md",
        ),
        Some(address) if settings.proxies.is_empty() => Finding::warn(
            WHAT,
            format!("{address}, which a proxy must be serving, and no proxy is trusted"),
            "set `listen.proxies` to its network, or all readers share one limit",
        ),
        Some(address) => Finding::ok(WHAT, address),
    }
}

pub(super) fn data(settings: &Settings) -> Finding {
    const WHAT: &str = "data";
    let shown = settings.data.display().to_string();
    if !settings.data.exists() {
        return Finding::warn(WHAT, format!("{shown} is not there yet"), "`recto serve` makes it");
    }
    match check_writable(&settings.data) {
        Ok(()) => Finding::ok(WHAT, format!("{shown} can be written")),
        Err(error) => Finding::bad(WHAT, format!("{error:#}"), "run this as the user who runs the server"),
    }
}

pub(super) fn key(settings: &Settings) -> Finding {
    const WHAT: &str = "key";
    let path = settings.data.join("key");
    let Ok(found) = fs::metadata(&path) else {
        let advice = "`recto serve` makes one; with a store of before, put its own key there first";
        return Finding::warn(WHAT, format!("{} is not there", path.display()), advice);
    };
    let mode = found.permissions().mode() & 0o777;
    if found.len() != 32 {
        Finding::bad(WHAT, format!("{} bytes, expected 32", found.len()), "restore it from a backup")
    } else if mode & 0o077 != 0 {
        let advice = format!("chmod 600 {}", path.display());
        Finding::bad(WHAT, format!("others than its owner may read it (mode {mode:o})"), advice)
    } else {
        Finding::ok(WHAT, "there, and for its owner alone")
    }
}

pub(super) fn disk(settings: &Settings) -> Finding {
    const WHAT: &str = "disk";
    let place = settings.data.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    let free = match rustix::fs::statvfs(place) {
        Ok(found) => found.f_bavail.saturating_mul(found.f_frsize),
        Err(error) => return Finding::warn(WHAT, format!("its room cannot be asked: {error}"), "look with `df`"),
    };
    let found = format!("{} MiB free for {}", free >> 20, settings.data.display());
    match free {
        ..NONE => Finding::bad(WHAT, found, "make room: soon nothing can be written"),
        NONE..LITTLE => Finding::warn(WHAT, found, "make room: a backup takes as much as the store"),
        LITTLE.. => Finding::ok(WHAT, found),
    }
}

/// What was written last cannot be of tomorrow.
pub(super) fn clock(settings: &Settings, now: Moment) -> Finding {
    const WHAT: &str = "clock";
    let files =
        [settings.site.join("_recto/edition.json"), settings.data.join("recto.sqlite"), settings.data.join("key")];
    let ahead = files.iter().filter_map(|file| Some(changed(file)?.0 - now.0)).max().unwrap_or(0);
    if ahead > 5_000 {
        let found = format!("{}, and files were written {} after that", now.rfc3339(), span(ahead));
        return Finding::bad(WHAT, found, "set the clock, best by NTP: ids, limits and links depend on it");
    }
    Finding::ok(WHAT, now.rfc3339())
}

fn changed(file: &Path) -> Option<Moment> {
    let changed = fs::metadata(file).ok()?.modified().ok()?;
    let since = changed.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Moment)
}
