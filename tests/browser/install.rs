//! Keeping the edition as an app: what a browser asks for before it offers to install, and what an installed edition leads to.

use serde_json::{Value, json};

use crate::visitor::{Need, Visitor, cannot};

/// The manifest as the page names it, and whatever Chromium has to say against it.
async fn manifest(visitor: &Visitor) -> Value {
    let answer = visitor.cdp("Page.getAppManifest", json!({})).await;
    assert_eq!(answer["errors"], json!([]), "{answer:#}");
    serde_json::from_str(answer["data"].as_str().expect("the page names a manifest")).expect("it is JSON")
}

#[tokio::test]
async fn what_chromium_offers_the_page_offers() {
    if cannot(Need::Install) {
        return;
    }
    let visitor = Visitor::open("/one-clause/").await;
    visitor.wait_until("document.querySelector('.imprint [data-install] button')").await;
    // On the next page of the same visit, too: the imprint stays.
    visitor.lives().await;
    visitor.clicks_on("Between the Ranges").await;
    visitor.wait_until("location.pathname === '/'").await;
    assert!(visitor.is("document.querySelector('.imprint [data-install] button')").await);
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
    if cannot(Need::Install) {
        return;
    }
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
    let manifest =
        "fetch(document.querySelector('[rel=manifest]').href).then((answer) => answer.json()).then(arguments[0])";
    let manifest = visitor.does_and_waits(manifest).await;
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

/// The first that fits counts, as the standard says; compared as a browser understands colours.
const FRAME_IS_PAPER: &str = "(() => {
    const fits = [...document.querySelectorAll('[name=theme-color]')].find((one) => matchMedia(one.media || 'all').matches);
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = fits.content;
    const same = getComputedStyle(probe).color === getComputedStyle(document.documentElement).backgroundColor;
    probe.remove();
    return same;
})()";

#[tokio::test]
async fn the_frame_has_the_colour_of_the_page_as_the_system_and_as_the_reader_wishes() {
    let mut visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    for theme in ["light", "dark", "light"] {
        visitor.prefers(&[("prefers-color-scheme", theme)]).await;
        visitor.wait_until(FRAME_IS_PAPER).await;
    }
    for chosen in ["dark", "light"] {
        visitor.clicks(".theme").await;
        visitor.wait_until(&format!("document.documentElement.dataset.theme === '{chosen}'")).await;
        visitor.wait_until(FRAME_IS_PAPER).await;
    }
    visitor.clicks(".theme").await;
    visitor.reloads().await;
    visitor.wait_until(FRAME_IS_PAPER).await;
}

/// Chromium's own offer is kept from the page, so that it does not come between.
const NO_OTHER_OFFER: &str =
    "addEventListener('beforeinstallprompt', (event) => event.isTrusted && event.stopImmediatePropagation());";

/// A browser's offer to install, good for one question, which a reader answers so.
fn an_offer(outcome: &str) -> String {
    format!(
        "window.offered = new Event('beforeinstallprompt', {{ cancelable: true }});
         offered.prompt = async () => offered.asked = true;
         offered.userChoice = Promise.resolve({{ outcome: '{outcome}' }});
         dispatchEvent(offered);"
    )
}

/// What a screen reader is told.
async fn hears(visitor: &Visitor, words: &str) {
    visitor.wait_until(&format!("document.getElementById('said').textContent === {words:?}")).await;
}

#[tokio::test]
async fn what_the_browser_offers_before_the_program_has_come_is_offered_with_keys_and_words() {
    let offer = an_offer("accepted");
    let early = format!("{NO_OTHER_OFFER} addEventListener('DOMContentLoaded', () => {{ {offer} }});");
    let visitor = Visitor::open("/one-clause/").watching(&early).await;
    visitor.wait_until("document.querySelector('.imprint [data-install] button')").await;
    assert!(visitor.is("offered.defaultPrevented && !offered.asked").await, "nothing is asked by itself");
    visitor.tabs_to("[data-install] button").await;
    visitor.press("Enter").await;
    visitor.wait_until("offered.asked && !document.querySelector('[data-install]')").await;
    visitor.has_focus_on(".imprint").await;
    hears(&visitor, "The edition is being installed.").await;
    visitor.does("dispatchEvent(new Event('appinstalled'))").await;
    hears(&visitor, "The edition is installed.").await;
}

#[tokio::test]
async fn an_offer_is_good_for_one_question_and_may_come_again() {
    let visitor = Visitor::open("/").watching(NO_OTHER_OFFER).await;
    visitor.lives().await;
    for _ in 0..2 {
        visitor.does(&an_offer("dismissed")).await;
        visitor.wait_until("document.querySelectorAll('[data-install]').length === 1").await;
        // Its style sheet comes with it, and some engines show nothing before.
        visitor.wait_until("document.querySelector('[data-install] button').checkVisibility()").await;
        visitor.clicks_on("Install").await;
        visitor.wait_until("!document.querySelector('[data-install]')").await;
        hears(&visitor, "The edition was not installed.").await;
    }
    // Installed from the browser's own menu meanwhile.
    visitor.does(&an_offer("accepted")).await;
    visitor.wait_until("document.querySelector('[data-install]')").await;
    visitor.does("dispatchEvent(new Event('appinstalled'))").await;
    visitor.wait_until("!document.querySelector('[data-install]')").await;
}

#[tokio::test]
async fn where_only_a_menu_installs_a_line_says_how_and_where_it_is_installed_nothing_does() {
    let is = |standalone: bool| {
        format!("{NO_OTHER_OFFER} Object.defineProperty(navigator, 'standalone', {{ value: {standalone} }});")
    };
    let visitor = Visitor::open("/").watching(&is(false)).on_a_phone().await;
    visitor.sees("To install: Share, then Add to Home Screen").await;
    drop(visitor);
    let installed = format!(
        "{} const real = matchMedia; window.matchMedia = (query) => real(query.includes('standalone') ? 'all' : query);",
        is(true)
    );
    let visitor = Visitor::open("/").watching(&installed).await;
    visitor.lives().await;
    visitor.does(&an_offer("accepted")).await;
    assert!(visitor.is("offered.defaultPrevented && !document.querySelector('[data-install]')").await);
}
