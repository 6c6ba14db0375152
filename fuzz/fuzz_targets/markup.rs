//! A comment's small Markdown: whatever was typed, a browser finds on the page exactly what the writer wrote, and of the
//! list of allowed tags and attributes alone; a mail program finds nothing to make a link of.
#![no_main]

use html5ever::{QualName, local_name, ns, parse_fragment, tendril::TendrilSink as _};
use libfuzzer_sys::fuzz_target;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

fuzz_target!(|source: &str| {
    // The longest comment that is let in.
    let source: String = source.chars().take(4_000).collect();
    let (html, plain, links) = endpoint::fuzz::markup(&source);
    let mut seen = Seen::default();
    let dom = read(&html);
    seen.children(&dom.document.children.borrow()[0], &mut Vec::new());
    assert_eq!(seen.html, html, "a browser reads something else than was written");
    assert!(html.len() <= 40 * source.len() + 40, "{} bytes of {}", html.len(), source.len());
    is_dead(&plain);
    // Hosts are told to the desk in one line each.
    assert!(links.iter().all(|host| !host.contains(char::is_whitespace) && !host.contains(char::is_control)));
    // Comments are stored so, and read from there.
    let stored = wire::text::normalised(&source);
    let mut seen = Seen::default();
    seen.children(&read(&endpoint::fuzz::markup(&stored).0).document.children.borrow()[0], &mut Vec::new());
    keeps_letters(&stored, &seen.text);
});

/// As a browser reads it in a page: within a `<div>`.
fn read(html: &str) -> RcDom {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    parse_fragment(RcDom::default(), Default::default(), context, Vec::new(), false).one(html)
}

/// What a browser found, written as the endpoint writes it.
#[derive(Default)]
struct Seen {
    html: String,
    text: String,
}

impl Seen {
    fn children<'a>(&mut self, of: &Handle, within: &mut Vec<String>) {
        for node in of.children.borrow().iter() {
            self.node(node, within);
        }
    }

    fn node(&mut self, node: &Handle, within: &mut Vec<String>) {
        match &node.data {
            NodeData::Text { contents } => {
                let text = contents.borrow();
                assert!(
                    !text.chars().any(|char| char.is_control() && char != '\n' && char != '\t'),
                    "a control character in {text:?}"
                );
                self.text.push_str(&text);
                self.escaped(&text);
            }
            NodeData::Element { name, attrs, .. } => {
                let name = &*name.local;
                let inside = within.last().map_or("", String::as_str);
                let fits = match name {
                    "p" | "blockquote" | "pre" | "ul" | "ol" => ["", "li", "blockquote"].contains(&inside),
                    "li" => ["ul", "ol"].contains(&inside),
                    "br" | "em" | "strong" | "code" | "a" => !["", "ul", "ol", "blockquote"].contains(&inside),
                    _ => false,
                };
                assert!(fits, "<{name}> in <{inside}>");
                let again =
                    ["em", "strong", "a", "code", "p"].contains(&name) && within.iter().any(|open| open == name);
                assert!(!again, "<{name}> within itself");
                self.html.push('<');
                self.html.push_str(name);
                for attribute in attrs.borrow().iter() {
                    let (key, value) = (&*attribute.name.local, &*attribute.value);
                    allowed(name, key, value);
                    self.html.push_str(&format!(" {key}=\""));
                    self.escaped(value);
                    self.html.push('"');
                }
                self.html.push('>');
                if name != "br" {
                    within.push(name.to_owned());
                    assert!(within.len() <= 18, "too deep");
                    self.children(node, within);
                    within.pop();
                    self.html.push_str(&format!("</{name}>"));
                }
            }
            other => panic!("neither text nor a tag: {other:?}"),
        }
    }

    fn escaped(&mut self, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        self.html.push_str(&text);
    }
}

fn allowed(name: &str, key: &str, value: &str) {
    let fits = match (name, key) {
        ("p" | "blockquote" | "li" | "pre", "dir") => value == "auto",
        ("ol", "start") => value.parse::<u32>().is_ok_and(|first| first != 1 && first.to_string() == value),
        ("a", "rel") => value == "nofollow ugc noopener",
        ("a", "href") => {
            ["http://", "https://", "mailto:"].iter().any(|scheme| value.starts_with(scheme))
                && !value.contains(|char: char| char.is_whitespace() || char.is_control() || char == '\\')
        }
        _ => false,
    };
    assert!(fits, "{key}={value:?} at <{name}>");
}

/// Fails where a mail program might make a link of something.
fn is_dead(text: &str) {
    assert!(!text.contains("://") && !text.contains("\\\\"), "{text:?}");
    for word in text.split(|char: char| char.is_whitespace() || "<>()\"'".contains(char)) {
        // Every dot, and not only the first, since a program looks at each.
        for (at, _) in word.match_indices('.') {
            let (before, after) = (&word[..at], &word[at + 1..]);
            let domain = after.chars().take_while(|char| char.is_ascii_alphanumeric()).collect::<String>();
            let letters = domain.len() >= 2 && domain.bytes().all(|byte| byte.is_ascii_alphabetic());
            assert!(!(before.ends_with(char::is_alphanumeric) && letters), "{word:?} in {text:?}");
        }
        let mailed = word.match_indices('@').any(|(at, _)| {
            word[..at].ends_with(char::is_alphanumeric) && word[at + 1..].starts_with(char::is_alphanumeric)
        });
        assert!(!mailed, "{word:?} in {text:?}");
    }
}

/// Nothing that was typed is lost but marks. Where a link is shortened, an entity is read or a code's language is named,
/// letters do go.
fn keeps_letters(source: &str, text: &str) {
    // What is never shown may have stood within an address.
    let hidden = |char: &char| char.is_control() && *char != '\n' || matches!(char, '\u{202d}' | '\u{202e}');
    let source: String = source.chars().filter(|char| !hidden(char)).collect();
    if source.contains(['&', '[', '`', '~', '@']) || source.contains("://") || source.to_lowercase().contains("www.") {
        return;
    }
    let letters = |text: &str| text.chars().filter(|char| char.is_alphabetic()).collect::<String>();
    assert_eq!(letters(&source), letters(text), "letters are lost");
}
