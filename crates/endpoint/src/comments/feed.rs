//! `GET /{slug}/comments/feed.xml`: what was published last on an article, for feed readers (Atom, RFC 4287).
//!
//! An entry's id is the comment's own, so it is new once, however often it is edited or comes back. Leaves out what is
//! gone: a feed reader has no place to keep.

use std::sync::Arc;

use atom_syndication::{Content, Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::{extract::State, http::HeaderMap, response::Response};
use wire::EditionArticle;

use super::{
    Ask, Slug,
    kept::Form,
    read::{Reading, name},
};
use crate::{clock::Moment, endpoint::Endpoint, error::Failure, markup, store::Shown};

/// How many entries a feed has.
const ENTRIES: i64 = 50;

/// The media type, for links to the feed.
pub(crate) const KIND: &str = "application/atom+xml";

/// Answers with the feed of an article's comments.
pub(crate) async fn feed(
    State(endpoint): State<Arc<Endpoint>>,
    Slug(slug): Slug,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if !endpoint.settings.feeds {
        return Err(Failure::Missing("feed"));
    }
    let everything = Ask::read(None)?;
    Reading::begin(endpoint, slug).await?.answer(Form::Feed, everything, &headers, make).await
}

async fn make(reading: &Reading, _: &Ask) -> Result<Vec<u8>, Failure> {
    let article = reading.article();
    let comments = reading.endpoint.store.latest(&article.slug, ENTRIES).await?;
    let feed = written(&reading.endpoint.address, &reading.built.edition.title, article, &comments);
    feed.write_to(Vec::new()).map_err(Failure::broken)
}

/// The feed, from the comments with the newest first.
fn written(address: &str, edition: &str, article: &EditionArticle, comments: &[Shown]) -> Feed {
    let page = format!("{address}/{}/comments/", article.slug);
    let own = format!("{page}feed.xml");
    let began = Moment::parse(&format!("{}T00:00:00Z", article.published)).unwrap_or(Moment(0));
    let changed = comments.iter().map(changed).max().unwrap_or(began);
    let link = |rel: &str, href: &str, kind: &str| Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        mime_type: Some(kind.to_owned()),
        ..Link::default()
    };
    Feed {
        title: text(&format!("Comments: {}", article.title)),
        subtitle: Some(text(edition)),
        id: own.clone(),
        updated: time(changed),
        links: vec![link("self", &own, KIND), link("alternate", &page, "text/html")],
        lang: Some(article.language.clone()),
        entries: comments.iter().map(|comment| entry(&page, article, comment)).collect(),
        ..Feed::default()
    }
}

fn entry(page: &str, article: &EditionArticle, comment: &Shown) -> Entry {
    let name = clean(name(comment));
    let author = if comment.editor.is_some() { format!("{name} (editors)") } else { name };
    let verb = if comment.parent.is_some() { "answers" } else { "writes" };
    Entry {
        title: text(&format!("{author} {verb} on “{}”", article.title)),
        id: format!("urn:uuid:{}", comment.id),
        published: Some(time(comment.published)),
        updated: time(changed(comment)),
        authors: vec![Person { name: author, ..Person::default() }],
        links: vec![Link {
            rel: "alternate".to_owned(),
            href: format!("{page}?thread={0}#comment-{0}", comment.id),
            mime_type: Some("text/html".to_owned()),
            ..Link::default()
        }],
        content: Some(Content {
            content_type: Some("html".to_owned()),
            value: Some(clean(&markup::html(&comment.body))),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn changed(comment: &Shown) -> Moment {
    comment.edited.map_or(comment.published, |edited| edited.max(comment.published))
}

fn text(text: &str) -> Text {
    Text::plain(clean(text))
}

/// Without the characters that XML cannot hold in any way of writing; one of them would make the whole feed unreadable.
fn clean(text: &str) -> String {
    let fits = |char: &char| !matches!(char, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(fits).collect()
}

fn time(moment: Moment) -> FixedDateTime {
    moment.rfc3339().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use wire::Comments;

    use super::*;

    fn article() -> EditionArticle {
        EditionArticle {
            slug: "lead".into(),
            title: "An Alliance & <its> \u{ffff}Article".into(),
            language: "en".into(),
            published: "2026-11-20".into(),
            comments: Comments::Open,
            anchors: vec![],
            blocks: vec![],
            style: String::new(),
        }
    }

    fn comment(name: Option<&str>, body: &str) -> Shown {
        Shown {
            id: "0190b2f6-8a4c-7e5b-9d3e-0123456789ab".into(),
            parent: None,
            root: "0190b2f6-8a4c-7e5b-9d3e-0123456789ab".into(),
            place: 1,
            gone: false,
            name: name.map(str::to_owned),
            body: body.into(),
            submitted: Moment(1_795_426_205_000),
            edited: Some(Moment(1_795_426_305_000)),
            published: Moment(1_795_426_265_000),
            picked: false,
            editor: None,
        }
    }

    fn read(comments: &[Shown]) -> feed_rs::model::Feed {
        let feed = written("https://review.example", "The Review", &article(), comments);
        let bytes = feed.write_to(Vec::new()).expect("is written");
        feed_rs::parser::parse(bytes.as_slice()).expect("is a feed")
    }

    #[test]
    fn an_empty_feed_is_a_feed() {
        let feed = read(&[]);
        assert_eq!(feed.id, "https://review.example/lead/comments/feed.xml");
        assert_eq!(feed.title.expect("a title").content, "Comments: An Alliance & <its> Article");
        assert_eq!(feed.updated.expect("a time").to_rfc3339(), "2026-11-20T00:00:00+00:00");
        assert!(feed.entries.is_empty());
    }

    #[test]
    fn an_entry_says_who_when_and_where() {
        let feed = read(&[comment(None, "Yes.")]);
        let entry = &feed.entries[0];
        assert_eq!(entry.id, "urn:uuid:0190b2f6-8a4c-7e5b-9d3e-0123456789ab");
        assert_eq!(entry.authors[0].name.as_deref(), Some("A reader"));
        assert_eq!(entry.published.expect("a time").to_rfc3339(), "2026-11-23T09:31:05+00:00");
        assert_eq!(entry.updated.expect("a time").to_rfc3339(), "2026-11-23T09:31:45+00:00");
        assert_eq!(feed.updated, entry.updated);
        let id = "0190b2f6-8a4c-7e5b-9d3e-0123456789ab";
        assert_eq!(entry.links[0].href, format!("https://review.example/lead/comments/?thread={id}#comment-{id}"));
    }

    #[test]
    fn what_would_break_out_stays_text() {
        let hostile = "]]></content></feed><script>&amp;\u{fffe}\u{ffff}";
        let feed = read(&[comment(Some(hostile), hostile)]);
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(feed.entries[0].authors[0].name.as_deref(), Some("]]></content></feed><script>&amp;"));
        let content = feed.entries[0].content.as_ref().and_then(|content| content.body.as_deref()).expect("a text");
        assert!(content.contains("&lt;script&gt;") && !content.contains("<script"), "{content}");
    }
}
