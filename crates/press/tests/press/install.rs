//! What an edition is installed with: manifest, icons, screenshots; and what is said of those that no browser would take.

use resvg::tiny_skia::Pixmap;
use serde_json::Value;
use std::fs;

use crate::desk::Desk;

const RED_ON_BLUE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="#00f" d="M0 0h10v10H0z"/><path fill="#f00" d="M0 1h10v8H0z"/></svg>"##;

fn manifest(desk: &Desk) -> Value {
    serde_json::from_str(&desk.read("manifest.webmanifest")).unwrap()
}

fn png(desk: &Desk, name: &str) -> Pixmap {
    Pixmap::decode_png(&fs::read(desk.path("site").join(name)).unwrap()).unwrap()
}

/// Puts a screenshot of that size into the edition.
fn screenshot(desk: &Desk, name: &str, width: u32, height: u32) {
    fs::create_dir_all(desk.path("edition/screenshots")).unwrap();
    let png = Pixmap::new(width, height).unwrap().encode_png().unwrap();
    fs::write(desk.path("edition/screenshots").join(name), png).unwrap();
}

/// With the names in order, which is another where a part of the workspace wants serde_json to keep them as they came.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.clone(), in_order(value))).collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            fields.into_iter().collect()
        }
        Value::Array(values) => values.iter().map(in_order).collect(),
        other => other.clone(),
    }
}

