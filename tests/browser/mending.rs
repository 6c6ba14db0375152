//! What the endpoint has refused can be mended where it was written, and is not lost where that is no more.

use crate::outbox::{BODY, HELD, comes_alive};
use crate::visitor::Visitor;

#[tokio::test]
async fn what_is_refused_later_says_why_and_can_be_mended() {
    let mut visitor = comes_alive("/one-clause/").await;
    visitor.site.stop().await;
    visitor.types("#comment-body", "Once upon a time.").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees("Waiting to be sent").await;
    // Somebody else's comment takes the id meanwhile: the endpoint refuses this one for good.
    visitor.does("navigator.locks.request('recto-outbox', () => new Promise((done) => window.letGo = done))").await;
    let id: String = visitor
        .does_and_waits(
            "const done = arguments[arguments.length - 1];
             indexedDB.open('recto').onsuccess = ({ target }) => target.result.transaction('kept').objectStore('kept')
                 .getAll(IDBKeyRange.bound(['message'], ['message', []])).onsuccess = ({ target }) => done(target.result[0].id)",
        )
        .await
        .as_str()
        .expect("it has an id")
        .to_owned();
    visitor.site.resume().await;
    visitor
        .does(&format!(
            "return fetch('/api/articles/one-clause/comments', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }},
             body: JSON.stringify({{ id: '{id}', body: 'Somebody else.' }}) }}).finally(letGo)"
        ))
        .await;
    visitor.sees("Not taken").await;
    visitor.sees("This id was used for another comment").await;
    visitor.clicks_on("Change it").await;
    visitor.wait_until(&format!("{BODY} === 'Once upon a time.'")).await;
    visitor.has_focus_on("#comment-body").await;
    visitor.clicks_on("Send the comment").await;
    visitor.sees(HELD).await;
    assert_eq!(visitor.site.held().await.len(), 2);
}

/// Opens “My comments” on a device whose outbox has such a message, refused the last time.
async fn with_refused(kind: &str, page: &str, fields: &str) -> Visitor {
    let visitor = comes_alive("/one-clause/").await;
    let put = format!(
        "const done = arguments[arguments.length - 1];
         const message = {{ id: 'm', kind: '{kind}', path: '/api/nowhere', page: '{page}', title: 'A page', fields: {fields},
             state: 'refused', detail: 'Please mend it.', written: Date.now(), tries: 0, after: 0, wanted: 0 }};
         indexedDB.open('recto').onsuccess = ({{ target }}) => {{
             const change = target.result.transaction('kept', 'readwrite');
             change.objectStore('kept').put(message, ['message', 'm']);
             change.oncomplete = () => done(true);
         }}"
    );
    visitor.does_and_waits(&put).await;
    visitor.goes_to("/my-comments/").await;
    visitor.sees("Not taken").await;
    visitor
}

#[tokio::test]
async fn a_signup_that_was_refused_is_mended_where_there_is_a_form_for_it() {
    let visitor = with_refused("signup", "/one-clause/", "{ email: 'raeder@example' }").await;
    visitor.clicks_on("Change it").await;
    visitor.wait_until("document.getElementById('signup-email')?.value === 'raeder@example'").await;
    visitor.goes_to("/my-comments/").await;
    visitor.sees("Nothing has been sent from this device").await;
}

#[tokio::test]
async fn a_comment_whose_page_has_no_form_for_it_any_more_stays_where_it_is() {
    let visitor = with_refused("comment", "/saved/", "{ body: 'Too late, perhaps.' }").await;
    visitor.clicks_on("Change it").await;
    visitor.sees("Its page has no form for it any more. What you wrote stays here.").await;
    visitor.reloads().await;
    visitor.sees("Too late, perhaps.").await;
}
