//! The key that a store belongs to: a server with another one is refused, and going on with another is a decision.

use std::fs;

use endpoint::{Clock, Server, Settings, doctor, upkeep};
use serde_json::json;

use crate::harness::{LEAD, TestEndpoint, comment};

async fn refused(settings: &Settings) -> String {
    match Server::bind(settings.clone(), Clock::system()).await {
        Ok(_) => panic!("should not start"),
        Err(error) => format!("{error:#}"),
    }
}

async fn doctor_says(settings: &Settings) -> Option<String> {
    let findings = doctor::examine(settings, &Clock::system()).await;
    findings.into_iter().find(|one| one.what == "key" && one.level == doctor::Level::Bad).map(|one| one.found)
}

#[tokio::test]
async fn a_server_with_another_key_than_its_store_is_refused_and_told_what_to_do() {
    let mut endpoint = TestEndpoint::start().await;
    endpoint.held_comment("Kept.").await;
    let key = endpoint.settings.data.join("key");
    let own = fs::read(&key).expect("is read");
    endpoint.stop().await;
    assert_eq!(doctor_says(&endpoint.settings).await, None);

    fs::write(&key, [7; 32]).expect("is written");
    let folder = tempfile::tempdir().expect("a folder");
    let told = [
        refused(&endpoint.settings).await,
        upkeep::backup(&endpoint.settings, folder.path(), None).await.expect_err("is refused").to_string(),
        upkeep::export(&endpoint.settings, &folder.path().join("all")).await.expect_err("is refused").to_string(),
        doctor_says(&endpoint.settings).await.expect("is found"),
    ];
    for told in told {
        assert!(told.contains("not the one that the store was made with"), "{told}");
    }
    assert!(refused(&endpoint.settings).await.contains("FILE.key; if it is lost, `recto adopt-key`"));

    fs::remove_file(&key).expect("is removed");
    assert!(refused(&endpoint.settings).await.contains("there is no key"));
    assert!(doctor_says(&endpoint.settings).await.expect("is found").contains("is not there"));
    assert!(!key.exists(), "a new one would only be in the way of the right one");

    fs::write(&key, own).expect("is written");
    let endpoint = endpoint.start_again().await;
    endpoint.held_comment("It goes on.").await;
}

#[tokio::test]
async fn of_two_servers_with_keys_of_their_own_the_second_is_refused() {
    let one = TestEndpoint::start().await;
    if one.settings.database.is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let two = Settings { data: folder.path().to_owned(), ..one.settings.clone() };
    fs::write(folder.path().join("key"), [7; 32]).expect("is written");
    assert!(refused(&two).await.contains("not the one that the store was made with"));
}

#[tokio::test]
async fn a_store_goes_on_with_another_key_and_knows_its_addresses_again() {
    let mut endpoint = TestEndpoint::start().await;
    let sign_up = async |endpoint: &TestEndpoint, email: &str| {
        assert_eq!(endpoint.post_json("/api/subscribers", &json!({ "email": email })).await.status, 202);
    };
    sign_up(&endpoint, "ani@example.org").await;
    sign_up(&endpoint, "wiped@example.org").await;
    let wipe = "UPDATE subscriber SET email = NULL, state = 'blocked' WHERE email = 'wiped@example.org'";
    endpoint.change(wipe).await;
    let receipt = endpoint.post_json(LEAD, &comment("Mine.")).await.json();
    let link = receipt["link"].as_str().expect("an address").to_owned();
    assert_eq!(endpoint.get(&link).await.status, 200);
    endpoint.stop().await;
    fs::remove_file(endpoint.settings.data.join("key")).expect("is removed");

    let adopted = upkeep::adopt_key(&endpoint.settings).await.expect("is done").expect("is new");
    assert_eq!((adopted.known, adopted.lost), (1, 1));
    assert_eq!(upkeep::adopt_key(&endpoint.settings).await.expect("is done"), None);
    let endpoint = endpoint.start_again().await;
    sign_up(&endpoint, "ANI@example.org").await;
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM subscriber").await, 2, "the same as before");
    assert_eq!(endpoint.get(&link).await.status, 404);
}
