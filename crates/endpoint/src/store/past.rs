//! What admission needs to know of comments that ask to be taken: one question for all that came together.
//!
//! Each part of it goes by an index and no further than its limit, so that taking the millionth comment costs what taking
//! the first one did. Leaves out what is made of the facts.

use sqlx::{AssertSqlSafe, Row as _, any::AnyRow};
use wire::CommentId;

use super::{Arrival, Tx, comments::comment_id, rows};
use crate::{
    admission::{Known, Past, Same},
    clock::Moment,
};

/// All that admission needs to know of `count` comments, in one question. Each count stops where the limit is reached;
/// `most` is the highest limit. What was sent without an id of its own counts as the same only from the same network and
/// before others have seen it, because who is given the receipt of a comment may change it.
fn past(count: usize, most: u32) -> String {
    format!(
        "WITH asked (nth, client_id, fingerprint, equal_since, parent, article, network, since, flood, text_hash,
            repeats_since, writer, now, address) AS (VALUES {places})
        SELECT
        (SELECT id FROM comment WHERE client_id = asked.client_id),
        (SELECT CASE WHEN fingerprint IN (asked.fingerprint, '') THEN 1 ELSE 0 END FROM comment
            WHERE client_id = asked.client_id),
        (SELECT id FROM comment WHERE network = asked.network AND submitted > asked.equal_since
            AND fingerprint = asked.fingerprint AND state = 'held' ORDER BY submitted DESC LIMIT 1),
        (SELECT root FROM comment WHERE id = asked.parent AND article = asked.article AND state = 'published'),
        (SELECT count(*) FROM (SELECT 1 FROM comment WHERE network = asked.network AND submitted > asked.since
            LIMIT {most}) AS recent),
        (SELECT coalesce(max(number), 0) + 1 FROM comment),
        (SELECT comments FROM thread WHERE article = asked.article),
        (SELECT submitted FROM comment WHERE number <= (SELECT max(number) FROM comment) - asked.flood
            ORDER BY number DESC LIMIT 1),
        (SELECT count(*) FROM (SELECT 1 FROM comment WHERE parent = asked.parent AND network = asked.network
            AND submitted > asked.since LIMIT 100) AS mine),
        (SELECT count(*) FROM (SELECT 1 FROM comment WHERE text_hash = asked.text_hash
            AND submitted > asked.repeats_since AND coalesce(writer, '') <> asked.writer LIMIT 100) AS again),
        CASE WHEN EXISTS (SELECT 1 FROM bar WHERE kind = 'writer' AND value = asked.writer
                AND (until IS NULL OR until > asked.now)
            UNION ALL SELECT 1 FROM bar WHERE kind = 'network' AND value = asked.network
                AND (until IS NULL OR until > asked.now)
            UNION ALL SELECT 1 FROM bar WHERE kind = 'email' AND value = asked.address
                AND (until IS NULL OR until > asked.now))
            THEN 1 ELSE 0 END,
        (SELECT published FROM writer WHERE id = asked.writer),
        (SELECT declined FROM writer WHERE id = asked.writer),
        CASE WHEN EXISTS (SELECT 1 FROM moderator WHERE mail = 'each' AND ended IS NULL) THEN 1 ELSE 0 END
        FROM asked ORDER BY nth",
        places = rows::places(count, 14)
    )
}

/// What [`past`] tells, and what the new row is filled in with.
pub(super) struct Found {
    pub(super) past: Past,
    pub(super) root: Option<String>,
    /// The next comment's.
    pub(super) number: i64,
    /// Whether any moderator wants mail about each comment that waits.
    pub(super) desk_wants_mail: bool,
}

/// What is to be known of each of some comments, in their order.
pub(super) async fn find(all: &[&Arrival], tx: &mut Tx) -> Result<Vec<Found>, sqlx::Error> {
    let never = Moment(i64::MAX);
    let most = all.iter().map(|arrival| arrival.rules.rate.most).max().unwrap_or_default();
    let mut found = Vec::with_capacity(all.len());
    for piece in rows::pieces(all) {
        let mut query = sqlx::query(AssertSqlSafe(past(piece.len(), most)));
        for (nth, arrival) in (0_i64..).zip(piece) {
            let now = arrival.now;
            query = query
                .bind(nth)
                .bind(arrival.comment.id.as_str())
                .bind(&arrival.fingerprint)
                .bind(arrival.equal_within.map_or(never, |within| now.before(within)).0)
                .bind(arrival.comment.parent.as_ref().map(CommentId::as_str))
                .bind(&arrival.article)
                .bind(&arrival.network)
                .bind(now.before(arrival.rules.rate.within).0)
                .bind(i64::from(arrival.flood.most) - 1)
                .bind(&arrival.text_hash)
                .bind(arrival.repeats.map_or(never, |within| now.before(within)).0)
                .bind(&arrival.writer)
                .bind(now.0)
                .bind(arrival.address.as_deref());
        }
        let rows = query.fetch_all(&mut *tx).await?;
        for (arrival, row) in piece.iter().zip(&rows) {
            found.push(arrival.read(row)?);
        }
    }
    Ok(found)
}

fn count(row: &AnyRow, at: usize) -> Result<u32, sqlx::Error> {
    Ok(u32::try_from(row.try_get::<i64, _>(at)?).unwrap_or(u32::MAX))
}

impl Arrival {
    fn read(&self, row: &AnyRow) -> Result<Found, sqlx::Error> {
        let (same, equal): (Option<String>, Option<String>) = (row.try_get(0)?, row.try_get(2)?);
        let same = match (same, equal) {
            (Some(id), _) => Some(Same { id: comment_id(&id)?, equal: row.try_get::<i64, _>(1)? == 1 }),
            (None, Some(id)) => Some(Same { id: comment_id(&id)?, equal: true }),
            (None, None) => None,
        };
        let root: Option<String> = row.try_get(3)?;
        let opened: Option<String> = row.try_get(6)?;
        let furthest: Option<i64> = row.try_get(7)?;
        let known = match row.try_get::<Option<i64>, _>(11)? {
            Some(_) => Some(Known { published: count(row, 11)?, declined: count(row, 12)? }),
            None => None,
        };
        let past = Past {
            same,
            opened: opened.map(|word| word == "open"),
            parent_stands: self.comment.parent.is_none() || root.is_some(),
            recent: count(row, 4)?,
            flooded: furthest.is_some_and(|furthest| furthest > self.now.before(self.flood.within).0),
            answered: count(row, 8)?,
            repeated: count(row, 9)?,
            barred: row.try_get::<i64, _>(10)? == 1,
            known,
        };
        Ok(Found { past, root, number: row.try_get(5)?, desk_wants_mail: row.try_get::<i64, _>(13)? == 1 })
    }
}
