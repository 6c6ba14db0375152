//! One kept-alive connection to the endpoint, as plain as can be, so that little of what is measured is the client's.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
};

/// A connection, and the answer that came last.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    /// Its headers, each in its line.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("connects");
        stream.set_nodelay(true).expect("can be set");
        Self { stream: BufReader::new(stream), head: String::new(), body: Vec::new() }
    }

    /// Sends a whole request and reads the whole answer; the status.
    pub(crate) fn ask(&mut self, request: &str) -> u16 {
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

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("is JSON")
    }
}
