//! Every rule about articles, through one door: [`check`] takes Markdown and the problems it should have.

use super::*;

mod cast;
mod dates;
mod fuzz;
mod masthead;
mod mentions;
mod notes;
mod quotes;

const FRONT: &str = r#"+++
title = "A title"
standfirst = "What it says."
authors = ["One", "Two"]
published = 2021-09-30
language = "en"
section = "Analysis"
comments = "open"

[illustration]
file = "picture.svg"
alt = "A picture"
credit = "Somebody"
licence = "CC BY 4.0"
+++
"#;

fn folder() -> Folder {
    let picture = Picture { address: "/pictures/test/picture.svg".into(), width: 600, height: 400 };
    Folder { pictures: Pictures([("picture.svg".to_owned(), picture)].into()), ..Folder::default() }
}

/// Reads a whole file and compares its problems, each as `the text it points at: what was found`.
#[track_caller]
fn check(source: &str, expected: &[&str]) -> Article {
    let (article, problems) = read(Slug::new("test"), source, &folder());
    let found: Vec<String> = problems
        .iter()
        .map(|problem| {
            let at = source[problem.at.clone()].lines().next().unwrap_or_default();
            format!("{at}: {}", problem.found)
        })
        .collect();
    assert_eq!(found, expected);
    article
}

/// The same for the text behind good front matter.
#[track_caller]
fn check_text(text: &str, expected: &[&str]) -> Article {
    check(&format!("{FRONT}{text}"), expected)
}

fn prose(article: &Article) -> String {
    let blocks = article.sections.iter().flat_map(|section| &section.blocks);
    let html = blocks.filter_map(|block| match block {
        Block::Prose(html) => Some(html.as_str()),
        Block::Interactive(_) => None,
    });
    html.collect()
}

#[test]
fn a_good_article_has_no_problems() {
    let article = check_text("The lead.\n\n## First {#one}\n\nText.\n\n### Smaller\n\n## Second\n\nMore.\n", &[]);
    let anchors: Vec<_> = article.anchors().into_iter().map(Anchor::as_str).collect();
    assert_eq!(anchors, ["one", "smaller", "second"]);
    assert_eq!(article.sections[0].title, "");
    assert_eq!(article.front.authors, ["One", "Two"]);
    assert_eq!(article.front.illustration.as_ref().map(|one| one.picture.width), Some(600));
}

#[test]
fn headings_of_any_script_have_anchors() {
    let article = check_text("## Հոդված 4\n\n## Статья «Четыре»\n", &[]);
    let anchors: Vec<_> = article.anchors().into_iter().map(Anchor::as_str).collect();
    assert_eq!(anchors, ["հոդված-4", "статья-четыре"]);
}

#[test]
fn two_equal_anchors_are_a_problem_with_both_lines() {
    check_text("## Same {#x}\n\n## Other {#x}\n", &["## Other {#x}: the anchor `x` stands here and in line 16"]);
}

#[test]
fn an_anchor_with_two_hyphens_in_a_row_is_refused_for_just_that() {
    let (_, problems) = read(Slug::new("test"), &format!("{FRONT}## A {{#a--b}}\n\n```@map a--c\n```\n"), &folder());
    let expected: Vec<_> = problems.iter().map(|problem| problem.expected.as_str()).collect();
    assert_eq!(expected, ["letters, digits, hyphens and underscores, and no two hyphens in a row"; 2]);
}

#[test]
fn the_pages_own_anchors_are_kept() {
    check_text("## Comments\n", &["## Comments: the anchor `comments` is kept for a part of the page itself"]);
}

#[test]
fn a_fence_marked_with_at_becomes_a_block_and_others_stay_listings() {
    let article = check_text("```@timeline\none\ntwo\n```\n\n```timeline\nx\n```\n\n```@timeline wars\n```\n", &[]);
    let fences: Vec<_> =
        article.fences().map(|fence| (fence.anchor.as_str(), fence.body.as_str(), fence.line)).collect();
    assert_eq!(fences, [("timeline", "one\ntwo\n", 16), ("wars", "", 25)]);
    assert!(prose(&article).contains("<code class=\"language-timeline\">"));
}

#[test]
fn a_block_inside_a_list_is_a_problem() {
    check_text("- item\n\n  ```@map\n  x\n  ```\n", &["```@map: a block inside a list or a quotation"]);
}

