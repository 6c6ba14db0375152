//! Somebody who asks the endpoint, and a table of how long it answered.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use crate::connection::Connection;

/// Each address is asked so often, or for so long if that is less …
const TIMES: usize = 100;
const SPAN: Duration = Duration::from_secs(2);
/// … and at least so often.
const LEAST: usize = 5;

/// Somebody who asks.
pub(crate) struct Client {
    connection: Connection,
    address: SocketAddr,
    /// Headers that say who it is.
    who: String,
}

impl Client {
    pub(crate) fn open(address: SocketAddr) -> Self {
        Self { connection: Connection::open(address), address, who: String::new() }
    }

    /// The same client, known by these headers, each with its line's end.
    pub(crate) fn known(self, who: impl Into<String>) -> Self {
        Self { who: who.into(), ..self }
    }

    pub(crate) fn get(&mut self, path: &str) -> u16 {
        self.connection.ask(&format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{}\r\n", self.address, self.who))
    }

    pub(crate) fn post(&mut self, path: &str, kind: &str, more: &str, body: &str) -> u16 {
        let head = format!("host: {}\r\n{}content-type: {kind}\r\n{more}", self.address, self.who);
        self.connection.ask(&format!("POST {path} HTTP/1.1\r\n{head}content-length: {}\r\n\r\n{body}", body.len()))
    }

    /// A header of the last answer.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut lines = self.connection.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// The last answer's text between two others.
    pub(crate) fn between(&self, before: &str, after: &str) -> String {
        let text = str::from_utf8(&self.connection.body).expect("is text");
        let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before} is not in {text}"));
        rest.split_once(after).expect("ends").0.to_owned()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        self.connection.json()
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
