//! The order in which comments are read: each first comment, then its answers, deepest first, by time.
//!
//! Threads are shown three deep, then flat. What is gone keeps its place while a published comment stands below it.
//! Whatever strangers post, this takes the time of a sort and never recurses. Leaves out words and markup.

use std::collections::HashMap;

/// How far in an answer is shown at most.
pub(crate) const DEEPEST: u8 = 2;

/// What the order depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) id: &'a str,
    /// The comment that it answers, whether it is among the nodes or not.
    pub(crate) parent: Option<&'a str>,
    /// The first comment of its thread; of a first one, itself.
    pub(crate) root: &'a str,
    /// Where it stands among what was ever published; an answer comes after what it answers.
    pub(crate) place: i64,
    /// Whether only the place is left of it.
    pub(crate) gone: bool,
}

/// A node in its place: its number among the nodes, and how far in it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) at: usize,
    pub(crate) depth: u8,
}

/// No node.
const NONE: usize = usize::MAX;

/// The nodes in reading order. First comments keep the order in which they come; answers may come in any. An answer
/// whose parent is on another part of the list is shown right below the first comment of its thread, and if that is
/// elsewhere, too, as if it were there. What is gone is left out unless something published stands below it; `keep` says
/// which first comments are known to have something below them that is not among the nodes.
pub(crate) fn in_reading_order(nodes: &[Node<'_>], keep: impl Fn(usize) -> bool) -> Vec<Placed> {
    let by_id: HashMap<&str, usize> = nodes.iter().enumerate().map(|(at, node)| (node.id, at)).collect();
    // Only what came before can have been answered: so no chain of parents leads in a circle.
    let earlier = |id: &str, place: i64| by_id.get(id).copied().filter(|&above| nodes[above].place < place);
    let above: Vec<usize> = nodes
        .iter()
        .map(|node| match node.parent {
            None => NONE,
            Some(parent) => earlier(parent, node.place).or_else(|| earlier(node.root, node.place)).unwrap_or(NONE),
        })
        .collect();

    let mut by_place: Vec<usize> = (0..nodes.len()).collect();
    by_place.sort_by_key(|&at| nodes[at].place);

    // From the last to the first: whoever stands holds up what is above.
    let mut stands: Vec<bool> =
        nodes.iter().enumerate().map(|(at, node)| !node.gone || (node.parent.is_none() && keep(at))).collect();
    let (mut first_below, mut next_beside) = (vec![NONE; nodes.len()], vec![NONE; nodes.len()]);
    for &at in by_place.iter().rev().filter(|&&at| above[at] != NONE) {
        next_beside[at] = std::mem::replace(&mut first_below[above[at]], at);
        stands[above[at]] |= stands[at];
    }

    let mut order = Vec::with_capacity(nodes.len());
    let mut open: Vec<Placed> = Vec::new();
    for at in (0..nodes.len()).filter(|&at| above[at] == NONE) {
        open.push(Placed { at, depth: u8::from(nodes[at].parent.is_some()) });
        while let Some(placed) = open.pop() {
            // Its next beside it waits below it on the stack, so all that is under it comes first.
            let beside = next_beside[placed.at];
            if beside != NONE {
                open.push(Placed { at: beside, depth: placed.depth });
            }
            if !stands[placed.at] {
                continue;
            }
            order.push(placed);
            let below = first_below[placed.at];
            if below != NONE {
                open.push(Placed { at: below, depth: (placed.depth + 1).min(DEEPEST) });
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    /// `a`, `b a` (b answers a), `-b a` (b is gone); places are the order of the list; roots follow from it.
    fn read<'a>(lines: &[&'a str]) -> Vec<Node<'a>> {
        let mut nodes: Vec<Node<'a>> = Vec::new();
        for (place, line) in lines.iter().enumerate() {
            let (id, parent) = line.split_once(' ').map_or((*line, None), |(id, parent)| (id, Some(parent)));
            let gone = id.starts_with('-');
            let id = id.trim_start_matches('-');
            let root = parent
                .map_or(id, |parent| nodes.iter().find(|node| node.id == parent).map_or("elsewhere", |node| node.root));
            nodes.push(Node { id, parent, root, place: i64::try_from(place).expect("few"), gone });
        }
        nodes
    }

    fn shown(nodes: &[Node<'_>]) -> Vec<String> {
        let order = in_reading_order(nodes, |_| false);
        order.iter().map(|placed| format!("{}{}", ">".repeat(placed.depth.into()), nodes[placed.at].id)).collect()
    }

    #[test]
    fn answers_follow_what_they_answer_in_the_order_of_time() {
        let nodes = read(&["a", "b", "c a", "d c", "e a", "f b", "g c"]);
        assert_eq!(shown(&nodes), ["a", ">c", ">>d", ">>g", ">e", "b", ">f"]);
    }

    #[test]
    fn the_fourth_level_is_shown_as_the_third() {
        assert_eq!(shown(&read(&["a", "b a", "c b", "d c", "e d", "f b"])), ["a", ">b", ">>c", ">>d", ">>e", ">>f"]);
    }

    #[test]
    fn what_is_gone_stays_while_something_published_stands_below() {
        assert_eq!(shown(&read(&["-a", "-b a", "c b", "-d a", "-e d"])), ["a", ">b", ">>c"]);
        assert_eq!(shown(&read(&["-a", "-b a", "-c b"])), [""; 0]);
    }

    #[test]
    fn first_comments_keep_the_order_in_which_they_come() {
        let mut nodes = read(&["a", "b", "c a", "d b"]);
        nodes.reverse();
        assert_eq!(shown(&nodes), ["b", ">d", "a", ">c"]);
    }

    #[test]
    fn an_answer_to_what_is_elsewhere_stands_below_the_first_of_its_thread() {
        let mut nodes = read(&["a", "b a", "c b"]);
        nodes.remove(1);
        assert_eq!(shown(&nodes), ["a", ">c"]);
        nodes.remove(0);
        assert_eq!(shown(&nodes), [">c"]);
    }

    #[test]
    fn a_circle_loses_nobody() {
        let (a, b) = (Some("a"), Some("b"));
        let node = |id, parent, place| Node { id, parent, root: "r", place, gone: false };
        assert_eq!(shown(&[node("a", b, 1), node("b", a, 2)]), [">a", ">>b"]);
        assert_eq!(shown(&[node("a", a, 1)]), [">a"]);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_is_no_deeper_than_the_stack() {
        let ids: Vec<String> = (0..100_000).map(|number: u32| number.to_string()).collect();
        let node = |at: usize| Node {
            id: ids[at].as_str(),
            parent: at.checked_sub(1).map(|above| ids[above].as_str()),
            root: "0",
            place: i64::try_from(at).expect("few"),
            gone: at + 1 < ids.len(),
        };
        let nodes: Vec<Node<'_>> = (0..ids.len()).map(node).collect();
        assert_eq!(in_reading_order(&nodes, |_| false).len(), ids.len());
    }

    proptest! {
        /// Any forest in any order: everybody published is there once, below what it answers, and no tombstone is idle.
        #[test]
        fn nothing_is_lost_doubled_or_idle(
            shape in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), any::<bool>()), 1..60),
            seed in any::<u64>(),
        ) {
            let ids: Vec<String> = (0..shape.len()).map(|number| number.to_string()).collect();
            let mut parents: Vec<Option<usize>> = Vec::new();
            let mut roots: Vec<usize> = Vec::new();
            for (at, (index, is_root, _)) in shape.iter().enumerate() {
                let parent = (at > 0 && !is_root).then(|| index.index(at));
                parents.push(parent);
                roots.push(parent.map_or(at, |parent| roots[parent]));
            }
            let mut nodes: Vec<Node<'_>> = (0..shape.len()).map(|at| Node {
                id: &ids[at], parent: parents[at].map(|parent| ids[parent].as_str()), root: &ids[roots[at]],
                place: i64::try_from(at).expect("few"), gone: shape[at].2,
            }).collect();
            let places = nodes.len() as u64;
            nodes.sort_by_key(|node| (u64::try_from(node.place).expect("few") ^ seed) % places);
            let order = in_reading_order(&nodes, |_| false);
            let shown: Vec<&str> = order.iter().map(|placed| nodes[placed.at].id).collect();
            let once: HashSet<&str> = shown.iter().copied().collect();
            prop_assert_eq!(once.len(), shown.len());
            for node in &nodes {
                prop_assert!(node.gone || once.contains(node.id), "{} is lost", node.id);
            }
            for (position, placed) in order.iter().enumerate() {
                let node = nodes[placed.at];
                if let Some(parent) = node.parent {
                    let above = shown.iter().position(|id| *id == parent).expect("what is answered is shown");
                    prop_assert!(above < position);
                    prop_assert_eq!(placed.depth, (order[above].depth + 1).min(DEEPEST));
                } else {
                    prop_assert_eq!(placed.depth, 0);
                }
                let has_answer = || order[position + 1..].iter().any(|below| nodes[below.at].parent == Some(node.id));
                prop_assert!(!node.gone || has_answer(), "{} is idle", node.id);
            }
        }
    }
}
