//! What the log says, and what it must never say.

use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::harness::Place;

/// Every line is one object.
fn lines(log: &str) -> Vec<Value> {
    log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"))).collect()
}

#[test]
fn no_line_tells_anything_of_a_reader_however_much_is_logged() {
    let place = Place::new();
    let server = place.serve(&[
        ("RECTO_LOG", "trace"),
        ("RECTO_LOG_FORMAT", "json"),
        ("RECTO_PROXIES", "127.0.0.0/8"),
        ("RECTO_METRICS_TOKEN", "operators-token"),
    ]);
    let from = [("content-type", "application/json"), ("x-forwarded-for", "203.0.113.77")];
    let comment = r#"{"id":"00000000-0000-4000-8000-000000000001","body":"secretword","name":"Secretname","email":"secret@mail.example"}"#;
    let lead = "/api/articles/lead/comments";
    assert!(server.ask("POST", lead, &from, comment).starts_with("HTTP/1.1 202"));
    // Refused in several ways.
    server.ask("POST", lead, &from, &comment.replace("secretword", "secretword again"));
    server.ask("POST", lead, &from, "{\"body\":\"secretword\"");
    server.ask("POST", lead, &from, "{\"body\":[\"secretword\"]}");
    server.ask("POST", "/api/articles/nowhere/comments", &from, comment);
    let signup = r#"{"email":"subscriber@mail.example"}"#;
    assert!(server.ask("POST", "/api/subscribers", &from, signup).starts_with("HTTP/1.1 202"));
    server.ask("GET", "/subscribe/confirm?token=secrettoken", &[("cookie", "session=secretcookie")], "");
    server.ask("GET", "/receipt/secrettoken", &[], "");
    server.ask("GET", "/metrics", &[("authorization", "Bearer operators-token"), ("user-agent", "secretagent")], "");
    server.ask("GET", "/secretpage/?q=secretquery", &[], "");
    let log = server.stop();
    assert!(lines(&log).iter().any(|line| line["span"]["route"] == "/api/articles/{slug}/comments"), "{log}");
    for word in
        ["secret", "Secretname", "203.0.113", "subscriber@", "mail.example", "operators-token", "00000000-0000-4000"]
    {
        let found = log.lines().find(|line| line.contains(word));
        assert!(found.is_none(), "{word} in {found:?}");
    }
}

#[test]
fn what_breaks_is_logged_with_its_cause_and_the_name_of_the_request() {
    let place = Place::new();
    let server = place.serve(&[("RECTO_LOG_FORMAT", "json")]);
    let store = format!("sqlite://{}", place.file("data/recto.sqlite").display());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut store = sqlx::SqliteConnection::connect(&store).await.expect("opens");
        sqlx::raw_sql("PRAGMA foreign_keys = OFF; DROP TABLE comment").execute(&mut store).await.expect("is dropped");
    });
    let answer = server.ask("GET", "/api/articles/lead/comments", &[], "");
    assert!(answer.starts_with("HTTP/1.1 500") && !answer.contains("comment_"), "{answer}");
    assert!(!answer.contains("no such table"), "{answer}");
    let name = answer.lines().find_map(|line| line.strip_prefix("x-request-id: ")).expect("is named").to_owned();
    let log = server.stop();
    // What runs in the background meets the same fault, in the name of no request.
    let told = lines(&log).into_iter().find(|line| line["span"]["id"] == name.as_str()).expect("is logged");
    assert_eq!((&told["level"], &told["message"]), (&json!("ERROR"), &json!("a request failed")));
    assert!(told.to_string().contains("no such table: comment"), "{told}");
}
