//! The endpoint killed in the middle of its work, again and again: nothing acknowledged is missing, nothing is there
//! twice, and what is sent again is answered as it was. `RECTO_CRASH_ROUNDS=200` kills it more often.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use endpoint::{Rate, Settings};
use sqlx::Connection as _;

use crate::{
    harness::{database, new_id, without_brakes},
    site,
};

const WRITERS: u64 = 8;
const FOLDER: &str = "RECTO_CRASH_FOLDER";
const DATABASE: &str = "RECTO_CRASH_DATABASE";

/// Not a test: what the test below runs as its own process and kills.
#[test]
#[ignore = "the child of the crash test"]
fn child_serves() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let mut settings = Settings::new(folder.join("site"), folder.join("data"));
    settings.listen.set_port(0);
    settings.database = std::env::var(DATABASE).ok();
    settings.proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    without_brakes(&mut settings);
    settings.limits.signups = Rate { most: 1_000_000, within: Duration::from_secs(1) };
    settings.list.breaker = u32::MAX;
    settings.list.work_from = u32::MAX;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(endpoint::serve(settings)).expect("serves");
}

fn start(folder: &Path, database: Option<&str>) -> Served {
    let mut command = Command::new(std::env::current_exe().expect("is a file"));
    command.args(["--exact", "crash::child_serves", "--ignored", "--nocapture"]).env(FOLDER, folder);
    if let Some(database) = database {
        command.env(DATABASE, database);
    }
    Served::start(&mut command)
}

/// An endpoint that runs as its own process, as long as this is held.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    child: Child,
}

impl Served {
    /// Starts it, and hears where it listens.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("starts");
        let mut lines = BufReader::new(child.stdout.take().expect("is piped")).lines().map_while(Result::ok);
        let address = lines
            .find_map(|line| line.split_once(" at http://").map(|(_, address)| address.parse().expect("an address")))
            .expect("says where it listens");
        // What else it says is heard, or it would break its pipe.
        thread::spawn(move || lines.for_each(drop));
        Self { address, child }
    }

    /// Kills it as a power cut would, without a word.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("is killed");
        self.child.wait().expect("has ended");
    }
}

/// A test that fails leaves none behind.
impl Drop for Served {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
    }
}

/// What a writer sends: a comment, or, every fourth time, a signup. Its own text names it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Sent {
    id: String,
    signup: bool,
}

/// Sends it; the public id of a comment, or the words about a signup, if it was acknowledged.
fn send(address: SocketAddr, sent: &Sent, number: u64) -> Option<String> {
    let id = &sent.id;
    let (path, body) = match sent.signup {
        true => ("/api/subscribers", format!("{{\"email\":\"{id}@example.org\"}}")),
        false => ("/api/articles/lead/comments", format!("{{\"id\":\"{id}\",\"body\":\"Comment {id}\"}}")),
    };
    // Each from another network, so that the rate is not what is tested.
    let network = format!("10.{}.{}.1", number / 256 % 256, number % 256);
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nx-forwarded-for: {network}\r\n\
         content-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("can be set");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, receipt) = answer.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 202"), "{answer}");
    let receipt: serde_json::Value = serde_json::from_str(receipt).ok()?;
    let said = receipt.get("id").or(receipt.get("message")).and_then(serde_json::Value::as_str);
    said.map(str::to_owned)
}

