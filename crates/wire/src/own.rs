//! A comment as its own writer sees it: with how it stands, and what the editors said of it.
//!
//! Whoever has the receipt's token is taken for its writer. Leaves out the token.

use serde::{Deserialize, Serialize};

use crate::CommentId;

/// A comment and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnComment {
    /// Public id.
    pub id: CommentId,
    /// Slug of the article.
    pub article: String,
    /// The comment that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CommentId>,
    /// Where it stands.
    pub state: OwnState,
    /// The same in words for the writer.
    pub message: String,
    /// Why it was declined, in the newsroom's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the moderator adds to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// As typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// As typed; absent where it is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The same as it looks, or will look, on the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// When it was sent: RFC 3339, UTC, whole seconds; so are all times here.
    pub submitted: String,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<String>,
    /// When it was first published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Where it stands on the site, while it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Until when its text can be changed; absent where it cannot be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editable_until: Option<String>,
}

/// Where a comment stands, for its writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum OwnState {
    /// Waits for an editor.
    Held,
    /// Everybody sees it.
    Published,
    /// An editor has said no.
    Declined,
    /// Its writer took it back.
    Withdrawn,
    /// Its text is gone for good.
    Deleted,
}

impl OwnState {
    /// Words for the writer.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Held => "Thank you. Your comment has arrived safely, and an editor will read it before it appears.",
            Self::Published => "Thank you. Your comment is published.",
            Self::Declined => "The editors have decided not to publish your comment.",
            Self::Withdrawn => "You have taken your comment back. Nobody sees it.",
            Self::Deleted => {
                "This comment is deleted. Its text, the name and the addresses that came with it are erased."
            }
        }
    }
}
