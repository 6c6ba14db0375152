//! The built site behind an endpoint of its own, with an empty store, in this process.

use std::path::{Path, PathBuf};

use endpoint::{
    Clock, Server, Settings,
    moderation::{self, HeldComment},
    moderators,
};
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};

use super::{edition::Edition, proxy::Proxy};

/// Everything that a test run needs and did not make stands under this folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The built site.
pub(crate) fn dist() -> PathBuf {
    let dist = root().join("dist");
    assert!(dist.join("_recto/edition.json").exists(), "the site has to be built first: `make test` does that");
    dist
}

pub(crate) struct Site {
    pub(crate) proxy: Proxy,
    folder: PathBuf,
    data: TempDir,
    busy: bool,
    /// A test's own, if it has one.
    pub(super) edition: Option<Edition>,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Site {
    pub(crate) async fn start(folder: PathBuf, busy: bool) -> Self {
        let data = TempDir::new().expect("a folder for the store");
        let mut site = Self { proxy: Proxy::start(), folder, data, busy, edition: None, running: None };
        site.resume().await;
        site
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::new(self.folder.clone(), self.data.path());
        settings.listen.set_port(0);
        settings.address = Some(self.proxy.origin.clone());
        if self.busy {
            settings.limits.comments.most = 10_000;
            settings.limits.admission.work_from = 10_000;
            settings.limits.admission.work_from_all.most = 10_000;
        }
        settings
    }

    /// Starts the endpoint on the store that is there.
    pub(crate) async fn resume(&mut self) {
        let server = Server::bind(self.settings(), Clock::system()).await.expect("the endpoint starts");
        self.proxy.lead_to(Some(server.local()));
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            server
                .run(async {
                    let _ = stopped.await;
                })
                .await;
        });
        self.running = Some((stop, task));
    }

    /// Stops the endpoint; connections are closed without an answer from then on.
    pub(crate) async fn stop(&mut self) {
        self.proxy.lead_to(None);
        let (stop, task) = self.running.take().expect("it runs");
        let _ = stop.send(());
        task.await.expect("the endpoint stops in good order");
    }

    /// The comments that wait for an editor.
    pub(crate) async fn held(&self) -> Vec<HeldComment> {
        moderation::held(&self.settings(), 100).await.expect("the store can be read")
    }

    /// A link by which a new owner of the desk chooses a password.
    pub(crate) async fn link_to_the_desk(&self, name: &str) -> String {
        moderators::add(&self.settings(), name, true, None).await.expect("the store can be written")
    }

    /// Does what an editor does.
    pub(crate) async fn publish_all(&self) {
        for comment in self.held().await {
            moderation::publish(&self.settings(), &comment.id, "test").await.expect("a held comment can be published");
        }
    }

    /// Does what an editor does who has a reason.
    pub(crate) async fn decline_all(&self, reason: &str) {
        for comment in self.held().await {
            let declined = moderation::decline(&self.settings(), &comment.id, "test", Some(reason)).await;
            declined.expect("a held comment can be declined");
        }
    }

    /// The mails that were sent.
    pub(crate) fn mails(&self) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(self.data.path().join("mail")) else { return Vec::new() };
        let files = folder.filter_map(Result::ok).map(|file| file.path());
        let mails = files.filter(|path| path.extension().is_some_and(|ending| ending == "eml"));
        mails.map(|path| std::fs::read_to_string(path).expect("a mail is text")).collect()
    }
}
