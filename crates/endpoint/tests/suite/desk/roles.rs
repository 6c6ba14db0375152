//! Who may do what: every address of the desk, asked by everybody.

use super::Seat;
use crate::harness::TestEndpoint;

/// Pages, and whether they are for owners alone.
const PAGES: [(&str, bool); 6] = [
    ("/moderation", false),
    ("/moderation/audit", false),
    ("/moderation/you", false),
    ("/moderation/newsroom", true),
    ("/moderation/people", true),
    ("/moderation/mail", true),
];

/// What changes something, by form.
const FORMS: [(&str, bool); 9] = [
    ("/moderation/comments", false),
    ("/moderation/comments/ID", false),
    ("/moderation/undo", false),
    ("/moderation/you/mail", false),
    ("/moderation/you/password", false),
    ("/moderation/sign-out", false),
    ("/moderation/newsroom", true),
    ("/moderation/people", true),
    ("/moderation/mail", true),
];

const READS: [&str; 2] = ["/api/moderation/comments", "/api/moderation/comments/ID"];
const ACTS: [&str; 11] = [
    "/api/moderation/comments",
    "/api/moderation/undo",
    "/api/moderation/comments/ID/publish",
    "/api/moderation/comments/ID/decline",
    "/api/moderation/comments/ID/spam",
    "/api/moderation/comments/ID/hold",
    "/api/moderation/comments/ID/pick",
    "/api/moderation/comments/ID/unpick",
    "/api/moderation/comments/ID/edit",
    "/api/moderation/comments/ID/answer",
    "/api/moderation/comments/ID/delete",
];

/// Everything that the desk has changed, as one number.
const CHANGES: &str = "SELECT (SELECT count(*) FROM event) * 1000 + (SELECT coalesce(sum(revision), 0) FROM comment)
    + (SELECT count(*) FROM session) + (SELECT count(*) FROM newsroom) + (SELECT count(*) FROM moderator)";

async fn changes(endpoint: &TestEndpoint) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("SELECT CAST(({CHANGES}) AS BIGINT)"));
    sqlx::query_scalar(sql).fetch_one(&mut endpoint.store().await).await.expect("reads")
}

#[tokio::test]
async fn without_a_session_nothing_is_shown_and_nothing_is_done() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes.").await;
    let before = changes(&endpoint).await;
    for (path, _) in PAGES {
        let answer = endpoint.get(path).await;
        assert_eq!(answer.status, 303, "{path}");
        assert!(answer.header("location").starts_with("/moderation/sign-in?then="), "{path}");
    }
    for (path, _) in FORMS {
        let answer = endpoint.post_form(&path.replace("ID", &id), &[("do", "publish")]).await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.text().contains("Please sign in"), "{path}: a page");
    }
    for path in READS {
        assert_eq!(endpoint.get(&path.replace("ID", &id)).await.problem(), "signed-out", "{path}");
    }
    for path in ACTS {
        let answer = endpoint.post_text(&path.replace("ID", &id), b"{}").await;
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, "Bearer"), "{path}");
    }
    assert_eq!(changes(&endpoint).await, before);
}

#[tokio::test]
async fn a_moderator_moderates_and_an_owner_also_decides() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes.").await;
    let (owner, moderator) = (Seat::owner(&endpoint, "mane").await, Seat::moderator(&endpoint, "aram").await);
    for (path, owners) in PAGES {
        assert_eq!(owner.get(path).await.status, 200, "{path}");
        assert_eq!(moderator.get(path).await.status, if owners { 403 } else { 200 }, "{path}");
    }
    let before = changes(&endpoint).await;
    for (path, _) in FORMS.iter().filter(|(_, owners)| *owners) {
        let fields = [("do", "invite"), ("name", "x"), ("text", "y")];
        assert_eq!(moderator.post(path, &fields).await.status, 403, "{path}");
    }
    assert_eq!(changes(&endpoint).await, before);
    let page = moderator.page("/moderation").await;
    assert!(!page.contains("/moderation/people") && page.contains("/moderation/audit"));
    assert_eq!(moderator.post(&format!("/moderation/comments/{id}"), &[("do", "publish")]).await.status, 303);
}

