//! How long the desk takes with a million comments in the store: every page, every list, the acts, and what readers ask.
//!
//! On SQLite; on PostgreSQL with `scripts/postgres run cargo bench -p endpoint --bench desk`, which names a server as it does
//! for the tests. `RECTO_BENCH_COMMENTS` says how many comments. A filled SQLite store stays under `target/` and serves
//! again until the schema or the number changes; there, too, what the acts below have changed is taken back. The endpoint
//! runs as its own process. Leaves out many at once, which `comments` measures, and networks.

#[path = "desk/client.rs"]
mod client;
#[path = "desk/connection.rs"]
mod connection;
#[path = "desk/pages.rs"]
mod pages;
#[path = "desk/rows.rs"]
mod rows;
#[path = "desk/seed.rs"]
mod seed;
#[path = "../tests/suite/site.rs"]
#[expect(dead_code, reason = "the tests compare the policy; here the site is only served")]
mod site;
#[path = "desk/words.rs"]
mod words;

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

use client::Client;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use wire::{Comments, Edition};

const FOLDER: &str = "RECTO_BENCH_FOLDER";
const PASSWORD: &str = "a sentence is good";

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if let Some(folder) = std::env::var_os(FOLDER) {
        return runtime.block_on(endpoint::serve(settings(Path::new(&folder)))).expect("serves");
    }
    let comments = std::env::var("RECTO_BENCH_COMMENTS").map_or(1_000_000, |text| text.parse().expect("a number"));
    let folder = folder(comments);
    write_site(&folder.join("site"));
    runtime.block_on(fill(&folder, comments));

    let (running, address) = start(&folder);
    let cookie = runtime.block_on(sign_in(&folder, address));
    let token = runtime.block_on(token(&folder));
    drop(running);
    let (_running, address) = start(&folder);
    client::head();
    let mut moderator = Client::open(address).known(format!("cookie: {cookie}\r\n"));
    let begun = Instant::now();
    assert_eq!(moderator.get("/moderation"), 200);
    client::row("the first page after the start: what waits", vec![begun.elapsed()]);
    let known = runtime.block_on(async { pages::Known::find(&mut connection(&folder).await).await });
    pages::desk(&mut moderator, &known);
    let mut tool = Client::open(address).known(format!("authorization: Bearer {token}\r\n"));
    pages::api(&mut tool, &known);
    pages::readers(&mut Client::open(address), &known);
    pages::acts(&mut moderator, &mut tool);
}

/// Where the bench keeps its store: named after all that the store depends on.
fn folder(comments: usize) -> PathBuf {
    let mut made_of = DefaultHasher::new();
    let sources = [
        include_str!("../migrations/common/0001_store.sql"),
        include_str!("../migrations/sqlite/0002_search.sql"),
        include_str!("../migrations/postgres/0002_search.sql"),
        include_str!("desk/rows.rs"),
        include_str!("desk/seed.rs"),
        include_str!("desk/words.rs"),
    ];
    sources.hash(&mut made_of);
    let own = format!("{:016x}-{comments}", made_of.finish());
    let database = if server().is_some() { "desk-postgres" } else { "desk-sqlite" };
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join(database);
    // Stores of other schemas are of no use any more.
    for old in fs::read_dir(&all).into_iter().flatten().flatten() {
        if !old.file_name().to_string_lossy().starts_with(own.split('-').next().expect("has a beginning")) {
            fs::remove_dir_all(old.path()).expect("can be removed");
        }
    }
    all.join(own)
}

fn settings(folder: &Path) -> endpoint::Settings {
    let mut settings = endpoint::Settings::new(folder.join("site"), folder.join("data"));
    settings.listen.set_port(0);
    settings.database = server().map(|server| {
        let separator = if server.contains('?') { '&' } else { '?' };
        format!("{server}{separator}options[search_path]={}", schema(folder))
    });
    settings
}

