//! What the operator's tools ask of a running endpoint: whether it lives, whether it is ready, how much of everything.

use std::{fs, time::Duration};

use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::harness::{LEAD, TestEndpoint, comment, read_answer};

#[tokio::test]
async fn it_is_ready_while_the_site_is_there() {
    let endpoint = TestEndpoint::start().await;
    let answer = endpoint.get("/readyz").await;
    assert_eq!((answer.status, answer.text().as_str(), answer.header("cache-control")), (200, "ready\n", "no-store"));
    fs::rename(endpoint.site(), endpoint.site().with_extension("gone")).expect("is moved");
    let answer = endpoint.get("/readyz").await;
    assert_eq!((answer.status, answer.problem().as_str()), (503, "unready"));
    assert!(answer.text().contains("site"));
    // On a page, too, a fault of ours says what the log calls it.
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let page = endpoint.ask("GET", "/readyz", &form, b"").await;
    assert!(
        page.text().contains(&format!("urn:request:recto:{}</code>", page.header("x-request-id"))),
        "{}",
        page.text()
    );
    // The process lives all the same.
    assert_eq!(endpoint.get("/healthz").await.status, 200);
    fs::rename(endpoint.site().with_extension("gone"), endpoint.site()).expect("is moved");
    assert_eq!(endpoint.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn told_to_stop_it_says_that_it_is_not_ready_and_goes_on_answering_for_a_while() {
    let mut endpoint = TestEndpoint::start_with(|settings| {
        settings.limits.drain_time = Some(Duration::from_secs(3));
    })
    .await;
    let address = endpoint.address;
    let asking = async {
        loop {
            let mut stream = TcpStream::connect(address).await.expect("still takes connections");
            let head = "GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
            stream.write_all(head.as_bytes()).await.expect("is taken");
            let answer = read_answer(&mut stream).await.expect("is answered");
            if answer.status == 503 {
                return answer;
            }
        }
    };
    let (answer, ()) = tokio::join!(asking, endpoint.stop());
    assert!(answer.text().contains("being stopped"));
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn metrics_count_requests_by_route_and_comments_by_state() {
    let endpoint = TestEndpoint::start().await;
    endpoint.held_comment("Held.").await;
    endpoint.published_comment("Published.").await;
    endpoint.get("/lead/").await;
    endpoint.get("/api/nothing/of/the/kind").await;
    let answer = endpoint.get("/metrics").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/plain; version=0.0.4; charset=utf-8"));
    let text = answer.text();
    for line in [
        "recto_requests_total{route=\"/api/articles/{slug}/comments\",status=\"2xx\"} 2",
        "recto_requests_total{route=\"files\",status=\"2xx\"} 1",
        "recto_requests_total{route=\"/api/{*rest}\",status=\"4xx\"} 1",
        "recto_comments{state=\"held\"} 1",
        "recto_comments{state=\"published\"} 1",
        "recto_writes_waiting 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
    }
    assert!(!text.contains("/lead/") && !text.contains("nothing/of"), "{text}");
}

#[tokio::test]
async fn metrics_are_for_the_operator_alone() {
    let endpoint = TestEndpoint::start_with(|settings| settings.metrics.token = Some("s3cret".into())).await;
    for (name, value) in [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9"), ("via", "1.1 proxy")] {
        let answer = endpoint.get_with("/metrics", &[(name, value)]).await;
        assert_eq!((answer.status, answer.problem().as_str()), (403, "private"), "{name}");
        let bearer = [(name, value), ("authorization", "Bearer s3cret")];
        assert_eq!(endpoint.get_with("/metrics", &bearer).await.status, 200);
    }
    let wrong = endpoint.get_with("/metrics", &[("authorization", "Bearer s3cres")]).await;
    assert_eq!(wrong.status, 403);
    let elsewhere =
        TestEndpoint::start_with(|settings| settings.metrics.networks = vec!["10.0.0.0/8".parse().expect("a network")]);
    assert_eq!(elsewhere.await.get("/metrics").await.status, 403);
}

#[tokio::test]
async fn every_answer_names_its_request_and_a_trusted_proxy_may_choose_the_name() {
    let endpoint = TestEndpoint::start().await;
    let mut names = Vec::new();
    for path in ["/", LEAD, "/nowhere/", "/api/nowhere", "/healthz"] {
        names.push(endpoint.get_with(path, &[("x-request-id", "chosen")]).await.header("x-request-id").to_owned());
    }
    names.push(endpoint.post_json(LEAD, &comment("One.")).await.header("x-request-id").to_owned());
    assert!(names.iter().all(|name| name.len() == 32 && name != "chosen"), "{names:?}");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 6);

    let behind = TestEndpoint::start_with(|settings| {
        settings.proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    assert_eq!(behind.get_with("/", &[("x-request-id", "a-1_b.c")]).await.header("x-request-id"), "a-1_b.c");
    for odd in ["", "a b", "a\u{1b}[31m", &"a".repeat(65)] {
        assert_ne!(behind.get_with("/", &[("x-request-id", odd)]).await.header("x-request-id"), odd);
    }
}
