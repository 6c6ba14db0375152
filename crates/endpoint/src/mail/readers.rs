//! The mails to readers. Each says how it came about and how to end it, and has the headers for one click (RFC 8058).
//!
//! The two that ask for a confirmation hold nothing that anybody has typed, so nobody can make us carry advertising to a
//! stranger's mailbox.

use super::{
    body::Part,
    letter::{Letter, Letterhead, Stop},
    line::{one_line, shortened},
};
use crate::{
    clock::Moment,
    markup::{dead, plain},
};

/// What the two mails that ask for a confirmation need.
pub(crate) struct Asked<'a> {
    pub(crate) id: &'a str,
    pub(crate) date: Moment,
    pub(crate) to: &'a str,
    /// The page that confirms.
    pub(crate) confirm: String,
    /// The page that ends it, with the token as its code.
    pub(crate) stop: String,
    pub(crate) code: String,
    /// Where whoever is asked sees all that is held about them.
    pub(crate) see: Option<String>,
}

/// Asks who signed up whether they did, and whether they want it.
pub(crate) fn confirmation(head: &Letterhead, asked: Asked<'_>) -> Letter {
    let title = &head.title;
    let parts = vec![
        Part::says("Hello,"),
        Part::says(format!("somebody, probably you, asked for the newsletter of {title} to be sent to this address.")),
        Part::link("Confirm that you want the newsletter", asked.confirm),
        Part::says(
            "The link works for a week. If it was not you, do nothing: without your confirmation nothing will be sent.",
        ),
    ];
    let mut footer = vec![
        Part::says(format!("You get this mail because this address was typed into the form of {title}.")),
        Part::link("Never write to this address again", asked.stop.clone()),
    ];
    footer.extend(asked.see.map(|see| Part::link("See what is held about this address", see)));
    footer.push(untracked());
    Letter {
        id: asked.id.to_owned(),
        date: asked.date,
        to: asked.to.to_owned(),
        subject: format!("Please confirm: the newsletter of {title}"),
        parts,
        footer,
        stop: Some(Stop { url: asked.stop, code: asked.code }),
        list: Some("newsletter"),
    }
}

/// Asks the writer of a published comment whether answers should be told by mail. `article` is its title.
pub(crate) fn watch(head: &Letterhead, article: &str, asked: Asked<'_>) -> Letter {
    let title = &head.title;
    let parts = vec![
        Part::says("Hello,"),
        Part::says(format!(
            "a comment on “{article}” in {title} was published. Whoever wrote it left this address, to be told of \
             answers."
        )),
        Part::link("Confirm that you want to be told of answers", asked.confirm),
        Part::says("If it was not you, do nothing: without your confirmation nothing will be sent."),
    ];
    let footer = vec![
        Part::says(format!("You get this mail because this address was left with a comment in {title}.")),
        Part::link("Do not tell me of answers", asked.stop.clone()),
        untracked(),
    ];
    Letter {
        id: asked.id.to_owned(),
        date: asked.date,
        to: asked.to.to_owned(),
        subject: format!("Your comment in {title} was published: shall we tell you of answers?"),
        parts,
        footer,
        stop: Some(Stop { url: asked.stop, code: asked.code }),
        list: Some("answers"),
    }
}

/// What an [`answer`] tells.
pub(crate) struct Answer<'a> {
    pub(crate) id: &'a str,
    pub(crate) date: Moment,
    pub(crate) to: &'a str,
    /// The title of the article.
    pub(crate) article: &'a str,
    /// The name that the answer was signed with.
    pub(crate) name: Option<&'a str>,
    /// The answer as typed.
    pub(crate) text: &'a str,
    /// Where it stands on the page.
    pub(crate) link: String,
    pub(crate) stop: String,
    pub(crate) code: String,
}

/// Longest name, and longest piece of an answer, in characters.
const NAME: usize = 80;
const EXCERPT: usize = 400;

/// Tells a watcher that an answer was published. Its text is shown without anything that could be followed.
pub(crate) fn answer(head: &Letterhead, told: Answer<'_>) -> Letter {
    let title = &head.title;
    let name = told.name.map_or_else(|| "A reader".to_owned(), |name| dead(&one_line(name, NAME)));
    let parts = vec![
        Part::says(format!("{name} has answered your comment on “{}”:", told.article)),
        Part::Quote(shortened(&plain(told.text), EXCERPT)),
        Part::link("Read the answer on its page", told.link),
    ];
    let footer = vec![
        Part::says(format!("You get this mail because you asked {title} to tell you of answers to this comment.")),
        Part::link("Stop telling me of answers", told.stop.clone()),
        untracked(),
    ];
    Letter {
        id: told.id.to_owned(),
        date: told.date,
        to: told.to.to_owned(),
        subject: format!("{name} has answered your comment"),
        parts,
        footer,
        stop: Some(Stop { url: told.stop, code: told.code }),
        list: Some("answers"),
    }
}

fn untracked() -> Part {
    Part::says("Nothing in this mail tells us whether it was opened, or which of its links.")
}
