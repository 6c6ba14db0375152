//! The queue as it is looked at: in order, in parts, narrowed, searched; with what helps to decide.

use std::collections::BTreeSet;

use serde_json::json;

use super::Seat;
use crate::harness::{LEAD, TestEndpoint, comment, without_brakes};

/// The ids of the cards on a page, in order.
fn cards(page: &str) -> Vec<String> {
    page.split("id=\"c-").skip(1).map(|rest| rest.split('"').next().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn parts_follow_one_another_and_hold_every_comment_once_while_others_come() {
    let endpoint = TestEndpoint::start_with(without_brakes).await;
    for at in 0..60 {
        endpoint.held_comment(&format!("Comment {at} of sixty.")).await;
    }
    let seat = Seat::moderator(&endpoint, "mane").await;
    let mut path = "/moderation?state=held".to_owned();
    let mut seen = Vec::new();
    for part in 0..3 {
        let page = seat.page(&path).await;
        seen.extend(cards(&page));
        endpoint.held_comment(&format!("Comment that came while part {part} was read.")).await;
        if part < 2 {
            path = super::between(&page, "id=\"next\" rel=\"next\" href=\"", "\"").replace("&amp;", "&");
        }
    }
    let once: BTreeSet<_> = seen.iter().collect();
    assert_eq!((once.len(), seen.len()), (62, 62), "sixty, and two that came before the last part was asked for");
    let mut sorted = seen.clone();
    sorted.sort();
    assert_eq!(seen, sorted, "the oldest first");
}

#[tokio::test]
async fn a_card_shows_what_it_answers_and_what_is_known_of_its_writer() {
    let endpoint = TestEndpoint::start().await;
    let first = endpoint.post_json(LEAD, &comment("The first word.")).await.json();
    let writer = first["writer"].as_str().expect("a token").to_owned();
    endpoint.publish(first["id"].as_str().expect("an id")).await;
    let mut second = comment("The second word.");
    second["parent"] = first["id"].clone();
    second["writer"] = json!(writer);
    second["name"] = json!("Zaven");
    let id = endpoint.post_json(LEAD, &second).await.json()["id"].as_str().expect("an id").to_owned();
    let seat = Seat::moderator(&endpoint, "mane").await;
    let page = seat.page("/moderation").await;
    for words in ["Zaven", "In answer to", "The first word.", "1 published before"] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    let whole = seat.page(&format!("/moderation/comments/{id}")).await;
    assert!(whole.contains("The thread") && whole.contains("href=\"/lead/#comments\""), "{whole}");
    assert_eq!(
        whole.matches("The first word.").count(),
        4,
        "beside it twice, in the thread, and among its writer's others"
    );
    assert_eq!(seat.get("/moderation/comments/nothing").await.status, 404);
}

#[tokio::test]
async fn beginnings_of_words_are_found_in_texts_and_names_and_deleted_ones_are_not() {
    let endpoint = TestEndpoint::start().await;
    let mut named = comment("About something else.");
    named["name"] = json!("Caspar");
    let named = endpoint.post_json(LEAD, &named).await.json()["id"].as_str().expect("an id").to_owned();
    let caspian = endpoint.held_comment("The Caspian sea, and its ports. Շնորհակալություն.").await;
    endpoint.held_comment("The Black sea.").await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    let found = async |words: &str| cards(&seat.page(&format!("/moderation?state=held&q={words}")).await);
    assert_eq!(found("casp").await, [named.as_str(), caspian.as_str()]);
    assert_eq!(found("sea+CASPIAN").await, [caspian.as_str()]);
    assert_eq!(found("%D5%BA%D5%B8%D6%80%D5%BF").await, [""; 0]);
    assert_eq!(found("%D5%B7%D5%B6%D5%B8%D6%80%D5%B0").await, [caspian.as_str()], "in any script, in any case");
    for odd in ["%22", "*", "a%22+OR+b", "NEAR(", "%27;--", "(&!|:*)"] {
        assert!(found(odd).await.len() <= 3, "{odd}");
    }
    seat.does(&caspian, "edit", &[("body", "The Aral sea.")]).await;
    assert_eq!((found("caspian").await.len(), found("aral").await.len()), (0, 1), "what it says now");
    seat.does(&named, "delete", &[]).await;
    let deleted = seat.page("/moderation?state=deleted&q=caspar").await;
    assert!(cards(&deleted).is_empty());
}

#[tokio::test]
async fn words_are_found_with_accents_or_without_and_within_addresses() {
    let endpoint = TestEndpoint::start().await;
    let cafe = endpoint.held_comment("At the Café Ararat, łódź, Ереван.").await;
    let plain = endpoint.held_comment("CAFE; see https://www.Armenian-Review.example/naïve_page?of=it").await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    let found = async |words: &str| cards(&seat.page(&format!("/moderation?state=held&q={}", encoded(words))).await);
    for both in ["cafe", "café", "CAFÉ", "cafe\u{301}"] {
        assert_eq!(found(both).await, [cafe.as_str(), plain.as_str()], "{both}");
    }
    for one in ["ararat", "łodz", "ЕРЕВАН"] {
        assert_eq!(found(one).await, [cafe.as_str()], "{one}");
    }
    for one in ["review", "armenian-review", "naive page", "www.armenian", "example"] {
        assert_eq!(found(one).await, [plain.as_str()], "{one}");
    }
    let long = "a".repeat(1_000);
    let endless = endpoint.held_comment(&long).await;
    assert_eq!(found(&long[..100]).await, [endless.as_str()], "a word without end is found by its beginning");
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test]
async fn the_queue_narrows_to_an_article_or_a_doubt() {
    let endpoint = TestEndpoint::start().await;
    let plain = endpoint.held_comment("A plain one.").await;
    let mut trapped = comment("A trapped one.");
    trapped["website"] = json!("https://example.org");
    let trapped = endpoint.post_json(LEAD, &trapped).await.json()["id"].as_str().expect("an id").to_owned();
    let seat = Seat::moderator(&endpoint, "mane").await;
    let page = seat.page("/moderation?doubt=trap").await;
    assert_eq!(cards(&page), [trapped.as_str()]);
    assert!(page.contains("Filled in a field that people do not see"));
    assert_eq!(cards(&seat.page("/moderation?article=lead").await), [plain.as_str(), trapped.as_str()]);
    let nothing = seat.page("/moderation?article=other&doubt=links").await;
    assert!(nothing.contains("Nothing matches") && nothing.contains("Show all of them"));
    assert_eq!(cards(&seat.page("/moderation?state=nonsense&doubt=%25&after=~").await), [""; 0]);
}

#[tokio::test]
async fn a_hostile_comment_is_text_at_the_desk() {
    let endpoint = TestEndpoint::start().await;
    let mut hostile = comment("<img src=x onerror=alert(1)> [x](javascript:alert(1)) \"><script>alert(1)</script>");
    hostile["name"] = json!("\"><script>alert(2)</script>");
    let id = endpoint.post_json(LEAD, &hostile).await.json()["id"].as_str().expect("an id").to_owned();
    let seat = Seat::moderator(&endpoint, "mane").await;
    for path in
        ["/moderation".to_owned(), format!("/moderation/comments/{id}"), "/moderation?q=%22%3E%3Cscript%3E".to_owned()]
    {
        let page = seat.page(&path).await;
        assert!(!page.contains("<script>") && !page.contains("<img") && !page.contains("href=\"javascript"), "{page}");
    }
}
