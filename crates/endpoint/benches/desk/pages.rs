//! What is asked for: each page and list that a person or a tool can open, where it is hardest.
//!
//! Leaves out pages that show nothing of comments, but for those that every owner opens.

use sqlx::{AnyConnection, AssertSqlSafe};

use crate::{
    client::{Client, measure},
    words,
};

/// Ids and cursors that addresses are made of.
pub(crate) struct Known {
    /// Comments deep in the list of their state.
    deep_published: String,
    deep_spam: String,
    deep_event: String,
    /// A comment that waits.
    held: String,
    /// One in the longest thread.
    long: String,
    /// One of the busiest writer.
    busy: String,
}

impl Known {
    pub(crate) async fn find(store: &mut AnyConnection) -> Self {
        let comment = "SELECT id FROM comment WHERE";
        let most = |column: &str| {
            format!(
                "{comment} {column} = (SELECT {column} FROM comment WHERE {column} IS NOT NULL AND state = 'published'
                 GROUP BY {column} ORDER BY count(*) DESC LIMIT 1) AND state = 'published' ORDER BY id LIMIT 1 OFFSET 4"
            )
        };
        let mut ids = Vec::new();
        for sql in [
            format!("{comment} state = 'published' ORDER BY id LIMIT 1 OFFSET (SELECT sum(published) / 2 FROM thread)"),
            format!("{comment} state = 'spam' ORDER BY id LIMIT 1 OFFSET (SELECT sum(published) / 8 FROM thread)"),
            "SELECT id FROM event ORDER BY id LIMIT 1 OFFSET (SELECT sum(published) FROM thread)".to_owned(),
            format!("{comment} state = 'held' ORDER BY id LIMIT 1 OFFSET 30"),
            most("root"),
            most("writer"),
        ] {
            ids.push(sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *store).await.expect("is found"));
        }
        let mut ids = ids.into_iter();
        let mut next = || ids.next().expect("as many as were asked for");
        Self { deep_published: next(), deep_spam: next(), deep_event: next(), held: next(), long: next(), busy: next() }
    }
}

/// The states, and the name of each list.
const STATES: [&str; 6] = ["held", "published", "declined", "spam", "withdrawn", "deleted"];

/// What is searched for.
fn searches() -> Vec<(&'static str, String)> {
    let topic = words::word_of(75);
    vec![
        ("a word of nearly all", "the".to_owned()),
        ("a word of one in four", words::word(60)),
        ("a word of one in a hundred", words::word(600)),
        ("a word of one in a thousand", words::word(6_000)),
        ("a rare word", words::RARE.to_owned()),
        ("a word of one old article", topic.clone()),
        ("a beginning of two letters", "th".to_owned()),
        ("a seldom beginning of two letters", "xo".to_owned()),
        ("a beginning of four letters", "qui".to_owned()),
        ("one letter", "a".to_owned()),
        ("a common and a rare word", format!("the+{}", words::RARE)),
        ("two words that never meet", format!("{topic}+{}", words::word_of(250))),
        ("no hit", "nothinglikeit".to_owned()),
    ]
}

/// The pages of the desk.
pub(crate) fn desk(client: &mut Client, known: &Known) {
    let mut page = |what: &str, path: &str| measure(what, || assert_eq!(client.get(path), 200, "{path}"));
    for state in STATES {
        page(&format!("queue: {state}"), &format!("/moderation?state={state}"));
    }
    page("queue: held, a part within", &format!("/moderation?state=held&after={}", known.held));
    page("queue: published, deep", &format!("/moderation?state=published&after={}", known.deep_published));
    page("queue: spam, deep", &format!("/moderation?state=spam&after={}", known.deep_spam));
    for state in ["held", "published", "spam"] {
        for (what, article) in [("the busiest", "lead"), ("an old", "article-10"), ("an unknown", "nothing")] {
            let path = format!("/moderation?state={state}&article={article}");
            page(&format!("queue: {state}, of {what} article"), &path);
        }
        for doubt in ["trap", "score", "unknown"] {
            let path = format!("/moderation?state={state}&doubt={doubt}");
            page(&format!("queue: {state}, with the doubt {doubt}"), &path);
        }
        page(
            &format!("queue: {state}, with a doubt, of an old article"),
            &format!("/moderation?state={state}&doubt=trap&article=article-10"),
        );
    }
    for state in ["held", "published", "spam", "deleted"] {
        for (what, words) in searches() {
            page(&format!("search {state}: {what}"), &format!("/moderation?state={state}&q={words}"));
        }
    }
    page(
        "search published: a word of nearly all, of an old article",
        "/moderation?state=published&article=article-10&q=the",
    );
    page("search spam: a word of nearly all, with a doubt", "/moderation?state=spam&doubt=trap&q=the");
    page(
        "search published: a word of nearly all, deep",
        &format!("/moderation?state=published&q=the&after={}", known.deep_published),
    );
    page("one comment that waits", &format!("/moderation/comments/{}", known.held));
    page("one comment of the longest thread", &format!("/moderation/comments/{}", known.long));
    page("one comment of the busiest writer", &format!("/moderation/comments/{}", known.busy));
    page("audit trail", "/moderation/audit");
    page("audit trail, deep", &format!("/moderation/audit?actor=&before={}", known.deep_event));
    page("audit trail of one moderator", "/moderation/audit?actor=Gor");
    page("audit trail of nobody", "/moderation/audit?actor=nobody");
    page("newsroom: reasons, words, articles", "/moderation/newsroom");
    page("people", "/moderation/people");
    page("mail", "/moderation/mail");
    page("you", "/moderation/you");
}

