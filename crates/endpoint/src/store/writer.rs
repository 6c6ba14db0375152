//! The one writer: takes queued writes, commits many at once, and answers each when its batch is on disk.
//!
//! A sync takes about as long for fifty comments as for one, so while one batch is being synced the next gathers. When a
//! write of a batch fails, the batch is undone and each of its writes done again alone, so that it fails alone. The
//! queue is bounded and stands *before* the commit: when it is full the write is refused at once, and nothing can hold
//! up an answer after the commit.
//!
//! Where several endpoints share a store, each batch begins by taking its turn: a row that only one transaction can hold.
//! So what a write reads is what it changes, limits are exact across endpoints, and no lock outlives a transaction.

mod line;

use std::{any::Any, future::Future, iter, pin::Pin};

use line::{Line, commit};
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    task::JoinHandle,
};

use super::{Database, StoreError, Tx, schema};

/// Most writes in one transaction: bounds how long the first of them waits.
const BATCH: usize = 256;

/// A change of the store that is done whole or not at all.
pub(super) trait Write: Send + Sync + 'static {
    /// What the asker is told once the change is on disk.
    type Answer: Send + 'static;

    /// Makes the change within the open transaction. May be called again after that transaction was undone, or when
    /// its connection was lost and nobody knows: then it finds what it did.
    fn apply(&self, tx: &mut Tx) -> impl Future<Output = Result<Self::Answer, sqlx::Error>> + Send;

    /// Makes all these changes as if one after another, and gives an answer for each in their order. A kind of change of
    /// which many come at once may know a way that asks the database less often.
    fn apply_all(all: &[&Self], tx: &mut Tx) -> impl Future<Output = Result<Vec<Self::Answer>, sqlx::Error>> + Send {
        async move {
            let mut answers = Vec::with_capacity(all.len());
            for write in all {
                answers.push(write.apply(tx).await?);
            }
            Ok(answers)
        }
    }
}

/// The queue's end that requests hold.
pub(super) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    sender: mpsc::WeakSender<Box<dyn Job>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Opens the connection, brings the schema up to date, and starts the task that writes.
    pub(super) async fn open(database: &Database, queue: usize) -> anyhow::Result<Self> {
        let mut line = Line::open(database.clone()).await?;
        schema::migrate(database, line.connection().await?).await?;
        let (sender, jobs) = mpsc::channel(queue);
        let weak = sender.downgrade();
        let task = tokio::spawn(run(line, jobs));
        Ok(Self { queue: Mutex::new(Some(sender)), sender: weak, task: Mutex::new(Some(task)) })
    }

    /// Queues a write and waits until it is on disk. Given up half way, it may still be done.
    pub(super) async fn write<W: Write>(&self, write: W) -> Result<W::Answer, StoreError> {
        let (reply, answer) = oneshot::channel();
        let queue = self.sender.upgrade().ok_or(StoreError::Closed)?;
        queue.try_send(Box::new(Queued { write, answer: None, reply })).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => StoreError::Full,
            mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
        })?;
        drop(queue);
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// How many writes wait.
    pub(super) fn waiting(&self) -> i64 {
        let waiting = self.sender.upgrade().map_or(0, |queue| queue.max_capacity() - queue.capacity());
        i64::try_from(waiting).unwrap_or(i64::MAX)
    }

    /// Takes no more writes and waits for those that are queued.
    pub(super) async fn close(&self) {
        self.queue.lock().await.take();
        if let Some(task) = self.task.lock().await.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the writer ended badly");
        }
    }
}

/// A queued write of any kind.
trait Job: Any + Send {
    /// Makes the change and those of `alike`, which are of the same kind, and keeps the answers.
    fn apply<'a>(&'a mut self, alike: &'a mut [Box<dyn Job>], tx: &'a mut Tx) -> Applying<'a>;

    /// Tells the asker: the answer if the change is on disk, or why it is not.
    fn reply(self: Box<Self>, committed: Result<(), sqlx::Error>);
}

type Applying<'a> = Pin<Box<dyn Future<Output = Result<(), sqlx::Error>> + Send + 'a>>;

struct Queued<W: Write> {
    write: W,
    answer: Option<W::Answer>,
    reply: oneshot::Sender<Result<W::Answer, StoreError>>,
}

