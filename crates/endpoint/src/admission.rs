//! Whether a comment or a signup may come in: one pure, ordered function that every door goes through.
//!
//! The first phase that objects decides. What is merely doubtful is taken, with the reason written beside it for the
//! editor, and never silently dropped. Leaves out finding the facts: the request brings some, the store the rest.

use std::time::Duration;

use wire::{CommentId, FieldError};

use crate::settings::Rate;

/// What the request alone tells.
#[derive(Debug, Default)]
pub(crate) struct Attempt {
    /// What `wire`'s checks found.
    pub(crate) faults: Vec<FieldError>,
    /// Why the article takes no comments; `None` where it does, and for signups.
    pub(crate) closed: Option<String>,
    /// Whether the field that people do not see was filled in.
    pub(crate) trapped: bool,
}

/// What the store tells, in the very transaction that would take the comment or signup.
#[derive(Debug)]
pub(crate) struct Past {
    /// What already came under the same id.
    pub(crate) same: Option<Same>,
    /// Whether the comment to be answered is published in this article; true where none is answered.
    pub(crate) parent_stands: bool,
    /// How many came from this network within the rate's span.
    pub(crate) recent: u32,
}

/// What already came under an id.
#[derive(Debug)]
pub(crate) struct Same {
    pub(crate) id: CommentId,
    /// Whether it says the same.
    pub(crate) equal: bool,
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Take it, with these doubts.
    Take(Vec<Doubt>),
    /// It is here already: give the same answer again.
    Repeat(CommentId),
    /// Do not take it.
    Refuse(Refusal),
}

/// Why something is not taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Fields break their limits.
    Faults(Vec<FieldError>),
    /// The id was used for something else.
    Conflict,
    /// The article takes no comments, for this reason.
    Closed(String),
    /// The comment to be answered is not there.
    NoParent,
    /// Too many from this network; try again after so long.
    TooMany(Duration),
}

/// What makes a comment or signup doubtful; stored with it as [`Doubt::code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// A field that people do not see was filled in.
    Trap,
}

impl Doubt {
    /// The word that is stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Trap => "trap",
        }
    }
}

/// Judges one attempt. Asked twice: at the door without a past, where `None` means that nothing is wrong so far and the
/// store must be asked; then in the transaction with the past, where there always is a verdict.
///
/// A repeat comes before all that changes with time (closing, the rate): what was acknowledged once stays acknowledged.
pub(crate) fn admit(attempt: &Attempt, past: Option<&Past>, rate: Rate) -> Option<Verdict> {
    if !attempt.faults.is_empty() {
        return Some(Verdict::Refuse(Refusal::Faults(attempt.faults.clone())));
    }
    let past = past?;
    if let Some(same) = &past.same {
        return Some(if same.equal { Verdict::Repeat(same.id.clone()) } else { Verdict::Refuse(Refusal::Conflict) });
    }
    if let Some(reason) = &attempt.closed {
        return Some(Verdict::Refuse(Refusal::Closed(reason.clone())));
    }
    if !past.parent_stands {
        return Some(Verdict::Refuse(Refusal::NoParent));
    }
    if past.recent >= rate.most {
        return Some(Verdict::Refuse(Refusal::TooMany(rate.within)));
    }
    Some(Verdict::Take(attempt.trapped.then_some(Doubt::Trap).into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { most: 3, within: Duration::from_secs(60) };

    fn past() -> Past {
        Past { same: None, parent_stands: true, recent: 0 }
    }

    fn same(equal: bool) -> Option<Same> {
        let id = CommentId::parse("0b2f6a0e-8a4c-7e5b-9d3e-0123456789ab").expect("a UUID");
        Some(Same { id, equal })
    }

    fn closed() -> Attempt {
        Attempt { closed: Some("Closed.".into()), ..Attempt::default() }
    }

    #[test]
    fn at_the_door_only_faults_decide() {
        let faulty = Attempt { faults: vec![FieldError::new("body", "Empty.")], ..closed() };
        assert!(matches!(admit(&faulty, None, RATE), Some(Verdict::Refuse(Refusal::Faults(_)))));
        assert_eq!(admit(&closed(), None, RATE), None);
    }

    #[test]
    fn a_repeat_is_answered_even_when_closed_and_over_the_rate() {
        let past = Past { same: same(true), recent: 99, parent_stands: false };
        assert!(matches!(admit(&closed(), Some(&past), RATE), Some(Verdict::Repeat(_))));
    }

    #[test]
    fn the_phases_stand_in_order() {
        let verdict = |attempt: &Attempt, past: Past| admit(attempt, Some(&past), RATE).expect("there is a past");
        let open = Attempt::default();
        assert_eq!(verdict(&closed(), Past { same: same(false), ..past() }), Verdict::Refuse(Refusal::Conflict));
        let busy = Past { recent: 3, parent_stands: false, ..past() };
        assert_eq!(verdict(&closed(), busy), Verdict::Refuse(Refusal::Closed("Closed.".into())));
        let busy = Past { recent: 3, parent_stands: false, ..past() };
        assert_eq!(verdict(&open, busy), Verdict::Refuse(Refusal::NoParent));
        assert_eq!(verdict(&open, Past { recent: 3, ..past() }), Verdict::Refuse(Refusal::TooMany(RATE.within)));
        assert_eq!(verdict(&open, Past { recent: 2, ..past() }), Verdict::Take(vec![]));
    }

    #[test]
    fn the_trap_is_noted_and_not_refused() {
        let trapped = Attempt { trapped: true, ..Attempt::default() };
        assert_eq!(admit(&trapped, Some(&past()), RATE), Some(Verdict::Take(vec![Doubt::Trap])));
    }
}