/// The lists of the desk's API.
pub(crate) fn api(client: &mut Client, known: &Known) {
    let mut page = |what: &str, path: &str| measure(what, || assert_eq!(client.get(path), 200, "{path}"));
    page("API: held", "/api/moderation/comments");
    page("API: held, 200", "/api/moderation/comments?limit=200");
    page(
        "API: published, 200, deep",
        &format!("/api/moderation/comments?state=published&limit=200&after={}", known.deep_published),
    );
    page("API: spam, 200, a common word", "/api/moderation/comments?state=spam&limit=200&q=the");
    page("API: one comment of the longest thread", &format!("/api/moderation/comments/{}", known.long));
}

/// What readers and the operator ask.
pub(crate) fn readers(client: &mut Client, known: &Known) {
    assert_eq!(client.get("/api/articles/lead/comments?limit=100"), 200);
    let mut after = String::new();
    for _ in 0..50 {
        let answer = client.json();
        let Some(next) = answer["next"].as_str() else { break };
        after = format!("&after={next}");
        assert_eq!(client.get(&format!("/api/articles/lead/comments?limit=100{after}")), 200);
    }
    let counts: Vec<_> = (0..100).map(crate::seed::slug).collect();
    let mut page = |what: &str, path: &str| measure(what, || assert_eq!(client.get(path), 200, "{path}"));
    page("readers: the busiest article, first page", "/lead/comments/");
    page("readers: the busiest article, newest", "/lead/comments/?sort=newest");
    page("readers: the busiest article, picks", "/lead/comments/?sort=picks");
    page("readers: the busiest article, deep", &format!("/api/articles/lead/comments?limit=100{after}"));
    page("readers: the longest thread", &format!("/api/articles/lead/comments?thread={}&limit=100", known.long));
    page("readers: an old article", "/article-10/comments/");
    page("readers: feed", "/lead/comments/feed.xml");
    page("readers: counts of 100 articles", &format!("/api/comments/counts?articles={}", counts.join(",")));
    page("operator: ready", "/readyz");
    page("operator: metrics", "/metrics");
}

/// What moderators do, each time taken back.
pub(crate) fn acts(moderator: &mut Client, tool: &mut Client) {
    assert_eq!(moderator.get("/moderation/you"), 200);
    let csrf = moderator.between("name=\"csrf\" value=\"", "\"");
    let script = "sec-fetch-site: same-origin\r\naccept: application/json\r\n";
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(tool.get("/api/moderation/comments?limit=100"), 200);
    let listed = tool.json();
    let ids: Vec<_> = listed["comments"].as_array().expect("a list").iter().map(|one| one["id"].clone()).collect();
    let one = format!("/moderation/comments/{}", ids[50].as_str().expect("an id"));
    let mut event = String::new();
    let (mut done, mut undone) = (Vec::new(), Vec::new());
    for _ in 0..30 {
        done.push(timed(|| assert_eq!(moderator.post(&one, kind, script, &format!("do=publish&csrf={csrf}")), 200)));
        moderator.json()["event"].as_str().expect("an event").clone_into(&mut event);
        let back = format!("event={event}&csrf={csrf}");
        undone.push(timed(|| assert_eq!(moderator.post("/moderation/undo", kind, script, &back), 200)));
    }
    crate::client::row("publish one", done);
    crate::client::row("take it back", undone);
    let (mut done, mut undone) = (Vec::new(), Vec::new());
    for _ in 0..10 {
        let all = serde_json::json!({ "action": "publish", "ids": ids }).to_string();
        done.push(timed(|| assert_eq!(tool.post("/api/moderation/comments", "application/json", "", &all), 200)));
        let back = serde_json::json!({ "event": tool.json()["event"] }).to_string();
        undone.push(timed(|| assert_eq!(tool.post("/api/moderation/undo", "application/json", "", &back), 200)));
    }
    crate::client::row("publish a hundred", done);
    crate::client::row("take them back", undone);
}

fn timed(act: impl FnOnce()) -> std::time::Duration {
    let begun = std::time::Instant::now();
    act();
    begun.elapsed()
}
