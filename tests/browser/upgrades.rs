//! A new build is published at every moment of a visit, and what a reader sees is all of the old or all of the new.

use crate::visitor::{Do, FIRST, MODULE, SECOND, Visit, Visitor};

const NEWER: &str = "document.querySelector('.newer')";

/// Notes whether a note was ever shown.
const NOTES_THE_NOTE: &str = "new MutationObserver(() => { window.noted ||= Boolean(document.querySelector('.newer')) })\
                              .observe(document, { childList: true, subtree: true })";

/// Whether the device keeps the page just as it is shown.
const IS_KEPT_AS_SHOWN: &str = "
    const done = arguments[arguments.length - 1];
    const print = `data-page=\"${document.getElementById('page').dataset.page}\"`;
    caches.open('recto-pages').then((pages) => pages.match(location.pathname)).then((page) => page?.text())
        .then((text) => done(Boolean(text?.includes(print))));";

fn opens() -> Visit {
    // A page that is torn away from under a request says so.
    Visitor::open(FIRST).of_its_own_edition().expecting("Failed to load resource")
}

#[tokio::test]
async fn while_the_program_is_on_its_way_the_page_stays_what_it_was() {
    let visitor = opens().before_the_module().await;
    visitor.site.publish(2);
    visitor.module_comes().await;
    assert_eq!(visitor.build().await, 1);
    visitor.reloads().await;
    assert_eq!(visitor.build().await, 2);
}

#[tokio::test]
async fn before_there_is_a_worker_a_link_leads_to_the_new_build_whole() {
    let visitor = opens().but("/sw.js", Do::Hold).await;
    assert_eq!(visitor.build().await, 1);
    visitor.site.publish(2);
    visitor.clicks_on("the other one").await;
    visitor.wait_until(&format!("location.pathname === '{SECOND}'")).await;
    assert_eq!(visitor.build().await, 2);
    visitor.goes_back().await;
    visitor.wait_until(&format!("location.pathname === '{FIRST}'")).await;
    visitor.build().await;
}

#[tokio::test]
async fn while_the_worker_is_being_installed_each_page_is_whole() {
    let visitor = opens().but("/offline/", Do::Hold).await;
    assert_eq!(visitor.build().await, 1);
    visitor.site.publish(2);
    visitor.site.proxy.take_back("/offline/", Do::Hold);
    visitor.keeps(FIRST).await;
    assert_eq!(visitor.build().await, 1);
    visitor.is_offline(true);
    visitor.reloads().await;
    visitor.build().await;
    visitor.goes_to("/").await;
    visitor.lives().await;
}

#[tokio::test]
async fn with_a_worker_a_reload_is_the_new_build_and_going_on_is_too() {
    let visitor = opens().await;
    visitor.keeps(FIRST).await;
    visitor.site.publish(2);
    visitor.clicks_on("the other one").await;
    visitor.wait_until(&format!("location.pathname === '{SECOND}'")).await;
    assert_eq!(visitor.build().await, 2);
    visitor.goes_to(FIRST).await;
    assert_eq!(visitor.build().await, 2);
    visitor.is_offline(true);
    for path in [SECOND, FIRST] {
        visitor.goes_to(path).await;
        assert_eq!(visitor.build().await, 2, "{path}");
    }
}

#[tokio::test]
async fn without_a_network_what_was_kept_is_shown_whole_and_the_new_build_comes_when_there_is_one() {
    let visitor = opens().await;
    visitor.keeps(FIRST).await;
    visitor.is_offline(true);
    visitor.site.publish(2);
    visitor.reloads().await;
    assert_eq!(visitor.build().await, 1);
    visitor.is_offline(false);
    visitor.reloads().await;
    assert_eq!(visitor.build().await, 2);
}

#[tokio::test]
async fn on_a_slow_network_the_kept_page_is_shown_and_a_quiet_note_offers_the_new_one() {
    let visitor = opens().await;
    visitor.keeps(FIRST).await;
    visitor.scrolls_to("#end").await;
    visitor.comes_to_rest().await;
    visitor.site.publish(2);
    visitor.site.proxy.rule(FIRST, Do::Hold);
    visitor.reloads().await;
    assert_eq!(visitor.build().await, 1);
    assert!(!visitor.is(NEWER).await);
    visitor.site.proxy.take_back(FIRST, Do::Hold);
    visitor.sees("This page has been updated").await;
    assert_eq!(visitor.build().await, 1, "nothing is swapped under the reader");
    let before: f64 = visitor.asks("document.getElementById('end').getBoundingClientRect().top").await;
    visitor.clicks_on("Show").await;
    visitor.wait_until(&format!("document.documentElement.dataset.app === '2' && !{NEWER}")).await;
    assert_eq!(visitor.build().await, 2);
    visitor.comes_to_rest().await;
    let after: f64 = visitor.asks("document.getElementById('end').getBoundingClientRect().top").await;
    assert!((before - after).abs() < 60.0, "the place is kept: {before}, {after}");
}

#[tokio::test]
async fn while_a_page_is_read_the_next_build_is_fetched_and_offered_and_lasts_offline() {
    let visitor = opens().await;
    visitor.keeps(FIRST).await;
    visitor.site.publish(2);
    visitor.does("return navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => true)").await;
    visitor.sees("This page has been updated").await;
    assert_eq!(visitor.build().await, 1);
    visitor.is_offline(true);
    visitor.clicks_on("Show").await;
    visitor.wait_until("document.documentElement.dataset.app === '2'").await;
    assert_eq!(visitor.build().await, 2);
    visitor.goes_to("/").await;
    visitor.sees("Edition 2").await;
}

