//! How long a page with 300 events and 2,000 mentions takes to answer when a name is chosen: what the program does, and
//! until all of it is laid out. Run by `make bench` on the built site, in Chromium; no test is timed.

/// The harness of the browser tests, of which this needs a part.
#[path = "../tests/browser"]
mod browser {
    #[expect(dead_code, unused_imports, reason = "the tests use all of it")]
    pub(crate) mod visitor;
}

use browser::visitor::Visitor;

/// Makes the lead article as large as that, of copies of what it has, evenly spread over the names.
const GROW: &str = "
    const events = document.querySelector('.events'), prose = document.querySelector('.lead .prose');
    const originals = [...events.children], mentions = [...document.querySelectorAll('.prose span[data-name]')];
    while (events.children.length < 300) events.append(originals[events.children.length % originals.length].cloneNode(true));
    const paragraph = document.createElement('p');
    prose.append(paragraph);
    for (let count = document.querySelectorAll('.text span[data-name]').length; count < 2000; count++)
        paragraph.append(mentions[count % mentions.length].cloneNode(true), ' and some words ');";

const CHOOSE: &str = "
    const done = arguments[arguments.length - 1];
    const names = ['armenia', 'azerbaijan', 'csto', 'russia'];
    const times = [];
    const next = (round) => {
        if (round === 40) return done(times);
        const mention = document.querySelector(`.prose span[data-name=${names[round % names.length]}]`);
        requestAnimationFrame(() => {
            const began = performance.now();
            mention.click();
            const ran = performance.now() - began;
            document.body.getBoundingClientRect();
            times.push([ran, performance.now() - began, document.querySelectorAll('[data-marked]').length]);
            setTimeout(() => next(round + 1), 50);
        });
    };
    next(0);";

#[tokio::main]
async fn main() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.does(GROW).await;
    let times = visitor.does_and_waits(CHOOSE).await;
    let mut times: Vec<(f64, f64, usize)> = serde_json::from_value(times).expect("three numbers a round");
    let marked = times.iter().map(|(_, _, marked)| *marked).max().unwrap_or_default();
    // The first rounds compile what the later ones use.
    let mut times = times.split_off(8);
    let mut column = |of: fn(&(f64, f64, usize)) -> f64| {
        times.sort_by(|a, b| of(a).total_cmp(&of(b)));
        (of(&times[times.len() / 2]), of(&times[times.len() - 1]))
    };
    let (ran, laid_out) = (column(|time| time.0), column(|time| time.1));
    println!("choosing a name among 300 events and 2,000 mentions, {marked} marked at most (a frame is 16.7 ms)");
    println!("{:>22} {:>10} {:>10}", "", "median ms", "worst ms");
    println!("{:>22} {:>10.1} {:>10.1}", "the program", ran.0, ran.1);
    println!("{:>22} {:>10.1} {:>10.1}", "until it is laid out", laid_out.0, laid_out.1);
}
