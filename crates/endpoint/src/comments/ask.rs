//! What a list of comments is asked for: the parameters of its address, checked, each fault by its name.
//!
//! The JSON list and the page take the same ones. Leaves out which article.

use wire::{CommentId, FieldError, limits};

use super::{
    cursor::{List, Mark},
    parameter,
};
use crate::error::Failure;

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Ask {
    pub(crate) list: List,
    /// Any comment of the one thread that is wanted.
    pub(crate) thread: Option<CommentId>,
    pub(crate) start: Start,
    /// How many threads, or answers of the one thread.
    pub(crate) limit: usize,
}

/// Where the part begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Start {
    /// With the first.
    First,
    /// Just behind this.
    After(Mark),
    /// So that it ends just before this.
    Before(Mark),
}

impl Ask {
    /// Reads the query of an address. Parameters with other names are nobody's business.
    pub(crate) fn read(query: Option<&str>) -> Result<Self, Failure> {
        let mut faults = Vec::new();
        let thread = parameter(query, "thread").and_then(|text| {
            let id = CommentId::parse(&text);
            if id.is_none() {
                faults.push(FieldError::new("thread", "This should be the id of a comment."));
            }
            id
        });
        let list = match (&thread, parameter(query, "sort").as_deref()) {
            (Some(_), _) => List::Thread,
            (None, None | Some("oldest")) => List::Oldest,
            (None, Some("newest")) => List::Newest,
            (None, Some("picks")) => List::Picks,
            (None, Some(_)) => {
                faults.push(FieldError::new("sort", "This should be oldest, newest or picks."));
                List::Oldest
            }
        };
        let mut mark = |name: &str| {
            let text = parameter(query, name)?;
            let leads_back = matches!(list, List::Oldest | List::Newest);
            let mark = Mark::read(list, &text).filter(|_| name == "after" || leads_back);
            if mark.is_none() {
                let detail = "This should be a cursor, as the same list gave it; leave it out to begin at the start.";
                faults.push(FieldError::new(name, detail));
            }
            mark
        };
        let start = match (mark("after"), mark("before")) {
            (Some(after), _) => Start::After(after),
            (None, Some(before)) => Start::Before(before),
            (None, None) => Start::First,
        };
        let limit = parameter(query, "limit").map_or(Some(usual(list)), |text| text.parse().ok());
        let limit = limit.filter(|limit| (1..=limits::PAGE_MOST).contains(limit)).unwrap_or_else(|| {
            let detail = format!("This should be a whole number from 1 to {}.", limits::PAGE_MOST);
            faults.push(FieldError::over("limit", limits::PAGE_MOST, detail));
            limits::PAGE
        });
        if faults.is_empty() { Ok(Self { list, thread, start, limit }) } else { Err(Failure::WrongKind(faults)) }
    }

    /// The query that asks for this; empty for what is shown unasked.
    pub(crate) fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        match (&self.thread, self.list) {
            (Some(id), _) => _ = query.append_pair("thread", id.as_str()),
            (None, List::Newest) => _ = query.append_pair("sort", "newest"),
            (None, List::Picks) => _ = query.append_pair("sort", "picks"),
            (None, List::Oldest | List::Thread) => {}
        }
        match self.start {
            Start::First => {}
            Start::After(mark) => _ = query.append_pair("after", &mark.write().0),
            Start::Before(mark) => _ = query.append_pair("before", &mark.write().0),
        }
        if self.limit != usual(self.list) {
            query.append_pair("limit", &self.limit.to_string());
        }
        query.finish()
    }

    /// The same list from another place on.
    pub(crate) fn from(&self, start: Start) -> Self {
        Self { start, ..self.clone() }
    }

    /// A list of all threads, from its beginning.
    pub(crate) fn all(list: List) -> Self {
        Self { list, thread: None, start: Start::First, limit: usual(list) }
    }
}

/// How many there are unless asked otherwise: answers are shorter than threads.
fn usual(list: List) -> usize {
    if list == List::Thread { 50 } else { limits::PAGE }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(query: &str) -> Vec<String> {
        let Err(Failure::WrongKind(errors)) = Ask::read(Some(query)) else { panic!("{query} is taken") };
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn what_is_asked_is_written_as_it_is_read() {
        let id = "0190b2f6-8a4c-7e5b-9d3e-0123456789ab";
        for query in [
            "",
            "after=o17",
            "before=o3&limit=50",
            "sort=newest&after=n17",
            "sort=picks&after=p17.1.1795426205000",
            &format!("thread={id}&after=t9&limit=1"),
        ] {
            let ask = Ask::read(Some(query)).expect("is taken");
            assert_eq!(ask.query(), query);
            assert_eq!(Ask::read(Some(&ask.query())).expect("is taken"), ask);
        }
        assert_eq!(Ask::read(Some("sort=oldest&page=7")).expect("is taken"), Ask::read(None).expect("is taken"));
    }

    #[test]
    fn every_fault_is_named_at_once() {
        assert_eq!(faults("sort=best&after=n1&limit=0"), ["sort", "after", "limit"]);
        assert_eq!(faults("thread=7&after=x&limit=101"), ["thread", "after", "limit"]);
        assert_eq!(faults("sort=newest&after=o1"), ["after"]);
        assert_eq!(faults("sort=picks&before=p1.0.0"), ["before"]);
    }
}
