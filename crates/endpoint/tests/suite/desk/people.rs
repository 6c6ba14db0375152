//! What owners decide: who moderates, who is barred, reasons, word lists, the notice, which articles take comments.

use endpoint::moderators;

use super::Seat;
use crate::harness::{LEAD, TestEndpoint, comment};

#[tokio::test]
async fn whoever_is_removed_is_signed_out_at_once() {
    let endpoint = TestEndpoint::start().await;
    let (owner, aram) = (Seat::owner(&endpoint, "mane").await, Seat::moderator(&endpoint, "aram").await);
    let act = |name: &'static str| [("do", "remove"), ("name", name)];
    assert_eq!(owner.post("/moderation/people", &act("mane")).await.status, 403, "nobody removes themselves");
    assert_eq!(owner.post("/moderation/people", &act("aram")).await.status, 303);
    assert_eq!(aram.get("/moderation").await.status, 303);
    let again = endpoint.post_form("/moderation/sign-in", &[("name", "aram"), ("password", super::PASSWORD)]).await;
    assert_eq!(again.status, 403);
    let last = moderators::remove(&endpoint.settings, "mane").await.expect_err("is refused");
    assert!(last.to_string().contains("the last owner"), "{last}");
    // Who comes back does so by a new link, and with the old name.
    super::link(&endpoint, "aram", false).await;
    let list = moderators::list(&endpoint.settings).await.expect("lists");
    let list: Vec<_> = list.iter().map(|one| (one.name.as_str(), one.role.as_str(), one.signs_in)).collect();
    assert_eq!(list, [("aram", "moderator", false), ("mane", "owner", true)]);
}

#[tokio::test]
async fn an_owner_adds_people_and_tokens_whose_secrets_are_shown_once() {
    let endpoint = TestEndpoint::start().await;
    let owner = Seat::owner(&endpoint, "mane").await;
    let fields = [("do", "invite"), ("name", "Aram"), ("role", "moderator"), ("email", "aram@example.org")];
    let page = owner.post("/moderation/people", &fields).await.text();
    let link = super::between(&page, "<code class=\"secret\">", "</code>");
    let path = link[link.find("/moderation").expect("the desk")..].to_owned();
    let aram = Seat::take(&endpoint, &path).await;
    assert!(aram.page("/moderation/you").await.contains("aram@example.org"));
    assert_eq!(owner.post("/moderation/people", &fields).await.status, 422, "he moderates already");
    for wrong in ["", "system", "api x"] {
        let answer = owner.post("/moderation/people", &[("do", "invite"), ("name", wrong)]).await;
        assert_eq!(answer.status, 422, "{wrong:?}");
    }
    let page = owner.post("/moderation/people", &[("do", "token"), ("name", "export")]).await.text();
    let token = super::between(&page, "<code class=\"secret\">", "</code>").to_owned();
    let bearer = format!("Bearer {token}");
    assert_eq!(endpoint.get_with("/api/moderation/comments", &[("authorization", &bearer)]).await.status, 200);
    assert!(!owner.page("/moderation/people").await.contains(&token));
    owner.post("/moderation/people", &[("do", "revoke"), ("name", "export")]).await;
    assert_eq!(endpoint.get_with("/api/moderation/comments", &[("authorization", &bearer)]).await.status, 401);
    let audit = owner.page("/moderation/audit").await;
    for words in ["add moderator, Aram", "make a token, export", "revoke a token, export"] {
        assert!(audit.contains(words), "{words} is not in {audit}");
    }
    assert!(!owner.page("/moderation/audit?actor=Aram").await.contains("add moderator"));
}

