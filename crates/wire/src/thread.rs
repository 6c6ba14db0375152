//! Published comments as lists give them: public fields only, in reading order, part by part.
//!
//! Tombstones stand in the same list, so that answers keep what they answer. Leaves out comments on their way in.

use serde::{Deserialize, Serialize};

use crate::CommentId;

/// A published comment, or the place of one that is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    /// Public id, in order of time.
    pub id: CommentId,
    /// Absent where the reader gave no name, and where the comment is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// As typed, in the small Markdown that comments have; LF line ends. Never to be shown as HTML. Absent where the
    /// comment is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The same as HTML that holds nothing but what the endpoint itself wrote. Absent where the comment is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The comment that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CommentId>,
    /// How far in it is shown: 0 for the first of a thread, then 1, then 2 for all that is deeper.
    pub depth: u8,
    /// When the reader sent it: RFC 3339, UTC, whole seconds.
    pub submitted: String,
    /// When it was last changed, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<String>,
    /// Whether the editors have picked it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub picked: bool,
    /// Who of the newsroom wrote it, where it is an editors' answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editor: Option<String>,
    /// Whether only its place is left, for the sake of the answers below.
    #[serde(default, skip_serializing_if = "is_false")]
    pub gone: bool,
    /// On the first of a thread: where its further answers begin, asked for by `thread` with this as `after`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<Cursor>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// A part of an article's published comments: each first comment of a thread, followed by its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentPage {
    /// At most as many threads as were asked for.
    pub comments: Vec<Comment>,
    /// Where the next part begins; absent when this is the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
    /// How many comments of the article are published, answers included, on all parts together.
    pub total: u64,
    /// Whether the article takes comments.
    pub open: bool,
    /// Why it does not, for the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// What the newsroom says to all who comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

/// A place in a list, to be given back as it came; what it holds is the endpoint's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Cursor(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_says_nothing_but_its_place() {
        let id = CommentId::parse("0190b2f6-8a4c-7e5b-9d3e-0123456789ab").expect("a UUID");
        let gone = Comment {
            id,
            name: None,
            body: None,
            html: None,
            parent: None,
            depth: 0,
            submitted: "2026-11-23T09:30:05Z".into(),
            edited: None,
            picked: false,
            editor: None,
            gone: true,
            more: None,
        };
        assert_eq!(
            serde_json::to_string(&gone).expect("is JSON"),
            r#"{"id":"0190b2f6-8a4c-7e5b-9d3e-0123456789ab","depth":0,"submitted":"2026-11-23T09:30:05Z","gone":true}"#
        );
    }
}
