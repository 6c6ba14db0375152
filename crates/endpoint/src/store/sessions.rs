//! Signing in and out: sessions, passwords as hashes, and the attempts that slow guessing down.
//!
//! All of it is in the store, so several endpoints know the same sessions and count the same attempts. Leaves out
//! hashing passwords, which takes long and is not done within a write.

use std::time::Duration;

use sqlx::Row as _;

use super::{Moment, Noted, Store, StoreError, Tx, events, new_id, writer::Write};

/// A session ends when nothing was asked in it for this long …
const IDLE: Duration = Duration::from_secs(24 * 60 * 60);
/// … or when it is this old.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How exactly it is known when something was last asked.
const SEEN: Duration = Duration::from_secs(10 * 60);
/// Attempts older than this are forgotten.
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// Whose session it is.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    pub(crate) moderator: String,
    pub(crate) name: String,
    pub(crate) owner: bool,
}

impl Store {
    /// Whose session this is, if it still is one. Now and then notes that it is in use.
    pub(crate) async fn session(&self, id: &str, now: Moment) -> Result<Option<Signed>, StoreError> {
        let row = sqlx::query(
            "SELECT m.id, m.name, m.role, s.seen FROM session s JOIN moderator m ON m.id = s.moderator
             WHERE s.id = $1 AND s.seen > $2 AND s.created > $3 AND m.ended IS NULL",
        )
        .bind(id)
        .bind(now.before(IDLE).0)
        .bind(now.before(LONGEST).0)
        .fetch_optional(&self.read)
        .await?;
        let Some(row) = row else { return Ok(None) };
        if row.try_get::<i64, _>(3)? < now.before(SEEN).0 {
            self.writer.write(Seen { id: id.to_owned(), now }).await?;
        }
        let owner = row.try_get::<String, _>(2)? == "owner";
        Ok(Some(Signed { moderator: row.try_get(0)?, name: row.try_get(1)?, owner }))
    }

    /// Counts an attempt to sign in; false when there were too many about any of `abouts` (each with how many may be).
    pub(crate) async fn attempt(
        &self,
        abouts: Vec<(String, i64)>,
        within: Duration,
        now: Moment,
    ) -> Result<bool, StoreError> {
        self.writer.write(Attempted { abouts, within, now }).await
    }

    /// Begins a session; forgets the attempts about these.
    pub(crate) async fn sign_in(
        &self,
        session: &str,
        moderator: &str,
        forget: Vec<String>,
        now: Moment,
    ) -> Result<(), StoreError> {
        self.writer.write(SignIn { session: session.into(), moderator: moderator.into(), forget, now }).await
    }

    pub(crate) async fn sign_out(&self, session: &str) -> Result<(), StoreError> {
        self.writer.write(SignOut(session.to_owned())).await
    }

    /// Sets a password and begins a session; all others of the moderator end. False when `by` gives no right to.
    pub(crate) async fn set_password(
        &self,
        by: Right,
        password: String,
        session: String,
        now: Moment,
    ) -> Result<bool, StoreError> {
        self.writer.write(SetPassword { by, password, session, now }).await
    }
}

struct Seen {
    id: String,
    now: Moment,
}

impl Write for Seen {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let sql = "UPDATE session SET seen = $2 WHERE id = $1";
        sqlx::query(sql).bind(&self.id).bind(self.now.0).execute(tx).await?;
        Ok(())
    }
}

struct Attempted {
    abouts: Vec<(String, i64)>,
    within: Duration,
    now: Moment,
}

impl Write for Attempted {
    type Answer = bool;

    /// Counted before the password is looked at, so that many guesses at once are as many as they are.
    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let forgotten = self.now.before(FORGOTTEN).0;
        sqlx::query("DELETE FROM attempt WHERE at < $1").bind(forgotten).execute(&mut *tx).await?;
        for (about, most) in &self.abouts {
            let sql = "SELECT count(*) FROM attempt WHERE about = $1 AND at > $2";
            let since = self.now.before(self.within).0;
            let made: i64 = sqlx::query_scalar(sql).bind(about).bind(since).fetch_one(&mut *tx).await?;
            if made >= *most {
                return Ok(false);
            }
        }
        for (about, _) in &self.abouts {
            let sql = "INSERT INTO attempt (id, about, at) VALUES ($1, $2, $3)";
            sqlx::query(sql).bind(new_id()).bind(about).bind(self.now.0).execute(&mut *tx).await?;
        }
        Ok(true)
    }
}

async fn begin(tx: &mut Tx, session: &str, moderator: &str, now: Moment) -> Result<(), sqlx::Error> {
    let sql = "DELETE FROM session WHERE created < $1";
    sqlx::query(sql).bind(now.before(LONGEST).0).execute(&mut *tx).await?;
    let sql = "INSERT INTO session (id, moderator, created, seen) VALUES ($1, $2, $3, $3) ON CONFLICT (id) DO NOTHING";
    sqlx::query(sql).bind(session).bind(moderator).bind(now.0).execute(tx).await?;
    Ok(())
}

async fn name(tx: &mut Tx, moderator: &str) -> Result<String, sqlx::Error> {
    sqlx::query_scalar("SELECT name FROM moderator WHERE id = $1").bind(moderator).fetch_one(tx).await
}

struct SignIn {
    session: String,
    moderator: String,
    forget: Vec<String>,
    now: Moment,
}

impl Write for SignIn {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        begin(tx, &self.session, &self.moderator, self.now).await?;
        for about in &self.forget {
            sqlx::query("DELETE FROM attempt WHERE about = $1").bind(about).execute(&mut *tx).await?;
        }
        let actor = name(tx, &self.moderator).await?;
        events::add(tx, self.now, Noted { actor: &actor, action: "sign in", ..Noted::default() }).await?;
        Ok(())
    }
}

struct SignOut(String);

impl Write for SignOut {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM session WHERE id = $1").bind(&self.0).execute(tx).await?;
        Ok(())
    }
}

/// What gives the right to set a password.
#[derive(Clone, Debug)]
pub(crate) enum Right {
    /// A one-time link, by its hash; it is used up.
    Link(String),
    /// Being this moderator, who gave the password before.
    Moderator(String),
}

struct SetPassword {
    by: Right,
    password: String,
    session: String,
    now: Moment,
}

impl Write for SetPassword {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let (sql, value) = match &self.by {
            Right::Link(hash) => {
                ("SELECT id FROM moderator WHERE invitation = $1 AND invited_until > $2 AND ended IS NULL", hash)
            }
            Right::Moderator(id) => ("SELECT id FROM moderator WHERE id = $1 AND $2 > 0 AND ended IS NULL", id),
        };
        let found = sqlx::query_scalar(sql).bind(value).bind(self.now.0).fetch_optional(&mut *tx).await?;
        let Some(id): Option<String> = found else { return Ok(false) };
        let sql = "UPDATE moderator SET password = $2, invitation = NULL, invited_until = NULL WHERE id = $1";
        sqlx::query(sql).bind(&id).bind(&self.password).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM session WHERE moderator = $1").bind(&id).execute(&mut *tx).await?;
        begin(tx, &self.session, &id, self.now).await?;
        let actor = name(tx, &id).await?;
        events::add(tx, self.now, Noted { actor: &actor, action: "set password", ..Noted::default() }).await?;
        Ok(true)
    }
}
