//! Who moderates: adding and removing people, the one-time links by which they choose a password, and how mail comes.
//!
//! Of a link only the hash is kept. Whoever is removed, or changes the password, is signed out everywhere in the same
//! write. Leaves out signing in.

use sqlx::{Row as _, any::AnyRow};

use super::{Moment, Noted, Store, StoreError, Tx, events, new_id, read_all, writer::Write};

/// Somebody who moderates.
#[derive(Clone, Debug)]
pub(crate) struct Moderator {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    /// `moderator` or `owner`.
    pub(crate) role: String,
    /// A PHC string; absent until the one-time link was used.
    pub(crate) password: Option<String>,
    /// How mail comes: `each`, `daily` or `none`.
    pub(crate) mail: String,
    pub(crate) created: Moment,
}

const MODERATOR: &str = "SELECT id, name, email, role, password, mail, created FROM moderator WHERE ended IS NULL";

impl Moderator {
    fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get(0)?,
            name: row.try_get(1)?,
            email: row.try_get(2)?,
            role: row.try_get(3)?,
            password: row.try_get(4)?,
            mail: row.try_get(5)?,
            created: Moment(row.try_get(6)?),
        })
    }
}

/// What became of a wish about a moderator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Staffed {
    Done,
    /// Somebody of that name moderates already.
    Exists,
    /// Nobody of that name moderates.
    Unknown,
    /// Without an owner nobody could add one.
    LastOwner,
}

impl Store {
    /// Who moderates, in order of names.
    pub(crate) async fn moderators(&self) -> Result<Vec<Moderator>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{MODERATOR} ORDER BY name"));
        Ok(read_all(&sqlx::query(sql).fetch_all(&self.read).await?, Moderator::read)?)
    }

    /// The moderator of this name, in any case.
    pub(crate) async fn moderator(&self, name: &str) -> Result<Option<Moderator>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{MODERATOR} AND lower(name) = lower($1)"));
        let row = sqlx::query(sql).bind(name.trim()).fetch_optional(&self.read).await?;
        Ok(row.as_ref().map(Moderator::read).transpose()?)
    }

    /// Whom a link invites, if it still does.
    pub(crate) async fn invited(&self, invitation: &str, now: Moment) -> Result<Option<Moderator>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{MODERATOR} AND invitation = $1 AND invited_until > $2"));
        let row = sqlx::query(sql).bind(invitation).bind(now.0).fetch_optional(&self.read).await?;
        Ok(row.as_ref().map(Moderator::read).transpose()?)
    }

    /// Adds a moderator, or gives one a new link.
    pub(crate) async fn invite(&self, invite: Invite) -> Result<Staffed, StoreError> {
        self.writer.write(invite).await
    }

    /// Where no owner can sign in yet, invites one; the name.
    pub(crate) async fn invite_first_owner(&self, link: Link, now: Moment) -> Result<Option<String>, StoreError> {
        self.writer.write(FirstOwner { link, now }).await
    }

    pub(crate) async fn remove_moderator(&self, name: &str, actor: &str, now: Moment) -> Result<Staffed, StoreError> {
        self.writer.write(Remove { name: name.to_owned(), actor: actor.to_owned(), now }).await
    }

    /// How mail comes to a moderator, and where.
    pub(crate) async fn set_mail(&self, id: &str, email: Option<&str>, mail: &str) -> Result<(), StoreError> {
        self.writer.write(SetMail { id: id.into(), email: email.map(Into::into), mail: mail.into() }).await
    }
}

/// The hash of a one-time link's token, and until when it works.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) hash: String,
    pub(crate) until: Moment,
}

/// A wish to add somebody, or to give somebody a new link.
pub(crate) struct Invite {
    pub(crate) name: String,
    /// Who is new; absent for a new link alone.
    pub(crate) new: Option<Newcomer>,
    pub(crate) link: Link,
    pub(crate) actor: String,
    pub(crate) now: Moment,
}

/// What is told of a new moderator besides the name.
pub(crate) struct Newcomer {
    pub(crate) owner: bool,
    pub(crate) email: Option<String>,
}

/// Id of a moderator by name, and whether it is one still.
async fn find(tx: &mut Tx, name: &str) -> Result<Option<(String, bool)>, sqlx::Error> {
    let sql = "SELECT id, CASE WHEN ended IS NULL THEN 1 ELSE 0 END FROM moderator WHERE lower(name) = lower($1)";
    let row = sqlx::query(sql).bind(name).fetch_optional(tx).await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get::<i64, _>(1)? == 1))).transpose()
}

async fn set_link(tx: &mut Tx, id: &str, link: &Link) -> Result<(), sqlx::Error> {
    let sql = "UPDATE moderator SET invitation = $2, invited_until = $3 WHERE id = $1";
    sqlx::query(sql).bind(id).bind(&link.hash).bind(link.until.0).execute(tx).await?;
    Ok(())
}

impl Write for Invite {
    type Answer = Staffed;

