//! What moderators do, and how it is taken back.

use serde_json::json;

use super::Seat;
use crate::harness::{LEAD, TestEndpoint, comment, without_brakes};

async fn shown(endpoint: &TestEndpoint) -> Vec<String> {
    let list = endpoint.get(LEAD).await.json();
    let comments = list["comments"].as_array().expect("a list");
    comments.iter().map(|comment| comment["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn a_button_publishes_and_comes_back_to_where_it_was() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("A comment with *weight*.").await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    let page = seat.page("/moderation").await;
    assert!(page.contains("A comment with <em>weight</em>.") && page.contains("aria-current=\"page\">Held"), "{page}");
    let fields = [("do", "publish"), ("revision", "1"), ("back", "/moderation?state=held")];
    let answer = seat.post(&format!("/moderation/comments/{id}"), &fields).await;
    assert_eq!(answer.status, 303);
    let back = seat.page(answer.header("location")).await;
    assert!(back.contains("Published.") && back.contains("The queue is empty"), "{back}");
    assert_eq!(shown(&endpoint).await, [id.as_str()]);
    let history = seat.page(&format!("/moderation/comments/{id}")).await;
    assert!(history.contains("It was sent, and held") && history.contains("mane published it"), "{history}");
}

#[tokio::test]
async fn declining_says_why_in_words_of_the_newsroom() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Buy this.").await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    let path = format!("/moderation/comments/{id}");
    let (status, refused) = seat.script(&path, &[("do", "decline:of-my-own")]).await;
    assert_eq!(status, 422);
    assert!(
        refused["errors"][0]["detail"].as_str().expect("words").contains("there are: off-topic, person"),
        "{refused}"
    );
    seat.does(&id, "decline:advertising", &[("note", "Please write about the article.")]).await;
    let kept = endpoint.stored::<String>("SELECT state || ':' || reason || ':' || note FROM comment").await;
    assert_eq!(kept, "declined:advertising:Please write about the article.");
    let page = seat.page("/moderation?state=declined").await;
    assert!(page.contains("Declined: It advertises.") && page.contains("Please write about the article."), "{page}");
}

#[tokio::test]
async fn of_two_moderators_at_once_the_second_is_told_and_nothing_is_overwritten() {
    let endpoint = TestEndpoint::start().await;
    let beside = endpoint.beside().await;
    let id = endpoint.held_comment("Yes.").await;
    let mane = Seat::moderator(&endpoint, "mane").await;
    let aram = Seat { endpoint: &beside, ..Seat::moderator(&endpoint, "aram").await };
    let path = format!("/moderation/comments/{id}");
    assert_eq!(mane.post(&path, &[("do", "decline:person"), ("revision", "1")]).await.status, 303);
    let (status, told) = aram.script(&path, &[("do", "publish"), ("revision", "1")]).await;
    assert_eq!(status, 409);
    assert_eq!(told["detail"], "mane declined it, just now. Nothing was changed by you; please look again.");
    let page = aram.post(&path, &[("do", "spam"), ("revision", "1")]).await;
    assert_eq!(page.status, 409);
    assert!(page.text().contains("mane declined it"), "{}", page.text());
    // Both wanted the same: then there is nothing to tell.
    assert_eq!(aram.post(&path, &[("do", "decline"), ("revision", "1")]).await.status, 303);
    assert_eq!(endpoint.stored::<String>("SELECT state || reason FROM comment").await, "declinedperson");
    assert_eq!(aram.post(&path, &[("do", "publish"), ("revision", "2")]).await.status, 303);
}

#[tokio::test]
async fn pressed_by_many_at_once_it_is_done_once() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes.").await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    let path = format!("/moderation/comments/{id}");
    let fields = [("do", "publish"), ("revision", "1")];
    let press = || seat.post(&path, &fields);
    let (one, two, three, four) = tokio::join!(press(), press(), press(), press());
    for answer in [one, two, three, four] {
        assert_eq!(answer.status, 303);
    }
    assert_eq!(endpoint.stored::<i64>("SELECT published FROM thread").await, 1);
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM event WHERE to_state = 'published'").await, 1);
}