#[test]
fn raw_html_is_refused_and_never_reaches_the_page() {
    let article = check_text(
        "Text <b onclick=\"x\">bold</b>.\n\n<script>alert(1)</script>\n\n<!-- a note -->\n",
        &[
            "<b onclick=\"x\">: raw HTML: `<b onclick=\"x\">`",
            "</b>: raw HTML: `</b>`",
            "<script>alert(1)</script>: raw HTML: `<script>alert(1)</script>`",
        ],
    );
    assert!(!prose(&article).contains("script") && !prose(&article).contains("onclick"));
}

#[test]
fn links_lead_inside_or_to_the_web_and_nowhere_else() {
    let article = check_text(
        "[a](other.md#x) [b](#y) [c](https://example.org) [d](/other/) [e](javascript:alert(1)) [f](a/b.md)\n",
        &[
            "[e](javascript:alert(1)): `javascript:alert(1)` is not a place that a link can lead to",
            "[f](a/b.md): `a/b.md` is not a place that a link can lead to",
        ],
    );
    assert!(prose(&article).contains("href=\"/other/#x\""));
    assert!(!prose(&article).contains("javascript"));
    let targets: Vec<_> = article.references.into_iter().map(|reference| reference.target).collect();
    let other = || Some(Slug::new("other"));
    assert_eq!(
        targets,
        [
            Target::Article(other(), Some("x".into())),
            Target::Article(None, Some("y".into())),
            Target::Outside("https://example.org".into()),
            Target::Article(other(), None),
        ]
    );
}

#[test]
fn a_picture_needs_a_file_a_description_and_a_credit() {
    check_text(
        "![](picture.svg \"Me\")\n\n![What](picture.svg)\n\n![What](pictur.svg \"Me\")\n",
        &[
            "![](picture.svg \"Me\"): the picture `picture.svg` has no description",
            "![What](picture.svg): the picture `picture.svg` has no credit",
            "![What](pictur.svg \"Me\"): the picture `pictur.svg` is not there",
        ],
    );
}

#[test]
fn what_pictures_say_is_escaped() {
    let article = check_text("![A \\\"sign\\\"](picture.svg \"<b>\")\n", &[]);
    assert!(prose(&article).contains("alt=\"A “sign”\"") || prose(&article).contains("alt=\"A &quot;sign&quot;\""));
    assert!(prose(&article).contains("<small class=\"credit\">&lt;b&gt;</small>"));
}

#[test]
fn a_character_that_no_page_can_show_is_told_wherever_it_comes_from() {
    let told = "the control character U+0007, which no page can show";
    check_text("a\tb\r\n\u{7} c\n", &[&format!("\u{7}: {told}")]);
    check_text("a\u{7}\u{85}\u{0}\n", &[&format!("\u{7}: {told}, and 2 more such characters behind it")]);
    check_text("a &#7; `&#7;` b\n", &[&format!("a &#7; : {told}")]);
    check(&FRONT.replace("A title", "A \\u0007"), &[&format!("\"A \\u0007\": {told}")]);
    check(&FRONT.replace("\"Two\"", "\"T\\u0007\""), &[&format!("\"T\\u0007\": {told}")]);
}

#[test]
fn missing_front_matter_is_one_problem() {
    check("Hello\n", &["Hello: there is no front matter"]);
    check("---\ntitle: x\n---\n", &["---: there is no front matter"]);
    check("", &[": there is no front matter"]);
}

#[test]
fn every_mistake_of_the_front_matter_is_told_at_once() {
    let source = FRONT
        .replace("title = \"A title\"", "titel = \"A title\"")
        .replace("2021-09-30", "\"yesterday\"")
        .replace("\"open\"", "\"ajar\"")
        .replace("alt = \"A picture\"", "alt = \"\"");
    check(
        &source,
        &[
            "+++: `title` is missing",
            "titel: `titel` is not a field that Recto knows",
            "\"yesterday\": `published` is a string that does not fit",
            "\"ajar\": `comments` is a string that does not fit",
            "\"\": `alt` is empty",
        ],
    );
}

