//! Settings of what is doubtful in a comment, of how comments are shown, and of how long what came with it is kept.

use super::{KEY, Key};

/// In the order of the file.
pub(super) const KEYS: &[Key] = &[
    Key {
        name: "comments.publish_known",
        variable: "RECTO_COMMENTS_PUBLISH_KNOWN",
        about: "Let a comment appear at once when so many of its writer's were published, none was declined, and nothing\n\
                about it is doubtful. Without it every comment waits for an editor.",
        example: "3",
        value: |draft| &mut draft.endpoint.limits.admission.publish_known,
        ..KEY
    },
    Key {
        name: "comments.links",
        variable: "RECTO_COMMENTS_LINKS",
        about: "More links than this are doubtful.",
        value: |draft| &mut draft.endpoint.limits.admission.links,
        ..KEY
    },
    Key {
        name: "comments.hasty",
        variable: "RECTO_COMMENTS_HASTY",
        about: "What is sent sooner after its form was given out is doubtful.",
        value: |draft| &mut draft.endpoint.limits.admission.hasty,
        ..KEY
    },
    Key {
        name: "comments.repeats",
        variable: "RECTO_COMMENTS_REPEATS",
        about: "For how long a text makes the same text from elsewhere doubtful.",
        value: |draft| &mut draft.endpoint.limits.admission.repeats,
        ..KEY
    },
    Key {
        name: "comments.score",
        variable: "RECTO_COMMENTS_SCORE",
        about: "A learned score from here on is doubtful; in thousandths.",
        value: |draft| &mut draft.endpoint.limits.admission.score,
        ..KEY
    },
    Key {
        name: "comments.answers",
        variable: "RECTO_COMMENTS_ANSWERS",
        about: "Answers from one network to one comment, within the span of limits.comments.",
        value: |draft| &mut draft.endpoint.limits.admission.answers,
        ..KEY
    },
    Key {
        name: "comments.work_from",
        variable: "RECTO_COMMENTS_WORK_FROM",
        about: "From so many comments of one network on, within the span of limits.comments, the reader's program has to\n\
                work for each.",
        value: |draft| &mut draft.endpoint.limits.admission.work_from,
        ..KEY
    },
    Key {
        name: "comments.work_from_all",
        variable: "RECTO_COMMENTS_WORK_FROM_ALL",
        about: "From so many comments of all together on, it has to work for each.",
        value: |draft| &mut draft.endpoint.limits.admission.work_from_all,
        ..KEY
    },
    Key {
        name: "comments.work_bits",
        variable: "RECTO_COMMENTS_WORK_BITS",
        about: "How much work: so many zero bits, each of which doubles it. 17 take a phone about a second.",
        value: |draft| &mut draft.endpoint.limits.admission.work_bits,
        ..KEY
    },
    Key {
        name: "comments.work_time",
        variable: "RECTO_COMMENTS_WORK_TIME",
        about: "How long a challenge may be answered.",
        value: |draft| &mut draft.endpoint.limits.admission.work_time,
        ..KEY
    },
    Key {
        name: "comments.edit_time",
        variable: "RECTO_COMMENTS_EDIT_TIME",
        about: "How long a writer may change a comment, as long as nobody has answered it.",
        value: |draft| &mut draft.endpoint.limits.admission.edit_time,
        ..KEY
    },
    Key {
        name: "comments.feeds",
        variable: "RECTO_COMMENTS_FEEDS",
        about: "Whether each article's comments are also a feed, which its page of comments links to.",
        value: |draft| &mut draft.endpoint.feeds,
        ..KEY
    },
    Key {
        name: "keep.networks",
        variable: "RECTO_KEEP_NETWORKS",
        about: "How long it is kept from which network a comment came (as a keyed hash), and that somebody wished to be\n\
                told of answers without confirming it.",
        value: |draft| &mut draft.endpoint.keep.networks,
        ..KEY
    },
    Key {
        name: "keep.held",
        variable: "RECTO_KEEP_HELD",
        about: "How long comments are kept that no editor has read.",
        value: |draft| &mut draft.endpoint.keep.held,
        ..KEY
    },
];
