//! `SmtpServer`: a real mail server on loopback, which can be told to fail, and the mails that it has taken.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use endpoint::{Encryption, Login, Mail, Smtp};
use tempfile::TempDir;

use crate::harness::eventually;

/// A running mail server with a folder of its own; ends when it is dropped.
pub(crate) struct SmtpServer {
    pub(crate) port: u16,
    folder: TempDir,
    process: Child,
}

/// A mail that the server has taken.
pub(crate) struct Received {
    /// `tls` or `plain`.
    pub(crate) secured: String,
    /// Who signed in, or `-`.
    pub(crate) user: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) bytes: Vec<u8>,
}

impl SmtpServer {
    pub(crate) fn start() -> Self {
        Self::start_with(&[], tempfile::tempdir().expect("a folder"))
    }

    /// A server that takes nothing unencrypted or from whom it does not know; `how` is `implicit` or `starttls`.
    pub(crate) fn start_encrypted(how: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (certificate, key) = (folder.path().join("certificate.pem"), folder.path().join("key.pem"));
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"])
            .args(["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
            .arg(&key)
            .arg("-out")
            .arg(&certificate)
            .stderr(Stdio::null())
            .status();
        assert!(made.expect("openssl runs").success());
        let paths = [certificate.to_str().expect("is text"), key.to_str().expect("is text"), how];
        Self::start_with(&paths, folder)
    }

    fn start_with(encryption: &[&str], folder: TempDir) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = root.join("../../.tools/python/bin/python");
        let mut process = Command::new(&python)
            .arg(root.join("tests/suite/smtp_server.py"))
            .arg(folder.path())
            .args(encryption)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}; `scripts/install test` installs it", python.display()));
        let mut line = String::new();
        let output = process.stdout.take().expect("is piped");
        BufReader::new(output).read_line(&mut line).expect("says its port");
        let port = line.trim().parse().expect("a port");
        Self { port, folder, process }
    }

    /// What happens from now on: `take`, `later`, `refuse`, `lose`, `silent`, `slow` or `cut`.
    pub(crate) fn mode(&self, mode: &str) {
        let aside = self.folder.path().join("mode.part");
        fs::write(&aside, mode).expect("is written");
        fs::rename(aside, self.folder.path().join("mode")).expect("is renamed");
    }

    /// Settings that send here, unencrypted.
    pub(crate) fn mail(&self) -> Mail {
        Mail::Smtp(self.smtp(Encryption::None, None))
    }

    /// Settings that send here with a name, over a connection encrypted so.
    pub(crate) fn encrypted_mail(&self, encryption: Encryption, password: &str) -> Mail {
        let login = Login { user: "review".into(), password: password.into() };
        Mail::Smtp(self.smtp(encryption, Some(login)))
    }

    fn smtp(&self, encryption: Encryption, login: Option<Login>) -> Smtp {
        let authority: Option<PathBuf> = login.as_ref().map(|_| self.folder.path().join("certificate.pem"));
        let time = Duration::from_secs(10);
        Smtp { host: "localhost".into(), port: self.port, encryption, authority, login, time }
    }

    /// Every mail that was taken, in order.
    pub(crate) fn received(&self) -> Vec<Received> {
        let entries = fs::read_dir(self.folder.path()).expect("reads");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("reads").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|kind| kind == "eml"));
        paths.sort();
        paths.iter().map(|path| Received::read(&fs::read(path).expect("reads"))).collect()
    }

    /// Waits until so many mails were taken; the last of them.
    pub(crate) async fn nth(&self, count: usize) -> Received {
        eventually("the mail server has the mail", || self.received().into_iter().nth(count - 1)).await
    }
}

impl Received {
    fn read(file: &[u8]) -> Self {
        let end = file.iter().position(|byte| *byte == b'\n').expect("an envelope");
        let envelope = std::str::from_utf8(&file[..end]).expect("is text");
        let mut words = envelope.split(' ').map(str::to_owned);
        let mut word = || words.next().expect("a word");
        Self { secured: word(), user: word(), from: word(), to: word(), bytes: file[end + 1..].to_vec() }
    }

    pub(crate) fn message_id(&self) -> String {
        let parsed = mail_parser::MessageParser::default().parse(&self.bytes).expect("parses");
        parsed.message_id().expect("has one").to_owned()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        // Already gone is as good.
        let _gone = self.process.kill();
        let _gone = self.process.wait();
    }
}
