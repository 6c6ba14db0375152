//! Listing the published comments of an article.
//!
//! Leaves out taking one, which is in [`super::arrival`], and changes of state, which are in [`super::history`].

use sqlx::{Row as _, any::AnyRow};
use wire::{Comment, CommentId};

use super::{Store, StoreError, damaged, read_all};
use crate::clock::Moment;

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// The oldest.
    First,
    /// What follows this comment.
    After(CommentId),
    /// What comes just before this comment.
    Before(CommentId),
}

/// A part of an article's published comments, oldest first.
pub(crate) struct Listed {
    pub(crate) comments: Vec<Comment>,
    pub(crate) older: bool,
    pub(crate) newer: bool,
}

impl Store {
    /// Published comments of an article, at most `limit`. The order is that of sending, by id, so a place in it holds
    /// while others come in.
    pub(crate) async fn published(&self, article: &str, span: &Span, limit: usize) -> Result<Listed, StoreError> {
        let (sql, from) = match span {
            Span::First => (FORWARD, ""),
            Span::After(id) => (FORWARD, id.as_str()),
            Span::Before(id) => (BACKWARD, id.as_str()),
        };
        // One more than asked for tells whether there is more.
        let asked = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let rows = sqlx::query(sql).bind(article).bind(from).bind(asked).fetch_all(&self.read).await?;
        let mut rows = read_all(&rows, public)?;
        if matches!(span, Span::Before(_)) {
            rows.reverse();
        }
        let more = rows.len() > limit;
        let (older, newer) = match span {
            Span::First => (false, more),
            Span::After(_) => (true, more),
            Span::Before(_) => (more, true),
        };
        // The one too many is the furthest from where the part begins.
        let skipped = usize::from(more && matches!(span, Span::Before(_)));
        let comments = rows.into_iter().skip(skipped).take(limit).collect();
        Ok(Listed { comments, older, newer })
    }
}

const FORWARD: &str = "SELECT id, name, body, parent, submitted FROM comment
    WHERE article = $1 AND state = 'published' AND id > $2 ORDER BY id LIMIT $3";

const BACKWARD: &str = "SELECT id, name, body, parent, submitted FROM comment
    WHERE article = $1 AND state = 'published' AND id < $2 ORDER BY id DESC LIMIT $3";

/// The public fields of a comment as [`FORWARD`] gives them, and no others.
fn public(row: &AnyRow) -> Result<Comment, sqlx::Error> {
    let parent: Option<String> = row.try_get(3)?;
    Ok(Comment {
        id: comment_id(row.try_get(0)?)?,
        name: row.try_get(1)?,
        body: row.try_get(2)?,
        parent: parent.map(|parent| comment_id(&parent)).transpose()?,
        submitted: Moment(row.try_get(4)?).rfc3339(),
    })
}

pub(super) fn comment_id(text: &str) -> Result<CommentId, sqlx::Error> {
    CommentId::parse(text).ok_or_else(|| damaged(format_args!("{text:?}, which is no comment's id")))
}
