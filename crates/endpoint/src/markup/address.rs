//! Addresses that a comment may link to, taken by allow-list, and where they stand in plain text.
//!
//! An address is read as strictly as the laxest browser would read it: a tab in a scheme, a backslash for a slash or a
//! name before an `@` make it no address at all, so that it leads where it seems to lead or nowhere.

/// Most characters of an address that are shown; a host is always shown whole.
const SHOWN: usize = 40;

/// A web or mail address that may be linked to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    href: String,
    /// Where the host begins and ends within `href`; of a mail address, the part after the `@`.
    host: std::ops::Range<usize>,
    /// Where begins what is shown.
    shown: usize,
}

impl Address {
    /// Reads `http://…`, `https://…` or `mailto:…`; anything else is `None`.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.chars().any(|char| char == '\\' || is_unseen(char) || char.is_whitespace()) {
            return None;
        }
        let (scheme, rest) = text.split_once(':')?;
        match scheme.to_ascii_lowercase().as_str() {
            scheme @ ("http" | "https") => {
                let rest = rest.strip_prefix("//")?;
                let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
                let host = host_of(authority)?.len();
                let start = scheme.len() + 3;
                Some(Self { href: format!("{scheme}://{rest}"), host: start..start + host, shown: start })
            }
            // Whom else to write to, and what, stands after the `?` and is left out.
            "mailto" => {
                let address = rest.split('?').next().unwrap_or_default();
                let (person, host) = address.split_once('@')?;
                let plain = |char: char| char.is_alphanumeric() || ".-_+".contains(char);
                let named = !person.is_empty() && person.chars().all(plain);
                (named && host.contains('.') && host_of(host) == Some(host)).then(|| {
                    let start = "mailto:".len();
                    let at = start + person.len() + 1;
                    Self { href: format!("mailto:{address}"), host: at..at + host.len(), shown: start }
                })
            }
            _ => None,
        }
    }

    pub(super) fn href(&self) -> &str {
        &self.href
    }

    pub(super) fn host(&self) -> &str {
        &self.href[self.host.clone()]
    }

    /// The whole address without its scheme.
    pub(super) fn bare(&self) -> &str {
        let bare = &self.href[self.shown..];
        if self.href.len() == self.host.end + 1 { bare.trim_end_matches('/') } else { bare }
    }

    /// What is shown where the reader gave no words: without its scheme and shortened.
    pub(super) fn shown(&self) -> String {
        let (bare, host) = (self.bare(), self.host.end - self.shown);
        if bare.chars().count() <= SHOWN {
            return bare.to_owned();
        }
        let kept = SHOWN.saturating_sub(bare[..host].chars().count()).max(8);
        let end = bare[host..].char_indices().nth(kept).map_or(bare.len(), |(at, _)| host + at);
        if end == bare.len() { bare.to_owned() } else { format!("{}…", &bare[..end]) }
    }
}

/// The host of `host:port`, if it is one by its shape.
fn host_of(authority: &str) -> Option<&str> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (inner, port) = rest.split_once(']')?;
        let numeric = inner.len() > 1 && inner.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte));
        let port = port.strip_prefix(':').unwrap_or(port);
        return (numeric && is_port(port)).then(|| &authority[..inner.len() + 2]);
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let shaped = host.chars().all(|char| char.is_alphanumeric() || "-._".contains(char));
    (shaped && host.starts_with(char::is_alphanumeric) && !host.contains("..") && is_port(port)).then_some(host)
}

fn is_port(text: &str) -> bool {
    text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Control characters, and those that show nothing or turn the direction of what follows.
pub(super) fn is_unseen(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}')
}

/// A stretch of plain text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stretch<'a> {
    Text(&'a str),
    Link(Address),
}

/// Cuts text where bare addresses begin and end. Looks at each character a fixed number of times.
pub(super) fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let mut found = Vec::new();
    let (mut done, mut from) = (0, 0);
    while let Some(start) = next_start(text, from) {
        let end = text[start..].find(ends).map_or(text.len(), |length| start + length);
        let candidate = without_trail(&text[start..end]);
        let whole = if candidate.contains("://") { candidate.to_owned() } else { format!("https://{candidate}") };
        from = end;
        // A dot within the host keeps out `http://x` of a half-typed address and `www.` alone.
        if let Some(address) = Address::read(&whole).filter(|address| address.host().contains(['.', '['])) {
            if done < start {
                found.push(Stretch::Text(&text[done..start]));
            }
            found.push(Stretch::Link(address));
            done = start + candidate.len();
        }
    }
    if done < text.len() {
        found.push(Stretch::Text(&text[done..]));
    }
    found
}

