//! Starting and stopping: what the operator is told, and that what is under way is finished.

use std::fs;

use endpoint::{Clock, Server, Settings};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::{
    harness::{LEAD, TestEndpoint, comment, read_answer},
    site,
};

async fn refused(settings: Settings) -> String {
    match Server::bind(settings, Clock::system()).await {
        Ok(_) => panic!("should not start"),
        Err(error) => format!("{error:#}"),
    }
}

fn settings(folder: &std::path::Path) -> Settings {
    let mut settings = Settings::new(folder.join("site"), folder.join("data"));
    settings.listen.set_port(0);
    settings
}

#[tokio::test]
async fn a_site_that_is_not_built_is_one_clear_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = refused(settings(folder.path())).await;
    assert!(error.contains("run `recto build` first") && error.contains("site"), "{error}");
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_written_is_one_clear_error() {
    let folder = tempfile::tempdir().expect("a folder");
    site::write(&folder.path().join("site"), "The Review");
    fs::write(folder.path().join("data"), "a file").expect("is written");
    let error = refused(settings(folder.path())).await;
    assert!(
        error.contains("cannot make the data folder") || error.contains("cannot write to the data folder"),
        "{error}"
    );
}

#[tokio::test]
async fn a_public_address_that_is_none_is_one_clear_error() {
    let folder = tempfile::tempdir().expect("a folder");
    site::write(&folder.path().join("site"), "The Review");
    for address in ["review.example", "ftp://review.example", "https://", ""] {
        let mut settings = settings(folder.path());
        settings.address = Some(address.into());
        let error = refused(settings).await;
        assert!(error.contains("public address"), "{address}: {error}");
    }
}

#[tokio::test]
async fn a_sender_that_is_none_is_one_clear_error() {
    let folder = tempfile::tempdir().expect("a folder");
    site::write(&folder.path().join("site"), "The Review");
    let mut settings = settings(folder.path());
    settings.sender = Some("the editors".into());
    assert!(refused(settings).await.contains("should be an e-mail address"));
}

#[tokio::test]
async fn the_health_check_answers() {
    let endpoint = TestEndpoint::start().await;
    let answer = endpoint.get("/healthz").await;
    assert_eq!((answer.status, answer.text().as_str()), (200, "ok\n"));
}

#[tokio::test]
async fn what_is_under_way_is_finished_before_it_stops() {
    let mut endpoint = TestEndpoint::start().await;
    let body = comment("Under way.").to_string();
    let mut stream = TcpStream::connect(endpoint.address).await.expect("connects");
    let head = format!(
        "POST {LEAD} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("is taken");
    // Its asking for the body shows that the request is under way.
    let mut asked = [0; 25];
    tokio::io::AsyncReadExt::read_exact(&mut stream, &mut asked).await.expect("is asked for");
    assert!(asked.starts_with(b"HTTP/1.1 100"));
    let finishing = async {
        stream.write_all(body.as_bytes()).await.expect("is taken");
        read_answer(&mut stream).await.expect("is answered").status
    };
    let (status, ()) = tokio::join!(finishing, endpoint.stop());
    assert_eq!(status, 202);
    assert!(TcpStream::connect(endpoint.address).await.is_err());
}

#[tokio::test]
async fn comments_are_there_after_a_restart() {
    let endpoint = TestEndpoint::start().await;
    let sent = comment("Still here.");
    let first = endpoint.post_json(LEAD, &sent).await;
    let endpoint = endpoint.restart().await;
    assert_eq!(endpoint.post_json(LEAD, &sent).await.json(), first.json());
}