#[test]
fn the_manifest_is_as_it_was_looked_at() {
    let desk = Desk::new();
    desk.edit(
        "edition.toml",
        "lead =",
        "short-title = \"Test\"\ncategories = [\"news\"]\nframe.light = \"#C0FFEE\"\nlead =",
    );
    screenshot(&desk, "wide.png", 640, 400);
    screenshot(&desk, "narrow.png", 320, 640);
    let manifest = manifest(desk.build());
    insta::assert_snapshot!("manifest", serde_json::to_string_pretty(&in_order(&manifest)).unwrap());
    assert!(desk.read("first/index.html").contains(r##"<meta name="theme-color" content="#c0ffee">"##));
    for picture in manifest["screenshots"].as_array().unwrap().iter().chain(manifest["icons"].as_array().unwrap()) {
        let path = picture["src"].as_str().unwrap().trim_start_matches('/');
        if path.ends_with(".png") {
            let png = png(&desk, path);
            assert_eq!(picture["sizes"], format!("{}x{}", png.width(), png.height()), "{path}");
        }
    }
}

#[test]
fn what_an_editor_leaves_out_the_manifest_leaves_out() {
    let desk = Desk::new();
    desk.edit("edition.toml", "tagline = \"Three short articles\"\n", "").build();
    let manifest = manifest(&desk);
    assert_eq!(manifest["short_name"], "The Test");
    for key in ["description", "categories", "screenshots"] {
        assert!(manifest.get(key).is_none(), "{key}");
    }
}

#[test]
fn nothing_of_an_icon_is_cut_by_a_mask_and_no_hole_turns_black() {
    let desk = Desk::new();
    for svg in [fs::read_to_string(desk.path("bundle/icon.svg")).unwrap(), RED_ON_BLUE.into()] {
        // The same on a ground of its own, and on none.
        for svg in [svg.clone(), svg.replacen("<path fill", "<path opacity=\"0\" fill", 1)] {
            fs::write(desk.path("edition/icon.svg"), &svg).unwrap();
            desk.build();
            for name in ["icon-maskable-192.png", "icon-maskable-512.png", "apple-touch-icon.png"] {
                let png = png(&desk, name);
                assert!(png.pixels().iter().all(|pixel| pixel.alpha() == 255), "{name} of {svg}");
                let (side, ground) = (png.width() as usize, png.pixels()[0]);
                let middle = side as f64 / 2.0;
                let drawn = png.pixels().iter().enumerate().filter(|(_, pixel)| **pixel != ground);
                let away = |at: usize| (at as f64 + 0.5 - middle).abs();
                let reach = drawn.map(|(at, _)| away(at % side).hypot(away(at / side))).fold(0.0, f64::max);
                assert!(reach > 0.3 * middle, "{name} shows {svg}");
                // A pixel at the edge is drawn in part.
                assert!(name.starts_with("apple") || reach <= 0.8 * middle + 1.0, "{name} of {svg}: {reach}");
            }
        }
    }
}

#[test]
fn an_edition_may_have_an_icon_of_its_own_and_drop_it_again() {
    let desk = Desk::new();
    let usual = desk.build().read("icon.svg");
    let drawn = fs::read(desk.path("site/icon-192.png")).unwrap();
    fs::write(desk.path("edition/icon.svg"), RED_ON_BLUE).unwrap();
    // Set anew from the last site, as an editor does.
    assert!(matches!(desk.run("site"), Ok(press::Built::Site(3))));
    assert_eq!(desk.read("icon.svg"), RED_ON_BLUE);
    assert_ne!(fs::read(desk.path("site/icon-192.png")).unwrap(), drawn);
    let mut unpacked = Vec::new();
    let packed = fs::read(desk.path("site/icon.svg.br")).unwrap();
    brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
    assert_eq!(unpacked, RED_ON_BLUE.as_bytes());
    fs::remove_file(desk.path("edition/icon.svg")).unwrap();
    assert!(matches!(desk.run("site"), Ok(press::Built::Site(3))));
    assert_eq!(desk.read("icon.svg"), usual);
    assert_eq!(fs::read(desk.path("site/icon-192.png")).unwrap(), drawn);
}

#[test]
fn an_icon_is_drawn_anew_only_when_it_has_changed() {
    let desk = Desk::new();
    desk.build();
    fs::write(desk.path("site/icon-512.png"), "kept").unwrap();
    assert_eq!(desk.build().read("icon-512.png"), "kept");
    fs::write(desk.path("edition/icon.svg"), RED_ON_BLUE).unwrap();
    desk.build();
    assert_eq!(png(&desk, "icon-512.png").width(), 512);
    // Or where a version drew it that draws otherwise.
    fs::write(desk.path("site/icon-512.png"), "drawn badly").unwrap();
    fs::remove_file(desk.path("site/_recto/drawn.txt")).unwrap();
    desk.build();
    assert_eq!(png(&desk, "icon-512.png").width(), 512);
}

#[test]
fn an_icon_that_cannot_be_one_is_told_with_its_place() {
    let desk = Desk::new();
    let svg = |rest: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {rest}");
    let bad = [
        ("<svg".into(), "the icon is no SVG"),
        (svg("viewBox=\"0 0 9 9\">\n  <path d=\"M0 0h9\"></svg>"), "the icon is no SVG"),
        (svg("width=\"0\" height=\"0\"/>"), "the icon cannot be drawn"),
        (svg("viewBox=\"0 0 64 32\"><path d=\"M0 0h9v9\"/></svg>"), "the icon is 64 wide and 32 high"),
        (svg("viewBox=\"0 0 9 9\"><path d=\"M10 10h9v9\"/></svg>"), "the icon shows nothing"),
        (svg("viewBox=\"0 0 9 9\"><text y=\"9\">R</text></svg>"), "the icon holds letters"),
    ];
    let mut refusals = String::new();
    for (svg, words) in bad {
        fs::write(desk.path("edition/icon.svg"), &svg).unwrap();
        let refusal = desk.refused();
        assert!(refusal.contains(words) && refusal.contains("edition/icon.svg:"), "{refusal}");
        refusals.push_str(&refusal);
        refusals.push_str("\n\n");
    }
    insta::assert_snapshot!("icons", refusals);
    fs::write(desk.path("edition/icon.svg"), [0xff, 0xfe, 0x00]).unwrap();
    assert!(desk.refused().contains("the icon cannot be drawn"));
}

#[test]
fn a_screenshot_that_no_browser_would_show_is_a_problem() {
    let desk = Desk::new();
    for (name, width, height, words) in [
        ("wide.png", 1280, 300, "1280 × 300 pixels"),
        ("wide.png", 3900, 2000, "3900 × 2000 pixels"),
        ("wide.png", 1000, 400, "a long side of at most 2.3 times the short one"),
        ("wide.png", 400, 640, "more width than height"),
        ("narrow.png", 640, 400, "more height than width"),
        ("Wide.png", 640, 400, "this is no screenshot that Recto knows"),
    ] {
        screenshot(&desk, name, width, height);
        let refusal = desk.refused();
        assert!(refusal.contains(words) && refusal.contains(&format!("edition/screenshots/{name}")), "{refusal}");
        fs::remove_file(desk.path("edition/screenshots").join(name)).unwrap();
    }
    fs::write(desk.path("edition/screenshots/narrow.png"), RED_ON_BLUE).unwrap();
    insta::assert_snapshot!("screenshot", desk.refused());
}

#[test]
fn a_page_in_a_language_that_is_written_from_the_right_says_so() {
    let desk = Desk::new();
    desk.edit("edition.toml", "language = \"en\"", "language = \"he\"").build();
    assert_eq!(manifest(&desk)["dir"], "rtl");
    assert!(desk.read("index.html").contains("<html lang=\"he\" dir=\"rtl\">"));
    assert!(desk.read("first/index.html").contains("<html lang=\"en\">"));
}
