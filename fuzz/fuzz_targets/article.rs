//! An article's Markdown and front matter, and the masthead: every problem stands in the file and can be printed, every
//! anchor is there once, and what is set is markup that a browser has nothing to mend in and nothing to run from.
#![no_main]

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use article::{Block, Folder, Picture, Pictures, Problem, Slug, Target, read, read_masthead};
use libfuzzer_sys::fuzz_target;
use press::Finding;

const FRONT: &str = "+++\ntitle = \"A title\"\nstandfirst = \"What it says.\"\nauthors = [\"One\"]\npublished = 2021-09-30\n\
    language = \"en\"\nsection = \"Analysis\"\n[cast]\nactors = [\"Armenia\"]\n[cast.places]\n\"A / B\" = \"1 N, 1 E\"\n+++\n";

fuzz_target!(|source: &str| {
    // What begins with neither is a text behind good front matter.
    if let Some(masthead) = source.strip_prefix('$') {
        let (_, references, problems) = read_masthead(masthead);
        found(masthead, &problems);
        assert!(references.iter().all(|reference| masthead.get(reference.at.clone()).is_some()), "{references:?}");
    } else if source.starts_with("+++") {
        article(source);
    } else {
        article(&format!("{FRONT}{source}"));
    }
});

fn article(source: &str) {
    let picture = Picture { address: "/pictures/test/picture.svg".into(), width: 600, height: 400 };
    let pictures = Pictures([("picture.svg".to_owned(), picture)].into());
    let folder = Folder { pictures, ..Folder::default() };
    let (article, problems) = read(Slug::new("test"), source, &folder);
    assert_eq!((&article, &problems), (&read(article.slug.clone(), source, &folder).0, &problems));
    found(source, &problems);
    for reference in &article.references {
        assert!(source.get(reference.at.clone()).is_some(), "{reference:?} is not in the file");
        if let Target::Outside(url) = &reference.target {
            let taken = ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
            assert!(taken || !problems.is_empty(), "{url:?} is linked to, and nothing is said of it");
        }
    }
    let wrong = |char: char| char.is_control() && !matches!(char, '\n' | '\r' | '\t');
    for section in &article.sections {
        let broken = article.text().contains(wrong) || source.contains(wrong);
        for block in &section.blocks {
            match block {
                // A character that HTML does not allow is a problem of the file, and stays.
                Block::Prose(_) if broken => assert!(!problems.is_empty()),
                Block::Prose(html) => recto_fuzz::harmless_piece(html.as_str()),
                Block::Interactive(fence) => {
                    assert!(fence.line >= 1 && fence.line <= source.lines().count(), "{fence:?}");
                }
            }
        }
    }
    let anchors = article.anchors();
    let distinct: BTreeSet<_> = anchors.iter().map(|anchor| anchor.as_str()).collect();
    if problems.is_empty() {
        assert_eq!(distinct.len(), anchors.len(), "an anchor stands twice: {anchors:?}");
    }
    for anchor in distinct {
        assert!(!anchor.is_empty() && !anchor.contains(|char: char| char.is_whitespace() || "\"'<>&#".contains(char)));
        assert!(article.lands(anchor));
    }
    let _ = (article.minutes(), article.text(), article.terms(), article.front.comments_until());
}

fn found(source: &str, problems: &[Problem]) {
    let text: Arc<str> = source.into();
    for problem in problems {
        assert!(source.get(problem.at.clone()).is_some(), "{problem:?} is not in the file");
        assert!(!problem.found.is_empty());
        let finding = Finding { path: PathBuf::from("test.md"), source: Arc::clone(&text), problem: problem.clone() };
        let (line, column) = finding.position();
        assert!(line >= 1 && column >= 1);
        // Not all of them: a page of mistakes takes its time.
        if problem == &problems[0] {
            assert!(!finding.print(false).is_empty());
        }
    }
}
