//! Keeping the edition as an app: what a browser asks for before it offers to install, and what an installed edition leads to.

use serde_json::{Value, json};

use crate::visitor::Visitor;

/// The manifest as the page names it, and whatever Chromium has to say against it.
async fn manifest(visitor: &Visitor) -> Value {
    let answer = visitor.cdp("Page.getAppManifest", json!({})).await;
    assert_eq!(answer["errors"], json!([]), "{answer:#}");
    serde_json::from_str(answer["data"].as_str().expect("the page names a manifest")).expect("it is JSON")
}

/// Every picture that a manifest names, its shortcuts' own included: address, claimed size, real size.
const PICTURES: &str = "
    const done = arguments[arguments.length - 1];
    fetch(document.querySelector('[rel=manifest]').href).then((answer) => answer.json()).then((manifest) => {
        const all = [...manifest.icons, ...manifest.screenshots, ...manifest.shortcuts.flatMap((one) => one.icons)];
        return Promise.all(all.map(async ({ src, sizes, type }) => {
            const picture = new Image();
            picture.src = src;
            await picture.decode();
            const answer = await fetch(src);
            return [src, sizes, `${picture.naturalWidth}x${picture.naturalHeight}`, type, answer.headers.get('content-type')];
        }));
    }).then(done, (error) => done(String(error)));";

#[tokio::test]
async fn chromium_knows_nothing_that_speaks_against_installing_any_page() {
    let visitor = Visitor::open("/").await;
    for path in ["/", "/one-clause/"] {
        visitor.goes_to(path).await;
        let manifest = manifest(&visitor).await;
        assert_eq!((&manifest["id"], &manifest["scope"]), (&json!("/"), &json!("/")));
        let answer = visitor.cdp("Page.getInstallabilityErrors", json!({})).await;
        assert_eq!(answer["installabilityErrors"], json!([]), "{path}");
    }
}

#[tokio::test]
async fn every_icon_and_screenshot_is_there_in_the_size_that_the_manifest_claims() {
    let visitor = Visitor::open("/").await;
    let pictures = visitor.does_and_waits(PICTURES).await;
    let pictures = pictures.as_array().unwrap_or_else(|| panic!("{pictures}"));
    assert!(pictures.len() >= 10, "{pictures:#?}");
    for picture in pictures {
        let [address, claimed, real, kind, sent] = [0, 1, 2, 3, 4].map(|at| picture[at].as_str().unwrap_or_default());
        assert!(claimed == "any" || claimed == real, "{address} claims {claimed} and is {real}");
        assert_eq!(kind, sent, "{address}");
    }
    // iOS looks there by itself.
    let touch = "const done = arguments[0], one = new Image(); one.src = '/apple-touch-icon.png'; \
                 one.decode().then(() => done(one.naturalWidth), String).then(done)";
    assert_eq!(visitor.does_and_waits(touch).await, json!(180));
}

#[tokio::test]
async fn every_shortcut_leads_to_a_page() {
    let visitor = Visitor::open("/").await;
    let manifest = manifest(&visitor).await;
    let shortcuts = manifest["shortcuts"].as_array().expect("there are some");
    assert_eq!(shortcuts.len(), 3);
    for shortcut in shortcuts {
        let url = shortcut["url"].as_str().expect("it leads somewhere");
        visitor.goes_to(url).await;
        let name = shortcut["name"].as_str().expect("it has a name").replace(' ', "");
        // A headline may be broken anywhere, and be written in capitals.
        let heading: String = visitor.asks("document.querySelector('h1').innerText.replace(/\\s+/g, '')").await;
        assert_eq!(heading, name, "{url}");
    }
}

#[tokio::test]
async fn the_frame_has_the_colour_of_the_page() {
    // The first that fits counts, as the standard says; read as a browser reads it.
    let colour = "[...document.querySelectorAll('[name=theme-color]')].find((one) => matchMedia(one.media || 'all').matches).content";
    let as_rgb = format!(
        "(() => {{ const one = document.body; one.style.color = {colour}; const rgb = getComputedStyle(one).color; \
         one.style.color = ''; return rgb; }})()"
    );
    let paper = "getComputedStyle(document.documentElement).backgroundColor";
    let mut visitor = Visitor::open("/one-clause/").await;
    for theme in ["light", "dark"] {
        visitor.prefers(&[("prefers-color-scheme", theme)]).await;
        visitor.wait_until(&format!("{as_rgb} === {paper}")).await;
    }
}