    async fn apply(&self, tx: &mut Tx) -> Result<Staffed, sqlx::Error> {
        let noted = Noted { actor: &self.actor, subject: Some(&self.name), ..Noted::default() };
        let action = match (find(tx, &self.name).await?, &self.new) {
            (Some((_, true)), Some(_)) => return Ok(Staffed::Exists),
            (None | Some((_, false)), None) => return Ok(Staffed::Unknown),
            (Some((id, true)), None) => {
                set_link(tx, &id, &self.link).await?;
                "make a link"
            }
            (Some((id, false)), Some(new)) => {
                let sql = "UPDATE moderator SET ended = NULL, password = NULL, role = $2, email = $3, mail = 'none' WHERE id = $1";
                sqlx::query(sql).bind(&id).bind(role(new.owner)).bind(&new.email).execute(&mut *tx).await?;
                set_link(tx, &id, &self.link).await?;
                "add moderator"
            }
            (None, Some(new)) => {
                add(tx, &self.name, new, &self.link, self.now).await?;
                "add moderator"
            }
        };
        events::add(tx, self.now, Noted { action, ..noted }).await?;
        Ok(Staffed::Done)
    }
}

fn role(owner: bool) -> &'static str {
    if owner { "owner" } else { "moderator" }
}

async fn add(tx: &mut Tx, name: &str, new: &Newcomer, link: &Link, now: Moment) -> Result<(), sqlx::Error> {
    let mail = if new.email.is_some() { "daily" } else { "none" };
    sqlx::query(
        "INSERT INTO moderator (id, name, email, role, invitation, invited_until, mail, created)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(new_id())
    .bind(name)
    .bind(&new.email)
    .bind(role(new.owner))
    .bind(&link.hash)
    .bind(link.until.0)
    .bind(mail)
    .bind(now.0)
    .execute(tx)
    .await?;
    Ok(())
}

struct FirstOwner {
    link: Link,
    now: Moment,
}

impl Write for FirstOwner {
    type Answer = Option<String>;

    async fn apply(&self, tx: &mut Tx) -> Result<Option<String>, sqlx::Error> {
        let sql = "SELECT id, name, password FROM moderator WHERE role = 'owner' AND ended IS NULL ORDER BY created";
        let owners = sqlx::query(sql).fetch_all(&mut *tx).await?;
        let owners = read_all(&owners, |row| {
            Ok((row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?, row.try_get::<Option<String>, _>(2)?))
        })?;
        if owners.iter().any(|(.., password)| password.is_some()) {
            return Ok(None);
        }
        let name = match owners.into_iter().next() {
            Some((id, name, _)) => {
                set_link(tx, &id, &self.link).await?;
                name
            }
            None => {
                let name = free_name(tx).await?;
                add(tx, &name, &Newcomer { owner: true, email: None }, &self.link, self.now).await?;
                name
            }
        };
        let noted = Noted { actor: "system", action: "make a link", subject: Some(&name), ..Noted::default() };
        events::add(tx, self.now, noted).await?;
        Ok(Some(name))
    }
}

/// What the first owner is called: `owner`, unless somebody is or was.
async fn free_name(tx: &mut Tx) -> Result<String, sqlx::Error> {
    let mut name = "owner".to_owned();
    let mut at = 1;
    while find(tx, &name).await?.is_some() {
        at += 1;
        name = format!("owner {at}");
    }
    Ok(name)
}

struct Remove {
    name: String,
    actor: String,
    now: Moment,
}

impl Write for Remove {
    type Answer = Staffed;

    async fn apply(&self, tx: &mut Tx) -> Result<Staffed, sqlx::Error> {
        let Some((id, true)) = find(tx, &self.name).await? else { return Ok(Staffed::Unknown) };
        let sql = "SELECT count(*) FROM moderator WHERE role = 'owner' AND ended IS NULL AND id <> $1";
        let others: i64 = sqlx::query_scalar(sql).bind(&id).fetch_one(&mut *tx).await?;
        let sql = "SELECT role FROM moderator WHERE id = $1";
        let role: String = sqlx::query_scalar(sql).bind(&id).fetch_one(&mut *tx).await?;
        if role == "owner" && others == 0 {
            return Ok(Staffed::LastOwner);
        }
        let sql = "UPDATE moderator SET ended = $2, password = NULL, invitation = NULL, email = NULL WHERE id = $1";
        sqlx::query(sql).bind(&id).bind(self.now.0).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM session WHERE moderator = $1").bind(&id).execute(&mut *tx).await?;
        let noted =
            Noted { actor: &self.actor, action: "remove moderator", subject: Some(&self.name), ..Noted::default() };
        events::add(tx, self.now, noted).await?;
        Ok(Staffed::Done)
    }
}

struct SetMail {
    id: String,
    email: Option<String>,
    mail: String,
}

impl Write for SetMail {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let sql = "UPDATE moderator SET email = $2, mail = $3 WHERE id = $1";
        sqlx::query(sql).bind(&self.id).bind(&self.email).bind(&self.mail).execute(tx).await?;
        Ok(())
    }
}