#[test]
fn broken_toml_is_shown_where_it_breaks() {
    let source = FRONT.replace("section = \"Analysis\"", "section = \"Analysis");
    let (_, problems) = read(Slug::new("test"), &source, &folder());
    assert!(source[problems[0].at.start..].starts_with(['"', '\n']), "{problems:?}");
    assert_eq!(problems[0].expected, "TOML: `key = value` lines, text in quotes");
}

#[test]
fn a_break_in_toml_is_told_once_and_without_what_follows_from_it() {
    let source = FRONT.replace("[\"One\", \"Two\"]", "[\"One\"").replace("title", "titel");
    check(&source, &[": missing comma between array elements, expected `,`"]);
}

#[test]
fn a_value_that_toml_refuses_hides_no_other_problem() {
    let source =
        FRONT.replace("2021-09-30", "2021-13-30").replace("section", "sektion").replace("\"open\"", "30.9.2021");
    check(
        &source,
        &[
            "+++: `section` is missing",
            "2021-13-30: invalid date, expected month between 01 and 12",
            "sektion: `sektion` is not a field that Recto knows",
            ".2021: invalid float, expected nothing",
        ],
    );
    let bare = FRONT.replace("\"A title\"", "A title");
    check(&bare, &["A title: string values must be quoted, expected literal string"]);
    let open =
        FRONT.replace("\"A title\"", "\"A title").replace("2021-09-30", "2021-13-30").replace("section", "sektion");
    check(
        &open,
        &[
            "+++: `section` is missing",
            ": invalid basic string, expected `\"`",
            "2021-13-30: invalid date, expected month between 01 and 12",
            "sektion: `sektion` is not a field that Recto knows",
        ],
    );
    let twice = FRONT.replace("section", "language = \"hy\"\nsection");
    check(&twice, &["language: duplicate key"]);
}

#[test]
fn comments_are_open_closed_or_open_until_a_day_or_for_some_days() {
    let with = |value: &str| check(&FRONT.replace("\"open\"", value), &[]).front.comments;
    assert_eq!(with("\"open\""), Comments::Open);
    assert_eq!(with("\"closed\""), Comments::Closed);
    assert_eq!(with("2027-03-31"), Comments::Until(Date { year: 2027, month: Some(3), day: Some(31) }));
    assert_eq!(with("\"30 days\""), Comments::Days(30));
    assert_eq!(with("\"1 day\""), Comments::Days(1));
    for wrong in ["\"0 days\"", "\"2 day\"", "\"30\"", "\"-3 days\"", "\"+3 days\"", "\"10000 days\""] {
        let problem = format!("{wrong}: `comments` is a string that does not fit");
        check(&FRONT.replace("\"open\"", wrong), &[&problem]);
    }
}

#[test]
fn days_after_publication_end_on_a_day() {
    let until = |published: &str, days: u16| {
        let source = FRONT.replace("2021-09-30", published).replace("\"open\"", &format!("\"{days} days\""));
        check(&source, &[]).front.comments_until().expect("ends").to_string()
    };
    assert_eq!(until("2021-09-30", 30), "2021-10-30");
    assert_eq!(until("2023-12-31", 60), "2024-02-29");
    assert_eq!(until("2000-02-28", 2), "2000-03-01");
    assert_eq!(until("\"2021-09\"", 1), "2021-10-01");
}

#[test]
fn a_moved_anchor_must_lead_somewhere() {
    let moved = |pair: &str| {
        format!("{}## New {{#new}}\n", FRONT.replace("comments =", &format!("moved = {pair}\ncomments =")))
    };
    let article = check(&moved("{ \"old\" = \"new\" }"), &[]);
    assert!(article.lands("old") && article.lands("new") && !article.lands("other"));
    check(&moved("{ \"old\" = \"nw\" }"), &["old: `old` is said to have moved to `nw`, which is not in the text"]);
    check(&moved("{ \"new\" = \"new\" }"), &["new: `new` is said to have moved, but it is still in the text"]);
}

#[test]
fn a_file_name_must_fit_an_address() {
    let name = |slug: &str| {
        read(Slug::new(slug), FRONT, &folder()).1.into_iter().map(|problem| problem.found).collect::<Vec<_>>()
    };
    assert_eq!(name("My Article"), ["`My Article.md` is not a name that an address can have"]);
    assert_eq!(name("api"), ["the address `/api/` is kept for the site itself"]);
    assert!(name("one-clause").is_empty());
}
