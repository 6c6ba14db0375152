//! The body of every kind of block, with an article's cast and tables: each line that cannot be read is one of the body's,
//! what is drawn is markup that nothing runs from and that says nothing of a broken number, and drawing it twice is the same.
#![no_main]

use article::{Anchor, Article, Fence, Member, Sort};
use libfuzzer_sys::fuzz_target;
use reader::{app::render, blocks};

// The kind's name, perhaps with `+` before it for an article with a cast; the body; a line `%%%`; and the table `a.csv`.
fuzz_target!(|given: &[u8]| {
    let (given, table) = recto_fuzz::cut(given);
    let (Ok(given), Ok(table)) = (std::str::from_utf8(given), std::str::from_utf8(table)) else { return };
    let (name, body) = given.split_once('\n').unwrap_or((given, ""));
    let Some(kind) = blocks::find(name.trim_start_matches('+')) else { return };
    let mut article = Article::default();
    article.tables.insert("a.csv".to_owned(), table.to_owned());
    if name.starts_with('+') {
        let names = [("Armenia", Sort::Actor), ("CSTO", Sort::Actor), ("NATO", Sort::Actor)];
        let member =
            |(name, sort): (&str, Sort)| Member { id: Anchor::of(name).to_string(), name: name.to_owned(), sort };
        article.front.cast.members = names.map(member).into();
    }
    let fence = Fence { kind: kind.name().to_owned(), anchor: Anchor::of(kind.name()), body: body.to_owned(), line: 1 };
    let bad = blocks::check(&fence, &article);
    for bad in &bad {
        assert!(bad.line == 0 || bad.line < body.lines().count(), "{bad:?}");
        assert!(!bad.found.is_empty() && !bad.expected.is_empty(), "{bad:?} helps nobody");
    }
    let files = blocks::files(&fence, &article);
    if !bad.is_empty() {
        assert!(files.is_empty(), "files of a block with mistakes");
        return;
    }
    let html = draw(&fence, &article);
    assert_eq!(draw(&fence, &article), html, "another picture the second time");
    recto_fuzz::harmless_page(&html);
    for broken in ["NaN", "inf "] {
        assert!(
            !html.contains(&format!("\"{broken}")) && !html.contains(&format!(" {broken}"))
                || body.contains(broken)
                || table.contains(broken),
            "{broken} in {html}"
        );
    }
    for (path, content) in files {
        assert!(!path.contains("..") && !content.is_empty(), "{path}");
        // A table is no page, and nobody takes it for one.
        assert!(path.ends_with(".csv") || path.ends_with(".svg"), "{path}");
        if path.ends_with(".svg") {
            recto_fuzz::harmless_page(&content);
        }
    }
});

fn draw(fence: &Fence, article: &Article) -> String {
    render(|| blocks::view(fence, article).ok())
}
