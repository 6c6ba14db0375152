//! A WebDriver server of a visitor's own, and plain questions to it for the moments when nothing may be awaited.
//!
//! A shell holds each program by our pipe: when the tests end, however they end, the pipe closes and the program goes.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

/// A line on the pipe asks the program to read its settings again; the end of the pipe ends it and what it has started, and
/// its folder goes, too. So does a signal that ends the tests. One that does not go when it is asked to is killed. What the
/// program says is its own, so who reads it learns of its end.
const RUN: &str = "trap : INT TERM; setsid \"$@\" 2>&1 & program=$!; exec >&-; while read -r _; do kill -HUP $program; done
    kill -TERM -$program || kill -TERM $program; (sleep 10; kill -KILL -$program) & timer=$!; wait $program; kill $timer; kill -KILL -$program
    [ -z \"$FOLDER\" ] || rm -rf \"$FOLDER\"";

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program that runs until it is dropped.
pub(super) struct Program {
    shell: Child,
}

impl Program {
    /// Starts a program and waits for a line in which `says` finds what it looks for.
    pub(super) fn start<T>(
        command: &[&str],
        environment: &[(&str, &OsStr)],
        says: impl Fn(&str) -> Option<T>,
    ) -> (Self, T) {
        // A driver ends at once if the port that the kernel has given it is taken in the other family of addresses.
        for _ in 0..3 {
            let (mut program, mut lines) = Self::run(command, environment);
            if let Some(found) = lines.by_ref().map_while(Result::ok).find_map(|line| says(&line)) {
                // It would stop at a full pipe.
                std::thread::spawn(move || lines.for_each(drop));
                return (program, found);
            }
            // The folder is for the next one.
            let _ = program.shell.kill();
        }
        panic!("{} cannot be started: scripts/install test", command[0]);
    }

    fn run(
        command: &[&str],
        environment: &[(&str, &OsStr)],
    ) -> (Self, impl Iterator<Item = std::io::Result<String>> + Send + 'static) {
        let mut shell = Command::new("sh")
            .args(["-c", RUN, "sh"])
            .args(command)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("there is a shell");
        let lines = BufReader::new(shell.stdout.take().expect("it was piped")).lines();
        (Self { shell }, lines)
    }

    /// Lets it read its settings again.
    pub(super) fn reads_again(&self) {
        let mut pipe = self.shell.stdin.as_ref().expect("it was piped");
        pipe.write_all(b"\n").expect("the shell reads it");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// A server that listens on this port. The profile of its browser lasts as long as it does.
pub(super) struct Driver {
    port: u16,
    _program: Program,
}

impl Driver {
    /// Starts one that chooses its port and says it.
    pub(super) fn start(command: &[&str], profile: &Path, says: impl Fn(&str) -> Option<u16>) -> Self {
        let (program, port) = Program::start(command, &[("FOLDER", profile.as_os_str())], says);
        Self { port, _program: program }
    }

    /// Starts one that is told its port, which is one that the kernel has to spare.
    pub(super) fn start_at(command: impl Fn(u16) -> Vec<String>, environment: &[(&str, &OsStr)]) -> Self {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("the kernel has a port");
        let port = free.local_addr().expect("it is bound").port();
        drop(free);
        let command = command(port);
        let command: Vec<_> = command.iter().map(String::as_str).collect();
        let (program, lines) = Program::run(&command, environment);
        std::thread::spawn(move || lines.for_each(drop));
        let since = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(since.elapsed() < PATIENCE, "{} cannot be started: scripts/install test", command[0]);
            std::thread::sleep(Duration::from_millis(10));
        }
        Self { port, _program: program }
    }

    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }
}

/// Asks without an executor, so that a session can be closed while a test panics. The `value` of the answer, if any.
pub(super) fn ask(port: u16, method: &str, path: &str, body: &str) -> Option<Value> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .ok()?;
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
