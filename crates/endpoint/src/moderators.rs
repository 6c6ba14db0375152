//! `recto moderator`: who moderates, and the tokens of the newsroom's tools, from the terminal beside the running server.
//!
//! What is given out (a one-time link, a token) is returned once and kept as a hash alone.

use std::time::Duration;

use anyhow::{bail, ensure};

use crate::{
    clock::Clock,
    desk::{fresh, hashed},
    endpoint::Endpoint,
    mail::can_reach,
    moderation,
    settings::Settings,
    store::{Invite, Link, Newcomer, Staffed},
};

/// How long a one-time link works.
pub(crate) const LINK_LASTS: Duration = Duration::from_secs(24 * 60 * 60);

/// Longest name of a moderator or a tool, in characters.
const NAME: usize = 60;

/// Names that the record of what was done keeps for others.
const TAKEN: [&str; 4] = ["admission", "writer", "terminal", "system"];

const ACTOR: &str = "terminal";

/// Somebody who moderates, for the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// As it signs.
    pub name: String,
    /// `moderator` or `owner`.
    pub role: String,
    /// Whether the one-time link was used.
    pub signs_in: bool,
    /// How mail comes: `each`, `daily` or `none`.
    pub mail: String,
}

/// What is wrong with a name.
pub(crate) fn name_fault(name: &str) -> Option<&'static str> {
    let length = name.chars().count();
    if length == 0 || length > NAME {
        return Some("A name has from 1 to 60 characters.");
    }
    if name.chars().any(char::is_control) || name.to_lowercase().starts_with("api ") {
        return Some("This name cannot be taken: it holds control characters, or begins like a tool's.");
    }
    TAKEN.contains(&name.to_lowercase().as_str()).then_some("This name is kept for the record of what was done.")
}

/// Adds a moderator; the one-time link by which the password is chosen.
///
/// # Errors
/// When the name is taken or cannot be, the address is none, or the store cannot be written.
pub async fn add(settings: &Settings, name: &str, owner: bool, email: Option<&str>) -> anyhow::Result<String> {
    if let Some(wrong) = name_fault(name) {
        bail!("{wrong}");
    }
    if let Some(email) = email {
        ensure!(can_reach(email), "{email:?} does not look like an e-mail address");
    }
    invite(settings, name, Some(Newcomer { owner, email: email.map(Into::into) })).await
}

/// A new one-time link for a moderator; the last one works no more.
///
/// # Errors
/// When nobody of that name moderates, or the store cannot be written.
pub async fn link(settings: &Settings, name: &str) -> anyhow::Result<String> {
    invite(settings, name, None).await
}

async fn invite(settings: &Settings, name: &str, new: Option<Newcomer>) -> anyhow::Result<String> {
    let (token, now) = (fresh()?, Clock::system().now());
    let link = Link { hash: hashed(&token), until: now.after(LINK_LASTS) };
    let store = moderation::open(settings).await?;
    let staffed = store.invite(Invite { name: name.into(), new, link, actor: ACTOR.into(), now }).await;
    store.close().await;
    match staffed? {
        Staffed::Done => Ok(address_of(settings, &token)),
        Staffed::Exists => bail!("{name} moderates already: `recto moderator link` prints a new link"),
        Staffed::Unknown | Staffed::LastOwner => {
            bail!("nobody called {name} moderates: `recto moderator list` tells who does")
        }
    }
}

fn address_of(settings: &Settings, token: &str) -> String {
    let address = settings.address.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
    format!("{}/moderation/link/{token}", address.trim_end_matches('/'))
}

/// Removes a moderator, who is signed out everywhere at once.
///
/// # Errors
/// When nobody of that name moderates, it is the last owner, or the store cannot be written.
pub async fn remove(settings: &Settings, name: &str) -> anyhow::Result<()> {
    let store = moderation::open(settings).await?;
    let staffed = store.remove_moderator(name, ACTOR, Clock::system().now()).await;
    store.close().await;
    match staffed? {
        Staffed::Done => Ok(()),
        Staffed::LastOwner => bail!("{name} is the last owner: add another first, or nobody could"),
        Staffed::Unknown | Staffed::Exists => {
            bail!("nobody called {name} moderates: `recto moderator list` tells who does")
        }
    }
}

/// Who moderates, in order of names.
///
/// # Errors
/// When there is no store, or it cannot be read.
pub async fn list(settings: &Settings) -> anyhow::Result<Vec<Listed>> {
    let store = moderation::open(settings).await?;
    let moderators = store.moderators().await;
    store.close().await;
    let listed = |one: crate::store::Moderator| Listed {
        signs_in: one.password.is_some(),
        name: one.name,
        role: one.role,
        mail: one.mail,
    };
    Ok(moderators?.into_iter().map(listed).collect())
}

/// Makes a token for one of the newsroom's tools.
///
/// # Errors
/// When a token of that name works already, or the store cannot be written.
pub async fn token(settings: &Settings, name: &str) -> anyhow::Result<String> {
    if let Some(wrong) = name_fault(name) {
        bail!("{wrong}");
    }
    let token = fresh()?;
    let store = moderation::open(settings).await?;
    let added = store.add_token(name, &hashed(&token), ACTOR, Clock::system().now()).await;
    store.close().await;
    ensure!(added?, "there is a token for {name} already: `recto moderator revoke` ends it");
    Ok(token)
}

/// Ends a token.
///
/// # Errors
/// When no token of that name works, or the store cannot be written.
pub async fn revoke(settings: &Settings, name: &str) -> anyhow::Result<()> {
    let store = moderation::open(settings).await?;
    let ended = store.end_token(name, ACTOR, Clock::system().now()).await;
    store.close().await;
    ensure!(ended?, "no token for {name} works");
    Ok(())
}

/// Where no owner can sign in yet: the name of the first, and the link that makes it one.
pub(crate) async fn first_owner(endpoint: &Endpoint) -> anyhow::Result<Option<(String, String)>> {
    let (token, now) = (fresh()?, endpoint.clock.now());
    let link = Link { hash: hashed(&token), until: now.after(LINK_LASTS) };
    let name = endpoint.store.invite_first_owner(link, now).await?;
    Ok(name.map(|name| (name, format!("{}/moderation/link/{token}", endpoint.address))))
}

#[cfg(test)]
mod tests {
    use super::name_fault;

    #[test]
    fn a_moderator_cannot_sign_as_somebody_else() {
        assert_eq!(name_fault("Mane Ghazaryan"), None);
        for wrong in ["", "System", "api export", "a\nb", &"x".repeat(61)] {
            assert!(name_fault(wrong).is_some(), "{wrong:?}");
        }
    }
}
