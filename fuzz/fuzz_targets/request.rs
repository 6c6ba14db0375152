//! Requests to the whole endpoint, in a row, from a stranger, from a moderator and from a tool: paths, queries, headers,
//! forms and JSON. No answer is a fault of ours, each carries the headers that every answer carries, nothing that was
//! typed becomes markup, and nothing changes on GET.
#![no_main]

#[path = "request/place.rs"]
mod place;
#[expect(dead_code, reason = "the suite compares its policies")]
#[path = "../../crates/endpoint/tests/suite/site.rs"]
mod site;

use std::{cell::RefCell, net::SocketAddr};

use arbitrary::Arbitrary;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, Uri, header},
};
use libfuzzer_sys::fuzz_target;
use place::{Answer, Place};

#[derive(Arbitrary, Debug)]
struct Asked<'a> {
    method: u8,
    path: Path<'a>,
    query: Option<&'a str>,
    who: Who,
    headers: Vec<(Header, &'a [u8])>,
    body: Sent<'a>,
    peer: [u8; 2],
}

#[derive(Arbitrary, Debug)]
enum Path<'a> {
    Known(u8),
    Raw(&'a str),
}

#[derive(Arbitrary, Debug, PartialEq)]
enum Who {
    Reader,
    /// With the cookie of a session, and its form's own field.
    Moderator,
    /// With a token.
    Tool,
}

#[derive(Arbitrary, Debug)]
enum Header {
    Accept,
    Cookie,
    Authorization,
    Forwarded,
    NoneMatch,
    ContentType,
    Origin,
    FetchSite,
    RequestId,
    Range,
    AcceptEncoding,
    ModifiedSince,
}