#[test]
fn killed_again_and_again_under_load_it_loses_nothing_and_doubles_nothing() {
    let rounds = std::env::var("RECTO_CRASH_ROUNDS").map_or(20, |rounds| rounds.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    site::write(&folder.path().join("site"), "The Review");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let database = runtime.block_on(database());
    // What each was acknowledged as, and what was sent but never answered.
    let acknowledged: Arc<Mutex<HashMap<Sent, String>>> = Arc::default();
    let unanswered: Arc<Mutex<Vec<Sent>>> = Arc::default();
    let number = Arc::new(AtomicU64::new(0));
    for round in 0..rounds {
        let served = start(folder.path(), database.as_deref());
        let address = served.address;
        let count = Arc::new(AtomicU64::new(0));
        let write = || {
            let (acknowledged, unanswered) = (Arc::clone(&acknowledged), Arc::clone(&unanswered));
            let (number, count) = (Arc::clone(&number), Arc::clone(&count));
            move || loop {
                let number = number.fetch_add(1, Ordering::SeqCst);
                // First what was not answered; every tenth time, too, something that was.
                let again = match number % 10 {
                    0 => acknowledged.lock().expect("whole").keys().next().cloned(),
                    _ => unanswered.lock().expect("whole").pop(),
                };
                let sent = again.unwrap_or_else(|| Sent { id: new_id(), signup: number % 4 == 0 });
                let Some(said) = send(address, &sent, number) else {
                    // It has been killed. Whether it was taken nobody knows: it is sent again.
                    unanswered.lock().expect("whole").push(sent);
                    break;
                };
                let before = acknowledged.lock().expect("whole").insert(sent, said.clone());
                assert!(before.is_none_or(|before| before == said), "another answer the second time");
                count.fetch_add(1, Ordering::SeqCst);
            }
        };
        let writers: Vec<_> = (0..WRITERS).map(|_| thread::spawn(write())).collect();
        // The moment differs from round to round, and always lies in the middle of eight writers' work.
        let moment = 20 + round * 7 % 50;
        // A writer that has met a fault tells of it below, and does not let this wait for ever.
        while count.load(Ordering::SeqCst) < moment && !writers.iter().all(thread::JoinHandle::is_finished) {
            thread::yield_now();
        }
        served.kill();
        for writer in writers {
            writer.join().expect("ends well");
        }
    }
    let acknowledged = acknowledged.lock().expect("whole");
    let stored = runtime.block_on(stored(folder.path(), database.as_deref()));
    let (missing, double) = compare(&acknowledged, &stored);
    println!(
        "{rounds} kills: {} acknowledged, {missing} missing, {double} double, {} stored",
        acknowledged.len(),
        stored.len()
    );
    assert!(acknowledged.len() as u64 > rounds * 20 / 2);
    assert_eq!((missing, double), (0, 0));
}

/// Every comment and every mail: what names it, and the id under which it is stored.
async fn stored(folder: &Path, database: Option<&str>) -> Vec<(Sent, String)> {
    sqlx::any::install_default_drivers();
    let file = format!("sqlite://{}", folder.join("data/recto.sqlite").display());
    let mut store = sqlx::AnyConnection::connect(database.unwrap_or(&file)).await.expect("opens");
    if database.is_none() {
        let intact: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut store).await.expect("checks");
        assert_eq!(intact, "ok");
    }
    // By the text, which each client id has one of: by client_id a double could not even be stored.
    let comments: Vec<(String, String)> =
        sqlx::query_as("SELECT substr(body, 9), id FROM comment").fetch_all(&mut store).await.expect("reads");
    let signups: Vec<(String, String)> =
        sqlx::query_as("SELECT recipient, id FROM mail").fetch_all(&mut store).await.expect("reads");
    let comments = comments.into_iter().map(|(id, stored)| (Sent { id, signup: false }, stored));
    let signups = signups.into_iter().map(|(email, stored)| {
        let id = email.strip_suffix("@example.org").expect("nobody else").to_owned();
        (Sent { id, signup: true }, stored)
    });
    comments.chain(signups).collect()
}

/// How many of what was acknowledged are missing (or under another id), and how many are double.
fn compare(acknowledged: &HashMap<Sent, String>, rows: &[(Sent, String)]) -> (usize, usize) {
    let mut stored: HashMap<&Sent, Vec<&str>> = HashMap::new();
    for (sent, id) in rows {
        stored.entry(sent).or_default().push(id);
    }
    let is_there =
        |sent: &Sent, said: &String| stored.get(sent).is_some_and(|ids| sent.signup || ids.contains(&said.as_str()));
    let missing = acknowledged.iter().filter(|(sent, said)| !is_there(sent, said)).count();
    let double = stored.values().filter(|ids| ids.len() > 1).count();
    (missing, double)
}
