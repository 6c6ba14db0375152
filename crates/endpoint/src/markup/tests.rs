//! What a comment becomes, what a hostile one does not, and a checker that knows the allow-list by itself.

mod checker;

use std::time::{Duration, Instant};

use checker::checked;
use proptest::prelude::*;

use super::{html, links, plain};

fn page(source: &str) -> String {
    checked(&html(source)).to_owned()
}

fn p(inner: &str) -> String {
    format!("<p dir=\"auto\">{inner}</p>")
}

fn a(href: &str, words: &str) -> String {
    format!("<a href=\"{href}\" rel=\"nofollow ugc noopener\">{words}</a>")
}

#[test]
fn the_small_markdown_is_written() {
    for (source, expected) in [
        ("One\ntwo\n\nthree", format!("{}{}", p("One<br>two"), p("three"))),
        ("*a* __b__ `c <d>`", p("<em>a</em> <strong>b</strong> <code>c &lt;d&gt;</code>")),
        ("> quoted\n\nanswered", format!("<blockquote dir=\"auto\">{}</blockquote>{}", p("quoted"), p("answered"))),
        (
            "- a\n- b\n  - c",
            "<ul><li dir=\"auto\">a</li><li dir=\"auto\">b<ul><li dir=\"auto\">c</li></ul></li></ul>".into(),
        ),
        ("1986. What a year", "<ol start=\"1986\"><li dir=\"auto\">What a year</li></ol>".into()),
        ("1) a\n\n2) b", format!("<ol><li dir=\"auto\">{}</li><li dir=\"auto\">{}</li></ol>", p("a"), p("b"))),
        (
            "```rust\nlet a = \"<b>\";\n\n  b\n```",
            "<pre dir=\"auto\"><code>let a = &quot;&lt;b&gt;&quot;;\n\n  b\n</code></pre>".into(),
        ),
        ("[words](https://example.org/?a=1&b=\"2\")", p(&a("https://example.org/?a=1&amp;b=&quot;2&quot;", "words"))),
    ] {
        assert_eq!(page(source), expected, "{source}");
    }
}

#[test]
fn what_the_small_markdown_has_not_becomes_text() {
    for (source, expected) in [
        ("# Title", p("<strong>Title</strong>")),
        ("Title\n===", p("<strong>Title</strong>")),
        ("a\n\n***\n\nb", format!("{}{}{}", p("a"), p("***"), p("b"))),
        ("| a | b |\n|---|---|\n| 1 | 2 |", p("| a | b |<br>|---|---|<br>| 1 | 2 |")),
        ("![A map](https://example.org/map.png)", p(&a("https://example.org/map.png", "A map"))),
        ("![](https://example.org/pixel.gif)", p(&a("https://example.org/pixel.gif", "example.org/pixel.gif"))),
        ("<b>bold</b> & <i>more", p("&lt;b&gt;bold&lt;/b&gt; &amp; &lt;i&gt;more")),
        ("<div>\nline\n</div>", p("&lt;div&gt;<br>line<br>&lt;/div&gt;")),
        ("<!-- hidden -->", p("&lt;!-- hidden --&gt;")),
        ("a[^1]\n\n[^1]: note", format!("{}{}", p("a[^1]"), p("[^1]: note"))),
        ("~~no~~ [ ] - [x]", p("~~no~~ [ ] - [x]")),
        ("```Look at this", "<pre dir=\"auto\"><code>Look at this\n</code></pre>".into()),
    ] {
        assert_eq!(page(source), expected, "{source}");
    }
}

#[test]
fn a_definition_that_the_parser_takes_out_is_shown() {
    let link = a("https://example.org/", "example.org");
    assert_eq!(
        page("See [1].\n\n[1]: https://example.org/\n"),
        format!("{}{}", p(&format!("See {}.", a("https://example.org/", "1"))), p(&format!("[1]: {link}")))
    );
    assert!(page("> [a]: https://x.example\n> said").contains("[a]: <a"));
    assert!(page("- one\n- [a]: /b\n- three").contains("[a]: /b"));
    assert!(page("[a]: b\n[a]: c\ntext").contains("[a]: b<br>[a]: c"));
}

#[test]
fn bare_addresses_become_short_links_but_never_in_code() {
    let long = "https://www.example.org/a/very/long/address/that/goes/on?and=on";
    assert_eq!(
        page(&format!("See {long}.")),
        p(&format!("See {}.", a(long, "www.example.org/a/very/long/address/that…")))
    );
    assert_eq!(page(&format!("<{long}>")), p(&a(long, "www.example.org/a/very/long/address/that…")));
    assert_eq!(
        page("https://a.example/b_c_d?x=1&y=*2*"),
        p(&(a("https://a.example/b_c_d?x=1&amp;y=", "a.example/b_c_d?x=1&amp;y=") + "<em>2</em>"))
    );
    assert_eq!(page("`https://a.example`"), p("<code>https://a.example</code>"));
    assert!(!page("    https://a.example").contains("<a"));
    assert_eq!(page("<ani@example.org>"), p(&a("mailto:ani@example.org", "ani@example.org")));
    assert_eq!(page("[https://a.example](https://a.example/b)"), p(&a("https://a.example/b", "https://a.example")));
}

#[test]
fn a_link_that_is_named_like_another_site_shows_its_own() {
    let found = page("[https://bank.example/login](https://evil.example/x)");
    assert_eq!(found, p(&(a("https://evil.example/x", "https://bank.example/login") + " (evil.example)")));
    assert!(page("[www.bank.example](https://evil.example)").ends_with("</a> (evil.example)</p>"));
    assert!(page("[bank.example](https://evil.example)").ends_with("</a> (evil.example)</p>"));
    assert!(page("[bank.example](https://www.bank.example)").ends_with("</a></p>"));
}

