//! What one client may take: size, time, and how it is let go.

use std::time::Duration;

use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::harness::{LEAD, TestEndpoint, comment, read_answer};

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_is_parsed() {
    let endpoint = TestEndpoint::start().await;
    let answer = endpoint.post_json(LEAD, &comment(&"x".repeat(64 * 1024))).await;
    assert_eq!((answer.status, answer.problem().as_str()), (413, "too-large"));
    assert_eq!(answer.json()["errors"][0]["limit"], 65_536);
    let form = endpoint.post_form(LEAD, &[("body", &"x".repeat(70_000))]).await;
    assert_eq!((form.status, form.header("content-type")), (413, "text/html; charset=utf-8"));
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let endpoint = TestEndpoint::start().await;
    let huge = "x".repeat(64 * 1024);
    assert_eq!(endpoint.get_with("/", &[("x-huge", &huge)]).await.status, 431);
    let many: Vec<_> = (0..200).map(|_| ("x-many", "1")).collect();
    assert_eq!(endpoint.get_with("/", &many).await.status, 431);
}

fn hasty(settings: &mut endpoint::Settings) {
    settings.limits.head_time = Duration::from_millis(200);
    settings.limits.body_time = Duration::from_millis(200);
}

#[tokio::test]
async fn a_body_that_trickles_is_let_go() {
    let endpoint = TestEndpoint::start_with(hasty).await;
    let mut stream = TcpStream::connect(endpoint.address).await.expect("connects");
    let head =
        format!("POST {LEAD} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("is taken");
    let (mut read, mut write) = stream.split();
    // Bytes keep coming for as long as the server takes them: each alone would be in time.
    let trickle = async {
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        while write.write_all(b"x").await.is_ok() {
            tick.tick().await;
        }
    };
    let answer = async {
        let mut bytes = Vec::new();
        let _end = tokio::io::AsyncReadExt::read_to_end(&mut read, &mut bytes).await;
        bytes
    };
    let bytes = tokio::select! {
        bytes = answer => bytes,
        () = trickle => panic!("reading ends first"),
    };
    assert!(bytes.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&bytes));
}

#[tokio::test]
async fn a_head_that_never_ends_and_a_silent_connection_are_let_go() {
    let endpoint = TestEndpoint::start_with(hasty).await;
    for start in ["", "GET / HTTP/1.1\r\nhost: x\r\nx-slow: "] {
        let mut stream = TcpStream::connect(endpoint.address).await.expect("connects");
        stream.write_all(start.as_bytes()).await.expect("is taken");
        // Closed, with or without a word of why.
        let answer = read_answer(&mut stream).await;
        assert!(answer.is_none_or(|answer| answer.status == 408));
    }
    let mut idle = TcpStream::connect(endpoint.address).await.expect("connects");
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("is taken");
    assert_eq!(read_answer(&mut idle).await.expect("is answered, then let go").status, 200);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_comment() {
    let endpoint = TestEndpoint::start().await;
    let mut stream = TcpStream::connect(endpoint.address).await.expect("connects");
    let head = format!(
        "POST {LEAD} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{{\"body\":"
    );
    stream.write_all(head.as_bytes()).await.expect("is taken");
    stream.shutdown().await.expect("breaks off");
    let answer = read_answer(&mut stream).await;
    assert!(answer.is_none_or(|answer| answer.status == 400));
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 0);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let endpoint = TestEndpoint::start_with(|settings| settings.limits.answer_time = Duration::from_millis(100)).await;
    // The body never comes; its own limit is longer than the answer's.
    let mut stream = TcpStream::connect(endpoint.address).await.expect("connects");
    let head = format!(
        "POST {LEAD} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("is taken");
    let answer = read_answer(&mut stream).await.expect("is answered");
    assert_eq!((answer.status, answer.problem().as_str(), answer.header("retry-after")), (503, "busy", "2"));
}

#[tokio::test]
async fn more_connections_than_there_is_room_for_wait_their_turn() {
    let endpoint = TestEndpoint::start_with(|settings| {
        hasty(settings);
        settings.limits.connections = 2;
    })
    .await;
    let mut silent = Vec::new();
    for _ in 0..2 {
        silent.push(TcpStream::connect(endpoint.address).await.expect("connects"));
    }
    assert_eq!(endpoint.get("/healthz").await.status, 200);
}
