//! What one browser keeps: for its other tabs, for the next time, and while there is no network.

use crate::visitor::{Need, Visitor, cannot};

const THEME: &str = "document.documentElement.dataset.theme";

#[tokio::test]
async fn the_colours_that_a_reader_chose_are_there_in_another_tab() {
    let mut visitor = Visitor::open("/one-clause/").await;
    visitor.clicks(".theme").await;
    visitor.opens_a_tab("/garrison/").await;
    assert_eq!(visitor.asks::<String>(THEME).await, "dark");
    visitor.switches_to_tab(0).await;
    visitor.wait_until("location.pathname === '/one-clause/'").await;
    visitor.switches_to_tab(1).await;
    visitor.closes_the_tab().await;
    visitor.wait_until("location.pathname === '/one-clause/'").await;
    assert_eq!(visitor.tabs().await, 1);
}

#[tokio::test]
async fn the_colours_that_a_reader_chose_are_there_another_day() {
    if cannot(Need::Profile) {
        return;
    }
    let mut visitor = Visitor::open("/one-clause/").await;
    visitor.clicks(".theme").await;
    visitor.comes_again("/garrison/").await;
    assert_eq!(visitor.asks::<String>(THEME).await, "dark");
}

#[tokio::test]
async fn a_draft_is_the_same_in_all_tabs_and_gone_from_all_when_it_is_sent() {
    const BODY: &str = "document.getElementById('comment-body').value";
    let mut visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.types("#comment-body", "Begun here,").await;
    visitor.has_drafts_with("Begun here,").await;
    visitor.opens_a_tab("/one-clause/").await;
    visitor.wait_until(&format!("{BODY} === 'Begun here,'")).await;
    visitor.lives().await;
    visitor.types("#comment-body", " ended there.").await;
    visitor.has_drafts_with("Begun here, ended there.").await;
    visitor.switches_to_tab(0).await;
    visitor.wait_until(&format!("{BODY} === 'Begun here, ended there.'")).await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Your comment has arrived safely").await;
    visitor.switches_to_tab(1).await;
    visitor.wait_until(&format!("{BODY} === ''")).await;
    visitor.has_drafts_with("[]").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}

#[tokio::test]
async fn a_comment_that_met_no_network_is_sent_by_itself_when_there_is_one() {
    let mut visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.expects("Failed to load resource");
    visitor.types("#comment-body", "From the train.").await;
    visitor.is_offline(true);
    visitor.clicks_on("Send the comment").await;
    visitor.sees("safe on this device").await;
    visitor.is_offline(false);
    visitor.sees("Your comment has arrived safely").await;
    assert_eq!(visitor.site.held().await.len(), 1);
}
