//! `GET /api/articles/{slug}/comments`: the published comments, thread by thread, part by part.
//!
//! Leaves out the same as a page, which is `page`'s.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use wire::{Comment, CommentId, CommentPage, Cursor};

use super::{
    Ask, Slug, Start,
    kept::Form,
    read::Reading,
    thread::{self, Node},
};
use crate::{
    endpoint::Endpoint,
    error::Failure,
    markup,
    store::{Part, Shown, Thread},
};

/// Lists a part of an article's published comments.
///
/// Thread by thread; `next` is given back as `after` for the part that follows.
#[utoipa::path(
    get,
    path = "/api/articles/{slug}/comments",
    tag = "comments",
    params(
        ("slug" = String, Path, description = "The article's name in its address."),
        ("sort" = Option<String>, Query, pattern = "^(oldest|newest|picks)$", description = "Oldest first, unless asked."),
        ("thread" = Option<CommentId>, Query, description = "Any comment of the one thread that is wanted."),
        ("after" = Option<Cursor>, Query, description = "Where the part begins: a cursor of the same list."),
        ("before" = Option<Cursor>, Query, description = "Where the part ends."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many threads, or answers of the one."),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = CommentPage),
        (status = 304, description = "It is as the ETag in If-None-Match says."),
    )
)]
pub(crate) async fn list(
    State(endpoint): State<Arc<Endpoint>>,
    Slug(slug): Slug,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let ask = Ask::read(uri.query())?;
    let reading = Reading::begin(endpoint, slug).await?;
    reading.answer(Form::Json, ask, &headers, make).await
}

async fn make(reading: &Reading, ask: &Ask) -> Result<Vec<u8>, Failure> {
    let part = reading.part(ask).await?;
    let mut comments = Vec::new();
    for thread in &part.threads {
        comments
            .extend(in_order(thread).map(|(comment, depth)| public(comment, depth)).collect::<Result<Vec<_>, _>>()?);
        if let (Some(more), Some(first)) = (thread.more, comments.iter_mut().rev().find(|one| one.depth == 0)) {
            first.more = Some(more.write());
        }
    }
    if ask.thread.is_some() && matches!(ask.start, Start::After(_)) {
        // The first of the thread was there with the part before.
        comments.retain(|comment| comment.depth > 0);
    }
    let closed = reading.open.clone().closed();
    let page = CommentPage {
        comments,
        next: part.next.map(super::Mark::write),
        total: u64::try_from(reading.standing.published).unwrap_or_default(),
        open: closed.is_none(),
        closed,
        notice: reading.standing.notice.clone(),
    };
    serde_json::to_vec(&page).map_err(Failure::broken)
}

impl Reading {
    /// The part that is asked for.
    pub(crate) async fn part(&self, ask: &Ask) -> Result<Part, Failure> {
        let part = self.endpoint.store.part(&self.article().slug, ask).await?;
        part.ok_or(Failure::Missing("comment"))
    }
}

/// The comments of a thread in reading order, each with how far in it is shown.
pub(crate) fn in_order(thread: &Thread) -> impl Iterator<Item = (&Shown, u8)> {
    let nodes: Vec<Node<'_>> = thread.comments.iter().map(node).collect();
    // The store gives no thread in which nothing is published, here or on another part.
    let order = thread::in_reading_order(&nodes, |_| true);
    order.into_iter().map(|placed| (&thread.comments[placed.at], placed.depth))
}

fn node(comment: &Shown) -> Node<'_> {
    let Shown { id, parent, root, place, gone, .. } = comment;
    Node { id, parent: parent.as_deref(), root, place: *place, gone: *gone }
}

fn public(comment: &Shown, depth: u8) -> Result<Comment, Failure> {
    let id = |text: &str| {
        CommentId::parse(text).ok_or_else(|| Failure::broken(format_args!("the store holds the comment {text:?}")))
    };
    let shown = !comment.gone;
    Ok(Comment {
        id: id(&comment.id)?,
        name: comment.name.clone(),
        body: shown.then(|| comment.body.clone()),
        html: shown.then(|| markup::html(&comment.body)),
        parent: comment.parent.as_deref().map(id).transpose()?,
        depth,
        submitted: comment.submitted.rfc3339(),
        edited: comment.edited.filter(|_| shown).map(crate::clock::Moment::rfc3339),
        picked: comment.picked,
        editor: comment.editor.clone(),
        gone: comment.gone,
        more: None,
    })
}
