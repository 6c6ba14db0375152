//! The doors through which the targets in `fuzz/` reach the parsers that nobody outside of this crate may call.
//!
//! In no build but a fuzzer's (`cfg(fuzzing)`). Leaves out what has to hold of each, which the targets say, and all that
//! can be reached through a request to [`crate::app`].

use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
    time::Duration,
};

use axum::{extract::Request, http::HeaderMap};
use ipnet::IpNet;
use wire::{FieldError, NewComment, NewSubscriber, Problem};

use crate::{
    admission::{
        Doubt, fold,
        score::{self, Counts},
        stamp,
        words::WordList,
        work,
    },
    body::Door,
    clock::Moment,
    comments::Ask,
    endpoint::Peer,
    keys::Keys,
    list,
    mail::{self, Letterhead},
    markup,
    network::Network,
    settings::Settings,
    site::Site,
    store::Database,
    typed::Typed,
};

/// A comment's text as HTML, as the text of a mail, and the hosts of its links.
pub fn markup(source: &str) -> (String, String, Vec<String>) {
    (markup::html(source), markup::plain(source), markup::links(source))
}

/// What a body says, read as a comment and as a signup.
#[expect(missing_docs, reason = "as in `typed`")]
pub struct Message {
    pub comment: NewComment,
    pub comment_faults: Vec<FieldError>,
    pub signup: NewSubscriber,
    pub signup_faults: Vec<FieldError>,
}

/// Reads a body as it comes through one of the two doors, or says how it is refused.
pub fn message(json: bool, body: &[u8]) -> Result<Message, Problem> {
    let door = if json { Door::Json } else { Door::Form };
    let typed = Typed::read(door, body).map_err(|failure| failure.problem())?;
    let (comment, comment_faults) = typed.comment(door);
    let (signup, signup_faults) = typed.subscriber();
    Ok(Message { comment, comment_faults, signup, signup_faults })
}

/// Whether mail can be sent to an address.
pub fn can_reach(address: &str) -> bool {
    mail::can_reach(address)
}

/// The query of a list of comments, as the endpoint itself would write it.
pub fn ask(query: &str) -> Result<String, Problem> {
    Ask::read(Some(query)).map(|ask| ask.query()).map_err(|failure| failure.problem())
}

/// The network that a request counts to.
pub fn network(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> String {
    Network::of(peer, headers, proxies).to_string()
}

/// Puts the other end of the connection beside a request, as the server does.
pub fn came_from(request: &mut Request, peer: SocketAddr) {
    request.extensions_mut().insert(Peer(peer));
}

/// A text's words, folded.
pub fn fold(text: &str) -> Vec<String> {
    fold::words(text)
}

/// The words of a text that the desk's decisions teach.
pub fn taught(text: &str) -> Vec<String> {
    score::words(text)
}

/// What of a word list stands in a text.
pub fn listed(list: &str, text: &str) -> Vec<String> {
    WordList::read(list).found(&fold::words(text))
}

/// The score of words that were in so many good and bad texts each, of so many in all.
pub fn score(words: &[(i64, i64)], all: (i64, i64)) -> Option<u16> {
    let counts = |&(good, bad): &(i64, i64)| Counts { good, bad };
    score::score(&words.iter().map(counts).collect::<Vec<_>>(), counts(&all))
}

/// A stored doubt, read and written again, and in words.
pub fn doubt(code: &str) -> Option<(String, String)> {
    Doubt::read(code).map(|doubt| (doubt.code(), Doubt::told_one(&doubt.code())))
}

/// The doubt about words of the doubtful list, as it is stored.
pub fn doubtful(words: Vec<String>) -> String {
    Doubt::Words(words).code()
}

/// A built site's answer to a reader, and the policy of a page.
pub fn site(root: &Path, path: &str) -> anyhow::Result<(String, Vec<u8>)> {
    let site = Site::open(root)?;
    let built = site.current();
    let page = built.page("A <title>", &maud::html! { p { "An & answer" } });
    Ok((page, built.policy(path).as_bytes().to_vec()))
}

/// A database's address without what is secret in it.
pub fn database(settings: &Settings) -> anyhow::Result<String> {
    Ok(Database::of(settings)?.shown())
}

/// The key of a data folder.
pub struct Secret(Keys);

impl Secret {
    /// Opens the folder's key, or makes one.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        Keys::open(folder).map(Self)
    }

    /// A token for an id.
    pub fn sealed(&self, purpose: &str, id: &str) -> String {
        self.0.sealed(purpose, id)
    }

    /// The id in a token.
    pub fn opened(&self, purpose: &str, token: &str) -> Option<String> {
        self.0.opened(purpose, token)
    }

    /// The stamp of a form that is given out.
    pub fn stamp(&self, now: i64) -> String {
        stamp::stamp(&self.0, Moment(now))
    }

    /// Whether something comes too soon after its stamp.
    pub fn is_hasty(&self, stamp: &str, least: Duration, now: i64) -> bool {
        stamp::is_hasty(&self.0, stamp, least, Moment(now))
    }

    /// Work to be done.
    pub fn challenge(&self, about: &str, bits: u8, lasts: Duration, now: i64) -> String {
        work::challenge(&self.0, about, bits, lasts, Moment(now))
    }

    /// Whether work was done.
    pub fn proves(&self, about: &str, proof: &str, now: i64) -> bool {
        work::proves(&self.0, about, proof, Moment(now))
    }

    /// The entries of a list to be taken over, as lines that the export would write for them.
    pub fn list(&self, text: &[u8]) -> anyhow::Result<Vec<Vec<String>>> {
        list::again(text, &self.0)
    }
}

/// What strangers and editors write that comes to stand in mails.
#[expect(missing_docs, reason = "as in `mail`")]
#[derive(Clone, Debug)]
pub struct Written<'a> {
    pub edition: &'a str,
    pub language: &'a str,
    pub article: &'a str,
    pub name: Option<&'a str>,
    pub text: &'a str,
    pub to: &'a str,
    pub doubts: Vec<String>,
}

/// The mails that hold what strangers wrote: to a reader who is answered, to a moderator, and the digest.
pub fn mails(written: &Written<'_>) -> anyhow::Result<Vec<Vec<u8>>> {
    let address = |text: &str| text.parse().map_err(anyhow::Error::new);
    let head = Letterhead {
        title: written.edition.to_owned(),
        language: written.language.to_owned(),
        sender: address("news@review.example")?,
        operator: address("desk@review.example")?,
    };
    let (id, date) = ("0192f0c1-2345-7abc-8def-0123456789ab", Moment(1_795_426_205_000));
    let Written { article, name, text, to, .. } = written.clone();
    let link = "https://review.example/lead/comments/".to_owned();
    let (stop, code) = ("https://review.example/watch/stop?token=abc".to_owned(), "abc".to_owned());
    let doubts = written.doubts.clone();
    let articles = vec![(article.to_owned(), 2)];
    let letters = [
        mail::answer(&head, mail::Answer { id, date, to, article, name, text, link: link.clone(), stop, code }),
        mail::desk(&head, mail::Waiting { id, date, to, article, name, text, doubts, link: link.clone() }),
        mail::digest(&head, mail::Digest { id, date, to, waiting: 2, doubtful: 1, articles, link }),
    ];
    letters.iter().map(|letter| letter.write(&head).map(|written| written.bytes)).collect()
}
