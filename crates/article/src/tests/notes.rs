//! Notes: where they stand, how they are numbered, and what is wrong with them.

use super::{check_text, prose};

#[test]
fn a_note_stands_behind_the_block_that_refers_to_it() {
    let article = check_text("[^n]: On *whose* word.\n\nOne.\n\nTwo[^n].\n\nThree.\n", &[]);
    let expected = "<p>One.</p>\n\
        <div class=\"noted\">\n\
        <p>Two<sup class=\"ref\"><button type=\"button\" id=\"ref--1\" popovertarget=\"note--1\" aria-label=\"Note 1\">1\
        </button></sup>.</p>\n\
        <div class=\"notes\">\n\
        <div class=\"note\" id=\"note--1\" role=\"note\" popover aria-label=\"Note 1\">\n\
        <p><span class=\"number\" aria-hidden=\"true\">1</span> On <em>whose</em> word.\
        <a class=\"back\" href=\"#ref--1\" aria-label=\"Back to the text\">↩</a></p>\n\
        </div>\n\
        </div></div>\n\
        <p>Three.</p>\n";
    assert_eq!(prose(&article), expected);
    assert_eq!(article.text().split_whitespace().collect::<Vec<_>>().join(" "), "One. Two. On whose word. Three.");
}

#[test]
fn notes_are_numbered_as_the_text_refers_to_them() {
    let article = check_text("- a[^two][^one]\n- b[^two]\n\nc[^One]\n\n[^one]: One.\n[^two]: Two.\n", &[]);
    let html = prose(&article);
    assert_eq!(html.matches("class=\"noted\"").count(), 1);
    assert_eq!(html.matches("class=\"notes\"").count(), 1);
    assert_eq!(html.matches("id=\"ref--1\"").count(), 1);
    assert_eq!(html.matches("popovertarget=\"note--1\"").count(), 2);
    assert_eq!(html.matches("popovertarget=\"note--2\"").count(), 2);
    assert!(html.contains("</span> Two.<a") && html.find("</span> Two.<a") < html.find("</span> One.<a"), "{html}");
}

#[test]
fn a_note_may_be_more_than_a_paragraph() {
    let article = check_text("a[^1]\n\n[^1]: - first\n    - second\n\nb[^2]\n\n[^2]: First.\n\n    Last.\n", &[]);
    let html = prose(&article);
    assert!(
        html.contains("aria-label=\"Note 1\">\n<span class=\"number\" aria-hidden=\"true\">1</span> \n<ul>"),
        "{html}"
    );
    assert!(html.contains("</ul>\n<a class=\"back\" href=\"#ref--1\""), "{html}");
    assert!(html.contains("2</span> First.</p>\n<p>Last.<a class=\"back\" href=\"#ref--2\""), "{html}");
}

#[test]
fn tables_and_quotations_have_notes_too() {
    let article = check_text("| a[^1] |\n|---|\n| b |\n\n> c[^2]\n\n[^1]: One.\n[^2]: Two.\n", &[]);
    let html = prose(&article);
    assert!(html.contains("</table>\n</div><div class=\"notes\">"), "{html}");
    assert!(html.contains("</blockquote>\n<div class=\"notes\">"), "{html}");
}

#[test]
fn a_reference_needs_a_definition() {
    check_text(
        "One[^won], *two[^x]* and \\[^x], \\\\[^y], `[^z]`.\n\n    [^code]\n\n```\n[^code]\n```\n\nThree[^one].\n\n[^one]: Note.\n",
        &[
            "[^won]: the note `won` is nowhere in the file",
            "[^x]: the note `x` is nowhere in the file",
            "[^y]: the note `y` is nowhere in the file",
        ],
    );
}

#[test]
fn a_definition_needs_a_reference_a_label_of_its_own_and_words() {
    check_text(
        "a[^b] c[^e]\n\n[^b]: One.\n[^B]: Two.\n[^d  d]: Three.\n[^e]:\n",
        &[
            "[^B]:: the note `B` stands here and in line 18",
            "[^d  d]:: nothing refers to the note `d d`",
            "[^e]:: the note `e` says nothing",
        ],
    );
}

#[test]
fn a_note_holds_no_heading_no_block_and_no_note() {
    let article = check_text(
        "a[^1] b[^2]\n\n[^1]: One[^2].\n\n    ## Heading\n\n    ```@map\n    x\n    ```\n\n[^2]: Two.\n",
        &[
            "[^2]: a reference to the note `2` inside a note",
            "## Heading: a heading inside a note",
            "```@map: a block inside a note",
        ],
    );
    assert_eq!((article.sections.len(), article.fences().count()), (1, 0));
}

#[test]
fn headings_links_and_descriptions_have_no_notes() {
    check_text(
        "## One[^1]\n\n### Two[^1]\n\n![What[^1]](picture.svg \"Me\") and [in[^1] link](#top)\n\n[^1]: Note.\n",
        &[
            "[^1]: a reference to the note `1` inside a heading",
            "[^1]: a reference to the note `1` inside a heading",
            "](picture.svg \"Me\"): `](picture.svg \"Me\")` is not a link that Markdown can read",
            "](#top): `](#top)` is not a link that Markdown can read",
        ],
    );
}

#[test]
fn no_anchor_is_that_of_a_note_or_a_term() {
    check_text(
        "## Note on the sources\n\n## A {#note-1}\n\n## B {#ref-1}\n\n## C {#term-x}\n\n## D {#ref--2}\n\n## Note\n",
        &["## D {#ref--2}: `ref--2` is not an anchor"],
    );
    // A block names its entries as the page does its notes.
    check_text(
        "```@map note\n```\n\n```@map term-x\n```\n",
        &["```@map note: the name `note` is kept for a part of the page itself"],
    );
}
