//! What an article's readers see, as a number: every change of it counts one up.
//!
//! The number names a page that may be kept, and gives a newly published comment its place after all that were published
//! before. Leaves out the comments themselves.

use super::Tx;

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
