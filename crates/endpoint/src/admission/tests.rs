//! The pipeline, phase by phase: that each objects, and that the one before it is heard first.

use super::*;

const RATE: Rate = Rate { most: 3, within: Duration::from_secs(60) };

fn rules() -> Rules {
    let mut limits = Limits { comments: RATE, ..Limits::default() };
    limits.admission.work_from = 2;
    Rules::comments(&limits)
}

fn past() -> Past {
    Past { parent_stands: true, ..Past::default() }
}

fn same(equal: bool) -> Option<Same> {
    let id = CommentId::parse("0b2f6a0e-8a4c-7e5b-9d3e-0123456789ab").expect("a UUID");
    Some(Same { id, equal })
}

fn work() -> Work {
    Work { challenge: "17.0.x".into(), bits: 17 }
}

fn verdict(attempt: &Attempt, past: &Past) -> Verdict {
    admit(attempt, Some(past), rules()).expect("there is a past")
}

fn refused(attempt: &Attempt, past: &Past) -> Refusal {
    match verdict(attempt, past) {
        Verdict::Refuse(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn doubts(attempt: &Attempt, past: &Past) -> String {
    match verdict(attempt, past) {
        Verdict::Take(Taking { publish: false, doubts, .. }) => Doubt::codes(&doubts),
        other => panic!("{other:?}"),
    }
}

#[test]
fn at_the_door_only_faults_decide() {
    let closed = Attempt { closed: Some("Closed.".into()), ..Attempt::default() };
    let faulty = Attempt { faults: vec![FieldError::new("body", "Empty.")], ..Attempt::default() };
    assert!(matches!(admit(&faulty, None, RATE), Some(Verdict::Refuse(Refusal::Faults(_)))));
    assert_eq!(admit(&closed, None, RATE), None);
}

/// Everything is wrong at once; mending one thing after the other brings out the next.
#[test]
fn the_phases_stand_in_order() {
    let mut attempt = Attempt {
        faults: vec![FieldError::new("body", "Empty.")],
        closed: Some("Closed.".into()),
        refused: vec![FieldError::new("body", "A word.")],
        work: Some(work()),
        trapped: true,
        ..Attempt::default()
    };
    let mut past = Past { same: same(false), recent: 3, flooded: true, answered: 3, ..Past::default() };
    assert!(matches!(refused(&attempt, &past), Refusal::Faults(faults) if faults[0].detail == "Empty."));
    attempt.faults.clear();
    assert_eq!(refused(&attempt, &past), Refusal::Conflict);
    past.same = None;
    assert_eq!(refused(&attempt, &past), Refusal::Closed("Closed.".into()));
    attempt.closed = None;
    assert_eq!(refused(&attempt, &past), Refusal::NoParent);
    past.parent_stands = true;
    assert!(matches!(refused(&attempt, &past), Refusal::Faults(faults) if faults[0].detail == "A word."));
    attempt.refused.clear();
    assert_eq!(refused(&attempt, &past), Refusal::TooMany(RATE.within));
    past.recent = 2;
    assert_eq!(refused(&attempt, &past), Refusal::Work(work()));
    past.recent = 1;
    assert_eq!(refused(&attempt, &past), Refusal::Work(work()), "all together are over the rate");
    attempt.proved = true;
    assert_eq!(refused(&attempt, &past), Refusal::TooManyAnswers(RATE.within));
    past.answered = 2;
    assert_eq!(doubts(&attempt, &past), "trap");
}

#[test]
fn the_desk_opens_and_closes_whatever_the_edition_says() {
    let closed = Attempt { closed: Some("Closed.".into()), ..Attempt::default() };
    assert_eq!(doubts(&closed, &Past { opened: Some(true), ..past() }), "");
    let shut = Past { opened: Some(false), ..past() };
    assert!(matches!(refused(&Attempt::default(), &shut), Refusal::Closed(_)));
    assert_eq!(refused(&closed, &shut), Refusal::Closed("Closed.".into()));
}

#[test]
fn a_repeat_is_answered_whatever_has_changed_since() {
    let attempt = Attempt {
        closed: Some("Closed.".into()),
        refused: vec![FieldError::new("body", "A word.")],
        work: Some(work()),
        ..Attempt::default()
    };
    let past = Past { same: same(true), recent: 99, flooded: true, answered: 99, barred: true, ..Past::default() };
    assert!(matches!(verdict(&attempt, &past), Verdict::Repeat(_)));
}

#[test]
fn who_cannot_work_is_held_with_a_doubt() {
    let busy = Past { recent: 2, ..past() };
    assert_eq!(doubts(&Attempt::default(), &busy), "unproved");
    assert_eq!(doubts(&Attempt::default(), &past()), "");
    assert_eq!(doubts(&Attempt { proved: true, ..Attempt::default() }, &busy), "");
}

#[test]
fn doubts_are_collected_and_nothing_is_dropped() {
    let attempt = Attempt {
        trapped: true,
        hasty: true,
        links: 3,
        doubtful: vec!["casino".into(), "cheap pills".into()],
        score: Some(950),
        ..Attempt::default()
    };
    let past = Past { repeated: 4, barred: true, recent: 2, ..past() };
    let all = "trap hasty repeated:4 links:3 words:casino,cheap+pills barred score:950 unproved";
    assert_eq!(doubts(&attempt, &past), all);
    let below = Attempt { links: 2, score: Some(899), ..Attempt::default() };
    assert_eq!(doubts(&below, &self::past()), "");
    assert!(matches!(verdict(&below, &self::past()), Verdict::Take(Taking { score: Some(899), .. })));
}

#[test]
fn a_known_writer_is_published_only_where_that_is_wished_and_nothing_is_doubtful() {
    let mut limits = Limits::default();
    let published = |limits: &Limits, attempt: &Attempt, published, declined| {
        let past = Past { known: Some(Known { published, declined }), ..past() };
        match admit(attempt, Some(&past), Rules::comments(limits)) {
            Some(Verdict::Take(taking)) => taking.publish,
            other => panic!("{other:?}"),
        }
    };
    let plain = Attempt::default();
    assert!(!published(&limits, &plain, 99, 0), "nobody is, unless it is wished");
    limits.admission.publish_known = Some(2);
    assert!(published(&limits, &plain, 2, 0));
    assert!(!published(&limits, &plain, 1, 0));
    assert!(!published(&limits, &plain, 99, 1));
    assert!(!published(&limits, &Attempt { trapped: true, ..Attempt::default() }, 99, 0));
    limits.admission.publish_known = Some(0);
    assert!(!published(&limits, &plain, 0, 0), "one that nobody has read is never enough");
    assert!(!published(&limits, &Attempt::default(), 0, 0));
}

#[test]
fn a_change_is_judged_like_a_comment_but_for_the_rate() {
    let limits = Limits::default();
    let past =
        Past { recent: 9_999, flooded: true, answered: 99, known: Some(Known { published: 9, declined: 0 }), ..past() };
    let refused = Attempt { refused: vec![FieldError::new("body", "A word.")], ..Attempt::default() };
    assert!(matches!(admit(&refused, Some(&past), Rules::edits(&limits)), Some(Verdict::Refuse(Refusal::Faults(_)))));
    let changed = Attempt { links: 9, ..Attempt::default() };
    let Some(Verdict::Take(taking)) = admit(&changed, Some(&past), Rules::edits(&limits)) else { panic!("is taken") };
    assert_eq!((taking.publish, Doubt::codes(&taking.doubts)), (false, "links:9".to_owned()));
}
