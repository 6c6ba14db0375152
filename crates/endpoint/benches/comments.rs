//! How many durable comments a second, and how many readings of a thread of fifty and of a thousand; prints a table in half a
//! minute.
//!
//! The endpoint runs as its own process, so that its processor time and memory can be told from the clients'. Bare
//! SQLite transactions with the same sync setting, on the same disk in the same run, are the yardstick: the ratio says
//! more than the figures, which depend on the disk. Leaves out networks: clients are on the same machine.

#[path = "desk/connection.rs"]
mod connection;
#[path = "../tests/suite/site.rs"]
#[expect(dead_code, reason = "the tests compare the policy; here the site is only served")]
mod site;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use connection::Connection;
use sqlx::{
    Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

const SPAN: Duration = Duration::from_secs(3);
const FOLDER: &str = "RECTO_BENCH_FOLDER";

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if let Some(folder) = std::env::var_os(FOLDER) {
        return runtime.block_on(endpoint::serve(settings(Path::new(&folder)))).expect("serves");
    }
    // Beside the build's own files, since a temporary folder is in memory on many machines.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    site::write(&folder.path().join("site"), "Bench");

    let begun = Instant::now();
    let (mut child, address) = start(folder.path());
    comment(&mut Connection::open(address));
    let first = begun.elapsed();
    let idle = memory(&child);

    println!("| what | connections | a second | to bare SQLite | p50 ms | p99 ms | CPU ms each |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let bare = || runtime.block_on(bare_transactions(folder.path()));
    let mut before = bare();
    for connections in [1, 16, 64] {
        let run = load(&child, address, connections, |connection| assert_eq!(comment(connection), 202));
        // A disk is not equally fast for long, so the yardstick is laid on before and after.
        let after = bare();
        run.print("durable comments", connections, Some(f64::midpoint(before, after)));
        println!("| bare SQLite transactions | 1 | {before:.0} before, {after:.0} after | | | | |");
        before = after;
    }
    for (count, what) in [(50, "reads of a thread of 50"), (1_000, "reads of a thread of 1,000, in ten parts")] {
        runtime.block_on(publish(folder.path(), count));
        let parts = parts(address, count.div_ceil(100));
        for connections in [1, 16] {
            let run = load(&child, address, connections, |connection| {
                for part in &parts {
                    assert_eq!(connection.ask(part), 200);
                }
            });
            run.print(what, connections, None);
        }
    }
    println!(
        "\nStart to first accepted comment: {} ms. Memory idle {idle}, loaded {}.",
        first.as_millis(),
        memory(&child)
    );
    child.kill().expect("is killed");
    child.wait().expect("has ended");
}

fn settings(folder: &Path) -> endpoint::Settings {
    let mut settings = endpoint::Settings::new(folder.join("site"), folder.join("data"));
    settings.listen.set_port(0);
    settings.proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    // What is measured is taking comments, and not the work that a flood is asked for.
    settings.limits.admission.work_from_all.most = u32::MAX;
    settings
}

fn start(folder: &Path) -> (Child, SocketAddr) {
    let own = std::env::current_exe().expect("is a file");
    let mut child = Command::new(own).env(FOLDER, folder).stdout(Stdio::piped()).spawn().expect("starts");
    let mut lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
    let line = lines.next().expect("says where").expect("is text");
    let (_, address) = line.split_once(" at http://").expect("names an address");
    (child, address.parse().expect("an address"))
}

/// Transactions a second of one row and its history, each synced, with nothing around them.
async fn bare_transactions(folder: &Path) -> f64 {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("bare.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut store = SqliteConnection::connect_with(&options).await.expect("opens");
    let table = "CREATE TABLE IF NOT EXISTS comment (id INTEGER PRIMARY KEY, body TEXT)";
    sqlx::query(table).execute(&mut store).await.expect("is made");
    let begun = Instant::now();
    let mut done = 0;
    while begun.elapsed() < SPAN {
        let mut transaction = store.begin().await.expect("begins");
        for _ in 0..2 {
            let insert = sqlx::query("INSERT INTO comment (body) VALUES ($1)")
                .bind("A comment of some ninety bytes. ".repeat(3));
            insert.execute(&mut *transaction).await.expect("is written");
        }
        transaction.commit().await.expect("is synced");
        done += 1;
    }
    f64::from(done) / begun.elapsed().as_secs_f64()
}

/// Publishes until so many are.
async fn publish(folder: &Path, count: u32) {
    let settings = endpoint::Settings::new(folder.join("site"), folder.join("data"));
    let missing = count - u32::from(count > 50) * 50;
    for comment in endpoint::moderation::held(&settings, missing).await.expect("lists") {
        endpoint::moderation::publish(&settings, &comment.id, "bench").await.expect("is published");
    }
}

/// The requests that read the whole thread, a hundred comments each.
fn parts(address: SocketAddr, count: u32) -> Vec<String> {
    let mut connection = Connection::open(address);
    let (mut requests, mut after) = (Vec::new(), String::new());
    for _ in 0..count {
        let request = format!("GET /api/articles/lead/comments?limit=100{after} HTTP/1.1\r\nhost: x\r\n\r\n");
        connection.ask(&request);
        after = connection.json()["next"].as_str().map_or(String::new(), |next| format!("&after={next}"));
        requests.push(request);
    }
    requests
}

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// Sends a comment under an id and from a network of its own; the status.
fn comment(connection: &mut Connection) -> u16 {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let id = uuid::Uuid::new_v4();
    let body = format!(
        "{{\"id\":\"{id}\",\"name\":\"Ani\",\"body\":\"Comment {number}, and some words to make it about ninety bytes long.\"}}"
    );
    let network = format!("10.{}.{}.1", number / 256 % 256, number % 256);
    connection.ask(&format!(
        "POST /api/articles/lead/comments HTTP/1.1\r\nhost: x\r\nx-forwarded-for: {network}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))
}

struct Run {
    a_second: f64,
    p50: Duration,
    p99: Duration,
    processor: Duration,
}

fn load(child: &Child, address: SocketAddr, connections: usize, ask: impl Fn(&mut Connection) + Sync) -> Run {
    let before = processor(child);
    let begun = Instant::now();
    let mut times: Vec<Duration> = thread::scope(|scope| {
        let one = || {
            let (mut connection, mut times) = (Connection::open(address), Vec::new());
            while begun.elapsed() < SPAN {
                let asked = Instant::now();
                ask(&mut connection);
                times.push(asked.elapsed());
            }
            times
        };
        let clients: Vec<_> = (0..connections).map(|_| scope.spawn(one)).collect();
        clients.into_iter().flat_map(|client| client.join().expect("ends well")).collect()
    });
    let span = begun.elapsed();
    let spent = processor(child) - before;
    times.sort_unstable();
    let count = times.len();
    Run {
        a_second: count as f64 / span.as_secs_f64(),
        p50: times[count / 2],
        p99: times[count * 99 / 100],
        processor: spent / u32::try_from(count).expect("fewer"),
    }
}

impl Run {
    fn print(&self, what: &str, connections: usize, bare: Option<f64>) {
        let millis = |span: Duration| span.as_secs_f64() * 1_000.0;
        let ratio = bare.map_or(String::new(), |bare| format!("{:.2}", self.a_second / bare));
        println!(
            "| {what} | {connections} | {:.0} | {ratio} | {:.1} | {:.1} | {:.3} |",
            self.a_second,
            millis(self.p50),
            millis(self.p99),
            millis(self.processor)
        );
    }
}

/// Processor time the child has used, in and out of the kernel; Linux counts it in hundredths of a second.
fn processor(child: &Child) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).expect("Linux");
    let after_name = stat.rsplit(") ").next().expect("has a name");
    let ticks: u64 = after_name.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("a number")).sum();
    Duration::from_millis(ticks * 10)
}

/// Memory of the child that is in RAM, as Linux words it.
fn memory(child: &Child) -> String {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("is told");
    line.trim_start_matches("VmRSS:").trim().to_owned()
}