#[test]
fn what_is_hostile_stays_text_and_dead() {
    for payload in include_str!("payloads.txt").lines().filter(|line| !line.is_empty()) {
        // A line of the file may stand for several, for a control character, or for one that is not seen.
        let payload = payload
            .replace("␤", "\n")
            .replace("␉", "\t")
            .replace("␀", "\0")
            .replace("␡", "\u{202e}")
            .replace("␠", "\u{200b}");
        let found = page(&payload);
        for scheme in ["javascript:", "data:", "vbscript:", "file:", "blob:"] {
            assert!(!found.to_lowercase().contains(&format!("href=\"{scheme}")), "{payload}: {found}");
        }
        assert!(!found.contains(['\0', '\u{202e}']), "{payload}: {found}");
        checked(&html(&format!("> - {payload}")));
        dead(&plain(&payload));
    }
    assert!(include_str!("payloads.txt").lines().count() >= 60);
}

/// Fails if a mail program might make a link of something.
fn dead(text: &str) {
    assert!(!text.contains("://") && !text.contains("\\\\"), "{text}");
    for word in text.split(|char: char| char.is_whitespace() || "<>()\"'".contains(char)) {
        let looks_like = word.split_once('.').is_some_and(|(before, after)| {
            before.ends_with(char::is_alphanumeric)
                && after.len() >= 2
                && after.chars().take(2).all(|char| char.is_ascii_alphabetic())
        });
        assert!(!looks_like, "{word} in {text}");
    }
}

#[test]
fn in_a_mail_nothing_is_a_link() {
    for (source, expected) in [
        ("See https://www.example.org/a.b", "See www[.]example[.]org/a.b"),
        ("[Click](http://evil.example/x?y=1.5)", "Click (evil[.]example/x?y=1.5)"),
        ("![pixel](https://evil.example/p.gif)", "pixel (evil[.]example/p[.]gif)"),
        ("evil.example or ani@example.org, e.g. 3.5", "evil[.]example or ani[at]example[.]org, e.g. 3.5"),
        ("`https://evil.example` ftp://a.example", "evil[.]example ftp[:]//a[.]example"),
        ("\\\\\\\\host\\share", "\\ \\host\\share"),
        (
            "One\ntwo\n\n> three\n> four\n\n- a\n- b\n  1. c\n\nend",
            "One\ntwo\n\n> three\n> four\n\n- a\n- b\n  1. c\n\nend",
        ),
        ("`\\https://\\` `x:https:////y`", "\\ \\ x: //y"),
        ("# T\n\n    code\n    more\n\n*x*", "T\n\ncode\nmore\n\nx"),
    ] {
        let found = plain(source);
        assert_eq!(found, expected, "{source}");
        dead(&found);
    }
}

#[test]
fn every_link_is_counted_by_its_host() {
    let source = "https://A.example/1 [x](http://b.example) <c@d.example> ![i](https://e.example/i.png)\n\n\
        <a href=\"https://f.example/\">x</a> [j](javascript:x) `https://code.example` [k](/local)";
    assert_eq!(links(source), ["a.example", "b.example", "d.example", "e.example", "f.example", "javascript:", ":"]);
}

#[test]
fn what_is_deep_or_repetitive_takes_no_longer() {
    let begun = Instant::now();
    for piece in [
        "> ",
        "- ",
        "*",
        "**a ",
        "_a ",
        "[",
        "![",
        "](",
        "[a](",
        "<",
        "<!--",
        "`",
        "``a`",
        "&",
        "&amp;",
        "\\",
        "(",
        ")",
        "www.",
        "http://",
        "https://a)",
        "[a]: b\n",
        "> - ",
        "1. ",
        "***\n",
        "<a\n",
        "~",
        "a**b__",
        "[a][",
        "]:",
        "\n\n",
    ] {
        let source = piece.repeat(4_000 / piece.len());
        let inner = format!("{source}x{}", ")".repeat(500));
        page(&source);
        page(&inner);
        dead(&plain(&inner));
        links(&source);
    }
    // Some 100 readings of the longest comment, unoptimised.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<script>"),
        Just("</p>"),
        Just("javascript:"),
        Just("](https://a.example)"),
        Just("["),
        Just("!["),
        Just("*"),
        Just("**"),
        Just("`"),
        Just("```\n"),
        Just("> "),
        Just("- "),
        Just("1. "),
        Just("\n"),
        Just("\n\n"),
        Just("    "),
        Just("https://"),
        Just("www."),
        Just("a.example"),
        Just("\""),
        Just("'"),
        Just("&#x6a;"),
        Just("&lt;"),
        Just("\\"),
        Just("<https://b.example>"),
        Just("<!--"),
        Just("[x]: "),
        Just("é"),
        Just("\u{202e}"),
        Just("مرحبا"),
        Just("\t"),
        Just("# "),
        Just("---"),
        Just("(x)"),
        Just("word "),
        Just("@"),
    ];
    prop_oneof![prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()), ".{0,80}", "(?s).{0,80}"]
}

proptest! {
    #[test]
    fn whatever_was_typed_becomes_clean_markup_and_dead_text(source in hostile()) {
        page(&source);
        dead(&plain(&source));
        links(&source);
    }

    #[test]
    fn plain_words_are_all_kept(words in prop::collection::vec("[a-zäж]{1,8}", 1..30)) {
        let source = words.join(" ");
        prop_assert_eq!(page(&source), p(&source));
        prop_assert_eq!(plain(&source), source);
    }
}
