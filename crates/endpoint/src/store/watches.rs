//! Who is told of answers to a comment: whoever left an address with it, once that address has said yes.
//!
//! A typed address proves nothing, so all it can bring about is one question, and that only when an editor has published
//! the comment. Leaves out the mails' words and their sending.

use sqlx::Row as _;

use super::{
    Store, StoreError, Tx,
    mails::{self, Due},
    new_id,
    writer::Write,
};
use crate::{clock::Moment, keys::Keys, mail::Kind};

/// How far two questions to one address are apart.
const ASK_EVERY: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

/// What becomes of a watch by a link in mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Answers are to be told.
    Confirm,
    /// They are not.
    Stop,
}

/// A watch as its page shows it.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    pub(crate) article: String,
    pub(crate) comment: String,
}

/// Sees to the mails that the publishing of a comment makes due, within the write that publishes it: the question to its
/// own writer, and the news to who watches the comment that it answers. Only the first publishing counts. True if any
/// mail is due.
pub(crate) async fn published(tx: &mut Tx, comment: &str, now: Moment, keys: &Keys) -> Result<bool, sqlx::Error> {
    let sql = "SELECT published, parent, writer, email FROM comment WHERE id = $1 AND state = 'published'";
    let Some(row) = sqlx::query(sql).bind(comment).fetch_optional(&mut *tx).await? else { return Ok(false) };
    if row.try_get::<Option<i64>, _>(0)? != Some(now.0) {
        return Ok(false);
    }
    let (parent, writer, email): (Option<String>, Option<String>, Option<String>) =
        (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
    let new = New { comment, writer: writer.as_deref(), email: email.as_deref(), now };
    let asked = new.ask(tx, keys).await?;
    let told = match parent {
        Some(parent) => new.tell(tx, keys, &parent).await?,
        None => 0,
    };
    Ok(asked || told > 0)
}

/// A comment that was just published.
struct New<'a> {
    comment: &'a str,
    writer: Option<&'a str>,
    email: Option<&'a str>,
    now: Moment,
}

impl New<'_> {
    /// Asks its writer whether answers are to be told; not twice, and not more than once a day.
    async fn ask(&self, tx: &mut Tx, keys: &Keys) -> Result<bool, sqlx::Error> {
        let Some(email) = self.email else { return Ok(false) };
        let sql = "SELECT id, state FROM watch WHERE comment = $1";
        if let Some(row) = sqlx::query(sql).bind(self.comment).fetch_optional(&mut *tx).await? {
            // Published, taken back by an undo before the question went out, and published again.
            let (watch, state): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            let is_open = state == "asked" && !is_written(tx, Kind::Watch, &watch, None).await?;
            return if is_open { self.question(tx, keys, email, &watch).await } else { Ok(false) };
        }
        // The same program with an address that has said yes need not be asked again.
        let sql = "SELECT count(*) FROM watch JOIN comment ON comment.id = watch.comment
            WHERE watch.email = $1 AND watch.state = 'confirmed' AND comment.writer = $2";
        let known: i64 = sqlx::query_scalar(sql).bind(email).bind(self.writer).fetch_one(&mut *tx).await?;
        let sql = "SELECT count(*) FROM mail WHERE kind = 'watch' AND address = $1 AND created > $2";
        let since = self.now.before(ASK_EVERY).0;
        let lately: i64 = sqlx::query_scalar(sql).bind(keys.address(email)).bind(since).fetch_one(&mut *tx).await?;
        let (state, confirmed) = match (known > 0, lately > 0) {
            (true, _) => ("confirmed", Some(self.now.0)),
            (false, false) => ("asked", None),
            // It stays a wish, which is granted with the next yes of the same program.
            (false, true) => ("wished", None),
        };
        let watch = new_id();
        sqlx::query(
            "INSERT INTO watch (id, comment, email, state, created, confirmed) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&watch)
        .bind(self.comment)
        .bind(email)
        .bind(state)
        .bind(self.now.0)
        .bind(confirmed)
        .execute(&mut *tx)
        .await?;
        if state == "asked" { self.question(tx, keys, email, &watch).await } else { Ok(false) }
    }

    async fn question(&self, tx: &mut Tx, keys: &Keys, email: &str, watch: &str) -> Result<bool, sqlx::Error> {
        let mail = Due { kind: Kind::Watch, recipient: email, about: watch, comment: None, due: self.now };
        Ok(mails::queue(tx, keys, mail, self.now).await?.is_some())
    }

    /// Tells who watches the comment that it answers, but not its own writer; how many.
    async fn tell(&self, tx: &mut Tx, keys: &Keys, parent: &str) -> Result<usize, sqlx::Error> {
        let sql = "SELECT watch.id, watch.email, comment.writer FROM watch JOIN comment ON comment.id = watch.comment
            WHERE watch.comment = $1 AND watch.state = 'confirmed'";
        let mut told = 0;
        for row in sqlx::query(sql).bind(parent).fetch_all(&mut *tx).await? {
            let (watch, email, writer): (String, String, Option<String>) =
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            let same_address = self.email.is_some_and(|own| own.to_lowercase() == email.to_lowercase());
            let is_own = same_address || (writer.is_some() && writer.as_deref() == self.writer);
            let comment = Some(self.comment);
            if !is_own && !is_written(tx, Kind::Answer, &watch, comment).await? {
                let mail = Due { kind: Kind::Answer, recipient: &email, about: &watch, comment, due: self.now };
                told += usize::from(mails::queue(tx, keys, mail, self.now).await?.is_some());
            }
        }
        Ok(told)
    }
}

