//! Whether a comment or a signup may come in: one pure, ordered function that every door goes through.
//!
//! The first phase that objects decides. What is merely doubtful is taken, with the reasons written beside it for the
//! editor, and never silently dropped. Leaves out finding the facts: the request brings some, the store the rest.

pub(crate) mod domains;
mod doubt;
pub(crate) mod fold;
pub(crate) mod score;
pub(crate) mod stamp;
#[cfg(test)]
mod tests;
pub(crate) mod words;
pub(crate) mod work;

use std::time::Duration;

pub(crate) use doubt::Doubt;
use wire::{CommentId, FieldError, Work};

use crate::settings::{Limits, List, Rate};

/// What the request alone tells, and what can be known before the store's turn.
#[derive(Debug, Default)]
pub(crate) struct Attempt {
    /// What `wire`'s checks found.
    pub(crate) faults: Vec<FieldError>,
    /// Why the article takes no comments; `None` where it does, and for signups.
    pub(crate) closed: Option<String>,
    /// Words and mail domains that the newsroom refuses, each at the field that holds it.
    pub(crate) refused: Vec<FieldError>,
    /// The work that it can be asked for; `None` at the door of plain forms, which cannot do any.
    pub(crate) work: Option<Work>,
    /// Whether it brings the proof of work that was asked for.
    pub(crate) proved: bool,
    /// Whether the field that people do not see was filled in.
    pub(crate) trapped: bool,
    /// Whether it was sent sooner than a person types.
    pub(crate) hasty: bool,
    /// How many links it holds.
    pub(crate) links: usize,
    /// Words that the newsroom finds doubtful.
    pub(crate) doubtful: Vec<String>,
    /// How much it is like what the desk calls spam, in thousandths; `None` while the desk has taught too little.
    pub(crate) score: Option<u16>,
}

/// What the store tells, in the very transaction that would take the comment or signup.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// What already came under the same id.
    pub(crate) same: Option<Same>,
    /// Whether the desk has opened or closed the article, whatever the edition says.
    pub(crate) opened: Option<bool>,
    /// Whether the comment to be answered is published in this article; true where none is answered.
    pub(crate) parent_stands: bool,
    /// How many came from this network within the rate's span.
    pub(crate) recent: u32,
    /// Whether more came from all together than is usual.
    pub(crate) flooded: bool,
    /// How often this network answered the same comment within the rate's span.
    pub(crate) answered: u32,
    /// How often the same text came from other networks or writers.
    pub(crate) repeated: u32,
    /// Whether its writer, network or address may not write.
    pub(crate) barred: bool,
    /// What became of earlier comments of this writer, who is known by a token.
    pub(crate) known: Option<Known>,
}

/// What already came under an id.
#[derive(Debug)]
pub(crate) struct Same {
    pub(crate) id: CommentId,
    /// Whether it says the same.
    pub(crate) equal: bool,
}

/// What the desk has decided about a writer's comments, counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) published: u32,
    pub(crate) declined: u32,
}

/// How much is too much, and what is doubtful.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// From one network.
    pub(crate) rate: Rate,
    /// From how many of one network on work is wanted.
    work: Option<u32>,
    /// Answers of one network to one comment.
    answers: u32,
    /// More links than this are doubtful.
    links: usize,
    /// A score from here on is doubtful.
    score: u32,
    /// How many published comments let a known writer's next one appear at once.
    publish_known: Option<u32>,
}

impl Rules {
    /// Those for new comments.
    pub(crate) fn comments(limits: &Limits) -> Self {
        let admission = &limits.admission;
        Self {
            rate: limits.comments,
            work: Some(admission.work_from),
            answers: admission.answers,
            links: admission.links,
            score: admission.score,
            publish_known: admission.publish_known,
        }
    }

    /// Those for signups.
    pub(crate) fn signups(limits: &Limits, list: &List) -> Self {
        Self { work: Some(list.work_from), ..Self::from(limits.signups) }
    }

    /// Those for changed comments: they came in once already, and a changed one is always read again.
    pub(crate) fn edits(limits: &Limits) -> Self {
        let rate = Rate { most: u32::MAX, ..limits.comments };
        Self { rate, work: None, answers: u32::MAX, publish_known: None, ..Self::comments(limits) }
    }
}

