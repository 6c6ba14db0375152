//! An endpoint without a socket, on a store in memory, with a moderator who has signed in, a tool with a token, and a
//! comment to begin with.

use std::{cell::Cell, fs, net::SocketAddr, time::SystemTime};

use axum::{Router, body, body::Body, extract::Request};
use endpoint::{Clock, Endpoint, Settings};
use tokio::runtime::Runtime;
use tower_service::Service as _;

/// The endpoint, and what is known of what it holds.
pub struct Place {
    folder: tempfile::TempDir,
    runtime: Runtime,
    app: Router,
    /// How often it was asked.
    pub asked: usize,
    made: Cell<u64>,
    /// The newest comment.
    pub id: String,
    /// The private link of the newest comment.
    pub token: String,
    /// Of the moderator.
    pub cookie: String,
    pub csrf: String,
    /// Of the tool.
    pub tool: String,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    headers: axum::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        crate::site::write(&folder.path().join("site"), "The Review");
        let mut settings = Settings::new(folder.path().join("site"), folder.path().join("data"));
        settings.address = Some("https://review.example".to_owned());
        settings.proxies = vec!["10.0.0.0/16".parse().expect("is a network")];
        // What is too much is for tests; here it would keep everything out.
        settings.limits.comments.most = u32::MAX;
        settings.limits.signups.most = u32::MAX;
        settings.limits.admission.work_from = u32::MAX;
        settings.limits.admission.work_from_all.most = u32::MAX;
        settings.list.work_from = u32::MAX;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("starts");
        // Time stands still, so that the same requests are answered the same.
        let now = Clock::system().now();
        let (app, link, tool) = runtime.block_on(async {
            let endpoint = Endpoint::open(settings.clone(), Clock::from_fn(move || now)).await.expect("opens");
            let link = endpoint::moderators::add(&settings, "Ani", true, None).await.expect("is added");
            let tool = endpoint::moderators::token(&settings, "tool").await.expect("is made");
            (endpoint::app(endpoint.into()), link, tool)
        });
        let none = String::new;
        let mut place = Self {
            folder,
            runtime,
            app,
            asked: 0,
            made: Cell::new(0),
            id: none(),
            token: none(),
            cookie: none(),
            csrf: none(),
            tool,
        };
        place.sit_down(&link);
        // That a session or a token is used is noted once in a while, and does not count as a change.
        let request =
            Request::get("/api/moderation/comments").header("authorization", format!("Bearer {}", place.tool));
        let answer = place.from_here(request.body(Body::empty()).expect("is a request"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let comment = format!(r#"{{"id":"{}","name":"Ani","body":"Yes."}}"#, place.fresh());
        let answer = place.post("/api/articles/lead/comments", "application/json", comment);
        place.learn(&answer);
        assert!(!place.id.is_empty() && !place.token.is_empty(), "{}", answer.text());
        place
    }

    fn sit_down(&mut self, link: &str) {
        let path = link.strip_prefix("https://review.example").unwrap_or(link).to_owned();
        let form = "password=a+long+password+of+hers&again=a+long+password+of+hers".to_owned();
        let answer = self.post(&path, "application/x-www-form-urlencoded", form);
        assert_eq!(answer.status, 303, "{}", answer.text());
        self.cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        let request = Request::builder().uri("/moderation/you").header("cookie", &self.cookie);
        let page = self.from_here(request.body(Body::empty()).expect("is a request")).text();
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").expect("a form");
        self.csrf = rest.split('"').next().unwrap_or_default().to_owned();
    }

    fn post(&mut self, path: &str, kind: &str, body: String) -> Answer {
        let request = Request::post(path).header("content-type", kind).header("sec-fetch-site", "same-origin");
        self.from_here(request.body(Body::from(body)).expect("is a request"))
    }

    fn from_here(&mut self, mut request: Request) -> Answer {
        endpoint::fuzz::came_from(&mut request, SocketAddr::from(([127, 0, 0, 1], 4_000)));
        self.ask(request)
    }

    /// Asks, and reads the answer to its end.
    pub fn ask(&mut self, request: Request) -> Answer {
        self.asked += 1;
        let called = self.app.call(request);
        self.runtime.block_on(async {
            let (parts, body) = called.await.expect("cannot fail").into_parts();
            let body = body::to_bytes(body, usize::MAX).await.expect("comes whole").to_vec();
            Answer { status: parts.status.as_u16(), headers: parts.headers, body }
        })
    }

    /// Remembers the comment that an answer tells of.
    pub fn learn(&mut self, answer: &Answer) {
        let Ok(receipt) = serde_json::from_slice::<wire::Receipt>(&answer.body) else { return };
        if let Some(token) = receipt.link.strip_prefix("/receipt/") {
            self.token = token.to_owned();
            self.id = receipt.id.as_str().to_owned();
        }
    }

    /// An id that no comment has.
    pub fn fresh(&self) -> String {
        self.made.set(self.made.get() + 1);
        format!("0b2f6a0e-8a4c-4e5b-9d3e-{:012x}", self.made.get())
    }

    /// Something that is another after every write to the store.
    pub fn written(&self) -> Option<(u64, SystemTime)> {
        let log = fs::metadata(self.folder.path().join("data/recto.sqlite-wal")).ok()?;
        Some((log.len(), log.modified().ok()?))
    }
}

impl Answer {
    /// A header, empty where it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
