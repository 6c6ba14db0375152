//! What the desk's API answers, for its description: the shapes that `api` writes.
//!
//! The endpoint is held to them by a test that compares every answer with the description.
#![expect(dead_code, reason = "described and not made: the answers are written from what the store gives")]

use utoipa::ToSchema;

/// A comment at the desk.
#[derive(ToSchema)]
pub(crate) struct DeskComment {
    id: String,
    /// The article's name in its address.
    article: String,
    /// The comment that this one answers.
    parent: Option<String>,
    name: Option<String>,
    /// Never to be shown.
    email: Option<String>,
    body: Option<String>,
    state: DeskState,
    /// Why admission found it doubtful.
    doubts: Vec<String>,
    /// How much it is like spam, in thousandths.
    score: Option<i64>,
    /// Why it was declined.
    reason: Option<String>,
    /// What its writer was told besides.
    note: Option<String>,
    /// RFC 3339, UTC; so are all times.
    submitted: String,
    edited: Option<String>,
    published: Option<String>,
    /// Since when it is an editors' pick.
    picked: Option<String>,
    /// The moderator who wrote it.
    editor: Option<String>,
    /// Counts the changes; given back with an act, it is refused when something came between.
    revision: i64,
    writer: DeskWriter,
    /// What was done to it, where one comment is asked for.
    #[schema(required = false)]
    history: Vec<DeskEvent>,
}

/// Where a comment stands.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub(crate) enum DeskState {
    Held,
    Published,
    Declined,
    Spam,
    Withdrawn,
    Deleted,
}

/// How many of a writer's comments were published and declined, and how many wait.
#[derive(ToSchema)]
pub(crate) struct DeskWriter {
    published: i64,
    declined: i64,
    waiting: i64,
}

/// Something that was done.
#[derive(ToSchema)]
pub(crate) struct DeskEvent {
    id: String,
    at: String,
    /// Who: `admission`, `writer`, `terminal`, `system`, `api NAME`, or a moderator.
    actor: String,
    action: String,
    from: Option<DeskState>,
    to: Option<DeskState>,
    reason: Option<String>,
    note: Option<String>,
    /// The text before an edit.
    before: Option<String>,
}

/// A part of the queue.
#[derive(ToSchema)]
pub(crate) struct DeskPage {
    comments: Vec<DeskComment>,
    /// Given back as `after` for the part that follows.
    next: Option<String>,
}

/// How a comment stands after an act.
#[derive(ToSchema)]
pub(crate) struct DeskStep {
    id: String,
    state: DeskState,
    #[schema(required = false)]
    revision: i64,
    /// What takes it back, given to `undo`; nothing where it was so already.
    #[schema(required = false)]
    event: Option<String>,
}

/// What was done to many.
#[derive(ToSchema)]
pub(crate) struct DeskSteps {
    done: Vec<DeskStep>,
    refused: Vec<DeskRefusal>,
    /// What takes all of it back.
    event: Option<String>,
}

/// Why one of many was left as it was.
#[derive(ToSchema)]
pub(crate) struct DeskRefusal {
    id: String,
    detail: String,
}

/// What was taken back.
#[derive(ToSchema)]
pub(crate) struct DeskUndone {
    comments: Vec<DeskStep>,
    message: String,
}
