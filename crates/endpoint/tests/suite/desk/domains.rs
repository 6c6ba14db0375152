//! Domains whose addresses the newsroom refuses, at every door that takes an address.

use endpoint::list::{self, Imported};
use serde_json::json;

use super::Seat;
use crate::harness::{LEAD, TestEndpoint, comment};

#[tokio::test]
async fn addresses_at_refused_domains_are_taken_by_no_door_and_left_out_of_an_import() {
    let endpoint = TestEndpoint::start().await;
    let owner = Seat::owner(&endpoint, "mane").await;
    let path = "/moderation/newsroom";
    let decide = |text: &'static str| [("name", "domains"), ("revision", "0"), ("text", text)];
    let refused = owner.post(path, &decide("mailinator.com\nall of them")).await;
    assert!(refused.status == 422 && refused.text().contains("Line 2, “all of them”, is no domain"));
    assert_eq!(owner.post(path, &decide("# thrown away\nMailinator.com")).await.status, 303);
    assert!(owner.page(path).await.contains("# thrown away\nMailinator.com</textarea>"));

    let at = "Ani@eu.MAILINATOR.com";
    let mut sent = comment("With an address.");
    sent["email"] = json!(at);
    for (path, message) in [("/api/subscribers", json!({ "email": at })), (LEAD, sent)] {
        let answer = endpoint.post_json(path, &message).await;
        assert_eq!((answer.status, answer.fields()), (422, vec!["email".to_owned()]), "{path}");
        let form = endpoint.post_form(path, &[("email", at), ("body", "With an address.")]).await;
        assert!(form.status == 422 && form.text().contains("Addresses at mailinator.com are not taken here"), "{path}");
    }
    let elsewhere = json!({ "email": "ani@example.org" });
    assert_eq!(endpoint.post_json("/api/subscribers", &elsewhere).await.status, 202);

    let file = "email,status\na@mailinator.com,confirmed\nb@mailinator.com,blocked\nc@example.org,confirmed\n";
    let imported = list::import(&endpoint.settings, file.as_bytes()).await.expect("is taken");
    assert_eq!(imported, Imported { added: 2, refused: 1, ..Imported::default() });
    let there = endpoint.all_stored("SELECT state || coalesce(email, '') FROM subscriber ORDER BY id").await;
    assert_eq!(there, ["pendingani@example.org", "blocked", "confirmedc@example.org"]);
}
