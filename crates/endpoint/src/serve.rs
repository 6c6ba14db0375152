//! The socket: accepting connections, bounding what each may take, and stopping in good order.
//!
//! hyper is driven directly because axum's own `serve` has no time-out for a request's head. HTTP/1.1 only: TLS and
//! newer versions are a reverse proxy's part.

use std::{
    convert::Infallible,
    future::{Future, pending},
    io::Write as _,
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use anyhow::Context as _;
use axum::{Router, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
    sync::{Semaphore, watch},
};
use tower_service::Service as _;

use crate::{
    app::app,
    clock::Clock,
    desk,
    endpoint::{Endpoint, Peer},
    expiry, moderators, outbox,
    settings::Settings,
};

/// Largest head of a request, in bytes; hyper answers 431 beyond it.
const HEAD: usize = 16 * 1024;
/// Most header lines of a request.
const HEADERS: usize = 64;

/// Serves until the process is told to stop (SIGTERM or SIGINT). Prints the address once it answers there.
///
/// # Errors
/// As [`Server::bind`], and when signals cannot be listened for.
pub async fn serve(settings: Settings) -> anyhow::Result<()> {
    // Before anybody hears that it serves: who then tells it to stop is heard.
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let site = settings.site.display().to_string();
    let server = Server::bind(settings, Clock::system()).await?;
    // Whoever hears that it serves may go on at once, so nothing that can fail comes after.
    let first_owner = server.first_owner().await?;
    say(&format!("Serving {site} at {}", server.endpoint.address));
    if let Some((name, link)) = first_owner {
        say(&format!("No owner can sign in yet. To become {name}, open within 24 hours: {link}"));
    }
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    server.run(stop).await;
    Ok(())
}

/// Tells whoever started it. That nobody listens any more is no reason to stop serving.
fn say(line: &str) {
    let _nobody_listens = writeln!(std::io::stdout(), "{line}");
}

/// An endpoint that has a socket and does not yet answer on it.
pub struct Server {
    listener: TcpListener,
    endpoint: Arc<Endpoint>,
    local: SocketAddr,
}

impl Server {
    /// Takes the socket and opens the endpoint.
    ///
    /// # Errors
    /// When the address is in use, and as [`Endpoint::open`].
    pub async fn bind(mut settings: Settings, clock: Clock) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(settings.listen)
            .await
            .with_context(|| format!("cannot listen on {}", settings.listen))?;
        let local = listener.local_addr()?;
        settings.listen = local;
        let endpoint = Arc::new(Endpoint::open(settings, clock).await?);
        Ok(Self { listener, endpoint, local })
    }

    /// Where it listens.
    #[must_use]
    pub fn local(&self) -> SocketAddr {
        self.local
    }

    /// Where no owner can sign in yet: the name of the first, and a new link by which it becomes one.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn first_owner(&self) -> anyhow::Result<Option<(String, String)>> {
        moderators::first_owner(&self.endpoint).await
    }

    /// Answers until `stop`; then takes no more, lets what is under way finish in bounded time, and closes the store.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, endpoint, .. } = self;
        let (stop_outbox, outbox_stops) = watch::channel(false);
        let mut outbox = tokio::spawn(outbox::run(Arc::clone(&endpoint), outbox_stops));
        let expiry = tokio::spawn(expiry::run(Arc::clone(&endpoint)));
        let digests = tokio::spawn(desk::mail::run(Arc::clone(&endpoint)));
        let connections = Connections::new(&endpoint);
        tokio::select! {
            () = connections.accept(&listener) => {}
            () = stop => {}
        }
        endpoint.stopping.store(true, Ordering::SeqCst);
        tracing::info!("stopping");
        if let Some(time) = endpoint.settings.limits.drain_time {
            // Ends by the time-out alone.
            let _drained = tokio::time::timeout(time, connections.accept(&listener)).await;
        }
        drop(listener);
        let finished = connections.open.shutdown();
        if tokio::time::timeout(endpoint.settings.limits.stop_time, finished).await.is_err() {
            tracing::warn!("some requests were still under way and were cut off");
        }
        // A mail that is under way is finished, so that nobody has to wonder whether it was sent.
        stop_outbox.send_replace(true);
        if tokio::time::timeout(endpoint.settings.limits.stop_time, &mut outbox).await.is_err() {
            tracing::warn!("a mail was still under way and was cut off");
            outbox.abort();
        }
        expiry.abort();
        digests.abort();
        // What was cut off may still hold a connection to the store, and everything that was acknowledged is on disk.
        if tokio::time::timeout(endpoint.settings.limits.stop_time, endpoint.store.close()).await.is_err() {
            tracing::warn!("the store was still in use and was left open");
        }
    }
}

struct Connections {
    app: Router,
    http: http1::Builder,
    open: GracefulShutdown,
    room: Arc<Semaphore>,
}

impl Connections {
    fn new(endpoint: &Arc<Endpoint>) -> Self {
        let limits = &endpoint.settings.limits;
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(limits.head_time).max_buf_size(HEAD).max_headers(HEADERS);
        let room = Arc::new(Semaphore::new(limits.connections));
        Self { app: app(Arc::clone(endpoint)), http, open: GracefulShutdown::new(), room }
    }

    async fn accept(&self, listener: &TcpListener) {
        loop {
            let Ok(place) = Arc::clone(&self.room).acquire_owned().await else { return pending().await };
            match listener.accept().await {
                Ok((stream, peer)) => {
                    let connection = self.open.watch(self.connection(stream, peer));
                    tokio::spawn(async move {
                        // Fails when the client goes away or is too slow; neither is worth a line in the log.
                        let _gone = connection.await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // Mostly the process has no file handle left; trying at once would only burn time.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    fn connection(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
    ) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + Send + use<> {
        let app = self.app.clone();
        // Without it a small answer waits for the client's acknowledgement of the one before.
        let _unsupported = stream.set_nodelay(true);
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            let mut app = app.clone();
            async move { Ok::<_, Infallible>(app.call(request).await.unwrap_or_else(|never| match never {})) }
        });
        self.http.serve_connection(TokioIo::new(stream), service)
    }
}