/// Whether this mail was written already, and is not known to have come to nothing.
async fn is_written(tx: &mut Tx, kind: Kind, about: &str, comment: Option<&str>) -> Result<bool, sqlx::Error> {
    let sql = "SELECT count(*) FROM mail WHERE about = $1 AND kind = $2 AND coalesce(comment, '') = $3
        AND state <> 'dropped'";
    let query = sqlx::query_scalar::<_, i64>(sql).bind(about).bind(kind.as_str()).bind(comment.unwrap_or_default());
    Ok(query.fetch_one(tx).await? > 0)
}

impl Store {
    /// The watch behind a link in mail.
    pub(crate) async fn watch(&self, watch: &str) -> Result<Option<Watch>, StoreError> {
        let sql = "SELECT comment.article, comment.id FROM watch JOIN comment ON comment.id = watch.comment
            WHERE watch.id = $1";
        let Some(row) = sqlx::query(sql).bind(watch).fetch_optional(&self.read).await? else { return Ok(None) };
        Ok(Some(Watch { article: row.try_get(0)?, comment: row.try_get(1)? }))
    }

    /// Confirms or stops a watch; done already is done. False where there is no such watch.
    pub(crate) async fn decide_watch(
        &self,
        watch: String,
        decision: Decision,
        now: Moment,
    ) -> Result<bool, StoreError> {
        self.writer.write(Decide { watch, decision, now }).await
    }
}

struct Decide {
    watch: String,
    decision: Decision,
    now: Moment,
}

impl Write for Decide {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        match self.decision {
            Decision::Confirm => self.confirm(tx).await,
            Decision::Stop => self.stop(tx).await,
        }
    }
}

impl Decide {
    async fn confirm(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let sql = "UPDATE watch SET state = 'confirmed', confirmed = coalesce(confirmed, $2) WHERE id = $1";
        let found = sqlx::query(sql).bind(&self.watch).bind(self.now.0).execute(&mut *tx).await?.rows_affected();
        // What the same program wished for with the same address, and was not asked about that day.
        let sql = "UPDATE watch SET state = 'confirmed', confirmed = $2 WHERE state = 'wished' AND id IN
            (SELECT other.id FROM watch AS this JOIN comment AS mine ON mine.id = this.comment
             JOIN watch AS other ON other.email = this.email JOIN comment AS theirs ON theirs.id = other.comment
             WHERE this.id = $1 AND theirs.writer = mine.writer)";
        sqlx::query(sql).bind(&self.watch).bind(self.now.0).execute(tx).await?;
        Ok(found > 0)
    }

    async fn stop(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let sql = "UPDATE watch SET state = 'stopped' WHERE id = $1";
        let found = sqlx::query(sql).bind(&self.watch).execute(&mut *tx).await?.rows_affected();
        let sql = "UPDATE mail SET state = 'dropped', recipient = '' WHERE about = $1 AND state = 'queued'";
        sqlx::query(sql).bind(&self.watch).execute(tx).await?;
        Ok(found > 0)
    }
}
