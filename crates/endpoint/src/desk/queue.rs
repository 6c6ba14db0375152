//! `GET /moderation`: the queue, narrowed by its query.

use std::{collections::HashMap, sync::Arc};

use axum::{extract::State as Extracted, http::Uri, response::Response};

use super::{
    acting,
    fields::Fields,
    frames::{framed, notice},
    pages::{card::Setting, frame::Here, queue},
    session::Who,
};
use crate::{
    endpoint::Endpoint,
    error::Failure,
    store::{Filter, State},
};

/// Comments on one page.
const PAGE: usize = 25;

pub(crate) async fn show(
    Extracted(endpoint): Extracted<Arc<Endpoint>>,
    who: Who,
    uri: Uri,
) -> Result<Response, Failure> {
    let query = Fields::of_query(uri.query());
    let filter = filter(&query);
    let mut cards = endpoint.store.queue(&filter, asked(PAGE)).await?;
    let more = cards.len() > PAGE;
    cards.truncate(PAGE);
    let next = cards.last().filter(|_| more).map(|last| address(&filter, &last.comment.id));
    let first = (!filter.after.is_empty()).then(|| address(&filter, ""));
    let reasons = acting::reasons(&endpoint).await?;
    let back = format!("/moderation?{}", address(&filter, &filter.after));
    let titles = titles(&endpoint);
    let setting = Setting { who: &who, now: endpoint.clock.now(), reasons: &reasons, back: &back, titles: &titles };
    let articles = articles(&endpoint);
    let shown = queue::Queue { filter: &filter, cards: &cards, next, first, articles: &articles };
    let main = queue::queue(&shown, &setting);
    let done = notice(&endpoint, &who, query.get("done"), &back).await?;
    framed(&endpoint, &who, Here::Queue(filter.state), &queue::title(&filter), &main, done).await
}

/// One more than is shown tells whether there is more.
pub(crate) fn asked(shown: usize) -> i64 {
    i64::try_from(shown + 1).unwrap_or(i64::MAX)
}

/// What a query narrows the queue to. What is not understood narrows nothing.
pub(crate) fn filter(query: &Fields) -> Filter {
    let state = State::parse(query.get("state")).unwrap_or(State::Held);
    let is_code = |code: &String| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    Filter {
        article: query.some("article"),
        doubt: query.some("doubt").filter(is_code),
        words: query.get("q").chars().take(200).collect(),
        after: query.get("after").to_owned(),
        ..Filter::of(state)
    }
}

/// The query of a part.
fn address(filter: &Filter, after: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("state", filter.state.as_str());
    let rest = [
        ("article", filter.article.as_deref().unwrap_or_default()),
        ("doubt", filter.doubt.as_deref().unwrap_or_default()),
        ("q", &filter.words),
        ("after", after),
    ];
    for (name, value) in rest.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    query.finish()
}

/// Titles by slug.
pub(crate) fn titles(endpoint: &Endpoint) -> HashMap<String, String> {
    articles(endpoint).into_iter().collect()
}

/// Slugs and titles, in the edition's order.
fn articles(endpoint: &Endpoint) -> Vec<(String, String)> {
    let built = endpoint.site.current();
    built.edition.articles.iter().map(|article| (article.slug.clone(), article.title.clone())).collect()
}
