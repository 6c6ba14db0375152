//! Answers that were made before, kept in memory while what they show is unchanged.
//!
//! Whether it is unchanged is never remembered: every request asks the store for the thread's version, and an answer
//! is kept under a tag that names it. So nothing stale is ever shown, whichever endpoint has changed it; only the work is
//! spared. Bounded in bytes: what was asked for least recently goes first.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, PoisonError},
};

use axum::body::Bytes;

use super::ask::Ask;

/// Most bytes that are kept.
const ROOM: usize = 16 * 1024 * 1024;
/// What an answer takes beside its body, roughly.
const OVERHEAD: usize = 512;

/// What an answer is kept under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) form: Form,
    pub(crate) article: String,
    pub(crate) ask: Ask,
}

/// What kind of answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    Page,
    Json,
    Feed,
}

/// The answers that are kept.
pub(crate) struct Kept {
    room: usize,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    answers: HashMap<Key, Answer>,
    /// The keys, least recently used first.
    by_use: BTreeMap<u64, Key>,
    uses: u64,
    bytes: usize,
}

struct Answer {
    tag: String,
    body: Bytes,
    used: u64,
}

impl Kept {
    pub(crate) fn new() -> Self {
        Self::with_room(ROOM)
    }

    fn with_room(room: usize) -> Self {
        Self { room, inner: Mutex::default() }
    }

    /// The answer that was kept under this key with this very tag.
    pub(crate) fn find(&self, key: &Key, tag: &str) -> Option<Bytes> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let inner = &mut *inner;
        let answer = inner.answers.get_mut(key).filter(|answer| answer.tag == tag)?;
        if let Some(key) = inner.by_use.remove(&answer.used) {
            inner.uses += 1;
            answer.used = inner.uses;
            inner.by_use.insert(answer.used, key);
        }
        Some(answer.body.clone())
    }

    /// Keeps an answer in the place of what was kept under its key. One that would take much of the room is not kept.
    pub(crate) fn keep(&self, key: Key, tag: String, body: Bytes) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.remove(&key);
        if weight(&body) > self.room / 8 {
            return;
        }
        inner.bytes += weight(&body);
        inner.uses += 1;
        let used = inner.uses;
        inner.by_use.insert(used, key.clone());
        inner.answers.insert(key, Answer { tag, body, used });
        while inner.bytes > self.room {
            let Some((_, key)) = inner.by_use.pop_first() else { break };
            inner.remove(&key);
        }
    }
}

impl Inner {
    fn remove(&mut self, key: &Key) {
        if let Some(old) = self.answers.remove(key) {
            self.by_use.remove(&old.used);
            self.bytes -= weight(&old.body);
        }
    }
}

fn weight(body: &Bytes) -> usize {
    body.len() + OVERHEAD
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(article: &str) -> Key {
        Key { form: Form::Json, article: article.into(), ask: Ask::read(None).expect("is empty") }
    }

    fn keep(kept: &Kept, article: &str, tag: &str, length: usize) {
        kept.keep(key(article), tag.into(), vec![b'x'; length].into());
    }

    #[test]
    fn an_answer_is_found_under_its_own_tag_alone() {
        let kept = Kept::new();
        keep(&kept, "lead", "1", 10);
        assert!(kept.find(&key("lead"), "1").is_some());
        assert!(kept.find(&key("lead"), "2").is_none());
        assert!(kept.find(&key("second"), "1").is_none());
        keep(&kept, "lead", "2", 10);
        assert!(kept.find(&key("lead"), "1").is_none() && kept.find(&key("lead"), "2").is_some());
    }

    #[test]
    fn what_was_asked_for_least_recently_goes_first_and_the_room_holds() {
        let each = 100;
        let kept = Kept::with_room(10 * (each + OVERHEAD));
        for number in 0..10 {
            keep(&kept, &number.to_string(), "1", each);
        }
        assert!(kept.find(&key("0"), "1").is_some());
        keep(&kept, "10", "1", each);
        assert!(kept.find(&key("0"), "1").is_some() && kept.find(&key("1"), "1").is_none());
        for number in 0..10_000 {
            keep(&kept, &(number % 37).to_string(), &number.to_string(), number % 500);
            let inner = kept.inner.lock().expect("is whole");
            assert!(inner.bytes <= kept.room && inner.answers.len() == inner.by_use.len());
        }
        keep(&kept, "large", "1", kept.room / 2);
        assert!(kept.find(&key("large"), "1").is_none());
    }
}
