//! Reading without a connection: what was read is there, what was not says so, and the whole edition comes on request.

use std::time::Duration;

use crate::visitor::{Do, Need, Visitor, cannot};

const CONTROLLED: &str = "navigator.serviceWorker.controller";

/// Someone who has read this page, and has no network now.
async fn has_read(path: &str) -> Visitor {
    let visitor = Visitor::open(path).expecting("Failed to load resource").await;
    visitor.keeps(path).await;
    visitor.is_offline(true);
    visitor
}

#[tokio::test]
async fn what_was_read_once_can_be_read_again_without_a_connection_and_lives() {
    let visitor = has_read("/one-clause/").await;
    visitor.reloads().await;
    visitor.sees("One clause").await;
    visitor.lives().await;
    visitor.wait_until("document.querySelector('.illustration img').naturalWidth > 0").await;
    visitor.clicks(".theme").await;
    assert_eq!(visitor.asks::<String>("document.documentElement.dataset.theme").await, "dark");
    let faces = "const done = arguments[arguments.length - 1];
                 const faces = document.querySelector('[data-faces]').dataset.faces.split(' ');
                 Promise.all(faces.map((face) => fetch(face))).then((all) => done(all.every(({ ok }) => ok)), () => done(false))";
    assert_eq!(visitor.does_and_waits(faces).await, true, "its faces are there, too");
}

#[tokio::test]
async fn on_a_line_that_takes_too_long_what_was_read_is_there_before_the_network_has_answered() {
    let visitor = Visitor::open("/one-clause/").expecting("Failed to load resource").await;
    visitor.keeps("/one-clause/").await;
    // Longer than anybody waits, and than this test takes.
    visitor.site.proxy.slow(Duration::from_secs(60));
    visitor.reloads().await;
    visitor.sees("One clause").await;
    visitor.lives().await;
    let asked = visitor.requested().into_iter().rfind(|one| one.path == "/one-clause/").expect("it was asked for once");
    assert!(asked.ended.is_some(), "the last that was asked for is the one before: {asked:?}");
}

