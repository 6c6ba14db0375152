//! The desk for the newsroom's own tools.

use endpoint::moderators;
use serde_json::{Value, json};

use super::Seat;
use crate::harness::{Answer, LEAD, TestEndpoint};

/// A tool with its token.
struct Tool<'a> {
    endpoint: &'a TestEndpoint,
    bearer: String,
}

impl<'a> Tool<'a> {
    async fn new(endpoint: &'a TestEndpoint, name: &str) -> Tool<'a> {
        let token = moderators::token(&endpoint.settings, name).await.expect("is made");
        Tool { endpoint, bearer: format!("Bearer {token}") }
    }

    async fn get(&self, path: &str) -> Answer {
        self.endpoint.get_with(&format!("/api/moderation/{path}"), &[("authorization", &self.bearer)]).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        let headers = [("authorization", self.bearer.as_str()), ("content-type", "application/json")];
        self.endpoint.ask("POST", &format!("/api/moderation/{path}"), &headers, body.to_string().as_bytes()).await
    }
}

#[tokio::test]
async fn a_tool_does_what_a_moderator_does_and_is_named_for_it() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes.").await;
    let tool = Tool::new(&endpoint, "export").await;
    let list = tool.get("comments").await.json();
    assert_eq!((list["comments"][0]["id"].as_str(), &list["next"]), (Some(&*id), &Value::Null));
    let published = tool.post(&format!("comments/{id}/publish"), &json!({ "revision": 1 })).await.json();
    assert_eq!((&published["state"], &published["revision"]), (&json!("published"), &json!(2)));
    let again = tool.post(&format!("comments/{id}/publish"), &json!({ "revision": 1 })).await;
    assert_eq!((again.status, &again.json()["state"]), (200, &json!("published")), "said again it is the same");
    for act in ["pick", "unpick", "spam", "hold", "decline"] {
        let answer = tool.post(&format!("comments/{id}/{act}"), &json!({})).await;
        assert_eq!(answer.status, 200, "{act}: {}", answer.text());
    }
    let edited = tool.post(&format!("comments/{id}/edit"), &json!({ "body": "No." })).await;
    assert_eq!(edited.status, 200, "{}", edited.text());
    let answered = tool.post(&format!("comments/{id}/answer"), &json!({ "body": "Why?" })).await;
    assert_eq!(answered.status, 200, "{}", answered.text());
    let whole = tool.get(&format!("comments/{id}")).await.json();
    let done: Vec<_> =
        whole["history"].as_array().expect("events").iter().map(|event| event["action"].as_str()).collect();
    let all = ["send", "move", "pick", "unpick", "move", "move", "move", "edit", "move"];
    assert_eq!(done, all.map(Some));
    assert_eq!((&whole["body"], &whole["history"][1]["actor"]), (&json!("No."), &json!("api export")));
    let undone = tool.post("undo", &json!({ "event": whole["history"][8]["id"] })).await;
    assert_eq!(undone.status, 200, "{}", undone.text());
    assert_eq!(tool.post(&format!("comments/{id}/delete"), &json!({})).await.json()["state"], "deleted");
}

#[tokio::test]
async fn many_at_once_and_each_that_was_left_is_told() {
    let endpoint = TestEndpoint::start().await;
    let (one, two) = (endpoint.held_comment("One.").await, endpoint.held_comment("Two.").await);
    let tool = Tool::new(&endpoint, "export").await;
    tool.post(&format!("comments/{two}/delete"), &json!({})).await;
    let wish = json!({ "ids": [one, two, "nothing"], "action": "decline", "reason": "facts", "note": "Where does it say so?" });
    let answer = tool.post("comments", &wish).await.json();
    assert_eq!(answer["done"][0]["id"], json!(one));
    assert_eq!(answer["refused"][0]["detail"], "This cannot be done to a comment that is deleted.");
    assert_eq!(answer["refused"][1]["detail"], "There is no such comment.");
    assert_eq!(tool.post("comments", &json!({ "ids": [], "action": "publish" })).await.problem(), "faults");
    let ids: Vec<_> = (0..501).map(|at| at.to_string()).collect();
    assert_eq!(tool.post("comments", &json!({ "ids": ids, "action": "publish" })).await.problem(), "faults");
}

