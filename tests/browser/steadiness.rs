//! Nothing on a page moves by itself: the layout shift is 0, also while one scrolls through it.

use serde_json::json;

use crate::visitor::{Do, Need, Visitor, cannot};

const WATCH: &str = "
    window.shifts = [];
    new PerformanceObserver((list) => list.getEntries().filter((one) => !one.hadRecentInput).forEach((one) =>
        shifts.push(`${one.value.toFixed(5)} at ${one.startTime.toFixed()} ms: ` + one.sources.map((source) =>
            `${source.node?.nodeName}.${source.node?.className} ${JSON.stringify(source.previousRect)} to ${JSON.stringify(source.currentRect)}`).join('; '))))
        .observe({ type: 'layout-shift', buffered: true });";

/// Scrolls to the end, a window at a time, as a reader does; a frame is drawn at each stop.
const READ_THROUGH: &str = "
    const done = arguments[arguments.length - 1];
    const step = () => {
        if (scrollY + innerHeight >= document.documentElement.scrollHeight - 1) return requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
        scrollBy({ top: innerHeight * 0.8, behavior: 'instant' });
        requestAnimationFrame(() => requestAnimationFrame(step));
    };
    step();";

async fn stays_put(path: &str, width: u32, height: u32) {
    if cannot(Need::LayoutShifts) {
        return;
    }
    let visitor = Visitor::open("/robots.txt").sized(width, height).watching(WATCH).expecting("favicon.ico").await;
    // Far away, so that text is painted before pictures and faces arrive.
    let slow = json!({ "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000 });
    visitor.cdp("Network.enable", json!({})).await;
    visitor.cdp("Network.emulateNetworkConditions", slow).await;
    visitor.goes_to(path).await;
    visitor.lives().await;
    visitor.does_and_waits(READ_THROUGH).await;
    let shifts: Vec<String> = visitor.asks("window.shifts").await;
    assert!(shifts.is_empty(), "{path} at {width}: {shifts:#?}");
}

#[tokio::test]
async fn the_lead_article_does_not_shift_on_a_desktop() {
    stays_put("/one-clause/", 1440, 900).await;
}

#[tokio::test]
async fn the_lead_article_does_not_shift_on_a_phone() {
    stays_put("/one-clause/", 360, 740).await;
}

#[tokio::test]
async fn the_front_page_does_not_shift_on_a_desktop() {
    stays_put("/", 1440, 900).await;
}

#[tokio::test]
async fn the_front_page_does_not_shift_on_a_phone() {
    stays_put("/", 360, 740).await;
}

#[tokio::test]
async fn word_that_nothing_was_published_moves_nothing_when_it_comes_late() {
    if cannot(Need::LayoutShifts) {
        return;
    }
    let visitor = Visitor::open("/one-clause/").on_a_phone().watching(WATCH).but("/comments/", Do::Hold).await;
    visitor.lives().await;
    visitor.scrolls_to(".comments").await;
    visitor.comes_to_rest().await;
    visitor.site.proxy.take_back("/comments/", Do::Hold);
    visitor.sees("Nothing has been published here yet").await;
    visitor.comes_to_rest().await;
    let shifts: Vec<String> = visitor.asks("window.shifts").await;
    assert!(shifts.is_empty(), "{shifts:#?}");
}

#[tokio::test]
async fn the_watch_sees_a_shift() {
    if cannot(Need::LayoutShifts) {
        return;
    }
    let visitor = Visitor::open("/one-clause/").watching(WATCH).await;
    visitor.lives().await;
    visitor.does("document.querySelector('h1').style.marginTop = '300px'").await;
    visitor.wait_until("window.shifts.length > 0").await;
}
