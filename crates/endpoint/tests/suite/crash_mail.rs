//! The endpoint killed in the middle of sending, again and again: no mail is sent twice, and each is sent, waits, or is
//! listed as in doubt. `RECTO_CRASH_ROUNDS=200` kills it more often.

use std::{
    cell::Cell,
    collections::HashMap,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use endpoint::{Encryption, Mail, Rate, Settings, Smtp};
use sqlx::Connection as _;

use crate::{
    crash::Served,
    harness::{PATIENCE, database, new_id},
    site,
    smtp_server::SmtpServer,
};

const FOLDER: &str = "RECTO_CRASH_MAIL_FOLDER";
const DATABASE: &str = "RECTO_CRASH_MAIL_DATABASE";
const PORT: &str = "RECTO_CRASH_MAIL_PORT";

/// How long a claim lasts here, so that the end of the test need not wait for minutes.
const LEASE: Duration = Duration::from_millis(1_500);

fn settings(folder: &Path, database: Option<String>, port: u16) -> Settings {
    let mut settings = Settings::new(folder.join("site"), folder.join("data"));
    settings.listen.set_port(0);
    settings.database = database;
    settings.limits.signups = Rate { most: 1_000_000, within: Duration::from_secs(1) };
    settings.list.breaker = 1_000_000;
    settings.list.work_from = 1_000_000;
    settings.mailing.to_one_domain = 1_000_000;
    settings.mailing.in_all = 1_000_000;
    settings.mailing.attempt = LEASE;
    settings.mailing.look = Duration::from_millis(20);
    let time = Duration::from_secs(10);
    settings.mail = Mail::Smtp(Smtp {
        host: "localhost".into(),
        port,
        encryption: Encryption::None,
        authority: None,
        login: None,
        time,
    });
    settings
}

/// Not a test: what the test below runs as its own process and kills.
#[test]
#[ignore = "the child of the crash test"]
fn child_sends() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let port = std::env::var(PORT).expect("a port").parse().expect("a number");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let settings = settings(Path::new(&folder), std::env::var(DATABASE).ok(), port);
    runtime.block_on(endpoint::serve(settings)).expect("serves");
}

fn start(folder: &Path, database: Option<&str>, port: u16) -> Served {
    let mut command = Command::new(std::env::current_exe().expect("is a file"));
    command.args(["--exact", "crash_mail::child_sends", "--ignored", "--nocapture"]);
    command.env(FOLDER, folder).env(PORT, port.to_string());
    if let Some(database) = database {
        command.env(DATABASE, database);
    }
    Served::start(&mut command)
}

fn sign_up(address: SocketAddr, email: &str) {
    let body = format!("{{\"email\":\"{email}\"}}");
    let head = "POST /api/subscribers HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let mut stream = TcpStream::connect(address).expect("connects");
    stream.write_all(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).as_bytes()).expect("is written");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("is answered");
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
}

fn until(what: &str, look: impl Fn() -> bool) {
    let begun = Instant::now();
    while !look() {
        assert!(begun.elapsed() < 3 * PATIENCE, "never happened: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn killed_again_and_again_while_it_sends_it_sends_nothing_twice() {
    const EACH: usize = 8;
    let rounds: usize = std::env::var("RECTO_CRASH_ROUNDS").map_or(10, |rounds| rounds.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    site::write(&folder.path().join("site"), "The Review");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let database = runtime.block_on(database());
    let server = SmtpServer::start();
    for round in 0..rounds {
        let served = start(folder.path(), database.as_deref(), server.port);
        let before = server.received().len();
        for _ in 0..EACH {
            sign_up(served.address, &format!("{}@example.org", new_id()));
        }
        // The moment differs from round to round, and mostly lies in the middle of a mail.
        let some = before + round % EACH / 2;
        until("some mails are taken", || server.received().len() >= some);
        thread::sleep(Duration::from_micros(137 * (round as u64 * 7 % 23)));
        served.kill();
    }
    // One that is let live sends all that waits, once the claims of the killed ones have run out.
    let served = start(folder.path(), database.as_deref(), server.port);
    let states = || runtime.block_on(states(folder.path(), database.as_deref()));
    let open = Cell::new(usize::MAX);
    while open.get() > 0 {
        // However many are left, some of them go in any time that one would wait for.
        until("every mail is sent or in doubt", || {
            thread::sleep(LEASE / 10);
            let left = states().iter().filter(|(_, state)| !matches!(state.as_str(), "sent" | "doubtful")).count();
            left < open.replace(left.min(open.get()))
        });
    }
    served.kill();

    let mut taken: HashMap<String, usize> = HashMap::new();
    for mail in server.received() {
        *taken.entry(mail.message_id()).or_default() += 1;
    }
    let states = states();
    let doubtful = states.iter().filter(|(_, state)| state == "doubtful").count();
    let twice = taken.values().filter(|times| **times > 1).count();
    let times = |id: &str| taken.get(&format!("{id}@localhost")).copied().unwrap_or(0);
    let missing = states.iter().filter(|(id, state)| state == "sent" && times(id) == 0).count();
    println!(
        "{rounds} kills: {} mails, {} taken, {twice} twice, {missing} missing, {doubtful} in doubt",
        states.len(),
        taken.len()
    );
    assert_eq!((states.len(), twice, missing), (rounds * EACH, 0, 0));
    assert!(doubtful <= rounds, "a kill leaves at most one in doubt");
}

/// Every mail's id and state; those that wait to be tried again are tried at once.
async fn states(folder: &Path, database: Option<&str>) -> Vec<(String, String)> {
    sqlx::any::install_default_drivers();
    let file = format!("sqlite://{}", folder.join("data/recto.sqlite").display());
    let mut store = sqlx::AnyConnection::connect(database.unwrap_or(&file)).await.expect("opens");
    // On a busy machine the mail server may keep one waiting; the pause after that is not what is tested.
    let hurry = "UPDATE mail SET due = 0 WHERE state = 'queued' AND attempts > 0";
    sqlx::query(hurry).execute(&mut store).await.expect("is written");
    sqlx::query_as("SELECT id, state FROM mail").fetch_all(&mut store).await.expect("reads")
}
