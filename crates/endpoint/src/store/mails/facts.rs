//! What a mail tells, read at the moment when it is sent; nothing when it is no longer true.

use sqlx::Row as _;

use crate::{
    clock::Moment,
    mail::Kind,
    store::{Tx, breaker},
};

/// What a mail of each kind tells.
pub(crate) enum Facts {
    /// The subscriber still waits to be confirmed.
    Confirmation,
    /// The comment is published, and its writer was not asked yet. The article's slug.
    Watch { article: String },
    /// An answer, and the article's slug.
    Answer { article: String, comment: String, name: Option<String>, text: String },
    /// A comment that waits, with the codes of its doubts.
    Desk { article: String, name: Option<String>, text: String, doubts: String },
    /// How many comments wait, how many of them are doubtful, and the articles with most, by slug.
    Digest { waiting: i64, doubtful: i64, articles: Vec<(String, i64)> },
    /// Why the breaker has tripped.
    Alert { since: Moment, signups: i64, most: i64, usual: i64 },
}

/// How many articles a digest names.
const ARTICLES: i64 = 10;

/// What is to be told; `None` when there is nothing any more.
pub(super) async fn find(
    tx: &mut Tx,
    kind: Kind,
    about: &str,
    comment: Option<&str>,
) -> Result<Option<Facts>, sqlx::Error> {
    match kind {
        Kind::Confirmation => {
            let sql = "SELECT count(*) FROM subscriber WHERE id = $1 AND state = 'pending'";
            let waits: i64 = sqlx::query_scalar(sql).bind(about).fetch_one(tx).await?;
            Ok((waits > 0).then_some(Facts::Confirmation))
        }
        Kind::Watch => {
            let sql = "SELECT comment.article FROM watch JOIN comment ON comment.id = watch.comment
                WHERE watch.id = $1 AND watch.state IN ('wished', 'asked') AND comment.state = 'published'";
            let article: Option<String> = sqlx::query_scalar(sql).bind(about).fetch_optional(tx).await?;
            Ok(article.map(|article| Facts::Watch { article }))
        }
        Kind::Answer => {
            let sql = "SELECT answer.article, answer.id, answer.name, answer.body
                FROM watch JOIN comment AS answer ON answer.id = $2
                WHERE watch.id = $1 AND watch.state = 'confirmed' AND answer.state = 'published'";
            let row = sqlx::query(sql).bind(about).bind(comment.unwrap_or_default()).fetch_optional(tx).await?;
            let Some(row) = row else { return Ok(None) };
            Ok(Some(Facts::Answer {
                article: row.try_get(0)?,
                comment: row.try_get(1)?,
                name: row.try_get(2)?,
                text: row.try_get(3)?,
            }))
        }
        Kind::Desk => {
            let sql = "SELECT article, name, body, doubts FROM comment WHERE id = $1 AND state = 'held'";
            let Some(row) = sqlx::query(sql).bind(about).fetch_optional(tx).await? else { return Ok(None) };
            Ok(Some(Facts::Desk {
                article: row.try_get(0)?,
                name: row.try_get(1)?,
                text: row.try_get(2)?,
                doubts: row.try_get(3)?,
            }))
        }
        Kind::Digest => digest(tx, about).await,
        Kind::Alert => Ok(breaker::find(tx).await?.tripped().map(|trip| Facts::Alert {
            since: trip.since,
            signups: trip.signups,
            most: trip.most,
            usual: trip.usual,
        })),
    }
}

async fn digest(tx: &mut Tx, moderator: &str) -> Result<Option<Facts>, sqlx::Error> {
    let sql = "SELECT count(*) FROM moderator WHERE id = $1 AND ended IS NULL AND mail = 'daily'";
    let wanted: i64 = sqlx::query_scalar(sql).bind(moderator).fetch_one(&mut *tx).await?;
    let sql = "SELECT count(*), CAST(coalesce(sum(CASE WHEN doubts <> '' THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM comment WHERE state = 'held'";
    let row = sqlx::query(sql).fetch_one(&mut *tx).await?;
    let waiting: i64 = row.try_get(0)?;
    if wanted == 0 || waiting == 0 {
        return Ok(None);
    }
    let sql = "SELECT article, count(*) FROM comment WHERE state = 'held' GROUP BY article
        ORDER BY count(*) DESC, article LIMIT $1 + 0";
    let mut articles = Vec::new();
    for row in sqlx::query(sql).bind(ARTICLES).fetch_all(tx).await? {
        articles.push((row.try_get(0)?, row.try_get(1)?));
    }
    Ok(Some(Facts::Digest { waiting, doubtful: row.try_get(1)?, articles }))
}
