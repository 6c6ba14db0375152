//! scratch
use crate::visitor::Visitor;
use serde_json::json;
#[tokio::test]
async fn probe() {
    let v = Visitor::open("/one-clause/").await;
    v.lives().await;
    let x: serde_json::Value = v.asks("[document.querySelector('.cards').scrollLeft, document.querySelector('.cards').scrollWidth-document.querySelector('.cards').clientWidth]").await;
    eprintln!("cards {x}");
    v.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    let x: serde_json::Value = v.asks("[matchMedia('print').matches, getComputedStyle(document.querySelector('.masthead')).display, getComputedStyle(document.querySelector('.also')).display, getComputedStyle(document.documentElement).backgroundColor]").await;
    eprintln!("print {x}");
    v.cdp("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    v.goes_to("/garrison/").await;
    v.goes_to("/one-clause/#the-alliance").await;
    for _ in 0..12 {
        let x: serde_json::Value = v.asks("[location.hash, scrollY, document.getElementById('article-four').getBoundingClientRect().top, document.getElementById('the-alliance').getBoundingClientRect().top, document.activeElement.tagName + document.activeElement.id, history.length, !document.querySelector('leptos-island:not([data-live])')]").await;
        eprintln!("moved {x}");
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    }
    v.goes_to("/garrison/").await;
    v.goes_to("/one-clause/").await;
    v.lives().await;
    let p = json!({ "origin": v.site.proxy.origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    v.cdp("Browser.grantPermissions", p).await;
    v.clicks_on("Link to “What Moscow wants”").await;
    for _ in 0..6 {
        let x: serde_json::Value = v.asks("[location.hash, scrollY, document.getElementById('said').textContent, document.hasFocus(), document.querySelector('a.link[href=\"#moscow\"]').outerHTML]").await;
        eprintln!("copy {x}");
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    }
    v.goes_to("/garrison/").await;
    v.goes_to("/one-clause/").await;
    v.lives().await;
    v.clicks_on("What Baku wants").await;
    v.wait_until("location.hash === '#baku'").await;
    v.wait_until("Math.abs(document.getElementById('baku').getBoundingClientRect().top) < 120").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    v.goes_back().await;
    for _ in 0..8 {
        let x: serde_json::Value = v.asks("[location.href, scrollY, history.length, history.state, history.scrollRestoration]").await;
        eprintln!("back {x}");
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    }
}