#[tokio::test]
async fn what_is_taken_back_never_was() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes, and a thought about it.").await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    let state = "SELECT state || ':' || coalesce(CAST(place AS TEXT), '-') || ':' || coalesce(CAST(published AS TEXT), '-') || ':'
        || coalesce(reason, '-') FROM comment";
    let counts =
        "SELECT coalesce((SELECT CAST(published AS TEXT) || ':' || CAST(declined AS TEXT) FROM writer), '0:0')";
    let learned =
        "SELECT CAST(coalesce(sum(good), 0) AS BIGINT) * 1000 + CAST(coalesce(sum(bad), 0) AS BIGINT) FROM word";
    let held = (endpoint.stored::<String>(state).await, endpoint.stored::<String>(counts).await);
    let published = seat.does(&id, "publish", &[]).await;
    assert!(endpoint.stored::<i64>(learned).await >= 1000);
    assert_eq!(endpoint.stored::<String>(counts).await, "1:0");
    let (status, said) = seat.script("/moderation/undo", &[("event", &published)]).await;
    assert_eq!((status, &said["message"]), (200, &json!("Taken back.")));
    assert_eq!((endpoint.stored::<String>(state).await, endpoint.stored::<String>(counts).await), held);
    assert_eq!(endpoint.stored::<i64>(learned).await, 0);
    assert_eq!(endpoint.stored::<i64>("SELECT published FROM thread").await, 0);
    assert!(shown(&endpoint).await.is_empty());
    assert_eq!(seat.script("/moderation/undo", &[("event", &published)]).await.0, 409, "not twice");

    let declined = seat.does(&id, "decline:person", &[("note", "Please.")]).await;
    seat.does(&id, "spam", &[]).await;
    let (status, said) = seat.script("/moderation/undo", &[("event", &declined)]).await;
    assert_eq!(status, 409, "something has happened since: {said}");
    let spam = endpoint.stored::<String>("SELECT id FROM event WHERE to_state = 'spam'").await;
    assert_eq!(seat.script("/moderation/undo", &[("event", &spam)]).await.0, 200);
    let back = endpoint.stored::<String>("SELECT state || ':' || reason || ':' || note FROM comment").await;
    assert_eq!(back, "declined:person:Please.", "with what its writer was told");
    assert_eq!(seat.script("/moderation/undo", &[("event", &declined)]).await.0, 200, "step by step");
    assert_eq!((endpoint.stored::<String>(state).await, endpoint.stored::<String>(counts).await), held);
}

#[tokio::test]
async fn a_pick_and_a_place_come_back_with_what_is_taken_back() {
    let endpoint = TestEndpoint::start().await;
    let first = endpoint.published_comment("First.").await;
    let second = endpoint.published_comment("Second.").await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    seat.does(&first, "pick", &[]).await;
    let declined = seat.does(&first, "decline", &[]).await;
    assert_eq!(shown(&endpoint).await, [second.as_str()]);
    assert_eq!(seat.script("/moderation/undo", &[("event", &declined)]).await.0, 200);
    let mut both = shown(&endpoint).await;
    both.sort();
    assert_eq!(both, [first.as_str(), second.as_str()]);
    let kept = "SELECT count(*) FROM comment WHERE picked IS NOT NULL AND place = 1 AND state = 'published'";
    assert_eq!(endpoint.stored::<i64>(kept).await, 1);
}

#[tokio::test]
async fn only_who_did_it_takes_it_back() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes.").await;
    let (mane, aram) = (Seat::moderator(&endpoint, "mane").await, Seat::owner(&endpoint, "aram").await);
    let event = mane.does(&id, "publish", &[]).await;
    assert_eq!(aram.script("/moderation/undo", &[("event", &event)]).await.0, 403);
    assert_eq!(aram.script("/moderation/undo", &[("event", "nothing")]).await.0, 404);
    assert_eq!(shown(&endpoint).await, [id]);
}