impl<W: Write> Job for Queued<W> {
    fn apply<'a>(&'a mut self, alike: &'a mut [Box<dyn Job>], tx: &'a mut Tx) -> Applying<'a> {
        Box::pin(async move {
            let alike = alike.iter_mut().map(|job| {
                let job: &mut dyn Any = &mut **job;
                job.downcast_mut::<Self>().expect("is of the same kind")
            });
            let mut all: Vec<&mut Self> = iter::once(self).chain(alike).collect();
            let writes: Vec<&W> = all.iter().map(|job| &job.write).collect();
            let answers = W::apply_all(&writes, tx).await?;
            for (job, answer) in all.iter_mut().zip(answers) {
                job.answer = Some(answer);
            }
            Ok(())
        })
    }

    fn reply(self: Box<Self>, committed: Result<(), sqlx::Error>) {
        let Self { answer, reply, .. } = *self;
        let answer = committed.map(|()| answer.expect("what is committed was applied"));
        // An asker that has gone away is no fault: sent again, the write finds itself done.
        let _gone = reply.send(answer.map_err(StoreError::from));
    }
}

async fn run(mut line: Line, mut jobs: mpsc::Receiver<Box<dyn Job>>) {
    let mut batch = Vec::with_capacity(BATCH);
    while jobs.recv_many(&mut batch, BATCH).await > 0 {
        write(&mut line, &mut batch).await;
    }
    line.close().await;
}

/// Writes a batch, together if all goes well, and replies to each.
async fn write(line: &mut Line, batch: &mut Vec<Box<dyn Job>>) {
    let together = commit(line, batch).await;
    if together.is_ok() {
        batch.drain(..).for_each(|job| job.reply(Ok(())));
        return;
    }
    for mut job in batch.drain(..) {
        let alone = commit(line, std::slice::from_mut(&mut job)).await;
        job.reply(alone);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Note(&'static str);

    impl Write for Note {
        type Answer = ();

        async fn apply(&self, tx: &mut Tx) -> Result<(), sqlx::Error> {
            // The first statement succeeds, the second fails for "bad": the first must go, too.
            sqlx::query("INSERT INTO note VALUES ($1)").bind(self.0).execute(&mut *tx).await?;
            sqlx::query("INSERT INTO good VALUES ($1)").bind(self.0).execute(&mut *tx).await?;
            Ok(())
        }
    }

    async fn line(folder: &std::path::Path) -> Line {
        let settings = crate::Settings::new(folder, folder);
        Line::open(Database::of(&settings).expect("is a file")).await.expect("opens")
    }

    #[tokio::test]
    async fn a_write_that_fails_fails_alone_and_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut line = line(folder.path()).await;
        let schema = "CREATE TABLE note (text); CREATE TABLE good (text CHECK (text <> 'bad'))";
        let connection = line.connection().await.expect("is open");
        sqlx::raw_sql(schema).execute(connection).await.expect("is made");
        let mut batch = Vec::<Box<dyn Job>>::new();
        let mut answers = Vec::new();
        for text in ["one", "bad", "two"] {
            let (reply, answer) = oneshot::channel();
            batch.push(Box::new(Queued { write: Note(text), answer: None, reply }));
            answers.push(answer);
        }
        write(&mut line, &mut batch).await;
        let mut went_well = Vec::new();
        for answer in answers {
            went_well.push(answer.await.expect("is answered").is_ok());
        }
        assert_eq!(went_well, [true, false, true]);
        let connection = line.connection().await.expect("is open");
        let notes: Vec<String> =
            sqlx::query_scalar("SELECT text FROM note").fetch_all(connection).await.expect("reads");
        assert_eq!(notes, ["one", "two"]);
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let (sender, _jobs) = mpsc::channel(1);
        let weak = sender.downgrade();
        let writer = Writer { queue: Mutex::new(Some(sender)), sender: weak, task: Mutex::new(None) };
        let mut first = Box::pin(writer.write(Note("one")));
        // Polled once: it is queued and waits, for nobody takes it.
        assert!(futures_poll(&mut first).is_none());
        assert!(matches!(writer.write(Note("two")).await, Err(StoreError::Full)));
    }

    fn futures_poll<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match Pin::new(future).poll(&mut context) {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        }
    }
}
