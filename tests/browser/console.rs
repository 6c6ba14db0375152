//! What goes wrong on a page fails the test that saw it, whichever way an engine tells.

use crate::visitor::Visitor;

/// Opens the page twice: by then the first has told all that it had to tell.
async fn sees_a_page_that(script: &str) {
    let visitor = Visitor::open("/").watching(script).await;
    visitor.lives().await;
    visitor.reloads().await;
    visitor.lives().await;
}

#[tokio::test]
#[should_panic(expected = "on the console")]
async fn an_error_that_nobody_catches_fails_a_test() {
    sees_a_page_that("setTimeout(() => { throw new Error('Nobody catches it.') })").await;
}

#[tokio::test]
#[should_panic(expected = "on the console")]
async fn a_script_against_the_policy_fails_a_test() {
    let script = "addEventListener('DOMContentLoaded', () => \
                  document.body.append(Object.assign(document.createElement('script'), { textContent: '1' })))";
    sees_a_page_that(script).await;
}

#[tokio::test]
async fn a_script_that_only_watches_does_not() {
    sees_a_page_that("window.watched = true").await;
}
