//! The mails to moderators and to the operator.
//!
//! A waiting comment's text is shown without live links or pictures, and the mail's own link leads to a page with
//! buttons: programs that look into mail decide nothing.

use super::{
    body::Part,
    letter::{Letter, Letterhead},
    line::{one_line, shortened},
};
use crate::{
    clock::Moment,
    markup::{dead, plain},
};

/// A comment that waits.
pub(crate) struct Waiting<'a> {
    pub(crate) id: &'a str,
    pub(crate) date: Moment,
    pub(crate) to: &'a str,
    pub(crate) article: &'a str,
    pub(crate) name: Option<&'a str>,
    /// As typed.
    pub(crate) text: &'a str,
    /// Why admission found it doubtful, in words.
    pub(crate) doubts: Vec<String>,
    /// Its page at the desk.
    pub(crate) link: String,
}

/// Longest piece of a comment, in characters; the rest is at the desk.
const TEXT: usize = 1_500;

/// Tells a moderator of one comment that waits.
pub(crate) fn desk(head: &Letterhead, waiting: Waiting<'_>) -> Letter {
    let name = waiting.name.map_or_else(|| "a reader without a name".to_owned(), |name| dead(&one_line(name, 80)));
    let mut parts = vec![
        Part::says(format!("A comment by {name} on “{}” waits:", waiting.article)),
        Part::Quote(shortened(&plain(waiting.text), TEXT)),
    ];
    if !waiting.doubts.is_empty() {
        parts.push(Part::says("Doubtful because of:"));
        parts.push(Part::Facts(waiting.doubts));
    }
    parts.push(Part::link("Decide at the desk", waiting.link));
    letter(head, waiting.id, waiting.date, waiting.to, format!("A comment waits: {}", waiting.article), parts)
}

/// What a [`digest`] tells.
pub(crate) struct Digest<'a> {
    pub(crate) id: &'a str,
    pub(crate) date: Moment,
    pub(crate) to: &'a str,
    /// How many comments wait in all.
    pub(crate) waiting: i64,
    /// Of them, how many are doubtful.
    pub(crate) doubtful: i64,
    /// Titles of the articles with most waiting, each with how many.
    pub(crate) articles: Vec<(String, i64)>,
    /// The queue at the desk.
    pub(crate) link: String,
}

/// Tells a moderator, once a day, what waits.
pub(crate) fn digest(head: &Letterhead, digest: Digest<'_>) -> Letter {
    let comments = |count: i64| if count == 1 { "1 comment".to_owned() } else { format!("{count} comments") };
    let waits = if digest.waiting == 1 { "waits" } else { "wait" };
    let mut parts = vec![Part::says(format!("{} {waits} at the desk.", comments(digest.waiting)))];
    let mut facts: Vec<String> =
        digest.articles.iter().map(|(title, count)| format!("{} on “{title}”", comments(*count))).collect();
    if digest.doubtful > 0 {
        facts.push(format!("{} in all with a doubt of admission’s", comments(digest.doubtful)));
    }
    if !facts.is_empty() {
        parts.push(Part::Facts(facts));
    }
    parts.push(Part::link("To the desk", digest.link));
    letter(head, digest.id, digest.date, digest.to, format!("{} {waits}", comments(digest.waiting)), parts)
}

/// Why the breaker has tripped.
pub(crate) struct Alert<'a> {
    pub(crate) id: &'a str,
    pub(crate) date: Moment,
    pub(crate) to: &'a str,
    pub(crate) since: Moment,
    /// Signups in the hour before, how many would have passed, and how many an hour usually has.
    pub(crate) signups: i64,
    pub(crate) most: i64,
    pub(crate) usual: i64,
}

/// Tells the operator that confirmation mails are held back, and what to do.
pub(crate) fn alert(head: &Letterhead, alert: &Alert<'_>) -> Letter {
    let parts = vec![
        Part::says(format!(
            "Since {} no confirmation mails are sent: somebody may be using the signup form to fill strangers’ mailboxes.",
            alert.since.words()
        )),
        Part::Facts(vec![
            format!("{} signups asked for a mail within one hour", alert.signups),
            format!("more than {} are held back", alert.most),
            format!("about {} an hour are usual", alert.usual),
        ]),
        Part::says(
            "Signups are still taken, and wait. Look at them with `recto list waiting`. If they are people’s (an article \
             was shared widely), send the mails with `recto list resume`. If not, forget them with `recto list resume \
             --drop`.",
        ),
    ];
    letter(head, alert.id, alert.date, alert.to, "Confirmation mails are held back".to_owned(), parts)
}

fn letter(head: &Letterhead, id: &str, date: Moment, to: &str, subject: String, parts: Vec<Part>) -> Letter {
    let footer = vec![Part::says(format!(
        "You get this mail because you keep the desk of {}; who gets which is set there. It tells nobody whether it was opened.",
        head.title
    ))];
    Letter { id: id.to_owned(), date, to: to.to_owned(), subject, parts, footer, stop: None, list: None }
}
