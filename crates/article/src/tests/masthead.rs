//! What `edition.toml` may say about the edition, and what is said where it cannot be so.

use crate::{Frame, read_masthead};

const MASTHEAD: &str = "title = \"Between the Ranges\"\nlanguage = \"en\"\naddress = \"https://ranges.example\"\n\
                        publisher = \"The desk\"\nlead = \"first\"\n";

/// Each problem of the masthead with these lines besides, as `the text it points at: what was found`.
fn problems(lines: &str) -> Vec<String> {
    let source = format!("{MASTHEAD}{lines}");
    let (_, _, problems) = read_masthead(&source);
    problems.iter().map(|problem| format!("{}: {}", &source[problem.at.clone()], problem.found)).collect()
}

#[test]
fn what_an_installed_edition_shows_may_be_left_out() {
    let (masthead, _, problems) = read_masthead(MASTHEAD);
    assert_eq!(problems, []);
    assert_eq!(masthead.short_title, "Between the Ranges");
    assert_eq!((masthead.categories.len(), masthead.frame), (0, Frame::default()));
}

#[test]
fn what_an_installed_edition_shows_may_be_said() {
    let said = "short-title = \"Ranges\"\ncategories = [\"news\", \"politics\"]\nframe = { dark = \"#00FF7a\" }\n";
    let (masthead, _, problems) = read_masthead(&format!("{MASTHEAD}{said}"));
    assert_eq!(problems, []);
    assert_eq!((masthead.title.as_str(), masthead.short_title.as_str()), ("Between the Ranges", "Ranges"));
    assert_eq!(masthead.categories, ["news", "politics"]);
    assert_eq!((masthead.frame.light, masthead.frame.dark.as_str()), (Frame::default().light, "#00ff7a"));
}

#[test]
fn what_is_missing_in_a_file_of_fields_alone_is_to_be_added_to_the_file() {
    let (_, _, problems) = read_masthead("");
    assert!(problems.iter().any(|problem| problem.found == "`title` is missing"));
    assert!(
        problems.iter().all(|problem| problem.mend == "add it to the file, above its first `[…]`"),
        "{problems:#?}"
    );
}

#[test]
fn a_short_title_that_would_be_cut_is_a_problem() {
    assert_eq!(
        problems("short-title = \"The Ranges, weekly\"\n"),
        ["\"The Ranges, weekly\": `short-title` has 18 characters"]
    );
    assert_eq!(problems("short-title = \"Կովկաս-21-22\"\n"), [""; 0], "letters are counted, not bytes");
}

#[test]
fn a_category_or_a_colour_that_nobody_knows_is_a_problem() {
    assert_eq!(problems("categories = [\"News\"]\n"), ["\"News\": the category `News` has capital letters"]);
    assert_eq!(problems("categories = \"news\"\n"), ["\"news\": `categories` is a string that does not fit"]);
    for colour in ["red", "#fff", "#12345g", "123456", "#1234567"] {
        assert_eq!(
            problems(&format!("[frame]\nlight = \"{colour}\"\n")),
            [format!("\"{colour}\": `{colour}` is not a colour that a frame can have")]
        );
    }
    assert_eq!(problems("[frame]\ndrak = \"#000000\"\n"), ["drak: `drak` is not a field that Recto knows"]);
}

#[test]
fn an_address_that_is_not_a_sites_own_is_a_problem() {
    let read = |address: &str| {
        let (masthead, _, problems) = read_masthead(&MASTHEAD.replace("https://ranges.example", address));
        (masthead.address, problems.into_iter().map(|problem| (problem.found, problem.mend)).collect::<Vec<_>>())
    };
    for good in ["https://ranges.example/", "http://127.0.0.1:8080"] {
        assert_eq!(read(good), (good.trim_end_matches('/').to_owned(), vec![]));
    }
    for place in [
        "https://ranges.example/caucasus",
        "https://ranges.example//x/",
        "https://ranges.example?x",
        "https://ranges.example/#x",
    ] {
        let mend = "write `https://ranges.example`, or publish the edition under a name of its own".to_owned();
        assert_eq!(read(place).1, [(format!("`{place}` is a place within a site"), mend)]);
    }
    for other in ["ranges.example", "https://", "https:///x", "mailto:desk@ranges.example"] {
        assert_eq!(read(other).1, [(format!("`{other}` is not the address of a site"), String::new())]);
    }
}
