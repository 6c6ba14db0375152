//! What the lead article costs a reader the first time, the second, and without a connection: requests made, and the time until
//! text is seen. Run by `make bench` on the built site, in Chromium, on a network that takes its time; no test is timed.

/// The harness of the browser tests, of which this needs a part.
#[path = "../tests/browser"]
mod browser {
    #[expect(dead_code, unused_imports, reason = "the tests use all of it")]
    pub(crate) mod visitor;
}

use std::time::Duration;

use browser::visitor::Visitor;

const PAGE: &str = "/one-clause/";
const ROUNDS: usize = 9;
/// How long the network takes for each request, as a phone on a poor line sees it.
const LATENCY: Duration = Duration::from_millis(300);

const TEXT_SEEN: &str = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0";
/// The page and all that it stands for are on the device.
const IS_KEPT: &str = "
    const done = arguments[arguments.length - 1];
    const look = async () => {
        const kept = navigator.serviceWorker.controller && await (await caches.open('recto-pages')).match(location.pathname);
        kept ? done(true) : setTimeout(look, 50);
    };
    look();";

struct Seen {
    requests: usize,
    milliseconds: f64,
}

/// What the visit that has just begun asks for until its program lives, and when its text was seen.
async fn look(visitor: &Visitor, before: usize) -> Seen {
    visitor.lives().await;
    visitor.wait_until(&format!("({TEXT_SEEN}) > 0")).await;
    Seen { requests: visitor.requested().len() - before, milliseconds: visitor.asks(TEXT_SEEN).await }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[tokio::main]
async fn main() {
    let mut seen: [Vec<Seen>; 3] = Default::default();
    for _ in 0..ROUNDS {
        let mut visitor =
            Visitor::open("about:blank").on_a_phone().expecting("Failed to load resource").expecting("404").await;
        visitor.site.proxy.slow(LATENCY);
        visitor.goes_to(PAGE).await;
        seen[0].push(look(&visitor, 0).await);
        visitor.does_and_waits(IS_KEPT).await;
        for (at, offline) in [(1, false), (2, true)] {
            // Another day: nothing is left in memory.
            visitor.comes_again("about:blank").await;
            visitor.is_offline(offline);
            let before = visitor.requested().len();
            visitor.goes_to(PAGE).await;
            seen[at].push(look(&visitor, before).await);
        }
    }
    println!("{PAGE} on a phone, {} ms for each request, medians of {ROUNDS} visits", LATENCY.as_millis());
    let first = median(seen[0].iter().map(|one| one.milliseconds).collect());
    for (name, all) in ["first visit", "second visit", "offline"].iter().zip(&seen) {
        let requests = median(all.iter().map(|one| one.requests as f64).collect());
        let time = median(all.iter().map(|one| one.milliseconds).collect());
        println!("{name:>13}: {requests:3} requests, text after {time:5.0} ms ({:.2} of the first)", time / first);
    }
}
