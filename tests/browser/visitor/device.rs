//! What the visitor's device keeps, as a test can look at it.

use serde_json::json;

use super::Visitor;

/// Whether a page is among those that are kept.
const IS_KEPT: &str = "
    const done = arguments[arguments.length - 1];
    caches.open('recto-pages').then((pages) => pages.match(PATH)).then((page) => done(Boolean(page)));";

/// All drafts, as text.
const DRAFTS: &str = "
    const done = arguments[arguments.length - 1];
    indexedDB.open('recto').onsuccess = ({ target }) => target.result.transaction('kept').objectStore('kept')
        .getAll(IDBKeyRange.bound(['draft'], ['draft', []])).onsuccess = ({ target }) => done(JSON.stringify(target.result.filter(Boolean)));";

impl Visitor {
    /// Waits until there is a service worker, and this page is on the device.
    pub(crate) async fn keeps(&self, path: &str) {
        self.wait_until("navigator.serviceWorker.controller").await;
        let look = IS_KEPT.replace("PATH", &json!(path).to_string());
        let is_kept = async |visitor: &Self| (visitor.does_and_waits(&look).await == true).then_some(());
        self.wait_for("the page on the device", is_kept).await;
    }

    /// Waits until the drafts on the device have these words; `[]` are none.
    pub(crate) async fn has_drafts_with(&self, words: &str) {
        let has_words = async |visitor: &Self| {
            let drafts = visitor.does_and_waits(DRAFTS).await;
            drafts.as_str().is_some_and(|drafts| drafts.contains(words)).then_some(())
        };
        self.wait_for("the draft", has_words).await;
    }
}