#[tokio::test]
async fn a_hundred_are_cleared_in_four_posts_and_taken_back_in_one_each() {
    let endpoint = TestEndpoint::start_with(without_brakes).await;
    let mut ids = Vec::new();
    for at in 0..100 {
        ids.push(endpoint.held_comment(&format!("Comment {at}, which is like no other.")).await);
    }
    let seat = Seat::moderator(&endpoint, "mane").await;
    let mut last = String::new();
    for page in 0..4 {
        let shown = seat.page("/moderation").await;
        let chosen: Vec<_> = shown.split("name=\"comment\" form=\"bulk\" value=\"").skip(1).collect();
        let chosen: Vec<_> = chosen.iter().map(|rest| ("comment", rest.split('"').next().expect("a value"))).collect();
        assert_eq!(chosen.len(), 25, "page {page}");
        assert!(shown.contains(&format!("Held <span class=\"count\">{}</span>", 100 - 25 * page)));
        let what = ["publish", "spam", "decline", "publish"][page];
        let fields: Vec<_> = [("do", what), ("reason", "facts")].into_iter().chain(chosen).collect();
        let (status, said) = seat.script("/moderation/comments", &fields).await;
        assert_eq!((status, said["comments"].as_array().map(Vec::len)), (200, Some(25)), "{said}");
        last = said["event"].as_str().expect("an event").to_owned();
    }
    assert!(seat.page("/moderation").await.contains("The queue is empty"));
    let states = "SELECT state || ':' || CAST(count(*) AS TEXT) FROM comment GROUP BY state ORDER BY state";
    assert_eq!(endpoint.all_stored(states).await, ["declined:25", "published:50", "spam:25"]);
    let (status, said) = seat.script("/moderation/undo", &[("event", &last)]).await;
    assert_eq!((status, &said["message"]), (200, &json!("25 taken back.")));
    assert_eq!(endpoint.all_stored(states).await, ["declined:25", "held:25", "published:25", "spam:25"]);
}

#[tokio::test]
async fn of_many_those_that_others_have_changed_are_left_and_told() {
    let endpoint = TestEndpoint::start().await;
    let (one, two) = (endpoint.held_comment("One.").await, endpoint.held_comment("Two.").await);
    let (mane, aram) = (Seat::moderator(&endpoint, "mane").await, Seat::moderator(&endpoint, "aram").await);
    mane.does(&two, "spam", &[]).await;
    let chosen = [format!("{one}:1"), format!("{two}:1"), "nothing:1".into()];
    let fields = [("do", "publish"), ("comment", &*chosen[0]), ("comment", &*chosen[1]), ("comment", &*chosen[2])];
    let (status, said) = aram.script("/moderation/comments", &fields).await;
    assert_eq!((status, said["comments"][0]["id"].as_str()), (200, Some(&*one)));
    assert_eq!(said["refused"][0]["id"], json!(two));
    assert!(said["refused"][0]["detail"].as_str().expect("words").starts_with("mane called it spam"), "{said}");
    assert_eq!(said["message"], "Published: 1 of 3 comments; the others stay as they are.");
    assert_eq!(aram.post("/moderation/comments", &[("do", "publish")]).await.status, 422, "none chosen");
    assert_eq!(aram.post("/moderation/comments", &[("do", "delete"), ("comment", &one)]).await.status, 404);
}

#[tokio::test]
async fn a_moderators_edit_is_cleaned_like_a_readers_and_the_text_before_is_kept() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.published_comment("Teh text.").await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    let path = format!("/moderation/comments/{id}");
    for wrong in ["", " \r\n ", "a\u{0}b"] {
        let refused = seat.post(&path, &[("do", "edit"), ("body", wrong)]).await;
        assert_eq!(refused.status, 422, "{wrong:?}");
        assert!(refused.text().contains("aria-invalid=\"true\""), "in its form");
    }
    let edited = seat.does(&id, "edit", &[("body", "The <script>text</script>.\r\n\r\n")]).await;
    let page = endpoint.get(LEAD).await.json();
    assert_eq!(page["comments"][0]["html"], "<p dir=\"auto\">The &lt;script&gt;text&lt;/script&gt;.</p>");
    assert_eq!(endpoint.stored::<String>("SELECT body FROM comment").await, "The <script>text</script>.");
    assert_eq!(endpoint.stored::<String>("SELECT before FROM event WHERE action = 'edit'").await, "Teh text.");
    assert_eq!(seat.script("/moderation/undo", &[("event", &edited)]).await.0, 200);
    assert_eq!(endpoint.stored::<String>("SELECT body FROM comment").await, "Teh text.");
}