#[tokio::test]
async fn what_cannot_be_done_is_told_and_never_a_fault_of_ours() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes.").await;
    let tool = Tool::new(&endpoint, "export").await;
    let publish = format!("comments/{id}/publish");
    let decline = format!("comments/{id}/decline");
    let problem = async |path: &str, body: Value| {
        let answer = tool.post(path, &body).await;
        (answer.status, answer.problem())
    };
    assert_eq!(problem(&publish, json!({ "revision": 9 })).await, (409, "meanwhile".into()));
    assert_eq!(problem("comments/nothing/publish", json!({})).await, (404, "missing".into()));
    assert_eq!(problem(&format!("comments/{id}/praise"), json!({})).await, (404, "missing".into()));
    assert_eq!(problem(&decline, json!({ "reason": "unheard-of" })).await, (422, "faults".into()));
    assert_eq!(problem(&decline, json!({ "note": "n".repeat(1_001) })).await, (422, "faults".into()));
    assert_eq!(problem(&format!("comments/{id}/edit"), json!({ "body": " " })).await, (422, "faults".into()));
    assert_eq!(problem(&format!("comments/{id}/pick"), json!({})).await, (409, "meanwhile".into()));
    for wrong in [json!(null), json!([]), json!("x"), json!({ "revision": "one" }), json!({ "ids": [1] })] {
        assert_eq!(problem(&publish, wrong.clone()).await, (400, "unreadable".into()), "{wrong}");
    }
    let headers = [("authorization", tool.bearer.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let path = format!("/api/moderation/{publish}");
    assert_eq!(endpoint.ask("POST", &path, &headers, b"revision=1").await.status, 415);
    for wrong in ["comments?state=nonsense", "comments?limit=0", "comments?limit=201", "comments?limit=x"] {
        assert_eq!(tool.get(wrong).await.problem(), "wrong-kind", "{wrong}");
    }
    assert_eq!(endpoint.get(LEAD).await.json()["comments"], json!([]));
}

#[tokio::test]
async fn a_token_opens_the_api_alone_and_a_session_the_pages_alone() {
    let endpoint = TestEndpoint::start().await;
    let seat = Seat::owner(&endpoint, "mane").await;
    let tool = Tool::new(&endpoint, "export").await;
    assert_eq!(seat.get("/api/moderation/comments").await.status, 401);
    let headers = [("authorization", tool.bearer.as_str())];
    assert_eq!(endpoint.get_with("/moderation", &headers).await.status, 303);
    let token = tool.bearer.trim_start_matches("Bearer ").to_owned();
    for wrong in [token.clone(), format!("Basic {token}"), "Bearer ".to_owned(), format!("Bearer {token}x")] {
        assert_eq!(
            endpoint.get_with("/api/moderation/comments", &[("authorization", &wrong)]).await.status,
            401,
            "{wrong}"
        );
    }
    let stored = endpoint.stored::<String>("SELECT hash FROM api_token").await;
    assert!(!stored.contains(&token));
    moderators::revoke(&endpoint.settings, "export").await.expect("is ended");
    assert_eq!(tool.get("comments").await.status, 401);
    assert!(moderators::revoke(&endpoint.settings, "export").await.is_err());
}

#[tokio::test]
async fn parts_of_the_list_follow_one_another() {
    let endpoint = TestEndpoint::start().await;
    let mut ids = Vec::new();
    for at in 0..5 {
        ids.push(endpoint.published_comment(&format!("Comment {at}.")).await);
    }
    let tool = Tool::new(&endpoint, "export").await;
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let part = tool.get(&format!("comments?state=published&limit=2&after={after}")).await.json();
        seen.extend(
            part["comments"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|one| one["id"].as_str().expect("an id").to_owned()),
        );
        let Some(next) = part["next"].as_str() else { break };
        after = next.to_owned();
    }
    ids.reverse();
    assert_eq!(seen, ids, "the newest first");
}
