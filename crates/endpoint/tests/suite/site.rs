//! The built site that tests serve: small, but with one of everything.

use std::{fs, path::Path};

use wire::{Comments, EDITION_VERSION, Edition, EditionArticle, Policy};

/// The policy that the fixture's pages are served with.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-c2NyaXB0'; \
    style-src 'self' 'sha256-c3R5bGU='; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// That of its articles, whose inline style is another.
pub(crate) const ARTICLE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-c2NyaXB0'; \
    style-src 'self' 'sha256-YXJ0aWNsZQ=='; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Writes a site whose edition has this title; every page names it, too.
pub(crate) fn write(root: &Path, title: &str) {
    let files = [
        ("index.html", format!("<title>{title}</title><p>Front")),
        ("404.html", format!("<title>{title}</title><p>Not in this edition")),
        ("lead/index.html", format!("<title>{title}</title><p>Lead")),
        ("lead/index.html.br", "brotli of lead".into()),
        ("lead/index.html.gz", "gzip of lead".into()),
        ("reader-1f2e3d4c5b6a7980.js", "start()".into()),
        ("reader-1f2e3d4c5b6a7980_bg.wasm", "wasm".into()),
        ("reader-1f2e3d4c5b6a7980_bg.wasm.br", "brotli of wasm".into()),
        ("fonts/text-0a1b2c3d4e5f6071.woff2", "font".into()),
        ("pictures/map.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>".into()),
        ("manifest.webmanifest", "{}".into()),
        ("icon-192.png", "icon".into()),
        ("robots.txt", "User-agent: *".into()),
        (".secret", "hidden".into()),
        ("lead/.secret", "hidden".into()),
        (
            "_recto/answer.html",
            format!(
                "<!doctype html><html lang=en><title>{{{{recto:title}}}}</title><body data-edition=\"{title}\"><main><h1>{{{{recto:title}}}}</h1>{{{{recto:answer}}}}</main>"
            ),
        ),
        ("_recto/edition.json", serde_json::to_string(&edition(title)).expect("is JSON")),
    ];
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("has one")).expect("is made");
        fs::write(path, text).expect("is written");
    }
    fs::write(root.parent().expect("has one").join("outside.txt"), "outside").expect("is written");
}

fn edition(title: &str) -> Edition {
    let article = |slug: &str, title: &str, comments: Comments| EditionArticle {
        slug: slug.into(),
        title: title.into(),
        language: "en".into(),
        published: "2026-11-20".into(),
        comments,
        anchors: vec!["what-happened".into()],
        blocks: vec![],
        style: "sha256-YXJ0aWNsZQ==".into(),
    };
    Edition {
        version: EDITION_VERSION,
        title: title.into(),
        language: "en".into(),
        address: "https://review.example".into(),
        articles: vec![
            article("lead", "An Alliance & <its> Article", Comments::Open),
            article("second", "Second", Comments::Open),
            article("shut", "Shut", Comments::Closed),
            article("until", "Until", Comments::Until("2026-11-23".into())),
            article("days", "Days", Comments::Days(3)),
        ],
        policy: Policy { scripts: vec!["sha256-c2NyaXB0".into()], styles: vec!["sha256-c3R5bGU=".into()] },
    }
}