/// Where the next word begins that looks like an address.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let starts = |at: usize, prefix: &str| {
        bytes.get(at..at + prefix.len()).is_some_and(|found| found.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    (from..bytes.len()).find(|at| {
        matches!(bytes[*at], b'h' | b'H' | b'w' | b'W')
            && ["http://", "https://", "www."].iter().any(|prefix| starts(*at, prefix))
            && !text[..*at].ends_with(char::is_alphanumeric)
    })
}

fn ends(char: char) -> bool {
    char.is_whitespace() || is_unseen(char) || "<>[]\"`\\|“”„«»‹›。，、；！？（）「」『』【】《》".contains(char)
}

/// Without the punctuation of the sentence around it; a bracket stays where the address itself opened it.
fn without_trail(text: &str) -> &str {
    let count = |wanted: char| text.chars().filter(|char| *char == wanted).count();
    let mut unopened = count(')').saturating_sub(count('('));
    let mut kept = text;
    while let Some(last) = kept.chars().next_back() {
        match last {
            ')' if unopened == 0 => break,
            ')' => unopened -= 1,
            _ if ".,;:!?'*_~]}&…’：".contains(last) => {}
            _ => break,
        }
        kept = &kept[..kept.len() - last.len_utf8()];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Option<String> {
        Address::read(text).map(|address| address.host().to_owned())
    }

    #[test]
    fn an_address_leads_where_it_seems_to_lead_or_nowhere() {
        for (text, expected) in [
            ("https://example.org/a?b#c", Some("example.org")),
            ("HTTP://Example.ORG", Some("Example.ORG")),
            ("https://example.org:8080/", Some("example.org")),
            ("https://[2001:db8::1]:80/x", Some("[2001:db8::1]")),
            ("https://münchen.example/ä", Some("münchen.example")),
            ("mailto:ani@example.org?bcc=all@example.org&body=x", Some("example.org")),
            ("https://bank.example@evil.example/", None),
            ("https://evil.example\\@bank.example/", None),
            ("https://example.org%2f@evil.example/", None),
            ("https:example.org", None),
            ("https:///example.org", None),
            ("//example.org", None),
            ("java\tscript:alert(1)", None),
            ("javascript://example.org/%0aalert(1)", None),
            ("data:text/html,x", None),
            ("https://exam\u{202e}ple.org", None),
            ("https://", None),
            ("mailto:a@b", None),
            ("mailto:a\"@b.org", None),
            ("example.org", None),
        ] {
            assert_eq!(host(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn bare_addresses_are_found_without_the_sentence_around_them() {
        let found = |text| -> Vec<String> {
            let links = stretches(text).into_iter().filter_map(|stretch| match stretch {
                Stretch::Link(address) => Some(address.href),
                Stretch::Text(_) => None,
            });
            links.collect()
        };
        assert_eq!(
            found("See https://a.example/x, or (http://b.example/y_(z))."),
            ["https://a.example/x", "http://b.example/y_(z)"]
        );
        assert_eq!(found("WWW.example.org! xhttp://no.example http://localhost www."), ["https://WWW.example.org"]);
        assert_eq!(found("„https://a.example”。https://b.example）"), ["https://a.example", "https://b.example"]);
        assert_eq!(
            found("<a href='https://a.example/'>[url=https://b.example]b[/url]"),
            ["https://a.example/", "https://b.example"]
        );
    }

    #[test]
    fn a_long_address_is_shown_shortened_and_its_host_whole() {
        let shown = |text: &str| Address::read(text).expect("an address").shown();
        assert_eq!(shown("https://www.example.org/"), "www.example.org");
        assert_eq!(
            shown("https://www.example.org/a/very/long/path/to/somewhere"),
            "www.example.org/a/very/long/path/to/some…"
        );
        let host = format!("{}.example", "a.".repeat(60) + "b");
        assert_eq!(shown(&format!("https://{host}/12345678")), format!("{host}/1234567…"));
        assert_eq!(shown("mailto:ani@example.org"), "ani@example.org");
    }
}
