//! A place in a list of comments, as text that only the endpoint reads.
//!
//! It is the place at which a comment was first published, so it holds while others are published, picked or taken off
//! the page around it. It says which list it belongs to, so that it cannot be used in another.

use wire::Cursor;

/// Which comments, in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum List {
    /// Threads, those that began first before the others.
    Oldest,
    /// Threads, those that began last before the others.
    Newest,
    /// Threads in which the editors have picked a comment, then the others; each from the oldest on.
    Picks,
    /// The answers of one thread, in the order of time.
    Thread,
}

impl List {
    fn letter(self) -> char {
        match self {
            Self::Oldest => 'o',
            Self::Newest => 'n',
            Self::Picks => 'p',
            Self::Thread => 't',
        }
    }
}

/// A place in a list: just behind a comment, or just before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mark {
    pub(crate) list: List,
    /// The place of the comment beside it.
    pub(crate) place: i64,
    /// For [`List::Picks`] alone.
    pub(crate) picks: Picks,
}

/// What a place among the picks adds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Picks {
    /// Only what was picked by then counts as picked: what is picked while somebody pages stays where it was. A pick that
    /// is taken back meanwhile is met again at its own place.
    pub(crate) as_of: i64,
    /// Whether the threads with picks are behind us.
    pub(crate) past: bool,
}

impl Mark {
    pub(crate) fn beside(list: List, place: i64) -> Self {
        Self { list, place, picks: Picks::default() }
    }

    /// As text; the first letter is the list.
    pub(crate) fn write(self) -> Cursor {
        let (letter, place) = (self.list.letter(), self.place);
        Cursor(match self.list {
            List::Picks => format!("{letter}{place}.{}.{}", u8::from(self.picks.past), self.picks.as_of),
            _ => format!("{letter}{place}"),
        })
    }

    /// The place that was written so in this list.
    pub(crate) fn read(list: List, text: &str) -> Option<Self> {
        let rest = text.strip_prefix(list.letter())?;
        if list != List::Picks {
            return Some(Self::beside(list, number(rest)?));
        }
        let mut parts = rest.split('.');
        let place = number(parts.next()?)?;
        let past = matches!(parts.next()?, "1");
        let as_of = number(parts.next()?)?;
        let mark = Self { list, place, picks: Picks { as_of, past } };
        // Only one way of writing: other ways would only fill what is kept.
        (mark.write().0 == text).then_some(mark)
    }
}

/// Digits alone, without a sign or a needless zero.
fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (number >= 0 && number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [List; 4] = [List::Oldest, List::Newest, List::Picks, List::Thread];

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_in_its_own_list_alone() {
        for list in ALL {
            let mut mark = Mark::beside(list, 17);
            if list == List::Picks {
                mark.picks = Picks { as_of: 1_795_426_205_000, past: true };
            }
            for other in ALL {
                let expected = (other == list).then_some(mark);
                assert_eq!(Mark::read(other, &mark.write().0), expected, "{other:?}");
            }
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in ["", "o", "17", "o-1", "o+1", "o01", "o1.5", "o99999999999999999999", "oé"] {
            assert_eq!(Mark::read(List::Oldest, wrong), None, "{wrong}");
        }
        for wrong in ["p1", "p1.0", "p1.2.3", "p1.0.3.4", "p1.0.x"] {
            assert_eq!(Mark::read(List::Picks, wrong), None, "{wrong}");
        }
    }
    proptest::proptest! {
        #[test]
        fn whatever_is_sent_as_a_cursor_is_a_place_or_refused(text in "(?s).{0,30}|[a-z][0-9.]{0,40}") {
            for list in ALL {
                if let Some(mark) = Mark::read(list, &text) {
                    proptest::prop_assert_eq!(mark.write().0, text.clone());
                }
            }
        }
    }
}
