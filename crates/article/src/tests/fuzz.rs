//! What holds for every text whatever: reading never panics, every problem lies in the file, and the page's markup is
//! whole.

use super::{FRONT, folder, prose};
use crate::{Slug, read, read_masthead};
use proptest::prelude::*;

/// Everything that an article can have, once.
const GOOD: &str = r#"Lead of [Armenia](@) and [its army](@armenia)[^a], [the pact](<@The Pact>).

## One {#one}

![a](picture.svg "b") [l](#one)

![a](picture.svg "b")
![c](picture.svg "d")
*Both[^b].*

```@map
x
```

> Words.
>
> -- A *name*[^a]

> [!NOTE]
> An aside.[^b]

### [Armenia](@) again

- a[^c]

| a | b |
|---|---|
| c | [d](@) |

[^a]: A note with [a term](@pact).
[^b]: - a list

    A last paragraph.
[^c]:
    > [!TIP]
    > More.
"#;

/// What the rules are about, to be put together in any order.
const PIECES: [&str; 50] = [
    "a",
    " ",
    "\n",
    "\n\n",
    "\n> ",
    "> ",
    ">> ",
    "- ",
    "    ",
    "## ",
    "### ",
    "[^a]",
    "[^b]",
    "\n[^a]: ",
    "\n[^b]: ",
    "[^c]",
    "[a](@)",
    "[",
    "](@armenia)",
    "](@b)",
    "](<@a b>)",
    "](c.md)",
    "](#a)",
    "<https://a.b>",
    "<b>",
    "`",
    "```\n",
    "*",
    "**",
    "_",
    "~~",
    "![",
    "](picture.svg \"b\")",
    "![a](picture.svg \"b\")",
    "[!NOTE]",
    "[!NOTES]",
    "[!TIP]\n> ",
    "-- ",
    "— ",
    "—",
    "|",
    "|\n|-|-|\n|",
    "---\n",
    "\\",
    "!",
    "]",
    "[a]: @b\n",
    "&lt;",
    "<!-- -->",
    "```@map\n",
];

fn check(source: &str) -> Result<(), TestCaseError> {
    let (article, problems) = read(Slug::new("test"), source, &folder());
    for problem in problems {
        prop_assert!(source.get(problem.at.clone()).is_some(), "{problem:?} is not in the file");
    }
    for reference in &article.references {
        prop_assert!(source.get(reference.at.clone()).is_some(), "{reference:?} is not in the file");
    }
    let html = prose(&article);
    prop_assert!(!html.contains("<script"));
    well_formed(&html)?;
    let _ = (article.minutes(), article.text(), article.anchors().len(), article.terms().len());
    Ok(())
}

/// Every element ends where it must, and nothing to press stands inside another.
fn well_formed(html: &str) -> Result<(), TestCaseError> {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap_or_default();
        if tag.starts_with('/') {
            prop_assert_eq!(open.pop(), Some(name), "{}", html);
        } else if !["img", "br", "hr"].contains(&name) {
            let is_pressed = ["a", "button"].contains(&name);
            prop_assert!(!is_pressed || !open.iter().any(|name| ["a", "button"].contains(name)), "{}", html);
            let is_block = ["div", "p", "figure", "blockquote", "table", "ul", "ol"].contains(&name);
            prop_assert!(!is_block || !open.contains(&"p"), "{}", html);
            open.push(name);
        }
    }
    prop_assert!(open.is_empty(), "{open:?} in {html}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_input_makes_reading_panic(text in any::<String>(), at in 0..2_000_usize, cut in 0..60_usize, splice in "\\PC{0,40}|[+`@#\\[\\](){}<>!\"=^*—\n-]{0,30}") {
        let good = format!("{}{GOOD}", cast());
        let floor = |mut at: usize| { at = at.min(good.len()); while !good.is_char_boundary(at) { at -= 1; } at };
        let (from, to) = (floor(at), floor(at.saturating_add(cut)));
        for source in [text.clone(), format!("{FRONT}{text}"), format!("{}{splice}{}", &good[..from], &good[to..])] {
            check(&source)?;
        }
        let _ = read_masthead(&text);
    }

    #[test]
    fn no_order_of_the_pieces_breaks_the_page(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        check(&format!("{}{}", cast(), pieces.concat()))?;
    }
}

fn cast() -> String {
    let end = "licence = \"CC BY 4.0\"\n";
    FRONT.replace(end, &format!("{end}[cast]\nactors = [\"Armenia\"]\n[cast.places]\n\"A / B\" = \"1 N, 1 E\"\n"))
}

#[test]
fn the_good_text_is_good() {
    super::check(&format!("{}{GOOD}", cast()), &[]);
}

#[test]
fn no_depth_exhausts_the_stack() {
    for piece in [">", "- ", "![", "[a ![b](c) ", "> [!TIP]\n"] {
        let deep = piece.repeat(2_000);
        let _ = read(Slug::new("test"), &format!("{FRONT}{deep}a\n\n[^a]: {deep}a"), &folder());
    }
}
