//! One kept-alive connection to the endpoint, and a table of how long it answered.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// Each address is asked so often, or for so long if that is less …
const TIMES: usize = 100;
const SPAN: Duration = Duration::from_secs(2);
/// … and at least so often.
const LEAST: usize = 5;

/// Somebody who asks.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
    /// Headers that say who it is.
    who: String,
    head: String,
    /// Of the last answer.
    pub(crate) body: Vec<u8>,
}

impl Client {
    pub(crate) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("connects");
        stream.set_nodelay(true).expect("can be set");
        Self { stream: BufReader::new(stream), address, who: String::new(), head: String::new(), body: Vec::new() }
    }

    /// The same client, known by these headers, each with its line's end.
    pub(crate) fn known(self, who: impl Into<String>) -> Self {
        Self { who: who.into(), ..self }
    }

    pub(crate) fn get(&mut self, path: &str) -> u16 {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{}\r\n", self.address, self.who))
    }

    pub(crate) fn post(&mut self, path: &str, kind: &str, more: &str, body: &str) -> u16 {
        let head = format!("host: {}\r\n{}content-type: {kind}\r\n{more}", self.address, self.who);
        self.ask(&format!("POST {path} HTTP/1.1\r\n{head}content-length: {}\r\n\r\n{body}", body.len()))
    }

    fn ask(&mut self, request: &str) -> u16 {
        self.stream.get_mut().write_all(request.as_bytes()).expect("is taken");
        let (mut status, mut length, mut line) = (0, 0, String::new());
        self.head.clear();
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("is answered");
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().expect("a status");
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.trim().parse().expect("a length");
            } else if line == "\r\n" {
                break;
            }
            self.head.push_str(&line);
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).expect("is whole");
        status
    }

    /// A header of the last answer.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// The last answer's text between two others.
    pub(crate) fn between(&self, before: &str, after: &str) -> String {
        let text = str::from_utf8(&self.body).expect("is text");
        let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before} is not in {text}"));
        rest.split_once(after).expect("ends").0.to_owned()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("is JSON")
    }
}

/// The table's head.
pub(crate) fn head() {
    println!("| what | times | p50 ms | p99 ms | worst ms |");
    println!("| --- | --- | --- | --- | --- |");
}

/// Asks again and again, and prints a row.
pub(crate) fn measure(what: &str, mut ask: impl FnMut()) {
    let begun = Instant::now();
    let mut times = Vec::new();
    while times.len() < LEAST || (times.len() < TIMES && begun.elapsed() < SPAN) {
        let asked = Instant::now();
        ask();
        times.push(asked.elapsed());
    }
    row(what, times);
}

/// A row of these.
pub(crate) fn row(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let millis = |at: usize| times[at.min(times.len() - 1)].as_secs_f64() * 1_000.0;
    let count = times.len();
    let (p50, p99, worst) = (millis(count / 2), millis(count * 99 / 100), millis(count - 1));
    let over = if worst > 100.0 { " over" } else { "" };
    println!("| {what} | {count} | {p50:.1} | {p99:.1} | {worst:.1}{over} |");
}