#[tokio::test]
async fn after_a_moderators_edit_a_repeat_and_what_was_learned_are_of_the_new_text() {
    let endpoint = TestEndpoint::start().await;
    let (before, after) = ("The text as its writer sent it.", "The text as the newsroom mended it.");
    let id = endpoint.published_comment(before).await;
    let answer = endpoint.published_answer("Words enough to tell them again.", &id).await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    let edited = seat.does(&id, "edit", &[("body", after)]).await;
    let doubts = "SELECT doubts FROM comment ORDER BY number DESC LIMIT 1";
    for (text, doubt) in [(after, "repeated:1"), (before, "")] {
        let repeat = endpoint.held_comment(text).await;
        assert_eq!(endpoint.stored::<String>(doubts).await, doubt, "{text}");
        seat.does(&repeat, "delete", &[]).await;
    }
    let learned = "SELECT word || CAST(good AS TEXT) FROM word WHERE word IN ('writer', 'mended') ORDER BY word";
    assert_eq!(endpoint.all_stored(learned).await, ["mended1", "writer0"]);
    assert_eq!(seat.script("/moderation/undo", &[("event", &edited)]).await.0, 200);
    endpoint.held_comment(before).await;
    assert_eq!(endpoint.stored::<String>(doubts).await, "repeated:1", "the text is back, and so is what tells it");
    for id in [id, answer] {
        endpoint.decline(&id).await;
    }
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM word WHERE good <> 0 OR bad <> 0").await, 0);
    // The newsroom's own words may be quoted whole.
    let id = endpoint.published_comment("Who paid for this article?").await;
    seat.does(&id, "answer", &[("body", "Nobody but our readers did.")]).await;
    let own = endpoint.stored::<String>("SELECT id FROM comment WHERE editor IS NOT NULL").await;
    seat.does(&own, "edit", &[("body", "Nobody but all of our readers did.")]).await;
    endpoint.held_comment("Nobody but all of our readers did.").await;
    assert_eq!(endpoint.stored::<String>(doubts).await, "");
}

#[tokio::test]
async fn what_is_deleted_is_gone_from_everywhere_and_what_answers_it_stays() {
    let endpoint = TestEndpoint::start().await;
    let sent =
        json!({ "id": crate::harness::new_id(), "body": "Unwise words.", "name": "Tigran", "email": "t@example.org" });
    let id = endpoint.post_json(LEAD, &sent).await.json()["id"].as_str().expect("an id").to_owned();
    endpoint.publish(&id).await;
    let mut answer = comment("An answer.");
    answer["parent"] = json!(id);
    let below = endpoint.post_json(LEAD, &answer).await.json()["id"].as_str().expect("an id").to_owned();
    endpoint.publish(&below).await;
    let seat = Seat::moderator(&endpoint, "mane").await;
    seat.does(&id, "edit", &[("body", "Other unwise words.")]).await;
    let deleted = seat.does(&id, "delete", &[]).await;
    for table in [
        "SELECT count(*) FROM comment WHERE body LIKE '%unwise%' OR name IS NOT NULL AND name <> '' OR email IS NOT NULL",
        "SELECT count(*) FROM event WHERE before IS NOT NULL",
    ] {
        assert_eq!(endpoint.stored::<i64>(table).await, 0, "{table}");
    }
    assert!(!seat.page("/moderation?state=published&q=unwise").await.contains("nwise words"));
    assert!(endpoint.get(LEAD).await.text().contains("An answer."));
    assert_eq!(seat.script("/moderation/undo", &[("event", &deleted)]).await.0, 403, "it cannot be taken back");
    let (status, _) = seat.script(&format!("/moderation/comments/{id}"), &[("do", "publish")]).await;
    assert_eq!(status, 409);
    // Sent again by its writer it is no new comment.
    assert_eq!(endpoint.post_json(LEAD, &sent).await.json()["id"], json!(id));
}

#[tokio::test]
async fn the_newsroom_answers_and_publishes_what_it_answers() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Who paid for this?").await;
    let seat = Seat::moderator(&endpoint, "Mane").await;
    let event = seat.does(&id, "answer", &[("body", "Our readers did."), ("revision", "1")]).await;
    let kept = endpoint
        .stored::<String>("SELECT editor || ':' || body || ':' || state FROM comment WHERE parent IS NOT NULL")
        .await;
    assert_eq!(kept, "Mane:Our readers did.:published");
    assert_eq!(shown(&endpoint).await.len(), 2);
    assert_eq!(endpoint.stored::<i64>("SELECT published FROM thread").await, 2);
    assert_eq!(seat.script("/moderation/undo", &[("event", &event)]).await.0, 200);
    assert_eq!(
        endpoint.stored::<i64>("SELECT count(*) FROM comment WHERE state = 'deleted' AND editor IS NOT NULL").await,
        1
    );
}