#[tokio::test]
async fn a_form_that_does_not_come_from_the_desk_does_nothing() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes.").await;
    let owner = Seat::owner(&endpoint, "mane").await;
    let other = Seat::moderator(&endpoint, "aram").await;
    let before = changes(&endpoint).await;
    let form = "application/x-www-form-urlencoded";
    for (path, _) in FORMS {
        let path = path.replace("ID", &id);
        for csrf in ["", "AAAAAAAAAAAAAAAAAAAAAA", other.csrf.as_str()] {
            let headers =
                [("content-type", form), ("sec-fetch-site", "same-origin"), ("cookie", owner.cookie.as_str())];
            let body = format!("do=publish&comment={id}&csrf={csrf}");
            assert_eq!(endpoint.ask("POST", &path, &headers, body.as_bytes()).await.status, 403, "{path}");
        }
        // With the right token, but from another site's page.
        let headers = [("content-type", form), ("sec-fetch-site", "cross-site"), ("cookie", owner.cookie.as_str())];
        let body = format!("do=publish&comment={id}&csrf={}", owner.csrf);
        assert_eq!(endpoint.ask("POST", &path, &headers, body.as_bytes()).await.status, 403, "{path}");
        // JSON and text are what other sites' scripts can send, too.
        let headers =
            [("content-type", "text/plain"), ("sec-fetch-site", "same-origin"), ("cookie", owner.cookie.as_str())];
        assert_eq!(endpoint.ask("POST", &path, &headers, body.as_bytes()).await.status, 415, "{path}");
    }
    assert_eq!(changes(&endpoint).await, before);
}

#[tokio::test]
async fn looking_changes_nothing_by_whatever_method() {
    let endpoint = TestEndpoint::start().await;
    let id = endpoint.held_comment("Yes.").await;
    let owner = Seat::owner(&endpoint, "mane").await;
    let token = endpoint::moderators::token(&endpoint.settings, "export").await.expect("is made");
    let bearer = format!("Bearer {token}");
    let before = changes(&endpoint).await;
    for method in ["GET", "HEAD"] {
        for path in PAGES.iter().map(|(path, _)| *path).chain(["/moderation/comments/ID", "/moderation?q=yes&done=x"]) {
            let answer = endpoint.ask(method, &path.replace("ID", &id), &[("cookie", &owner.cookie)], b"").await;
            assert_eq!(answer.status, 200, "{method} {path}");
        }
        for path in ["/moderation/comments", "/moderation/undo", "/moderation/sign-out", "/moderation/you/password"] {
            let answer = endpoint.ask(method, path, &[("cookie", &owner.cookie)], b"").await;
            assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{method} {path}");
        }
        for path in ACTS.iter().filter(|path| **path != READS[0]) {
            let answer = endpoint.ask(method, &path.replace("ID", &id), &[("authorization", &bearer)], b"").await;
            assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{method} {path}");
        }
    }
    assert_eq!(changes(&endpoint).await, before);
}

#[tokio::test]
async fn a_page_of_the_desk_loads_nothing_from_elsewhere_and_is_kept_by_nobody() {
    let endpoint = TestEndpoint::start().await;
    let owner = Seat::owner(&endpoint, "mane").await;
    let answer = owner.get("/moderation").await;
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    assert_eq!((answer.header("cache-control"), answer.header("referrer-policy")), ("no-store", "same-origin"));
    let page = answer.text();
    assert!(!page.contains("<style") && !page.contains("style=\"") && !page.contains("onclick"), "{page}");
    for before in ["<link rel=\"stylesheet\" href=\"", "<script src=\""] {
        let file = endpoint.get(super::between(&page, before, "\"")).await;
        assert_eq!((file.status, file.header("cache-control")), (200, "public, max-age=31536000, immutable"));
    }
    assert_eq!(endpoint.get("/moderation/files/desk-x.css").await.status, 404);
    assert_eq!(owner.get("/moderation/nowhere").await.status, 404);
}
