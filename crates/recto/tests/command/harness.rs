//! `Place`: a folder with a built site, and the command `recto` run in it.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::site;

/// How long a condition may take on a busy machine before it is taken to fail.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A folder with a site in `dist`, in which commands are run.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        site::write(&folder.path().join("dist"), "The Review");
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The command with these arguments, and nothing of the tests' own environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.args(arguments).current_dir(self.path()).env_clear();
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("runs")
    }

    /// Runs a command that should succeed; what it says.
    pub(crate) fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stdout).expect("is text");
        assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    /// Runs a command that should fail; what it says of it.
    pub(crate) fn refuses(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?} should fail");
        String::from_utf8(output.stderr).expect("is text")
    }

    /// Starts the server, and waits until it answers.
    pub(crate) fn serve(&self, variables: &[(&str, &str)]) -> Serving {
        let mut child = self
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
        let address = lines
            .map(|line| line.expect("is text"))
            .find_map(|line| line.split_once(" at http://").map(|(_, address)| address.parse().expect("an address")))
            .expect("says where it listens");
        Serving { child, address }
    }
}

/// A running server; killed when it is dropped before it was stopped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Serving {
    pub(crate) fn signal(&self, name: &str) {
        let told = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().expect("runs");
        assert!(told.success());
    }

    /// Waits for it to end: its exit code, and all that it logged.
    pub(crate) fn ended(mut self) -> (Option<i32>, String) {
        let mut log = String::new();
        self.child.stderr.take().expect("is piped").read_to_string(&mut log).expect("is text");
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("can be asked") {
                return (status.code(), log);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("never ended");
    }

    /// Tells it to stop, and waits; all that it logged.
    pub(crate) fn stop(self) -> String {
        self.signal("TERM");
        let (code, log) = self.ended();
        assert_eq!(code, Some(0), "{log}");
        log
    }

    /// Sends a request and reads the whole answer.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
        let mut stream = TcpStream::connect(self.address).expect("connects");
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        stream.write_all(request.as_bytes()).expect("is taken");
        let mut answer = Vec::new();
        // A reset after the answer is as good as an end.
        let _end = stream.read_to_end(&mut answer);
        String::from_utf8(answer).expect("is text")
    }

    /// Posts JSON.
    pub(crate) fn post(&self, path: &str, body: &str) -> String {
        self.ask("POST", path, &[("content-type", "application/json")], body)
    }

    /// Posts a comment that should be taken.
    pub(crate) fn comment(&self, id: u32, body: &str) {
        let sent = format!(r#"{{"id":"00000000-0000-4000-8000-{id:012}","body":"{body}"}}"#);
        let answer = self.post("/api/articles/lead/comments", &sent);
        assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended already, mostly.
        let _ended = self.child.kill();
    }
}
