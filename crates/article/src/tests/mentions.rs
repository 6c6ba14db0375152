//! Mentions of the cast and of the glossary's terms.

use super::{FRONT, check, prose};
use crate::{Article, Target};

#[track_caller]
fn check_cast(text: &str, problems: &[&str]) -> Article {
    let cast = "[cast]\nactors = [\"Armenia\"]\n[cast.places]\n\"Black Lake / Sev Lich\" = \"39.60 N, 46.23 E\"\n";
    check(
        &format!("{}{text}", FRONT.replace("+++\n", "").replacen("title", "+++\ntitle", 1) + cast + "+++\n"),
        problems,
    )
}

#[test]
fn a_name_of_the_cast_is_marked() {
    let article = check_cast("[Armenia’s *prime* minister](@armenia), [Armenia](@), [the lake](<@Black Lake>).\n", &[]);
    let marked = "<p><span data-name=\"armenia\">Armenia’s <em>prime</em> minister</span>, \
                  <span data-name=\"armenia\">Armenia</span>, \
                  <span data-name=\"black-lake-sev-lich\">the lake</span>.</p>\n";
    assert_eq!(prose(&article), marked);
    assert!(article.references.is_empty() && article.terms().is_empty());
    assert_eq!(article.text().split_whitespace().count(), 6);
}

#[test]
fn any_other_name_is_a_term_that_the_edition_can_check() {
    let text = "The [CSTO](@), [allies](<@Collective Security Treaty>) and [the *CSTO*](@csto).\n";
    let article = check_cast(text, &[]);
    assert!(prose(&article).starts_with(
        "<p>The <button type=\"button\" class=\"term\" popovertarget=\"term--csto\">CSTO</button>, <button"
    ));
    assert_eq!(article.terms(), ["csto", "collective-security-treaty"]);
    let term = article.references.first().expect("a mention refers to its term");
    assert_eq!(term.target, Target::Term("csto".into()));
    assert_eq!(term.at.len(), "[CSTO](@)".len());
}

#[test]
fn a_mention_in_a_heading_is_plain_text_and_counts_all_the_same() {
    let article = check_cast("## [Armenia](@) and [CSTO](@)\n\n### The [pact](@)\n", &[]);
    assert_eq!(article.sections[1].title, "Armenia and CSTO");
    assert!(prose(&article).contains("tabindex=\"-1\">The pact</h3>"));
    assert_eq!(article.terms(), ["csto", "pact"]);
}

#[test]
fn a_mention_has_words() {
    check_cast(
        "[](@armenia) [*…*](@) [x](@?)\n",
        &[
            "[](@armenia): a mention without words",
            "[*…*](@): a mention without words",
            "[x](@?): a mention without words",
        ],
    );
}

#[test]
fn nothing_stands_inside_a_mention_that_leads_elsewhere() {
    let article = check_cast(
        "[see <https://example.org> there](@csto)\n",
        &["<https://example.org>: a link to `https://example.org` inside a link or a mention"],
    );
    assert!(prose(&article).contains("popovertarget=\"term--csto\">see https://example.org there</button>"));
    // Of two links within each other Markdown takes the inner one, and the outer is words.
    let nested =
        check_cast("[a [CSTO](@) b](other.md)\n", &["](other.md): `](other.md)` is not a link that Markdown can read"]);
    assert!(prose(&nested).starts_with("<p>[a <button"));
}

#[test]
fn a_name_with_spaces_stands_in_angle_brackets() {
    check_cast(
        "See [the lake](@Black Lake), [the lake\\](@Black Lake) and `[the lake](@Black Lake)`.\n",
        &["[the lake](@Black Lake): `[the lake](@Black Lake)` is not a link that Markdown can read"],
    );
}

#[test]
fn what_an_author_escaped_is_no_link() {
    check_cast("Write \\[text](address), [a] \\[b](c d), \\[a *b* [c]](d).\n", &[]);
    check_cast(
        "[a \\[b](c d), \\\\[e](f g), \\[h] i](j)\n",
        &[
            "[a \\[b](c d): `[a \\[b](c d)` is not a link that Markdown can read",
            "[e](f g): `[e](f g)` is not a link that Markdown can read",
        ],
    );
}
