//! A mail as bytes of RFC 5322: the same mail is the same bytes each time it is written.
//!
//! So the Message-ID and the boundary come from the mail's id, and the date from when it became due. Names and titles in
//! headers may be hostile; they are made one line here, and lettre encodes the rest (RFC 2047).

use anyhow::Context as _;
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, MultiPartKind, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use super::{
    body::{self, Part},
    line::one_line,
};
use crate::clock::Moment;

/// What all mails of an edition share.
#[derive(Clone, Debug)]
pub(crate) struct Letterhead {
    /// The edition's title.
    pub(crate) title: String,
    /// The language of our words, as a BCP 47 tag.
    pub(crate) language: String,
    /// Whom mail comes from.
    pub(crate) sender: Address,
    /// Who reads what is mailed to leave a list.
    pub(crate) operator: Address,
}

/// How its reader stops what a mail belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    /// Where one POST without a person does it, and a GET shows a page (RFC 8058).
    pub(crate) url: String,
    /// What tells the operator whom to take off, where it comes by mail.
    pub(crate) code: String,
}

/// One mail to one recipient.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    /// The text of a UUID.
    pub(crate) id: String,
    pub(crate) date: Moment,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) parts: Vec<Part>,
    /// Why it came and how to stop it.
    pub(crate) footer: Vec<Part>,
    /// In every mail to readers.
    pub(crate) stop: Option<Stop>,
    /// The name of what may be stopped, such as `newsletter` (RFC 2919).
    pub(crate) list: Option<&'static str>,
}

/// A mail that is ready to be handed over.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) id: String,
    pub(crate) from: Address,
    pub(crate) to: Address,
    pub(crate) bytes: Vec<u8>,
}

/// Longest subject, in characters.
const SUBJECT: usize = 120;

impl Letter {
    /// Writes the mail.
    pub(crate) fn write(&self, head: &Letterhead) -> anyhow::Result<Outgoing> {
        let to: Address = self.to.parse().context("the recipient's address cannot be mailed")?;
        let subject = one_line(&self.subject, SUBJECT);
        let from = Mailbox::new(Some(one_line(&head.title, SUBJECT)), head.sender.clone());
        let domain = head.sender.domain();
        let mut message = Message::builder()
            .message_id(Some(format!("<{}@{domain}>", self.id)))
            .date(self.date.timestamp().into())
            .from(from)
            .to(Mailbox::new(None, to.clone()))
            .subject(&*subject)
            .raw_header(plain("Auto-Submitted", "auto-generated".to_owned()));
        if let Some(list) = self.list {
            message = message.raw_header(plain("List-Id", format!("<{list}.{domain}>")));
        }
        if let Some(stop) = &self.stop {
            let mail = format!("<mailto:{}?subject=unsubscribe%20{}>", head.operator, stop.code);
            message = message
                .raw_header(plain("List-Unsubscribe", format!("<{}>,\r\n {mail}", stop.url)))
                .raw_header(plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
        let text = body::text(&self.parts, &self.footer);
        let html = body::html(&subject, &head.language, &self.parts, &self.footer);
        let alternatives = MultiPart::builder()
            .kind(MultiPartKind::Alternative)
            .boundary(format!("recto-{}", self.id))
            .singlepart(single(ContentType::TEXT_PLAIN, text))
            .singlepart(single(ContentType::TEXT_HTML, html));
        let message = message.multipart(alternatives)?;
        Ok(Outgoing { id: self.id.clone(), from: head.sender.clone(), to, bytes: message.formatted() })
    }
}

fn single(kind: ContentType, text: String) -> SinglePart {
    SinglePart::builder().header(kind).header(ContentTransferEncoding::QuotedPrintable).body(text)
}

/// A header whose value is ours alone: addresses that were checked, and tokens. lettre would break a long address apart.
fn plain(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use super::*;

    fn head(title: &str) -> Letterhead {
        Letterhead {
            title: title.into(),
            language: "en".into(),
            sender: "news@review.example".parse().expect("an address"),
            operator: "desk@review.example".parse().expect("an address"),
        }
    }

    fn letter(subject: &str) -> Letter {
        let url = "https://review.example/unsubscribe?token=0123456789012345678901234567890123456789012";
        Letter {
            id: "0192f0c1-2345-7abc-8def-0123456789ab".into(),
            date: Moment(1_795_426_205_000),
            to: "ani@example.org".into(),
            subject: subject.into(),
            parts: vec![Part::says("Überall = alles. <b>"), Part::Quote("one\ntwo".into()), Part::link("Read", url)],
            footer: vec![Part::says("Why.")],
            stop: Some(Stop { url: url.into(), code: "abc".into() }),
            list: Some("newsletter"),
        }
    }

    #[test]
    fn a_mail_is_the_same_bytes_each_time_and_reads_back() {
        let first = letter("Please confirm").write(&head("The Review")).expect("is written");
        assert_eq!(first.bytes, letter("Please confirm").write(&head("The Review")).expect("is written").bytes);
        let read = MessageParser::default().parse(&first.bytes).expect("parses");
        assert_eq!(read.message_id(), Some("0192f0c1-2345-7abc-8def-0123456789ab@review.example"));
        assert_eq!(read.date().map(mail_parser::DateTime::to_rfc3339).as_deref(), Some("2026-11-23T09:30:05Z"));
        let text = read.body_text(0).expect("text").replace("\r\n", "\n");
        assert!(text.contains("Überall = alles. <b>") && text.contains("> one\n> two") && text.contains("-- \nWhy."));
        let html = read.body_html(0).expect("HTML");
        assert!(html.contains("&lt;b&gt;") && html.contains("one<br>two") && !html.contains("<img"), "{html}");
        let raw = String::from_utf8(first.bytes).expect("is ASCII");
        assert!(raw.is_ascii() && raw.lines().all(|line| line.len() <= 200), "{raw}");
        assert!(raw.contains("List-Unsubscribe: <https://review.example/unsubscribe?token="), "{raw}");
        assert!(raw.contains("\r\n <mailto:desk@review.example?subject=unsubscribe%20abc>\r\n"), "{raw}");
        assert!(raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{raw}");
        assert!(
            raw.contains("Auto-Submitted: auto-generated\r\n") && raw.contains("List-Id: <newsletter.review.example>")
        );
    }

    #[test]
    fn a_hostile_name_injects_no_header() {
        for hostile in [
            "Ani\r\nBcc: all@example.org",
            "Ani\nX-Evil: 1\n\nbody",
            "\"Ani\" <x@example.org>, \"",
            "=?utf-8?q?Ani=0D=0ABcc:_all@example.org?=",
            "Անի\r\n\r\n<script>",
            "\u{0}\u{8}\u{7f}Ani\u{2028}Bcc: x",
        ] {
            let written = letter(hostile).write(&head(hostile)).expect("is written");
            let read = MessageParser::default().parse(&written.bytes).expect("parses");
            assert!(read.bcc().is_none() && read.header("X-Evil").is_none(), "{hostile:?}");
            assert_eq!(read.to().and_then(|to| to.first()).and_then(|to| to.address()), Some("ani@example.org"));
            let from: Vec<_> = read.from().expect("a sender").iter().filter_map(|from| from.address()).collect();
            assert_eq!(from, ["news@review.example"], "{hostile:?}");
            let subject = read.subject().expect("a subject");
            assert!(
                !subject.contains(['\r', '\n']) && subject.contains("Ani") | subject.contains("Անի"),
                "{subject:?}"
            );
        }
    }
}
