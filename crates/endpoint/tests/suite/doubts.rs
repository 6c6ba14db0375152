//! What makes a comment doubtful, and what is not taken at all: words, links, haste, repeats, bars, the learned score.

use std::time::Duration;

use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::harness::{LEAD, PATIENCE, TestEndpoint, comment, new_id, without_brakes};

const DOUBTS: &str = "SELECT doubts FROM comment ORDER BY number";

/// Writes a word list as the desk does.
pub(crate) async fn write_list(endpoint: &TestEndpoint, name: &str, words: &str) {
    let sql = format!(
        "INSERT INTO newsroom (name, value, revision) VALUES ('words.{name}', $1, 1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, revision = newsroom.revision + 1"
    );
    let value = json!(words).to_string();
    let mut store = endpoint.store().await;
    sqlx::query(AssertSqlSafe(sql)).bind(value).execute(&mut store).await.expect("is written");
}

/// Does something to the store, as another program would.
async fn change(endpoint: &TestEndpoint, sql: &'static str) {
    sqlx::query(sql).execute(&mut endpoint.store().await).await.expect("is done");
}

#[tokio::test]
async fn a_refused_word_is_named_at_the_field_that_holds_it() {
    let endpoint = TestEndpoint::start().await;
    write_list(&endpoint, "refused", "# mild\nviagra\ncasino*\ncheap pills\nspam.example").await;
    for (field, text, word) in [
        ("body", "Buy VIAGRA", "“viagra”"),
        ("body", "Buy v1аgr\u{200b}á now", "“viagra”"),
        ("body", "at casinos", "“casinos”"),
        ("body", "cheap\n> pills", "“cheap pills”"),
        ("body", "[x](https://www.spam.example/y)", "“spam example”"),
        ("name", "Casino King", "“casino”"),
        ("email", "me@spam.example", "“spam example”"),
    ] {
        let mut sent = comment("A thought.");
        sent[field] = json!(text);
        let answer = endpoint.post_json(LEAD, &sent).await;
        assert_eq!((answer.status, answer.problem().as_str()), (422, "faults"), "{text}");
        assert_eq!(answer.fields(), [field]);
        assert!(answer.json()["errors"][0]["detail"].as_str().expect("words").contains(word), "{}", answer.text());
    }
    let form = endpoint.post_form(LEAD, &[("body", "Keep my casino")]).await;
    assert_eq!(form.status, 422);
    assert!(form.text().contains("Keep my casino</textarea>") && form.text().contains("“casino” is not taken here"));
    assert_eq!(endpoint.post_json(LEAD, &comment("Scunthorpe's occasional pills, not cheap")).await.status, 202);
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM comment").await, 1);
}

#[tokio::test]
async fn what_was_acknowledged_stays_so_when_its_words_are_refused_later() {
    let endpoint = TestEndpoint::start().await;
    let sent = comment("About casinos.");
    let first = endpoint.post_json(LEAD, &sent).await;
    write_list(&endpoint, "refused", "casinos").await;
    eventually_refused(&endpoint, "More casinos.").await;
    assert_eq!(endpoint.post_json(LEAD, &sent).await.json(), first.json());
}

#[tokio::test]
async fn a_change_of_the_lists_holds_within_a_moment_on_every_endpoint() {
    let one = TestEndpoint::start_with(without_brakes).await;
    let two = one.beside().await;
    for endpoint in [&one, &two] {
        assert_eq!(endpoint.post_json(LEAD, &comment("About casinos.")).await.status, 202);
    }
    write_list(&one, "refused", "casinos").await;
    eventually_refused(&one, "Casinos!").await;
    eventually_refused(&two, "Casinos!").await;
}

async fn eventually_refused(endpoint: &TestEndpoint, text: &str) {
    let refused = async {
        while endpoint.post_json(LEAD, &comment(text)).await.status != 422 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, refused).await.expect("is refused in the end");
}

#[tokio::test]
async fn doubtful_words_and_many_links_are_noted_and_the_comment_is_still_held() {
    let endpoint = TestEndpoint::start().await;
    write_list(&endpoint, "doubtful", "casino\ncheap pills").await;
    for body in [
        "A casino with cheap pills, a casino.",
        "https://a.example and https://b.example",
        "https://a.example [b](https://b.example) ![c](https://c.example/c.png)",
        "`https://a.example https://b.example https://c.example`",
        "<a href='https://a.example'>a</a> www.b.example [url=https://c.example]c[/url]",
    ] {
        endpoint.held_comment(body).await;
    }
    assert_eq!(endpoint.all_stored(DOUBTS).await, ["words:casino,cheap+pills", "", "links:3", "", "links:3"]);
    let noted = endpoint.all_stored("SELECT coalesce(reason, '') FROM event WHERE action = 'send' ORDER BY id").await;
    assert_eq!(noted, ["words:casino,cheap+pills", "", "links:3", "", "links:3"]);
}

#[tokio::test]
async fn what_comes_sooner_than_a_person_types_is_noted() {
    let endpoint = TestEndpoint::start().await;
    // A form that the endpoint makes itself carries the moment.
    let page = endpoint.post_form(LEAD, &[("body", "")]).await.text();
    let since = page.split("name=\"since\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a stamp");
    let send = async |body: &str, since: &str| {
        assert_eq!(endpoint.post_form(LEAD, &[("body", body), ("since", since)]).await.status, 303);
    };
    send("At once.", since).await;
    endpoint.pass(Duration::from_secs(4));
    send("After a while.", since).await;
    send("From a page without it.", "").await;
    send("With one of its own.", "1795426209000.AAAAAAAAAAAAAAAAAAAAAA").await;
    assert_eq!(endpoint.all_stored(DOUBTS).await, ["hasty", "", "", ""]);
}

