//! The endpoint killed in the middle of its work, again and again: nothing acknowledged is missing, nothing is there
//! twice, and what is sent again is answered as it was.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use crate::{harness::new_id, site};

const ROUNDS: u64 = 20;
const WRITERS: u64 = 8;
const FOLDER: &str = "RECTO_CRASH_FOLDER";

/// Not a test: what the test below runs as its own process and kills.
#[test]
#[ignore = "the child of the crash test"]
fn child_serves() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let mut settings = endpoint::Settings::new(folder.join("site"), folder.join("data"));
    settings.listen.set_port(0);
    settings.proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(endpoint::serve(settings)).expect("serves");
}

fn start(folder: &Path) -> (Child, SocketAddr) {
    let mut child = Command::new(std::env::current_exe().expect("is a file"))
        .args(["--exact", "crash::child_serves", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
    let address = lines
        .map(|line| line.expect("is text"))
        .find_map(|line| line.split_once(" at http://").map(|(_, address)| address.parse().expect("an address")))
        .expect("says where it listens");
    (child, address)
}

/// Sends one comment; its public id if it was acknowledged.
fn send(address: SocketAddr, id: &str, number: u64) -> Option<String> {
    use std::io::{Read as _, Write as _};
    let body = format!("{{\"id\":\"{id}\",\"body\":\"Comment {id}\"}}");
    // Each from another network, so that the rate is not what is tested.
    let network = format!("10.{}.{}.1", number / 256 % 256, number % 256);
    let request = format!(
        "POST /api/articles/lead/comments HTTP/1.1\r\nhost: x\r\nx-forwarded-for: {network}\r\n\
         content-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = std::net::TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("can be set");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, receipt) = answer.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 202"), "{answer}");
    let receipt: wire::Receipt = serde_json::from_str(receipt).ok()?;
    Some(receipt.id.to_string())
}

#[test]
fn killed_twenty_times_under_load_it_loses_nothing_and_doubles_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    site::write(&folder.path().join("site"), "The Review");
    // What each client id was acknowledged as, and the ids sent but never answered.
    let acknowledged: Arc<Mutex<HashMap<String, String>>> = Arc::default();
    let unanswered: Arc<Mutex<Vec<String>>> = Arc::default();
    let number = Arc::new(AtomicU64::new(0));
    for round in 0..ROUNDS {
        let (mut child, address) = start(folder.path());
        let count = Arc::new(AtomicU64::new(0));
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (acknowledged, unanswered) = (Arc::clone(&acknowledged), Arc::clone(&unanswered));
                let (number, count) = (Arc::clone(&number), Arc::clone(&count));
                thread::spawn(move || {
                    loop {
                        let number = number.fetch_add(1, Ordering::SeqCst);
                        // First what was not answered; every tenth time, too, something that was.
                        let again = if number % 10 == 0 {
                            acknowledged.lock().expect("whole").keys().next().cloned()
                        } else {
                            unanswered.lock().expect("whole").pop()
                        };
                        let id = again.unwrap_or_else(new_id);
                        match send(address, &id, number) {
                            Some(receipt) => {
                                let before = acknowledged.lock().expect("whole").insert(id, receipt.clone());
                                assert!(
                                    before.is_none_or(|before| before == receipt),
                                    "another answer the second time"
                                );
                                count.fetch_add(1, Ordering::SeqCst);
                            }
                            // It has been killed. Whether the comment was taken nobody knows: it is sent again.
                            None => {
                                unanswered.lock().expect("whole").push(id);
                                break;
                            }
                        }
                    }
                })
            })
            .collect();
        // The moment differs from round to round, and always lies in the middle of eight writers' work.
        let moment = 20 + round * 7 % 50;
        while count.load(Ordering::SeqCst) < moment {
            thread::yield_now();
        }
        child.kill().expect("is killed");
        child.wait().expect("has ended");
        for writer in writers {
            writer.join().expect("ends well");
        }
    }
    let acknowledged = acknowledged.lock().expect("whole");
    let (missing, double, stored) = count(folder.path(), &acknowledged);
    println!(
        "{ROUNDS} kills: {} acknowledged, {missing} missing, {double} double, {stored} stored",
        acknowledged.len()
    );
    assert!(acknowledged.len() as u64 > ROUNDS * 20 / 2);
    assert_eq!((missing, double), (0, 0));
}

/// Of what was acknowledged: missing (or under another id) and double; and all that is stored.
fn count(folder: &Path, acknowledged: &HashMap<String, String>) -> (usize, usize, usize) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.join("data/recto.sqlite"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let rows: Vec<(String, String)> = runtime.block_on(async {
        let pool = sqlx::SqlitePool::connect_with(options).await.expect("opens");
        let intact: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&pool).await.expect("checks");
        assert_eq!(intact, "ok");
        // By the text, which each client id has one of: by client_id a double could not even be stored.
        sqlx::query_as("SELECT substr(body, 9), id FROM comment").fetch_all(&pool).await.expect("reads")
    });
    let mut stored: HashMap<&str, Vec<&str>> = HashMap::new();
    for (client, id) in &rows {
        stored.entry(client).or_default().push(id);
    }
    let missing = acknowledged
        .iter()
        .filter(|(client, id)| !stored.get(client.as_str()).is_some_and(|ids| ids.contains(&id.as_str())))
        .count();
    let double = stored.values().filter(|ids| ids.len() > 1).count();
    (missing, double, rows.len())
}
