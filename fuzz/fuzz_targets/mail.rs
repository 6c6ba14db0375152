//! Mails that hold what strangers wrote: read back by another library, each has one recipient, one sender, one subject and
//! the headers that were meant, and two parts of text of which neither holds a link of the stranger's.
#![no_main]

use endpoint::fuzz::Written;
use libfuzzer_sys::fuzz_target;
use mail_parser::{HeaderName, MessageParser, MimeHeaders as _};

/// All headers that a mail may have.
const KNOWN: [&str; 12] = [
    "Message-ID",
    "Date",
    "From",
    "To",
    "Subject",
    "Auto-Submitted",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

#[derive(arbitrary::Arbitrary, Debug)]
struct Typed<'a> {
    edition: &'a str,
    article: &'a str,
    name: Option<&'a str>,
    text: &'a str,
    to: Option<&'a str>,
}

fuzz_target!(|typed: Typed<'_>| {
    // Anybody may type any address; what the check lets in is stored.
    let to = typed.to.map(|to| wire::NewSubscriber { email: to.to_owned() }.normalised());
    let to = to.filter(|to| to.check().is_ok() && endpoint::fuzz::can_reach(&to.email));
    let to = to.map_or_else(|| "ani@example.org".to_owned(), |to| to.email);
    let written = Written {
        edition: typed.edition,
        language: "en",
        article: typed.article,
        name: typed.name,
        text: typed.text,
        to: &to,
        doubts: vec!["words:casino".to_owned()],
    };
    let mails = endpoint::fuzz::mails(&written).expect("is written");
    assert_eq!(mails, endpoint::fuzz::mails(&written).expect("is written"), "other bytes the second time");
    for (bytes, parts) in mails.iter().zip([2, 2, 2]) {
        check(bytes, parts, &to);
    }
    // What is typed into an answer's name and text comes with no live address. The title is the editors'.
    let plain = Written { edition: "The Review", article: "Lead", ..written };
    for bytes in endpoint::fuzz::mails(&plain).expect("is written") {
        let read = MessageParser::default().parse(&bytes).expect("parses");
        let text = read.body_text(0).expect("text");
        let strange = text.replace("https://review.example/", "").replace("\r\n", "\n");
        assert!(!strange.contains("://"), "a link in {text:?}");
        let html = read.body_html(0).expect("HTML");
        assert_eq!(
            html.matches("<a href=").count(),
            html.matches("<a href=\"https://review.example/").count(),
            "{html}"
        );
        let tags = ["<script", "<img", "<style", "<iframe", "<form", "<link"];
        assert!(!tags.iter().any(|tag| html.contains(tag)), "{html}");
    }
});

fn check(bytes: &[u8], parts: usize, to: &str) {
    let raw = String::from_utf8_lossy(bytes);
    assert!(raw.is_ascii() || !to.is_ascii(), "{raw:?}");
    assert!(raw.lines().all(|line| line.len() <= 998), "a line longer than mail servers take");
    assert!(!raw.replace("\r\n", "").contains(['\r', '\n']), "a bare line end in {raw:?}");
    let read = MessageParser::default().parse(bytes).expect("parses");
    for header in read.root_part().headers() {
        let known = KNOWN.iter().any(|known| known.eq_ignore_ascii_case(header.name.as_str()));
        assert!(known, "{:?} in {raw:?}", header.name);
    }
    let once = |name: HeaderName<'_>| read.root_part().headers().iter().filter(|header| header.name == name).count();
    for name in [HeaderName::From, HeaderName::To, HeaderName::Subject, HeaderName::Date, HeaderName::MessageId] {
        assert_eq!(once(name.clone()), 1, "{name:?} in {raw:?}");
    }
    let addresses = |of: Option<&mail_parser::Address<'_>>| -> Vec<String> {
        of.into_iter().flat_map(mail_parser::Address::iter).filter_map(|one| one.address().map(str::to_owned)).collect()
    };
    assert_eq!(addresses(read.from()), ["news@review.example"], "{raw:?}");
    assert_eq!(addresses(read.to()), [to], "{raw:?}");
    let subject = read.subject().expect("a subject");
    assert!(!subject.contains(|char: char| char.is_control()) && subject.chars().count() <= 125, "{subject:?}");
    assert_eq!((read.text_body_count(), read.html_body_count(), read.attachment_count()), (1, 1, 0), "{raw:?}");
    assert_eq!(read.parts.len(), parts + 1, "{raw:?}");
    assert!(read.root_part().content_type().is_some_and(|kind| kind.ctype() == "multipart"));
}
