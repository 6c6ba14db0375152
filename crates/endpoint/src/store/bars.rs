//! Who may not write for a time or for ever.
//!
//! Barring may take everything of theirs off the page in the same write. Leaves out holding a new comment up against the
//! bars, which is admission's.

use sqlx::Row as _;

use super::{Moment, Noted, State, Store, StoreError, Tx, events, new_id, read_all, standing::Standing, writer::Write};

/// Somebody who may not write.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    /// `writer`, `network` or `email`.
    pub(crate) kind: String,
    /// The id or the keyed hash.
    pub(crate) value: String,
    pub(crate) until: Option<Moment>,
    pub(crate) actor: String,
    pub(crate) reason: Option<String>,
    pub(crate) created: Moment,
}

/// Most comments that go with a bar in one write; more wait for the next press.
const MOST: i64 = 1_000;

impl Store {
    /// Who is barred now, the newest first, at most 500.
    pub(crate) async fn bars(&self, now: Moment) -> Result<Vec<Bar>, StoreError> {
        let sql = "SELECT kind, value, until, actor, reason, created FROM bar WHERE until IS NULL OR until > $1
            ORDER BY created DESC LIMIT 500";
        let rows = sqlx::query(sql).bind(now.0).fetch_all(&self.read).await?;
        Ok(read_all(&rows, |row| {
            Ok(Bar {
                kind: row.try_get(0)?,
                value: row.try_get(1)?,
                until: row.try_get::<Option<i64>, _>(2)?.map(Moment),
                actor: row.try_get(3)?,
                reason: row.try_get(4)?,
                created: Moment(row.try_get(5)?),
            })
        })?)
    }

    /// Bars; the event of the first comment that went with it, if any did, and how many.
    pub(crate) async fn bar(&self, bar: Bar, with_comments: bool) -> Result<(Option<String>, usize), StoreError> {
        self.writer.write(Barring { bar, with_comments }).await
    }

    /// Lets somebody write again; whether they were barred.
    pub(crate) async fn unbar(&self, kind: &str, value: &str, actor: &str, now: Moment) -> Result<bool, StoreError> {
        self.writer.write(Unbar { kind: kind.into(), value: value.into(), actor: actor.into(), now }).await
    }
}

struct Barring {
    bar: Bar,
    with_comments: bool,
}

impl Write for Barring {
    type Answer = (Option<String>, usize);

    async fn apply(&self, tx: &mut Tx) -> Result<(Option<String>, usize), sqlx::Error> {
        let bar = &self.bar;
        sqlx::query(
            "INSERT INTO bar (kind, value, until, actor, reason, created) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (kind, value) DO UPDATE SET until = $3, actor = $4, reason = $5, created = $6",
        )
        .bind(&bar.kind)
        .bind(&bar.value)
        .bind(bar.until.map(|until| until.0))
        .bind(&bar.actor)
        .bind(&bar.reason)
        .bind(bar.created.0)
        .execute(&mut *tx)
        .await?;
        let subject = format!("{} {}", bar.kind, bar.value);
        let noted = Noted {
            actor: &bar.actor,
            action: "bar",
            subject: Some(&subject),
            note: bar.reason.as_deref(),
            ..Noted::default()
        };
        events::add(tx, bar.created, noted).await?;
        if self.with_comments { self.decline_all(tx).await } else { Ok((None, 0)) }
    }
}

impl Barring {
    async fn decline_all(&self, tx: &mut Tx) -> Result<(Option<String>, usize), sqlx::Error> {
        let sql = match self.bar.kind.as_str() {
            "writer" => {
                "SELECT id FROM comment WHERE writer = $1 AND state IN ('held', 'published') ORDER BY id LIMIT $2 + 0"
            }
            _ => {
                "SELECT id FROM comment WHERE network = $1 AND state IN ('held', 'published') ORDER BY id LIMIT $2 + 0"
            }
        };
        let ids: Vec<String> = sqlx::query_scalar(sql).bind(&self.bar.value).bind(MOST).fetch_all(&mut *tx).await?;
        let group = new_id();
        let mut first = None;
        for id in &ids {
            let Some(mut standing) = Standing::of(tx, id).await? else { continue };
            let from = standing.state;
            standing.bring(tx, State::Declined, self.bar.created, None, None).await?;
            let noted = Noted {
                actor: &self.bar.actor,
                action: "move",
                comment: Some(id),
                subject: Some(&group),
                from: Some(from),
                to: Some(State::Declined),
                ..Noted::default()
            };
            let event = events::add(tx, self.bar.created, noted).await?;
            first.get_or_insert(event);
        }
        Ok((first, ids.len()))
    }
}

struct Unbar {
    kind: String,
    value: String,
    actor: String,
    now: Moment,
}

impl Write for Unbar {
    type Answer = bool;

    async fn apply(&self, tx: &mut Tx) -> Result<bool, sqlx::Error> {
        let sql = "DELETE FROM bar WHERE kind = $1 AND value = $2";
        let gone = sqlx::query(sql).bind(&self.kind).bind(&self.value).execute(&mut *tx).await?.rows_affected() > 0;
        if gone {
            let subject = format!("{} {}", self.kind, self.value);
            let noted = Noted { actor: &self.actor, action: "unbar", subject: Some(&subject), ..Noted::default() };
            events::add(tx, self.now, noted).await?;
        }
        Ok(gone)
    }
}