#[tokio::test]
async fn two_tabs_of_two_builds_are_each_whole_and_neither_takes_the_others_files() {
    let mut visitor = opens().await;
    visitor.keeps(FIRST).await;
    visitor.site.publish(2);
    visitor.opens_a_tab(SECOND).await;
    assert_eq!(visitor.build().await, 2);
    visitor.does("return navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => true)").await;
    visitor.switches_to_tab(0).await;
    assert_eq!(visitor.build().await, 1);
    visitor.sees("This page has been updated").await;
    visitor.site.publish(3);
    visitor.clicks_on("Show").await;
    visitor.wait_until("document.documentElement.dataset.app === '3'").await;
    assert_eq!(visitor.build().await, 3);
    visitor.switches_to_tab(1).await;
    assert_eq!(visitor.build().await, 2);
}

#[tokio::test]
async fn where_the_module_of_an_old_page_is_asked_for_after_the_new_build_it_is_the_old_one() {
    let visitor = opens().but(MODULE, Do::Refuse).await;
    visitor.site.publish(2);
    visitor.site.publish(3);
    visitor.site.proxy.take_back(MODULE, Do::Refuse);
    // Nothing of the page was swapped for it.
    let header: String = visitor.asks("document.querySelector('.masthead .name').innerText").await;
    assert_eq!(header, "Edition 1");
    visitor.reloads().await;
    assert_eq!(visitor.build().await, 3);
}

#[tokio::test]
async fn a_page_that_comes_new_is_not_said_to_be_old() {
    let visitor = opens().watching(NOTES_THE_NOTE).await;
    visitor.keeps(FIRST).await;
    visitor.site.publish(2);
    // What is kept of it is still the old one, until the new one is whole.
    visitor.site.proxy.rule(MODULE, Do::Hold);
    visitor.reloads().await;
    visitor.wait_until("document.documentElement.dataset.app === '2'").await;
    assert_eq!(visitor.does_and_waits(IS_KEPT_AS_SHOWN).await, false);
    visitor.module_comes().await;
    let is_kept = async |visitor: &Visitor| (visitor.does_and_waits(IS_KEPT_AS_SHOWN).await == true).then_some(());
    visitor.wait_for("the new page on the device", is_kept).await;
    assert_eq!(visitor.build().await, 2);
    assert!(!visitor.is("window.noted").await);
}

#[tokio::test]
async fn the_ways_back_and_forward_lead_through_whole_pages() {
    let at = |path: &str| format!("location.pathname === '{path}'");
    let visitor = opens().await;
    visitor.keeps(FIRST).await;
    visitor.lives().await;
    visitor.clicks_on("the other one").await;
    visitor.wait_until(&at(SECOND)).await;
    assert_eq!(visitor.build().await, 1);
    visitor.site.publish(2);
    // What was put aside in the document is as it was left.
    visitor.goes_back().await;
    visitor.wait_until(&at(FIRST)).await;
    assert_eq!(visitor.build().await, 1);
    visitor.goes_forward().await;
    visitor.wait_until(&at(SECOND)).await;
    assert_eq!(visitor.build().await, 1);
    // What is gone to anew is of the new build; the way back from there leads to another document.
    visitor.clicks_on("the other one").await;
    visitor.wait_until(&at(FIRST)).await;
    assert_eq!(visitor.build().await, 2);
    visitor.goes_back().await;
    visitor.wait_until(&at(SECOND)).await;
    visitor.build().await;
    visitor.goes_forward().await;
    visitor.wait_until(&at(FIRST)).await;
    assert_eq!(visitor.build().await, 2);
}

#[tokio::test]
async fn a_page_that_was_fetched_ahead_of_the_new_build_is_shown_whole_and_the_new_one_is_offered() {
    let visitor = opens().await;
    visitor.keeps(FIRST).await;
    visitor.lives().await;
    visitor.does(&format!("document.querySelector('main a[href=\"{SECOND}\"]').focus()")).await;
    visitor
        .wait_until(&format!("performance.getEntriesByType('resource').some((one) => one.name.endsWith('{SECOND}'))"))
        .await;
    visitor.site.publish(2);
    visitor.clicks_on("the other one").await;
    visitor.wait_until(&format!("location.pathname === '{SECOND}'")).await;
    assert_eq!(visitor.build().await, 1);
    visitor.sees("This page has been updated").await;
    assert_eq!(visitor.build().await, 1, "nothing is swapped under the reader");
    visitor.clicks_on("Show").await;
    visitor.wait_until("document.documentElement.dataset.app === '2'").await;
    assert_eq!(visitor.build().await, 2);
}

#[tokio::test]
async fn an_edition_that_is_kept_while_the_next_is_published_has_whole_pages_of_either() {
    let visit = Visitor::open("/saved/").of_its_own_edition().expecting("Failed to load resource");
    let visitor = visit.but(SECOND, Do::Hold).await;
    visitor.wait_until("navigator.serviceWorker.controller").await;
    visitor.sees("Keep this edition offline").await;
    visitor.clicks_on("Keep this edition offline").await;
    visitor.keeps(FIRST).await;
    let is_asked = async |visitor: &Visitor| visitor.requested().iter().any(|one| one.path == SECOND).then_some(());
    visitor.wait_for("the other page to be asked for", is_asked).await;
    visitor.site.publish(2);
    visitor.site.proxy.take_back(SECOND, Do::Hold);
    visitor.sees("The whole edition is on this device").await;
    visitor.is_offline(true);
    visitor.goes_to(FIRST).await;
    visitor.build().await;
    visitor.goes_to(SECOND).await;
    assert_eq!(visitor.build().await, 2);
    visitor.goes_to("/").await;
    visitor.lives().await;
}
