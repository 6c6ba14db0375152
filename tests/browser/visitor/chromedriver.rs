//! The one chromedriver of a test run, and plain questions to it for the moments when nothing may be awaited.
//!
//! It listens on a port that the kernel chose. A shell holds it by our pipe: when the tests end, however they end, the
//! pipe closes and chromedriver goes.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    process::{Child, Command, Stdio},
    sync::LazyLock,
    time::Duration,
};

use serde_json::Value;

const RUN: &str = "chromedriver --port=0 & driver=$!; cat >/dev/null; kill $driver";

struct Chromedriver {
    port: u16,
    /// Kept, because its standard input is the pipe.
    _shell: Child,
}

static CHROMEDRIVER: LazyLock<Chromedriver> = LazyLock::new(|| {
    let mut shell = Command::new("sh")
        .args(["-c", RUN])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell starts chromedriver");
    let mut lines = BufReader::new(shell.stdout.take().expect("it was piped")).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok())
        .expect("chromedriver is installed (`scripts/install test`) and says its port");
    // It would stop at a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    Chromedriver { port, _shell: shell }
});

/// Where it listens.
pub(super) fn address() -> String {
    format!("http://127.0.0.1:{}", CHROMEDRIVER.port)
}

/// Asks without an executor, so that a session can be closed while a test panics. The `value` of the answer, if any.
pub(super) fn ask(method: &str, path: &str, body: &str) -> Option<Value> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, CHROMEDRIVER.port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let length = body.len();
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n{body}").ok()?;
    let mut stream = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut answer = vec![0; length];
    stream.read_exact(&mut answer).ok()?;
    serde_json::from_slice::<Value>(&answer).ok()?.get_mut("value").map(Value::take)
}
