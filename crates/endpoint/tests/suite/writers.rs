//! Who sends: a token that a receipt gives, and never a name or an address.

use serde_json::json;

use crate::harness::{LEAD, TestEndpoint, comment, new_id};

#[tokio::test]
async fn a_receipt_tells_its_private_page_and_who_the_writer_is() {
    let endpoint = TestEndpoint::start().await;
    let sent = comment("One.");
    let receipt = endpoint.post_json(LEAD, &sent).await.json();
    let (writer, link) = (receipt["writer"].as_str().expect("a token"), receipt["link"].as_str().expect("an address"));
    assert_eq!(writer.len(), 43);
    assert_eq!(link.strip_prefix("/receipt/").expect("the page of the receipt").len(), 43);
    assert_eq!(endpoint.post_json(LEAD, &sent).await.json(), receipt, "a repeat gets the very same");
    let next = json!({ "id": new_id(), "body": "Two.", "writer": writer });
    let second = endpoint.post_json(LEAD, &next).await.json();
    assert_eq!(second["writer"], writer);
    assert_ne!(second["link"], link);
    assert_eq!(endpoint.stored::<i64>("SELECT count(DISTINCT writer) FROM comment").await, 1);
}

#[tokio::test]
async fn an_unknown_or_forged_writer_is_given_a_new_token() {
    let endpoint = TestEndpoint::start().await;
    let receipt = endpoint.post_json(LEAD, &comment("One.")).await.json();
    let link = receipt["link"].as_str().expect("an address").trim_start_matches("/receipt/").to_owned();
    let forged = "A".repeat(43);
    for writer in ["", "x", &forged, &link, receipt["id"].as_str().expect("an id")] {
        let sent = json!({ "id": new_id(), "body": "Another.", "writer": writer });
        let answer = endpoint.post_json(LEAD, &sent).await;
        assert_eq!(answer.status, 202);
        assert_ne!(answer.json()["writer"], receipt["writer"], "{writer}");
        assert_ne!(answer.json()["writer"], writer);
    }
    assert_eq!(endpoint.stored::<i64>("SELECT count(DISTINCT writer) FROM comment").await, 6);
}

#[tokio::test]
async fn a_name_and_an_address_prove_nothing() {
    let endpoint = TestEndpoint::start().await;
    let sent = |body: &str| json!({ "id": new_id(), "name": "Ani", "email": "ani@example.org", "body": body });
    let one = endpoint.post_json(LEAD, &sent("One.")).await.json();
    let two = endpoint.post_json(LEAD, &sent("Two.")).await.json();
    assert_ne!(one["writer"], two["writer"]);
}

#[tokio::test]
async fn an_equal_comment_of_another_network_or_after_others_saw_it_is_another_comment() {
    let endpoint =
        TestEndpoint::start_with(|settings| settings.proxies = vec!["127.0.0.0/8".parse().expect("a network")]).await;
    let send = async |client: &str| {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("x-forwarded-for", client)];
        assert_eq!(endpoint.ask("POST", LEAD, &headers, b"body=I+agree.").await.status, 303);
    };
    send("203.0.113.1").await;
    send("203.0.113.2").await;
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 1, "a button pressed twice");
    send("198.51.100.1").await;
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 2);
    for id in endpoint.all_stored("SELECT id FROM comment").await {
        endpoint.publish(&id).await;
    }
    // Who reads it and sends the same must not be given the receipt of the other.
    send("203.0.113.3").await;
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 3);
}