#[tokio::test]
async fn the_same_text_from_others_is_noted() {
    let endpoint = TestEndpoint::start().await;
    let first = endpoint.post_json(LEAD, &comment("The very best of all articles, visit me!")).await;
    let same_hand = json!({
        "id": new_id(), "body": "The very best of all articles: visit me.", "writer": first.json()["writer"]
    });
    endpoint.post_json("/api/articles/second/comments", &same_hand).await;
    endpoint.held_comment("THE VERY BEST of **all** articles: visit me.").await;
    endpoint.held_comment("Thank you!").await;
    endpoint.held_comment("Thank you!").await;
    endpoint.pass(Duration::from_secs(8 * 24 * 60 * 60));
    endpoint.held_comment("The very best of all articles, visit me!").await;
    assert_eq!(endpoint.all_stored(DOUBTS).await, ["", "", "repeated:2", "", "", ""]);
}

#[tokio::test]
async fn a_barred_writer_network_or_address_is_noted_for_as_long_as_it_is_barred() {
    let endpoint = TestEndpoint::start().await;
    let sent = json!({ "id": new_id(), "body": "One.", "email": "Ani@example.org" });
    let writer = endpoint.post_json(LEAD, &sent).await.json()["writer"].clone();
    change(
        &endpoint,
        "INSERT INTO bar (kind, value, until, actor, created) SELECT 'writer', writer, NULL, 'Mane', 1 FROM comment",
    )
    .await;
    endpoint.post_json(LEAD, &json!({ "id": new_id(), "body": "Two.", "writer": writer })).await;
    endpoint.held_comment("Three.").await;
    change(
        &endpoint,
        "UPDATE bar SET kind = 'network', value = (SELECT max(network) FROM comment), until = 1795426265000",
    )
    .await;
    endpoint.held_comment("Four.").await;
    endpoint.pass(Duration::from_secs(61));
    endpoint.held_comment("Five.").await;
    assert_eq!(endpoint.all_stored(DOUBTS).await, ["", "barred", "", "barred", ""]);
}

#[tokio::test]
async fn a_score_is_learned_from_what_the_desk_decided_and_is_a_doubt_and_no_refusal() {
    let endpoint = TestEndpoint::start().await;
    change(
        &endpoint,
        "INSERT INTO word (word, good, bad) VALUES ('#', 100, 19), ('pills', 1, 19), ('//shop.example', 0, 15)",
    )
    .await;
    endpoint.held_comment("Pills at https://shop.example/").await;
    assert_eq!(endpoint.all_stored("SELECT coalesce(CAST(score AS TEXT), 'none') FROM comment").await, ["none"]);
    change(&endpoint, "UPDATE word SET bad = bad + 1 WHERE word = '#'").await;
    change(&endpoint, "INSERT INTO word (word, good, bad) VALUES ('thought', 30, 0), ('thank', 25, 0)").await;
    // The counts are looked at again after a moment.
    let scored = async {
        loop {
            endpoint.held_comment("I thought so, and thank you.").await;
            if endpoint.stored::<i64>("SELECT count(score) FROM comment").await > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    };
    tokio::time::timeout(PATIENCE, scored).await.expect("is scored in the end");
    assert!(endpoint.stored::<i64>("SELECT max(score) FROM comment").await < 100);
    endpoint.held_comment("Buy pills at https://shop.example/").await;
    let last = endpoint.all_stored(DOUBTS).await.pop().expect("there is one");
    let score: u16 = last.strip_prefix("score:").and_then(|score| score.parse().ok()).expect("a score");
    assert!((990..=1_000).contains(&score), "{score}");
}

#[tokio::test]
async fn a_known_writer_appears_at_once_where_that_is_wished_and_nothing_is_doubtful() {
    let endpoint = TestEndpoint::start_with(|settings| settings.limits.admission.publish_known = Some(1)).await;
    let first =
        endpoint.post_json(LEAD, &json!({ "id": new_id(), "body": "One.", "email": "a@example.org" })).await.json();
    assert_eq!(first["state"], "held");
    change(&endpoint, "INSERT INTO writer (id, created, published, declined) SELECT writer, 0, 1, 0 FROM comment")
        .await;
    let again = json!({ "id": new_id(), "body": "Two.", "writer": first["writer"] });
    let answer = endpoint.post_json(LEAD, &again).await;
    assert_eq!((answer.status, &answer.json()["state"]), (202, &json!("published")));
    assert_eq!(endpoint.get(LEAD).await.json()["comments"][0]["body"], "Two.");
    assert_eq!(endpoint.post_json(LEAD, &again).await.json(), answer.json());
    // A typed address proves nothing, nor does a token that nobody was given; and doubts are for an editor.
    for (field, value) in
        [("email", json!("a@example.org")), ("writer", json!("A".repeat(43))), ("id", json!(new_id()))]
    {
        let mut sent = comment("Three.");
        sent[field] = value;
        assert_eq!(endpoint.post_json(LEAD, &sent).await.json()["state"], "held", "{field}");
    }
    let trapped = json!({ "id": new_id(), "body": "Four.", "writer": first["writer"], "website": "x" });
    assert_eq!(endpoint.post_json(LEAD, &trapped).await.json()["state"], "held");
    change(&endpoint, "UPDATE writer SET declined = 1").await;
    let sent = json!({ "id": new_id(), "body": "Five.", "writer": first["writer"] });
    assert_eq!(endpoint.post_json(LEAD, &sent).await.json()["state"], "held");
}