#[tokio::test]
async fn another_day_a_comment_is_written_underground_and_sent_above() {
    if cannot(Need::Profile) {
        return;
    }
    let mut visitor = Visitor::open("/one-clause/").expecting("Failed to load resource").await;
    visitor.keeps("/one-clause/").await;
    visitor.is_offline(true);
    visitor.comes_again("/one-clause/").await;
    visitor.lives().await;
    visitor.types("#comment-body", "Between two stations.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("safe on this device").await;
    visitor.comes_again("/my-comments/").await;
    visitor.sees("Between two stations.").await;
    visitor.sees("Waiting to be sent").await;
    visitor.is_offline(false);
    visitor.sees("Held for review").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn what_is_not_on_the_device_says_so_and_lists_what_is() {
    let visitor = has_read("/garrison/").await;
    visitor.goes_to("/two-gates/").await;
    visitor.sees("This page is not on this device").await;
    visitor.wait_until("document.querySelector('.kept a[href=\"/garrison/\"]')").await;
    visitor.clicks(".kept a[href='/garrison/']").await;
    visitor.wait_until("document.querySelector('main .article')").await;
    visitor.goes_to("/two-gates/#comments").await;
    visitor.wait_until("document.querySelector('.kept a[href=\"/garrison/\"]')").await;
    visitor.is_offline(false);
    // The page may have tried again by itself.
    visitor.does("[...document.links].find((one) => one.innerText === 'Try again')?.click()").await;
    visitor.wait_until("document.querySelector('main .article')").await;
    assert_eq!(visitor.asks::<String>("location.hash").await, "#comments");
}

#[tokio::test]
async fn what_was_not_on_the_device_comes_by_itself_once_there_is_a_connection() {
    let visitor = has_read("/garrison/").await;
    visitor.goes_to("/two-gates/").await;
    visitor.wait_until("document.querySelector('.kept a[href=\"/garrison/\"]')").await;
    // The browser thinks so, and is wrong at first.
    visitor.site.proxy.rule("/two-gates/", Do::Refuse);
    visitor.is_offline(false);
    visitor.does("window.isBefore = true; dispatchEvent(new Event('online'))").await;
    let asked = async |visitor: &Visitor| {
        visitor.requested().iter().any(|one| one.method == "HEAD" && one.path == "/two-gates/").then_some(())
    };
    visitor.wait_for("the question", asked).await;
    assert!(visitor.is("window.isBefore").await, "what can be read here stays until there is something else");
    visitor.site.proxy.take_back("/two-gates/", Do::Refuse);
    visitor.does("dispatchEvent(new Event('online'))").await;
    visitor.wait_until("document.querySelector('main .article')").await;
    assert_eq!(visitor.asks::<String>("location.pathname").await, "/two-gates/");
}

#[tokio::test]
async fn what_was_not_on_the_device_comes_also_where_the_browser_never_knew_that_it_was_offline() {
    let visitor = has_read("/garrison/").await;
    visitor.goes_to("/two-gates/").await;
    visitor.wait_until("document.querySelector('.kept a[href=\"/garrison/\"]')").await;
    visitor.is_offline(false);
    visitor.wait_until("document.querySelector('main .article')").await;
}

#[tokio::test]
async fn without_a_connection_an_address_that_lacks_its_slash_leads_to_what_was_read() {
    let visitor = has_read("/one-clause/").await;
    visitor.goes_to("/one-clause").await;
    visitor.wait_until("document.querySelector('main .article')").await;
    assert_eq!(visitor.asks::<String>("location.pathname").await, "/one-clause/");
}

#[tokio::test]
async fn what_was_reached_by_a_link_is_kept_and_what_was_only_fetched_ahead_is_not() {
    let visitor = Visitor::open("/one-clause/").expecting("Failed to load resource").await;
    visitor.keeps("/one-clause/").await;
    visitor.lives().await;
    visitor.does("document.querySelector('main a[href=\"/garrison/\"]').focus()").await;
    let asked = async |visitor: &Visitor| {
        visitor.requested().iter().any(|one| one.path == "/garrison/" && one.ended.is_some()).then_some(())
    };
    visitor.wait_for("the page ahead", asked).await;
    visitor.clicks("main a[href='/two-gates/']").await;
    visitor.wait_until("location.pathname === '/two-gates/'").await;
    visitor.keeps("/two-gates/").await;
    visitor.is_offline(true);
    visitor.reloads().await;
    visitor.wait_until("document.querySelector('main .article')").await;
    visitor.goes_to("/garrison/").await;
    visitor.sees("This page is not on this device").await;
}

#[tokio::test]
async fn a_link_to_what_is_not_here_leads_to_the_page_that_says_so() {
    let visitor = Visitor::open("/one-clause/").expecting("Failed to load resource").await;
    visitor.keeps("/one-clause/").await;
    visitor.lives().await;
    visitor.is_offline(true);
    visitor.clicks("main a[href='/two-gates/']").await;
    visitor.sees("This page is not on this device").await;
    visitor.goes_back().await;
    visitor.wait_until("document.querySelector('main .article')").await;
}

#[tokio::test]
async fn the_whole_edition_is_kept_on_request_with_its_size_and_goes_on_request() {
    let visitor = Visitor::open("/saved/").expecting("Failed to load resource").await;
    visitor.wait_until(CONTROLLED).await;
    visitor.sees("Nothing has been kept yet").await;
    visitor.clicks_on("Keep this edition offline").await;
    visitor.sees("The whole edition is on this device").await;
    visitor.sees("clear it away").await;
    visitor.is_offline(true);
    for path in ["/two-gates/", "/csto-in-brief/", "/glossary/", "/"] {
        visitor.goes_to(path).await;
        visitor.lives().await;
        assert!(
            visitor.is("document.querySelector('h1') && !document.title.includes('No connection')").await,
            "{path}"
        );
    }
    visitor.goes_to("/saved/").await;
    visitor.wait_until("document.querySelectorAll('.kept > li').length > 5").await;
    visitor.clicks(".kept li:has([href='/two-gates/']) button").await;
    visitor.sees("has been removed from this device").await;
    visitor.goes_to("/two-gates/").await;
    visitor.sees("This page is not on this device").await;
    visitor.goes_to("/saved/").await;
    visitor.sees("Remove all").await;
    visitor.clicks_on("Remove all").await;
    visitor.sees("The pages have been removed").await;
    visitor.sees("Nothing has been kept yet").await;
}

#[tokio::test]
async fn who_leaves_while_the_edition_is_being_kept_and_comes_back_sees_how_it_ends() {
    let visitor = Visitor::open("/saved/").await;
    visitor.wait_until(CONTROLLED).await;
    visitor.lives().await;
    visitor.site.proxy.rule("/two-gates/", Do::Hold);
    visitor.does("window.isTheSame = true").await;
    visitor.sees("Keep this edition offline").await;
    visitor.clicks_on("Keep this edition offline").await;
    visitor.wait_until("document.querySelector('progress')").await;
    visitor.clicks_on("My comments").await;
    visitor.wait_until("location.pathname === '/my-comments/' && !document.querySelector('progress')").await;
    visitor.clicks_on("Saved pages").await;
    visitor.wait_until("location.pathname === '/saved/' && document.querySelector('progress')").await;
    visitor.site.proxy.take_back("/two-gates/", Do::Hold);
    visitor.sees("The whole edition is on this device").await;
    assert!(visitor.is("window.isTheSame && !document.querySelector('progress')").await);
}

#[tokio::test]
async fn what_the_browser_answers_to_being_asked_not_to_clear_it_away_is_said() {
    let asked = "{
        let isSafe = false;
        Object.defineProperty(navigator, 'storage', { value: {
            estimate: async () => ({ usage: 1e6, quota: 1e9 }),
            persisted: async () => isSafe,
            persist: async () => isSafe = Boolean(window.grants),
        } });
    }";
    let visitor = Visitor::open("/saved/").watching(asked).await;
    visitor.sees("Ask it not to").await;
    visitor.clicks_on("Ask it not to").await;
    visitor.sees("The browser does not promise it.").await;
    visitor.does("window.grants = true").await;
    visitor.clicks_on("Ask it not to").await;
    visitor.sees("The browser keeps it from now on.").await;
    visitor.sees("The browser has promised not to clear it away").await;
}

#[tokio::test]
async fn a_full_device_is_survived_and_said() {
    if cannot(Need::Quota) {
        return;
    }
    let visitor = Visitor::open("/saved/").expecting("Failed to load resource").await;
    visitor.wait_until(CONTROLLED).await;
    let origin = visitor.site.proxy.origin.clone();
    visitor.cdp("Storage.overrideQuotaForOrigin", serde_json::json!({ "origin": origin, "quotaSize": 1000 })).await;
    visitor.sees("Keep this edition offline").await;
    visitor.clicks_on("Keep this edition offline").await;
    visitor.sees("There is no more room on this device").await;
    visitor.goes_to("/one-clause/").await;
    visitor.lives().await;
    visitor.types("#comment-body", "No room.").await;
    visitor.sees("cannot be kept on this device").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Your comment has arrived safely").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn what_was_made_for_one_reader_and_what_failed_is_never_kept() {
    let visitor = Visitor::open("/one-clause/").expecting("Failed to load resource").await;
    visitor.keeps("/one-clause/").await;
    for path in
        ["/one-clause/comments/", "/moderation/", "/no-such-page/", "/receipt/x", "/api/articles/one-clause/comments"]
    {
        visitor.goes_to(path).await;
    }
    visitor.goes_to("/one-clause/").await;
    let kept = visitor
        .does_and_waits(
            "const done = arguments[arguments.length - 1];
             Promise.all(['recto-pages', 'recto-files'].map((name) => caches.open(name).then((one) => one.keys())))
                 .then((all) => done(all.flat().map(({ url }) => new URL(url).pathname)))",
        )
        .await;
    let kept: Vec<_> = kept.as_array().expect("a list").iter().filter_map(|path| path.as_str()).collect();
    let pages: Vec<_> = kept.iter().filter(|path| path.ends_with('/')).collect();
    let mut expected = ["/", "/offline/", "/saved/", "/my-comments/", "/one-clause/"];
    expected.sort_unstable();
    let mut pages: Vec<_> = pages.into_iter().copied().collect();
    pages.sort_unstable();
    assert_eq!(pages, expected);
    assert!(kept.iter().all(|path| path.ends_with('/') || path.contains('-')), "{kept:#?}");
}
