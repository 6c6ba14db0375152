//! `TestEndpoint`: a whole endpoint on a port from the kernel, with verbs; and waiting for what should happen.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use endpoint::{Clock, Moment, Server, Settings};
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use sqlx::Connection as _;
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};

pub(crate) use crate::client::{Answer, post, read_answer};
use crate::{client::ask, site};

/// Monday, 23 November 2026, 09:30:05 UTC: when tests begin.
pub(crate) const MORNING: Moment = Moment(1_795_426_205_000);

/// A running endpoint with a folder of its own; stops when it is dropped.
pub(crate) struct TestEndpoint {
    pub(crate) address: SocketAddr,
    pub(crate) settings: Settings,
    folder: TempDir,
    now: Arc<AtomicI64>,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<()>>,
}

impl TestEndpoint {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        site::write(&folder.path().join("site"), "The Review");
        Self::start_in(folder, change).await
    }

    async fn start_in(folder: TempDir, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::new(folder.path().join("site"), folder.path().join("data"));
        settings.listen.set_port(0);
        settings.database = database().await;
        // Tests let time pass by a clock that wakes nobody.
        settings.mailing.look = Duration::from_millis(20);
        settings.mailing.pause = Duration::from_millis(20);
        change(&mut settings);
        Self::start_on(folder, settings, Arc::new(AtomicI64::new(MORNING.0))).await
    }

    /// Another endpoint on the same store, with a port of its own.
    pub(crate) async fn beside(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::start_on(folder, self.settings.clone(), Arc::clone(&self.now)).await
    }

    async fn start_on(folder: TempDir, settings: Settings, now: Arc<AtomicI64>) -> Self {
        let hands = Arc::clone(&now);
        let clock = Clock::from_fn(move || Moment(hands.load(Ordering::SeqCst)));
        let server = Server::bind(settings.clone(), clock).await.expect("starts");
        let address = server.local();
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(server.run(async {
            let _either_way = stopped.await;
        }));
        Self { address, settings, folder, now, stop: Some(stop), running: Some(running) }
    }

    /// Stops in good order and starts anew on the same folder.
    pub(crate) async fn restart(mut self) -> Self {
        self.stop().await;
        self.start_again().await
    }

    /// Starts a stopped one anew on the same folder.
    pub(crate) async fn start_again(mut self) -> Self {
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().expect("a folder"));
        Self::start_on(folder, self.settings.clone(), Arc::clone(&self.now)).await
    }

    pub(crate) async fn stop(&mut self) {
        self.stop.take();
        self.running.take().expect("was running").await.expect("ends well");
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// What time it is for everything that is dated.
    pub(crate) fn now(&self) -> Moment {
        Moment(self.now.load(Ordering::SeqCst))
    }

    /// Lets time pass for everything that is dated.
    pub(crate) fn pass(&self, span: Duration) {
        let millis = i64::try_from(span.as_millis()).expect("not that long");
        self.now.fetch_add(millis, Ordering::SeqCst);
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask("GET", path, headers, b"").await
    }

    pub(crate) async fn post_json(&self, path: &str, body: &Value) -> Answer {
        self.post_text(path, body.to_string().as_bytes()).await
    }

    /// Posts something that may not be JSON as if it were.
    pub(crate) async fn post_text(&self, path: &str, body: &[u8]) -> Answer {
        self.ask("POST", path, &[("content-type", "application/json")], body).await
    }

    pub(crate) async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.ask("POST", path, &headers, body.as_bytes()).await
    }

    /// Posts a comment on the open article and expects it to be held; its public id.
    pub(crate) async fn held_comment(&self, body: &str) -> String {
        let answer = self.post_json(LEAD, &comment(body)).await;
        assert_eq!(answer.status, 202, "{}", answer.text());
        answer.json()["id"].as_str().expect("an id").to_owned()
    }

    /// Posts a comment and publishes it; its public id.
    pub(crate) async fn published_comment(&self, body: &str) -> String {
        let id = self.held_comment(body).await;
        self.publish(&id).await;
        id
    }

    /// The same for an answer to a published comment.
    pub(crate) async fn published_answer(&self, body: &str, parent: &str) -> String {
        let mut sent = comment(body);
        sent["parent"] = parent.into();
        let answer = self.post_json(LEAD, &sent).await;
        assert_eq!(answer.status, 202, "{}", answer.text());
        let id = answer.json()["id"].as_str().expect("an id").to_owned();
        self.publish(&id).await;
        id
    }

    /// Takes a comment off the page, or refuses it.
    pub(crate) async fn decline(&self, id: &str) {
        endpoint::moderation::decline(&self.settings, id, "editor", None).await.expect("is declined");
    }

    /// Publishes as the command line does, from beside the running server.
    pub(crate) async fn publish(&self, id: &str) {
        endpoint::moderation::publish(&self.settings, id, "editor").await.expect("is published");
    }

    /// The token that the endpoint seals for an id, made from its key as the endpoint makes it.
    pub(crate) fn token(&self, purpose: &str, id: &str) -> String {
        let key = std::fs::read(self.settings.data.join("key")).expect("the key is there");
        let id = uuid::Uuid::parse_str(id).expect("an id").into_bytes();
        let mut seal = Hmac::<Sha256>::new_from_slice(&key).expect("any length");
        for part in [purpose.as_bytes(), &[0], &id] {
            seal.update(part);
        }
        BASE64_URL_SAFE_NO_PAD.encode([&id[..], &seal.finalize().into_bytes()[..16]].concat())
    }

    /// One number or text out of the store, by any statement.
    pub(crate) async fn stored<T>(&self, sql: &'static str) -> T
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any>,
    {
        sqlx::query_scalar(sql).fetch_one(&mut self.store().await).await.expect("reads")
    }

    /// Changes the store behind the endpoint's back.
    pub(crate) async fn change(&self, sql: &str) {
        sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut self.store().await).await.expect("is changed");
    }

    /// The first column of every row, as text.
    pub(crate) async fn all_stored(&self, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql).fetch_all(&mut self.store().await).await.expect("reads")
    }

    /// A connection to the store, beside the endpoint's own.
    pub(crate) async fn store(&self) -> sqlx::AnyConnection {
        sqlx::any::install_default_drivers();
        let file = format!("sqlite://{}", self.settings.data.join("recto.sqlite").display());
        let url = self.settings.database.clone().unwrap_or(file);
        sqlx::AnyConnection::connect(&url).await.expect("opens")
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        ask(self.address, method, path, headers, body).await
    }
}