#[derive(Arbitrary, Debug)]
enum Sent<'a> {
    Nothing,
    Form(Vec<(u8, &'a str)>),
    Json(Vec<(u8, Value<'a>)>),
    Raw(&'a [u8]),
}

#[derive(Arbitrary, Debug)]
enum Value<'a> {
    Text(&'a str),
    Number(i64),
    Flag(bool),
    List(Vec<&'a str>),
    Null,
}

/// Where something is; `{id}` is a comment, `{token}` a private link of the newest one.
const PATHS: [&str; 46] = [
    "/api/articles/lead/comments",
    "/api/articles/second/comments",
    "/api/articles/shut/comments",
    "/api/preview",
    "/api/comments/counts",
    "/api/subscribers",
    "/api/receipts/{token}",
    "/api/receipts/{token}/withdraw",
    "/api/receipts/{token}/delete",
    "/api/openapi.json",
    "/lead/comments/",
    "/lead/comments",
    "/lead/comments/feed.xml",
    "/receipt/{token}",
    "/receipt/{token}/withdraw",
    "/receipt/{token}/delete",
    "/receipt/{token}/export.json",
    "/receipt/{token}/edit",
    "/watch/confirm",
    "/watch/stop",
    "/received/signup",
    "/subscribe/confirm",
    "/unsubscribe",
    "/subscription/{token}",
    "/subscription/{token}/export",
    "/healthz",
    "/readyz",
    "/metrics",
    "/moderation",
    "/moderation/comments",
    "/moderation/comments/{id}",
    "/moderation/undo",
    "/moderation/audit",
    "/moderation/newsroom",
    "/moderation/people",
    "/moderation/mail",
    "/moderation/you",
    "/moderation/you/mail",
    "/moderation/sign-in",
    "/moderation/link/{token}",
    "/api/moderation/comments",
    "/api/moderation/comments/{id}",
    "/api/moderation/comments/{id}/{act}",
    "/api/moderation/undo",
    "/lead/",
    "/",
];

const FIELDS: [&str; 36] = [
    "id", "name", "email", "body", "parent", "website", "token", "writer", "since", "work", "article", "do",
    "revision", "reason", "note", "ids", "action", "event", "comment", "back", "state", "text", "mail", "done", "whom",
    "value", "role", "kind", "days", "all", "actor", "q", "doubt", "limit", "after", "before",
];

const ACTS: [&str; 9] = ["publish", "decline", "spam", "hold", "pick", "unpick", "delete", "edit", "answer"];

thread_local! {
    static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
}

fuzz_target!(|asked: Vec<Asked<'_>>| {
    PLACE.with_borrow_mut(|place| {
        // So that what is stored stays about as much.
        if place.as_ref().is_none_or(|place| place.asked > 5_000) {
            *place = Some(Place::new());
        }
        let place = place.as_mut().expect("was made");
        for asked in asked.iter().take(4) {
            if let Some(request) = request(asked, place) {
                ask(place, request);
            }
        }
    });
});

fn request(asked: &Asked<'_>, place: &Place) -> Option<Request> {
    let methods = [Method::GET, Method::POST, Method::POST, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS];
    let method = methods[usize::from(asked.method) % methods.len()].clone();
    let path = match asked.path {
        Path::Known(at) => PATHS[usize::from(at) % PATHS.len()].to_owned(),
        Path::Raw(text) => format!("/{text}"),
    };
    let path = path
        .replace("{id}", &place.id)
        .replace("{token}", &place.token)
        .replace("{act}", ACTS[usize::from(asked.peer[1]) % ACTS.len()]);
    let query = asked.query.map(|query| format!("?{}", query.replace("{id}", &place.id))).unwrap_or_default();
    let uri: Uri = format!("{path}{query}").parse().ok()?;
    let desk = path.starts_with("/moderation");
    let (kind, body) = body(&asked.body, place, desk && asked.who == Who::Moderator);
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.insert(header::HOST, HeaderValue::from_static("review.example"));
    headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    if let Some(kind) = kind {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    match asked.who {
        Who::Reader => {}
        Who::Moderator => {
            _ = headers.insert(header::COOKIE, HeaderValue::try_from(&place.cookie).expect("is a header"))
        }
        Who::Tool => {
            let bearer = format!("Bearer {}", place.tool);
            headers.insert(header::AUTHORIZATION, HeaderValue::try_from(bearer).expect("is a header"));
        }
    }
    for (name, value) in asked.headers.iter().take(6) {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.append(named(name), value);
        }
    }
    let peer = SocketAddr::from(([10, asked.peer[0] % 4, asked.peer[1], 1], 4_000));
    endpoint::fuzz::came_from(&mut request, peer);
    Some(request)
}

fn named(header: &Header) -> HeaderName {
    match header {
        Header::Accept => header::ACCEPT,
        Header::Cookie => header::COOKIE,
        Header::Authorization => header::AUTHORIZATION,
        Header::Forwarded => HeaderName::from_static("x-forwarded-for"),
        Header::NoneMatch => header::IF_NONE_MATCH,
        Header::ContentType => header::CONTENT_TYPE,
        Header::Origin => header::ORIGIN,
        Header::FetchSite => HeaderName::from_static("sec-fetch-site"),
        Header::RequestId => HeaderName::from_static("x-request-id"),
        Header::Range => header::RANGE,
        Header::AcceptEncoding => header::ACCEPT_ENCODING,
        Header::ModifiedSince => header::IF_MODIFIED_SINCE,
    }
}

fn body(sent: &Sent<'_>, place: &Place, seated: bool) -> (Option<&'static str>, Vec<u8>) {
    let field = |at: &u8| FIELDS[usize::from(*at) % FIELDS.len()];
    let filled = |text: &str| text.replace("{id}", &place.id).replace("{token}", &place.token);
    match sent {
        Sent::Nothing => (None, Vec::new()),
        Sent::Form(fields) => {
            let mut form = form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(fields.iter().map(|(at, value)| (field(at), filled(value))));
            if seated {
                form.append_pair("csrf", &place.csrf);
            }
            (Some("application/x-www-form-urlencoded"), form.finish().into_bytes())
        }
        Sent::Json(fields) => {
            let value = |value: &Value<'_>| match value {
                Value::Text(text) => filled(text).into(),
                Value::Number(number) => (*number).into(),
                Value::Flag(flag) => (*flag).into(),
                Value::List(items) => items.iter().map(|item| filled(item)).collect::<Vec<_>>().into(),
                Value::Null => serde_json::Value::Null,
            };
            let mut object: serde_json::Map<_, _> =
                fields.iter().map(|(at, text)| (field(at).to_owned(), value(text))).collect();
            // A comment that is let in has one; each its own.
            object.entry("id").or_insert_with(|| place.fresh().into());
            (Some("application/json"), serde_json::to_vec(&object).expect("is JSON"))
        }
        Sent::Raw(bytes) => (Some("application/json"), bytes.to_vec()),
    }
}

fn ask(place: &mut Place, request: Request) {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let told = format!("{method} {uri}");
    let before = place.written();
    let answer = place.ask(request);
    let is_reading = [Method::GET, Method::HEAD, Method::OPTIONS].contains(&method);
    assert!(!is_reading || place.written() == before, "{told} has changed something");
    check(&answer, &told, method == Method::HEAD);
    place.learn(&answer);
}

fn check(answer: &Answer, told: &str, is_head: bool) {
    // Not even 503: nobody else asks.
    assert!(answer.status < 500, "{} to {told}: {}", answer.status, answer.text());
    for name in ["content-security-policy", "x-content-type-options", "referrer-policy", "x-request-id"] {
        assert!(!answer.header(name).is_empty(), "no {name} in the answer to {told}");
    }
    let policy = answer.header("content-security-policy");
    assert!(!policy.contains("'unsafe-inline'") && policy.contains("default-src 'none'"), "{policy}");
    let location = answer.header("location");
    assert!(
        location.is_empty() || (location.starts_with('/') && !location.starts_with("//")),
        "{told} leads to {location}"
    );
    let kind = answer.header("content-type");
    if is_head || answer.body.is_empty() {
        return;
    }
    if kind.contains("json") {
        let value: Result<serde_json::Value, _> = serde_json::from_slice(&answer.body);
        assert!(value.is_ok(), "the answer to {told} is no JSON: {}", answer.text());
        if answer.status >= 400 {
            let problem: Result<wire::Problem, _> = serde_json::from_slice(&answer.body);
            assert!(problem.is_ok_and(|problem| problem.status == answer.status), "{told}: {}", answer.text());
        }
    } else if kind.starts_with("text/html") {
        let text = answer.text();
        assert!(!text.contains("<fz9"), "what was typed became markup in the answer to {told}: {text}");
        recto_fuzz::harmless_page(&text);
    } else if kind.contains("xml") {
        let text = answer.text();
        assert!(!text.contains("<fz9"), "what was typed became markup in the answer to {told}: {text}");
    }
}
