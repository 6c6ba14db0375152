//! A proxy between browser and endpoint. It records the order of requests, can hold an answer back or refuse one, and puts
//! scripts into pages.
//!
//! One request a connection, so that every byte belongs to a path. It has a thread of its own, so that it goes on where a
//! test's is held up.

use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
    time::Duration,
};

use super::head::{CONSOLE, uncompressed, with_scripts};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A request as the record has it. Beginnings and ends are counted together, so that they can be compared.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) began: usize,
    /// Absent while the answer is on its way.
    pub(crate) ended: Option<usize>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}..", self.method, self.path, self.began)?;
        self.ended.map_or(Ok(()), |ended| write!(f, "{ended}"))
    }
}

/// What the proxy does to requests whose path ends in a certain way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Do {
    /// Keep the answer waiting until the rule is taken back.
    Hold,
    /// Close the connection without an answer.
    Refuse,
    /// Answer 500 with a page.
    Break,
    /// Let the endpoint do its work, and close the connection without its answer.
    Lose,
}

#[derive(Default)]
struct State {
    upstream: Option<SocketAddr>,
    /// Whether the browser cannot reach anything: every connection is closed at once.
    is_cut: bool,
    /// How long each request is kept waiting.
    latency: Duration,
    /// What runs in every page before its own scripts.
    scripts: Vec<String>,
    /// What pages have complained about.
    said: Vec<String>,
    record: Vec<Request>,
    events: usize,
}

pub(crate) struct Proxy {
    pub(crate) origin: String,
    state: Arc<Mutex<State>>,
    rules: watch::Sender<Vec<(String, Do)>>,
    is_over: watch::Sender<bool>,
}

impl Proxy {
    pub(crate) fn start() -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("the kernel has a port");
        listener.set_nonblocking(true).expect("a socket can be waited for");
        let origin = format!("http://{}", listener.local_addr().expect("it is bound"));
        let state = Arc::new(Mutex::new(State::default()));
        let rules = watch::Sender::new(Vec::new());
        let is_over = watch::Sender::new(false);
        let (shared, told, mut ends) = (Arc::clone(&state), rules.subscribe(), is_over.subscribe());
        let accepting = async move {
            let listener = TcpListener::from_std(listener).expect("it is a socket");
            while let Ok((browser, _)) = listener.accept().await {
                let (shared, told) = (Arc::clone(&shared), told.clone());
                tokio::spawn(async move { pass(browser, &shared, told).await });
            }
        };
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                tokio::select! {
                    () = accepting => {}
                    _ = ends.wait_for(|is_over| *is_over) => {}
                }
            });
        });
        Self { origin, state, rules, is_over }
    }

    /// Closes every connection, and takes no more.
    pub(crate) fn ends(&self) {
        self.is_over.send_replace(true);
    }

    pub(crate) fn lead_to(&self, upstream: Option<SocketAddr>) {
        self.lock().upstream = upstream;
    }

    /// Closes every connection from now on before anything that is asked by it is answered, or no longer does.
    pub(crate) fn cut(&self, is_cut: bool) {
        self.lock().is_cut = is_cut;
    }

    /// Keeps every request waiting so long from now on.
    pub(crate) fn slow(&self, latency: Duration) {
        self.lock().latency = latency;
    }

    /// Puts these into every page, before its own.
    pub(crate) fn put(&self, scripts: Vec<String>) {
        self.lock().scripts = scripts;
    }

    /// What pages have complained about until now.
    pub(crate) fn said(&self) -> Vec<String> {
        self.lock().said.clone()
    }

    /// From now on, for every path that ends so.
    pub(crate) fn rule(&self, ending: &str, what: Do) {
        self.rules.send_modify(|rules| rules.push((ending.to_owned(), what)));
    }

    /// Takes a rule back.
    pub(crate) fn take_back(&self, ending: &str, what: Do) {
        self.rules.send_modify(|rules| rules.retain(|rule| rule != &(ending.to_owned(), what)));
    }

    pub(crate) fn record(&self) -> Vec<Request> {
        self.lock().record.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no one panics while holding it")
    }
}

/// Passes one request on. Whatever goes wrong on the way ends in a closed connection, as it does in a network.
async fn pass(
    mut browser: TcpStream,
    state: &Mutex<State>,
    mut told: watch::Receiver<Vec<(String, Do)>>,
) -> Option<()> {
    let latency = {
        let state = state.lock().expect("no one panics while holding it");
        if state.is_cut {
            return None;
        }
        state.latency
    };
    // A poor line is a matter of time, the one thing that is not waited for as a condition.
    tokio::time::sleep(latency).await;
    let (head, body) = request(&mut browser).await?;
    let mut words = head.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let lock = || state.lock().expect("no one panics while holding it");
    // Engines open connections ahead of what they will ask for.
    if lock().is_cut {
        return None;
    }
    if path == CONSOLE {
        lock().said.push(String::from_utf8_lossy(&body).into_owned());
        browser.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").await.ok()?;
        return Some(());
    }
    let at = {
        let mut state = lock();
        state.events += 1;
        let began = state.events;
        state.record.push(Request { method, path: path.clone(), began, ended: None });
        state.record.len() - 1
    };
    let plain = path.split('?').next().unwrap_or_default().to_owned();
    let rule = |rules: &[(String, Do)]| rules.iter().find(|(ending, _)| plain.ends_with(ending)).map(|(_, what)| *what);
    let found = {
        let rules = told.wait_for(|rules| rule(rules) != Some(Do::Hold)).await.ok()?;
        rule(&rules)
    };
    match found {
        Some(Do::Break) => {
            let page = "<!doctype html><title>Broken</title><h1>The endpoint has a bad day</h1>";
            let length = page.len();
            let answer = format!(
                "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{page}"
            );
            browser.write_all(answer.as_bytes()).await.ok()?;
            return Some(());
        }
        Some(Do::Refuse) => return None,
        Some(Do::Hold | Do::Lose) | None => {}
    }
    let upstream = lock().upstream?;
    let mut endpoint = TcpStream::connect(upstream).await.ok()?;
    let (first, rest) = head.split_once("\r\n")?;
    let others = rest.split("\r\n").filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head = format!("{first}\r\nConnection: close\r\n{}", others.collect::<Vec<_>>().join("\r\n"));
    let scripts = lock().scripts.clone();
    let head = if scripts.is_empty() { head } else { uncompressed(&head) };
    endpoint.write_all(head.as_bytes()).await.ok()?;
    endpoint.write_all(&body).await.ok()?;
    if found == Some(Do::Lose) {
        tokio::io::copy(&mut endpoint, &mut tokio::io::sink()).await.ok()?;
        return None;
    }
    if scripts.is_empty() {
        tokio::io::copy(&mut endpoint, &mut browser).await.ok()?;
    } else {
        let mut answer = Vec::new();
        endpoint.read_to_end(&mut answer).await.ok()?;
        browser.write_all(&with_scripts(answer, &scripts)).await.ok()?;
    }
    browser.shutdown().await.ok()?;
    let mut state = lock();
    state.events += 1;
    let ended = state.events;
    state.record[at].ended = Some(ended);
    Some(())
}

/// A request's head, with the empty line, and its body.
async fn request(browser: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let end = loop {
        let mut part = [0; 4096];
        let read = browser.read(&mut part).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let mut body = bytes.split_off(end);
    let head = String::from_utf8(bytes).ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    while body.len() < length.unwrap_or_default() {
        let mut part = [0; 4096];
        let read = browser.read(&mut part).await.ok().filter(|read| *read > 0)?;
        body.extend_from_slice(&part[..read]);
    }
    Some((head, body))
}
