//! What an article's readers see, as a number: every change of it counts one up.
//!
//! The number names a page that may be kept, and gives a newly published comment its place after all that were published
//! before. Leaves out the comments themselves.

use std::collections::HashMap;

use sqlx::{AssertSqlSafe, Row as _};

use super::{Store, StoreError, Tx, damaged, parts, parts::Shown, read_all};

/// How an article's comments stand, and what the newsroom says to all who comment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Standing {
    /// Changes with everything that readers see.
    pub(crate) version: i64,
    /// How many are published.
    pub(crate) published: i64,
    /// What the desk has decided: `open` or `closed`. Absent: as the edition says.
    pub(crate) desk: Option<String>,
    /// The edition's notice.
    pub(crate) notice: Option<String>,
}

impl Store {
    /// How the comments of `article` stand: one row, for every reader who asks.
    pub(crate) async fn standing(&self, article: &str) -> Result<Standing, StoreError> {
        let row = sqlx::query(
            "SELECT thread.version, thread.published, thread.comments, newsroom.value FROM (SELECT 1 AS one) AS asked
             LEFT JOIN thread ON thread.article = $1 LEFT JOIN newsroom ON newsroom.name = 'notice'",
        )
        .bind(article)
        .fetch_one(&self.read)
        .await?;
        let notice: Option<String> = row.try_get(3)?;
        let notice = notice.map(|json| serde_json::from_str::<Option<String>>(&json)).transpose();
        let notice = notice.map_err(|_| damaged("a notice that is no text"))?.flatten();
        Ok(Standing {
            version: row.try_get::<Option<i64>, _>(0)?.unwrap_or_default(),
            published: row.try_get::<Option<i64>, _>(1)?.unwrap_or_default(),
            desk: row.try_get(2)?,
            notice: notice.filter(|notice| !notice.trim().is_empty()),
        })
    }

    /// How many comments are published on each of these articles; those that have none are left out.
    pub(crate) async fn counts(&self, articles: &[String]) -> Result<HashMap<String, i64>, StoreError> {
        // As many placeholders as there are names; the names themselves are never part of the statement.
        let places: Vec<String> = (1..=articles.len()).map(|number| format!("${number}")).collect();
        let sql = format!("SELECT article, published FROM thread WHERE article IN ({})", places.join(", "));
        let query =
            articles.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, article| query.bind(article.as_str()));
        let rows = query.fetch_all(&self.read).await?;
        Ok(read_all(&rows, |row| Ok((row.try_get(0)?, row.try_get(1)?)))?.into_iter().collect())
    }

    /// The comments of `article` that were published last, the newest first.
    pub(crate) async fn latest(&self, article: &str, most: i64) -> Result<Vec<Shown>, StoreError> {
        const SQL: &str = concat!(
            "SELECT ",
            parts::columns!(),
            " FROM comment AS c WHERE c.article = $1 AND c.place IS NOT NULL AND c.state = 'published'
             ORDER BY c.place DESC LIMIT $2 + 0"
        );
        let rows = sqlx::query(SQL).bind(article).bind(most).fetch_all(&self.read).await?;
        Ok(read_all(&rows, parts::shown)?)
    }
}

/// Notes that what readers of `article` see has changed, and how many more comments are published now; the new version.
pub(crate) async fn touch(tx: &mut Tx, article: &str, published: i64) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "INSERT INTO thread (article, version, published) VALUES ($1, 1, $2)
         ON CONFLICT (article) DO UPDATE SET version = thread.version + 1, published = thread.published + $2
         RETURNING version",
    )
    .bind(article)
    .bind(published)
    .fetch_one(tx)
    .await
}
