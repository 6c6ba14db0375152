//! The end of a visit that has none.

use std::{io::Write as _, sync::mpsc, time::Duration};

/// How long a visit may last, that of a whole storm included.
const LIMIT: Duration = Duration::from_secs(600);

/// The end of a visit, which comes when this is dropped.
pub(super) type End = mpsc::Sender<()>;

/// Ends the tests, with the name of this one, if it is still there after [`LIMIT`]: every wait has an end of its own, so what
/// hangs is the harness, and a run that says where is better than one that says nothing. Dropping what is returned lifts it.
pub(super) fn limited() -> End {
    let (end, ends) = mpsc::channel();
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    std::thread::spawn(move || {
        if ends.recv_timeout(LIMIT) == Err(mpsc::RecvTimeoutError::Timeout) {
            let _ = writeln!(std::io::stderr(), "{test} hangs");
            std::process::abort();
        }
    });
    end
}