/// A rate and nothing else, as for signups.
impl From<Rate> for Rules {
    fn from(rate: Rate) -> Self {
        Self { rate, work: None, answers: u32::MAX, links: usize::MAX, score: u32::MAX, publish_known: None }
    }
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Take it.
    Take(Taking),
    /// It is here already: give the same answer again.
    Repeat(CommentId),
    /// Do not take it.
    Refuse(Refusal),
}

/// How something is taken.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Taking {
    /// Whether it appears at once, or is held for an editor.
    pub(crate) publish: bool,
    pub(crate) doubts: Vec<Doubt>,
    pub(crate) score: Option<u16>,
}

/// Why something is not taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Fields break their limits, or hold refused words.
    Faults(Vec<FieldError>),
    /// The id was used for something else.
    Conflict,
    /// The article takes no comments, for this reason.
    Closed(String),
    /// The comment to be answered is not there.
    NoParent,
    /// Too many from this network; try again after so long.
    TooMany(Duration),
    /// This work is wanted first.
    Work(Work),
    /// Too many answers from this network to this comment; try again after so long.
    TooManyAnswers(Duration),
}

/// Judges one attempt. Asked twice: at the door without a past, where `None` means that nothing is wrong so far and the
/// store must be asked; then in the transaction with the past, where there always is a verdict.
///
/// A repeat comes before all that changes with time (closing, words, the rate): what was acknowledged once stays
/// acknowledged.
pub(crate) fn admit(attempt: &Attempt, past: Option<&Past>, rules: impl Into<Rules>) -> Option<Verdict> {
    let rules = rules.into();
    if !attempt.faults.is_empty() {
        return Some(Verdict::Refuse(Refusal::Faults(attempt.faults.clone())));
    }
    let past = past?;
    if let Some(same) = &past.same {
        return Some(if same.equal { Verdict::Repeat(same.id.clone()) } else { Verdict::Refuse(Refusal::Conflict) });
    }
    Some(match refusal(attempt, past, &rules) {
        Some(refusal) => Verdict::Refuse(refusal),
        None => Verdict::Take(taking(attempt, past, &rules)),
    })
}

fn refusal(attempt: &Attempt, past: &Past, rules: &Rules) -> Option<Refusal> {
    match (past.opened, &attempt.closed) {
        (Some(true), _) | (None, None) => {}
        (_, Some(reason)) => return Some(Refusal::Closed(reason.clone())),
        (Some(false), None) => return Some(Refusal::Closed("Comments on this article are closed.".to_owned())),
    }
    if !past.parent_stands {
        return Some(Refusal::NoParent);
    }
    if !attempt.refused.is_empty() {
        return Some(Refusal::Faults(attempt.refused.clone()));
    }
    if past.recent >= rules.rate.most {
        return Some(Refusal::TooMany(rules.rate.within));
    }
    if let (true, Some(work)) = (unproved(attempt, past, rules), &attempt.work) {
        return Some(Refusal::Work(work.clone()));
    }
    (past.answered >= rules.answers).then_some(Refusal::TooManyAnswers(rules.rate.within))
}

/// Whether more comes than usual, from this network or from all together, and no work was done for this one.
fn unproved(attempt: &Attempt, past: &Past, rules: &Rules) -> bool {
    !attempt.proved && rules.work.is_some_and(|most| past.recent >= most || past.flooded)
}

fn taking(attempt: &Attempt, past: &Past, rules: &Rules) -> Taking {
    let score = attempt.score;
    let mut doubts = Vec::new();
    let mut doubt = |doubtful: bool, doubt: Doubt| doubts.extend(doubtful.then_some(doubt));
    doubt(attempt.trapped, Doubt::Trap);
    doubt(attempt.hasty, Doubt::Hasty);
    doubt(past.repeated > 0, Doubt::Repeated(past.repeated));
    doubt(attempt.links > rules.links, Doubt::Links(attempt.links));
    doubt(!attempt.doubtful.is_empty(), Doubt::Words(attempt.doubtful.clone()));
    doubt(past.barred, Doubt::Barred);
    doubt(score.is_some_and(|score| u32::from(score) >= rules.score), Doubt::Score(score.unwrap_or_default()));
    doubt(unproved(attempt, past, rules), Doubt::Unproved);
    let trusted = rules
        .publish_known
        .is_some_and(|enough| past.known.is_some_and(|known| known.declined == 0 && known.published >= enough.max(1)));
    Taking { publish: trusted && doubts.is_empty(), doubts, score }
}
