//! Every kind of mail, written and read back by another library.

use super::{letter::Letter, *};
use crate::clock::Moment;

const ID: &str = "0192f0c1-2345-7abc-8def-0123456789ab";
const DATE: Moment = Moment(1_795_426_205_000);
const HOSTILE: &str =
    "<img src=https://spam.example/pixel.gif> **Buy** [here](https://spam.example) or www.spam.example";

fn head() -> Letterhead {
    Letterhead {
        title: "The Review".into(),
        language: "en".into(),
        sender: "news@review.example".parse().expect("an address"),
        operator: "desk@review.example".parse().expect("an address"),
    }
}

fn asked() -> Asked<'static> {
    Asked {
        id: ID,
        date: DATE,
        to: "ani@example.org",
        confirm: "https://review.example/subscribe/confirm?token=abc".into(),
        stop: "https://review.example/unsubscribe?token=def".into(),
        code: "def".into(),
        see: Some("https://review.example/subscription/ghi".into()),
    }
}

fn told() -> Answer<'static> {
    Answer {
        id: ID,
        date: DATE,
        to: "ani@example.org",
        article: "One clause",
        name: Some("Spam.Example\r\nBcc: all@example.org"),
        text: HOSTILE,
        link: "https://review.example/one-clause/comments/#comment-1".into(),
        stop: "https://review.example/answers/stop?token=def".into(),
        code: "def".into(),
    }
}

fn waiting() -> Waiting<'static> {
    Waiting {
        id: ID,
        date: DATE,
        to: "mod@review.example",
        article: "One clause",
        name: None,
        text: HOSTILE,
        doubts: vec!["It holds links.".into()],
        link: "https://review.example/moderation/comments/1".into(),
    }
}

/// Text, HTML and the whole mail.
fn read(letter: &Letter) -> (String, String, String) {
    let written = letter.write(&head()).expect("is written");
    let read = mail_parser::MessageParser::default().parse(&written.bytes).expect("parses");
    let part = |part: Option<std::borrow::Cow<'_, str>>| part.expect("is there").into_owned();
    let (text, html) = (part(read.body_text(0)), part(read.body_html(0)));
    (text, html, String::from_utf8(written.bytes).expect("is ASCII"))
}

/// What a mail program would follow or load, in either alternative.
fn addresses(text: &str, html: &str) -> Vec<String> {
    let both = format!("{text} {html}");
    let starts = both.match_indices("://").map(|(at, _)| at);
    let mut hosts: Vec<String> = starts
        .map(|at| both[at + 3..].split(['/', '"', '<', ' ', '\n']).next().unwrap_or_default().to_owned())
        .collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

#[test]
fn every_kind_is_found_by_its_word() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(Kind::parse("welcome"), None);
}

#[test]
fn every_mail_to_a_reader_says_why_and_can_be_ended_by_one_click() {
    let head = head();
    for letter in [confirmation(&head, asked()), watch(&head, "One clause", asked()), answer(&head, told())] {
        let (text, html, raw) = read(&letter);
        assert!(raw.contains("List-Unsubscribe: <https://review.example/"), "{raw}");
        assert!(raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{raw}");
        assert!(raw.contains("List-Id: <") && raw.contains("Auto-Submitted: auto-generated"), "{raw}");
        for part in [&text, &html] {
            assert!(part.contains("You get this mail because") && part.contains("whether it was opened"), "{part}");
            assert!(part.contains("token=def"), "{part}");
        }
    }
}

#[test]
fn what_asks_for_a_confirmation_holds_the_link_and_nothing_typed() {
    let head = head();
    for letter in [confirmation(&head, asked()), watch(&head, "One clause", asked())] {
        let (text, html, _) = read(&letter);
        for part in [&text, &html] {
            assert!(part.contains("https://review.example/subscribe/confirm?token=abc"), "{part}");
            // Not even the address: the mail may have been asked for by anybody.
            assert!(!part.contains("ani@"), "{part}");
        }
    }
}

#[test]
fn a_strangers_text_leads_nowhere_and_loads_nothing() {
    let head = head();
    for letter in [answer(&head, told()), desk(&head, waiting())] {
        let (text, html, raw) = read(&letter);
        assert_eq!(addresses(&text, &html), ["review.example"], "{text}\n{html}");
        assert!(!html.contains("<img") && !html.contains("spam.example") && !text.contains("spam.example"), "{html}");
        assert!(!raw.contains("\nBcc:"), "{raw}");
        assert!(text.contains("Buy") && text.contains("spam[.]example"), "{text}");
    }
}

#[test]
fn the_desk_is_told_the_doubts_the_counts_and_what_to_do() {
    let head = head();
    let (text, _, raw) = read(&desk(&head, waiting()));
    assert!(text.contains("a reader without a name on “One clause” waits") && text.contains("- It holds links."));
    assert!(text.contains("https://review.example/moderation/comments/1") && !raw.contains("List-Unsubscribe"));

    let articles = vec![("One clause".to_owned(), 3), ("Two".to_owned(), 1)];
    let link = "https://review.example/moderation".to_owned();
    let day = Digest { id: ID, date: DATE, to: "mod@review.example", waiting: 4, doubtful: 1, articles, link };
    let (text, _, raw) = read(&digest(&head, day));
    assert!(text.contains("4 comments wait") && text.contains("- 1 comment on “Two”"), "{text}");
    assert!(raw.contains("Subject: 4 comments wait\r\n"), "{raw}");

    let numbers =
        Alert { id: ID, date: DATE, to: "desk@review.example", since: DATE, signups: 201, most: 200, usual: 3 };
    let (text, _, _) = read(&alert(&head, &numbers));
    for part in ["Since 23 November 2026, 09:30 UTC", "201 signups", "recto list resume", "--drop"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}