/// A place of its own on the PostgreSQL server that the suite is given, if it is given one; otherwise tests are on SQLite.
pub(crate) async fn database() -> Option<String> {
    let server = std::env::var("RECTO_TEST_DATABASE").ok()?;
    let schema = format!("test_{}", uuid::Uuid::new_v4().simple());
    sqlx::any::install_default_drivers();
    let mut connection =
        sqlx::AnyConnection::connect(&server).await.expect("the server of RECTO_TEST_DATABASE answers");
    let make = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
    sqlx::query(make).execute(&mut connection).await.expect("is made");
    let separator = if server.contains('?') { '&' } else { '?' };
    Some(format!("{server}{separator}options[search_path]={schema}"))
}

/// Lets as much come as a test sends, from one network and without work.
pub(crate) fn without_brakes(settings: &mut Settings) {
    settings.limits.comments.most = u32::MAX;
    settings.limits.admission.answers = u32::MAX;
    settings.limits.admission.work_from = u32::MAX;
    settings.limits.admission.work_from_all.most = u32::MAX;
}

/// Where comments on the open article go.
pub(crate) const LEAD: &str = "/api/articles/lead/comments";

/// A comment of the reader's program, with an id of its own.
pub(crate) fn comment(body: &str) -> Value {
    json!({ "id": new_id(), "body": body })
}

pub(crate) fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// How long a condition may take on a busy machine before it is taken to fail.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until this count in the store is so many.
pub(crate) async fn becomes(endpoint: &TestEndpoint, sql: &'static str, count: i64) {
    let mut store = endpoint.store().await;
    let counted = async {
        while sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut store).await.expect("reads") != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, counted).await.unwrap_or_else(|_| panic!("never {count}: {sql}"));
}

/// Waits until `look` finds something.
pub(crate) async fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let found = async {
        let mut looks = tokio::time::interval(Duration::from_millis(2));
        loop {
            looks.tick().await;
            if let Some(found) = look() {
                return found;
            }
        }
    };
    tokio::time::timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("never happened: {what}"))
}
