//! The list as files: taken along, taken over, and in the columns of mailers.

use endpoint::list::{self, Columns, Imported};

use super::sign_up;
use crate::harness::TestEndpoint;

async fn export(endpoint: &TestEndpoint, columns: Columns, all: bool) -> String {
    let mut text = Vec::new();
    list::export(&endpoint.settings, columns, all, &mut text).await.expect("is written");
    String::from_utf8(text).expect("is text")
}

const FILE: &str = "email,status,created,confirmed,consent\r\n\
    ani@example.org,confirmed,2025-01-02T03:04:05Z,2025-01-02T04:00:00Z,\"Yes, by mail\"\r\n\
    bob@example.org,unsubscribed,2025-01-02T03:04:05Z,,\r\n\
    cem@example.org,pending,,,\r\n\
    dan@example.org,blocked,,,\r\n";

#[tokio::test]
async fn a_list_is_taken_over_once_and_comes_back_the_same() {
    let endpoint = TestEndpoint::start().await;
    let first = list::import(&endpoint.settings, FILE.as_bytes()).await.expect("is taken over");
    assert_eq!(first, Imported { added: 4, ..Imported::default() });
    let again = list::import(&endpoint.settings, FILE.as_bytes()).await.expect("is taken over");
    assert_eq!(again, Imported { unchanged: 4, ..Imported::default() });
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail").await, 0);
    let own = export(&endpoint, Columns::Own, true).await;
    assert!(
        own.contains("ani@example.org,confirmed,2025-01-02T03:04:05Z,2025-01-02T04:00:00Z,,import,\"Yes, by mail\","),
        "{own}"
    );
    assert!(!own.contains("dan@") && own.contains(",blocked,"), "{own}");
    let whole = list::import(&endpoint.settings, own.as_bytes()).await.expect("its own export is taken over");
    assert_eq!(whole, Imported { unchanged: 4, ..Imported::default() });
    // Only the confirmed ones, unless all are asked for.
    let confirmed = export(&endpoint, Columns::Own, false).await;
    assert_eq!(confirmed.lines().count(), 2, "{confirmed}");
}

#[tokio::test]
async fn who_has_left_is_not_brought_back_by_a_file_or_a_form() {
    let endpoint = TestEndpoint::start().await;
    list::import(&endpoint.settings, FILE.as_bytes()).await.expect("is taken over");
    let older = FILE.replace("unsubscribed", "confirmed").replace("blocked", "confirmed");
    let done = list::import(&endpoint.settings, older.as_bytes()).await.expect("is taken over");
    assert_eq!(done, Imported { left_alone: 2, unchanged: 2, ..Imported::default() });
    sign_up(&endpoint, "dan@example.org").await;
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM mail").await, 0);
    // A file that says that somebody has left is believed.
    let newer = FILE.replace("ani@example.org,confirmed", "ani@example.org,unsubscribed");
    let done = list::import(&endpoint.settings, newer.as_bytes()).await.expect("is taken over");
    assert_eq!(done, Imported { changed: 1, unchanged: 3, ..Imported::default() });
    assert_eq!(
        list::remove(&endpoint.settings, "cem@example.org").await.expect("is taken off"),
        "is off the list and never written to"
    );
}

#[tokio::test]
async fn a_broken_file_is_refused_whole_with_the_line_what_was_found_and_what_was_expected() {
    let endpoint = TestEndpoint::start().await;
    for (text, said) in [
        ("", "line 1: the column email is missing"),
        (
            "name,email\r\nAni,ani@example.org\r\n",
            "line 1: the column status is missing: found \"name,email\", expected at least",
        ),
        ("email,status\r\nani@example.org,confirmed\r\nbob@example.org\r\n", "line 3: found 1 fields, expected 2"),
        ("email,status\r\nani@example.org,confirmed\r\nbob,confirmed\r\n", "line 3: the email is \"bob\""),
        (
            "email,status\r\nani@example.org,enabled\r\n",
            "line 2: the status is \"enabled\": expected one of held, pending, confirmed",
        ),
        ("email,status\r\nani@example.org,\r\n", "line 2: the status is missing"),
        (
            "email,status\r\na@x.org,confirmed\r\nA@X.org,confirmed\r\n",
            "line 3: the same address stands in line 2 already",
        ),
        (
            "email,status,created\r\na@x.org,confirmed,yesterday\r\n",
            "line 2: created is \"yesterday\": expected a time such as",
        ),
        (
            "email,status,hash\r\n,confirmed,abc\r\n",
            "line 2: the email is missing: expected one, since the status is confirmed",
        ),
        ("email,status,hash\r\n,blocked,abc\r\n", "line 2: the hash is \"abc\": expected one that"),
        ("email,status,hash\r\n,blocked,AAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA\r\n", "line 2: the hash is of another key"),
    ] {
        let refused = list::import(&endpoint.settings, text.as_bytes()).await.expect_err(said);
        assert!(format!("{refused:#}").contains(said), "{refused:#} — expected {said}");
    }
    let refused = list::import(&endpoint.settings, b"email,status\na@x.org,confirmed\n\xff@x.org,confirmed\n").await;
    assert!(format!("{:#}", refused.expect_err("is no UTF-8")).contains("line 3: found bytes that are not UTF-8"));
    assert_eq!(endpoint.stored::<i64>("SELECT count(*) FROM subscriber").await, 0);
}

#[tokio::test]
async fn mailers_get_the_columns_that_they_import_and_nobody_who_did_not_confirm() {
    let endpoint = TestEndpoint::start_with(|settings| settings.address = Some("https://review.example".into())).await;
    list::import(&endpoint.settings, FILE.as_bytes()).await.expect("is taken over");
    let rows = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let listmonk = rows(&export(&endpoint, Columns::Listmonk, true).await);
    assert_eq!(listmonk.len(), 2);
    assert_eq!(listmonk[0], "email,name,attributes");
    let attributes = "ani@example.org,,\"{\"\"confirmed\"\":\"\"2025-01-02T04:00:00Z\"\",\"\"subscription\"\":\"\"https://review.example/subscription/";
    assert!(listmonk[1].starts_with(attributes), "{}", listmonk[1]);
    let keila = rows(&export(&endpoint, Columns::Keila, true).await);
    assert_eq!(keila[0], "Email,First name,Last name,Data,Status");
    assert!(
        keila[1].ends_with(",active")
            && keila[2].starts_with("bob@example.org,")
            && keila[2].ends_with(",unsubscribed")
    );
    assert_eq!((keila.len(), rows(&export(&endpoint, Columns::Keila, false).await).len()), (3, 2));
    let buttondown = rows(&export(&endpoint, Columns::Buttondown, false).await);
    assert_eq!(buttondown, ["email,tags,notes", "ani@example.org,,Confirmed 2025-01-02T04:00:00Z"]);
}
