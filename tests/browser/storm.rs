//! The endpoint is killed and started again and again while comments are sent from several tabs: each that a reader saw as
//! accepted is in the store, once, and none is lost.
//!
//! `RECTO_STORM=500 cargo test --test browser storm` sends so many comments, and kills the endpoint a tenth as often.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::json;

use crate::visitor::{Visitor, root};

const TABS: usize = 4;

/// The command that serves, as it was built last.
fn command() -> PathBuf {
    let built = ["release", "debug"].map(|profile| root().join("target").join(profile).join("recto"));
    let there = built.into_iter().filter(|path| path.exists());
    there.max_by_key(|path| path.metadata().and_then(|file| file.modified()).ok()).expect("the command is built")
}

/// The endpoint as a process, on a store of its own.
fn serve(data: &std::path::Path) -> (Child, SocketAddr) {
    let mut child = Command::new(command())
        .args(["serve", "--listen", "127.0.0.1:0", "--site", "dist", "--data"])
        .arg(data)
        .current_dir(root())
        .envs([("RECTO_COMMENTS", "100000 in 10 min"), ("RECTO_COMMENTS_WORK_FROM", "100000")])
        .envs([("RECTO_COMMENTS_WORK_FROM_ALL", "100000 in 10 min"), ("RECTO_LOG", "error")])
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
    let address = lines
        .map_while(Result::ok)
        .find_map(|line| line.split_once(" at http://").and_then(|(_, address)| address.parse().ok()))
        .expect("says where it listens");
    (child, address)
}

#[tokio::test]
async fn however_often_the_endpoint_dies_each_comment_arrives_once_from_whichever_tab() {
    let comments: usize = std::env::var("RECTO_STORM").map_or(40, |all| all.parse().expect("a number of comments"));
    let data = tempfile::tempdir().expect("a folder for the store");
    let mut visitor = Visitor::open("/one-clause/").expecting("Failed to load resource").busy().await;
    visitor.site.stop().await;
    let (mut child, address) = serve(data.path());
    visitor.site.proxy.lead_to(Some(address));
    visitor.goes_to("/one-clause/").await;
    for _ in 1..TABS {
        visitor.opens_a_tab("/one-clause/").await;
    }
    let mut kills = 0;
    for at in 0..comments {
        visitor.switches_to_tab(at % TABS).await;
        visitor.lives().await;
        visitor.wait_until("!document.querySelector('#comment-send[aria-disabled]')").await;
        let words = json!(format!("Comment {at} in the storm."));
        let typed = format!(
            "const body = document.getElementById('comment-body');
             body.value = {words}; body.dispatchEvent(new Event('input', {{ bubbles: true }}));
             document.getElementById('comment-form').requestSubmit(document.getElementById('comment-send'))"
        );
        visitor.does(&typed).await;
        if at % 10 == 5 {
            // In the middle of whatever it does.
            child.kill().expect("it runs");
            child.wait().expect("it ends");
            kills += 1;
            let (again, address) = serve(data.path());
            child = again;
            visitor.site.proxy.lead_to(Some(address));
        }
    }
    // Everything is told as arrived in every tab, by the reader's own list.
    visitor.goes_to("/my-comments/").await;
    visitor.wait_until(&format!("document.querySelectorAll('.own [data-state=held]').length === {comments}")).await;
    let seen: Vec<String> =
        visitor.asks("[...document.querySelectorAll('.own .words')].map((one) => one.innerText)").await;
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    let settings = endpoint::Settings::new(root().join("dist"), data.path());
    let held = endpoint::moderation::held(&settings, 10_000).await.expect("the store can be read");
    let mut stored: BTreeMap<String, usize> = BTreeMap::new();
    for comment in held {
        *stored.entry(comment.body).or_default() += 1;
    }
    println!("{comments} comments from {TABS} tabs, the endpoint killed {kills} times: {} in the store", stored.len());
    let twice: Vec<_> = stored.iter().filter(|(_, times)| **times > 1).collect();
    let lost: Vec<_> = seen.iter().filter(|words| !stored.contains_key(*words)).collect();
    assert!(twice.is_empty() && lost.is_empty(), "twice: {twice:?}, lost: {lost:?}");
    assert_eq!((seen.len(), stored.len()), (comments, comments));
}