#[tokio::test]
async fn whoever_is_barred_is_held_their_comments_go_and_both_are_undone() {
    let endpoint = TestEndpoint::start().await;
    let first = endpoint.post_json(LEAD, &comment("The first.")).await.json();
    let id = first["id"].as_str().expect("an id");
    endpoint.publish(id).await;
    let mut second = comment("The second.");
    second["writer"] = first["writer"].clone();
    endpoint.post_json(LEAD, &second).await;
    let other = endpoint.published_comment("Of somebody else.").await;
    let owner = Seat::owner(&endpoint, "mane").await;
    let fields = [("do", "bar"), ("whom", "writer"), ("days", "7"), ("all", "yes"), ("note", "Threats")];
    let (status, said) = owner.script(&format!("/moderation/comments/{id}"), &fields).await;
    assert_eq!((status, said["message"].as_str()), (200, Some("Barred, and 2 of their comments declined.")));
    let list = endpoint.get(LEAD).await.json();
    assert_eq!(
        (list["comments"].as_array().map(Vec::len), list["comments"][0]["id"].as_str()),
        (Some(1), Some(&*other))
    );
    let page = owner.page("/moderation/people").await;
    assert!(page.contains("Threats") && page.contains("Let write again"), "{page}");

    let event = said["event"].as_str().expect("an event");
    let (status, said) = owner.script("/moderation/undo", &[("event", event)]).await;
    assert_eq!((status, said["message"].as_str()), (200, Some("2 taken back.")));
    assert_eq!(endpoint.get(LEAD).await.json()["comments"].as_array().map(Vec::len), Some(2));
    let value = endpoint.stored::<String>("SELECT value FROM bar").await;
    owner.post("/moderation/people", &[("do", "unbar"), ("kind", "writer"), ("value", &value)]).await;
    assert!(owner.page("/moderation/people").await.contains("Nobody is."));
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM bar").await, 0);
}

#[tokio::test]
async fn reasons_and_words_are_lines_of_which_a_wrong_one_is_told() {
    let endpoint = TestEndpoint::start().await;
    let owner = Seat::owner(&endpoint, "mane").await;
    let path = "/moderation/newsroom";
    let refused = owner.post(path, &[("name", "reasons"), ("revision", "0"), ("text", "ok: Fine\nno colon")]).await;
    assert_eq!(refused.status, 422);
    let page = refused.text();
    assert!(page.contains("Line 2, “no colon”") && page.contains("ok: Fine\nno colon"), "typed text stays: {page}");
    let fields = [("name", "reasons"), ("revision", "0"), ("text", "late: It came too late.")];
    assert_eq!(owner.post(path, &fields).await.status, 303);
    let stale = owner.post(path, &[("name", "reasons"), ("revision", "0"), ("text", "x: Other.")]).await;
    assert_eq!(stale.status, 422);
    assert!(stale.text().contains("Somebody else has changed this"), "{}", stale.text());
    let id = endpoint.held_comment("Yes.").await;
    assert!(owner.page("/moderation").await.contains("It came too late."));
    owner.does(&id, "decline:late", &[]).await;

    assert_eq!(owner.post(path, &[("name", "notice"), ("revision", "0"), ("text", " Be kind. ")]).await.status, 303);
    assert!(endpoint.get("/lead/comments/").await.text().contains("Be kind."));
    assert_eq!(owner.post(path, &[("name", "refused"), ("revision", "0"), ("text", "casino*\n")]).await.status, 303);
    assert_eq!(
        endpoint.stored::<String>("SELECT value FROM newsroom WHERE name = 'words.refused'").await,
        "\"casino*\""
    );
}

#[tokio::test]
async fn an_article_is_closed_at_the_desk_and_left_to_the_edition_again() {
    let endpoint = TestEndpoint::start().await;
    let owner = Seat::owner(&endpoint, "mane").await;
    let set = async |text: &str| {
        let fields = [("name", "article"), ("article", "lead"), ("text", text)];
        owner.post("/moderation/newsroom", &fields).await.status
    };
    assert_eq!(set("closed").await, 303);
    assert_eq!(endpoint.post_json(LEAD, &comment("Too late.")).await.status, 403);
    assert_eq!(set("").await, 303);
    assert_eq!(endpoint.post_json(LEAD, &comment("In time.")).await.status, 202);
    assert_eq!(set("ajar").await, 404);
}
