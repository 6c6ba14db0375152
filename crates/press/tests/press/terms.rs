//! Terms that the edition explains, and names that its mentions have to be among.

use crate::desk::Desk;

#[test]
fn a_term_is_shown_where_it_is_used_and_gathered_on_a_page() {
    let desk = Desk::new();
    let glossary = "## Words {#words}\n\n```@glossary\nDelimitation: Where a border runs.\n  source: Common reference\n```\n\n## Milk {#milk}";
    desk.edit("first.md", "## Milk {#milk}", glossary)
        .edit("second.md", "See [sheep]", "[Delimitation](@), see [sheep]")
        .build();
    let page = desk.page("second/index.html");
    assert!(page.contains("popovertarget=\"term--delimitation\""), "{page}");
    assert!(page.contains("id=\"term--delimitation\"") && page.contains("Where a border runs."), "{page}");
    assert!(desk.page("index.html").contains("href=\"/glossary/\""), "the front page leads there");
    let all = desk.page("glossary/index.html");
    for words in ["Where a border runs.", "href=\"/first/#glossary\"", "href=\"/second/\""] {
        assert!(all.contains(words), "{words}: {all}");
    }
}

#[test]
fn names_that_nobody_knows_and_terms_explained_twice_are_problems() {
    let desk = Desk::new();
    let glossary = "```@glossary\nDelimitation: Where a border runs.\n```";
    let both = format!("{glossary}\n\n{}\n\n## Milk {{#milk}}", glossary.replace("@glossary", "@glossary again"));
    let cast = "comments = \"closed\"\n\n[cast]\nactors = [\"Armenia\", \"CSTO\"]\n";
    let timeline = "```@timeline\n2021: It happened\n  actors: Armenia, Armenai\n  source: S\n```";
    desk.edit("first.md", "## Milk {#milk}", &both).edit("second.md", "comments = \"closed\"\n", cast).edit(
        "second.md",
        "See [sheep]",
        &format!("[Delimitatoin](@) and [Armenia](@).\n\n{timeline}\n\nSee [sheep]"),
    );
    insta::assert_snapshot!("names_that_nobody_knows", desk.refused());
}

#[test]
fn a_term_explained_twice_is_pointed_at_by_its_whole_name() {
    let desk = Desk::new();
    let once = "```@glossary\nCSTO: A pact.\n```";
    let twice = "```@glossary again\nCSTO summit: A meeting.\n  CSTO: more of it.\nCSTO: The pact.\n```";
    let refusal =
        desk.edit("first.md", "## Milk {#milk}", &format!("{once}\n\n{twice}\n\n## Milk {{#milk}}")).refused();
    assert!(refusal.contains("| CSTO: The pact.\n"), "{refusal}");
    assert!(!refusal.contains("summit"), "{refusal}");
}