/// Where on that server it keeps its store.
fn schema(folder: &Path) -> String {
    let own = folder.file_name().expect("has a name").to_string_lossy().replace('-', "_");
    format!("desk_{own}")
}

/// The PostgreSQL server that the tests are given, too, and never the one of an endpoint that is in use.
fn server() -> Option<String> {
    std::env::var("RECTO_TEST_DATABASE").ok()
}

/// The tests' site, with so many articles.
fn write_site(site: &Path) {
    site::write(site, "Bench");
    let path = site.join("_recto/edition.json");
    let mut edition: Edition = serde_json::from_slice(&fs::read(&path).expect("is there")).expect("is an edition");
    let model = edition.articles[0].clone();
    let numbered = (0..seed::ARTICLES).map(|at| {
        let (slug, title) = (seed::slug(at), format!("Article {at} of {}", seed::ARTICLES));
        wire::EditionArticle { slug, title, comments: Comments::Open, ..model.clone() }
    });
    edition.articles = numbered.collect();
    fs::write(path, serde_json::to_string(&edition).expect("is JSON")).expect("is written");
}

async fn connection(folder: &Path) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let file = format!("sqlite://{}?mode=rwc", folder.join("data/recto.sqlite").display());
    AnyConnection::connect(&settings(folder).database.unwrap_or(file)).await.expect("opens")
}

/// Fills the store, unless it is full.
async fn fill(folder: &Path, comments: usize) {
    sqlx::any::install_default_drivers();
    let file = folder.join("data/recto.sqlite");
    if (file.exists() || server().is_some()) && seed::is_full(&mut connection(folder).await).await {
        return;
    }
    // What broke off half way goes.
    match server() {
        Some(server) => {
            let mut server = AnyConnection::connect(&server).await.expect("the server answers");
            let schema = schema(folder);
            let anew = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
            sqlx::raw_sql(AssertSqlSafe(anew)).execute(&mut server).await.expect("is made");
        }
        None => _ = fs::remove_file(file),
    }
    let begun = Instant::now();
    // The endpoint makes the schema.
    drop(start(folder));
    seed::fill(&mut connection(folder).await, server().is_none(), comments).await;
    println!("Filled with {comments} comments in {} s.\n", begun.elapsed().as_secs());
}

/// An endpoint that ends with whoever started it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _either_way = self.0.kill();
        self.0.wait().expect("has ended");
    }
}

fn start(folder: &Path) -> (Running, SocketAddr) {
    let own = std::env::current_exe().expect("is a file");
    let mut child = Command::new(own).env(FOLDER, folder).stdout(Stdio::piped()).spawn().expect("starts");
    let mut lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
    let address = lines.find_map(|line| {
        let line = line.expect("is text");
        let (_, address) = line.split_once("Serving").and_then(|(_, rest)| rest.split_once(" at http://"))?;
        Some(address.parse().expect("an address"))
    });
    (Running(child), address.expect("says where"))
}

/// Signs an owner in by a one-time link; its cookie.
async fn sign_in(folder: &Path, address: SocketAddr) -> String {
    let settings = settings(folder);
    let link = match endpoint::moderators::link(&settings, "Bench").await {
        Ok(link) => link,
        Err(_new) => endpoint::moderators::add(&settings, "Bench", true, None).await.expect("is added"),
    };
    let path = &link[link.find("/moderation/link/").expect("is the desk's")..];
    let mut client = Client::open(address);
    let fields = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("password", PASSWORD), ("again", PASSWORD)])
        .finish();
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(client.post(path, kind, "sec-fetch-site: same-origin\r\n", &fields), 303);
    client.header("set-cookie").split(';').next().expect("a cookie").to_owned()
}

async fn token(folder: &Path) -> String {
    let settings = settings(folder);
    // That of the last run.
    let _none_yet = endpoint::moderators::revoke(&settings, "bench").await;
    endpoint::moderators::token(&settings, "bench").await.expect("is made")
}
