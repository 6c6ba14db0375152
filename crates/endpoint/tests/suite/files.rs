//! Serving the built site: what is found, how it is encoded, how long it is kept, what stays hidden.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{
    harness::{LEAD, TestEndpoint, comment, eventually},
    site,
};

#[tokio::test]
async fn pages_are_found_with_their_slash_and_the_rest_is_not_found() {
    let endpoint = TestEndpoint::start().await;
    assert!(endpoint.get("/").await.text().contains("Front"));
    let lead = endpoint.get("/lead/").await;
    assert_eq!((lead.status, lead.header("content-type")), (200, "text/html; charset=utf-8"));
    let moved = endpoint.get("/lead").await;
    assert_eq!((moved.status, moved.header("location")), (308, "/lead/"));
    for path in ["/nowhere", "/nowhere/", "/lead/nothing.js", "/index.html/"] {
        let missing = endpoint.get(path).await;
        assert_eq!(missing.status, 404, "{path}");
        assert!(missing.text().contains("Not in this edition"));
        assert_eq!(missing.header("content-security-policy"), site::POLICY);
    }
}

#[tokio::test]
async fn every_kind_of_file_has_its_type() {
    let endpoint = TestEndpoint::start().await;
    for (path, kind) in [
        ("/reader-1f2e3d4c5b6a7980.js", "text/javascript; charset=utf-8"),
        ("/reader-1f2e3d4c5b6a7980_bg.wasm", "application/wasm"),
        ("/fonts/text-0a1b2c3d4e5f6071.woff2", "font/woff2"),
        ("/pictures/map.svg", "image/svg+xml"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/icon-192.png", "image/png"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ] {
        assert_eq!(endpoint.get(path).await.header("content-type"), kind, "{path}");
    }
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_pages_are_asked_after() {
    let endpoint = TestEndpoint::start().await;
    let for_ever = "public, max-age=31536000, immutable";
    for path in
        ["/reader-1f2e3d4c5b6a7980.js", "/reader-1f2e3d4c5b6a7980_bg.wasm", "/fonts/text-0a1b2c3d4e5f6071.woff2"]
    {
        assert_eq!(endpoint.get(path).await.header("cache-control"), for_ever, "{path}");
    }
    for path in ["/", "/lead/", "/pictures/map.svg", "/nowhere", "/nowhere-1f2e3d4c5b6a7980.js"] {
        assert_eq!(endpoint.get(path).await.header("cache-control"), "no-cache", "{path}");
    }
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again_and_each_encoding_has_its_own_tag() {
    let endpoint = TestEndpoint::start().await;
    let plain = endpoint.get("/lead/").await;
    let tag = plain.header("etag").to_owned();
    assert!(tag.starts_with('"'));
    let again = endpoint.get_with("/lead/", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.body.len(), again.header("cache-control")), (304, 0, "no-cache"));
    let brotli = endpoint.get_with("/lead/", &[("accept-encoding", "br")]).await;
    assert_ne!(brotli.header("etag"), tag);
    assert_eq!(endpoint.get_with("/lead/", &[("accept-encoding", "br"), ("if-none-match", &tag)]).await.status, 200);
    let head = endpoint.ask("HEAD", "/lead/", &[], b"").await;
    assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, tag.as_str()));
    assert_eq!(head.header("content-length"), plain.body.len().to_string());
}

#[tokio::test]
async fn the_encoding_is_the_one_the_client_likes_best() {
    let endpoint = TestEndpoint::start().await;
    for (accepted, encoding) in [
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("br;q=0", ""),
        ("deflate, zstd", ""),
        ("identity", ""),
        ("", ""),
    ] {
        let answer = endpoint.get_with("/lead/", &[("accept-encoding", accepted)]).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, encoding), "{accepted}");
        assert!(answer.header("vary").eq_ignore_ascii_case("accept-encoding"));
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    }
    // There is no .gz of the module: what there is not is not offered.
    let module = endpoint.get_with("/reader-1f2e3d4c5b6a7980_bg.wasm", &[("accept-encoding", "gzip")]).await;
    assert_eq!((module.header("content-encoding"), module.text().as_str()), ("", "wasm"));
}

#[tokio::test]
async fn what_is_not_for_readers_is_hidden() {
    let endpoint = TestEndpoint::start().await;
    for path in [
        "/_recto/edition.json",
        "/_recto/",
        "/_recto",
        "/%5frecto/answer.html",
        "/_%72ecto/answer.html",
        "//_recto/answer.html",
        "/.secret",
        "/%2esecret",
        "/lead/.secret",
        "/../outside.txt",
        "/..%2foutside.txt",
        "/%2e%2e/outside.txt",
        "/lead/../../outside.txt",
        "/lead/..%2f..%2foutside.txt",
        "/..%5coutside.txt",
        "/%00",
        "/lead/%ff",
        "/etc/passwd",
        "//etc/passwd",
    ] {
        let answer = endpoint.get(path).await;
        assert!(matches!(answer.status, 404 | 400), "{path}: {}", answer.status);
        assert!(
            !answer.text().contains("outside")
                && !answer.text().contains("hidden")
                && !answer.text().contains("recto:")
        );
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_no_cookie() {
    let endpoint = TestEndpoint::start().await;
    for (path, policy, referrer) in [
        ("/lead/", site::ARTICLE_POLICY, "strict-origin-when-cross-origin"),
        ("/lead/comments/", site::POLICY, "strict-origin-when-cross-origin"),
        ("/nowhere", site::POLICY, "strict-origin-when-cross-origin"),
        ("/pictures/map.svg", site::POLICY, "strict-origin-when-cross-origin"),
        (LEAD, "default-src 'none'; frame-ancestors 'none'", "no-referrer"),
        ("/api/nothing", "default-src 'none'; frame-ancestors 'none'", "no-referrer"),
    ] {
        let answer = endpoint.get(path).await;
        assert_eq!(answer.header("content-security-policy"), policy, "{path}");
        assert_eq!(answer.header("referrer-policy"), referrer, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert_eq!((answer.header("set-cookie"), answer.header("access-control-allow-origin")), ("", ""));
    }
}

#[tokio::test]
async fn wrong_methods_are_told_which_there_are() {
    let endpoint = TestEndpoint::start().await;
    for (method, path, allowed) in [
        ("DELETE", LEAD, "GET,HEAD,POST"),
        ("GET", "/api/subscribers", "POST"),
        ("POST", "/lead/", "GET, HEAD"),
        ("PUT", "/subscribe/confirm", "GET,HEAD,POST"),
        ("POST", "/lead/comments/", "GET,HEAD"),
        ("DELETE", "/healthz", "GET,HEAD"),
    ] {
        let answer = endpoint.ask(method, path, &[], b"").await;
        assert_eq!((answer.status, answer.header("allow")), (405, allowed), "{method} {path}");
    }
    assert_eq!(endpoint.ask("DELETE", LEAD, &[], b"").await.problem(), "method");
    assert_eq!(endpoint.ask("HEAD", LEAD, &[], b"").await.status, 200);
    for path in ["/api/", "/api/articles/lead", "/api/articles/lead/comments/x", "/api/comments/"] {
        assert_eq!(endpoint.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_rebuilt_site_is_served_at_once_and_never_half() {
    let endpoint = TestEndpoint::start().await;
    let site = endpoint.site();
    let (old, new) = (site.with_extension("old"), site.with_extension("new"));
    for build in 1..=10 {
        let title = format!("Build {build}");
        site::write(&new, &title);
        // One reader asks all the time while the swap happens.
        let before = endpoint.get("/lead/").await;
        fs::rename(&site, &old).expect("goes");
        let (during, ()) = tokio::join!(endpoint.get("/lead/"), async { fs::rename(&new, &site).expect("comes") });
        assert_eq!((before.status, during.status), (200, 200));
        assert!(endpoint.get("/lead/").await.text().contains(&title));
        assert!(endpoint.get("/lead/comments/").await.text().contains(&title));
        fs::remove_dir_all(&old).expect("is cleared");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_reader_notices_swaps_that_never_end_and_each_page_has_the_policy_of_its_own_build() {
    let endpoint = TestEndpoint::start().await;
    let (site, next) = (endpoint.site(), endpoint.site().with_extension("next"));
    site::write(&next, "The other build");
    let path = next.join("_recto/edition.json");
    let edition = fs::read_to_string(&path).expect("reads");
    let (style, other) = ("sha256-YXJ0aWNsZQ==", "sha256-b3RoZXI=");
    fs::write(&path, edition.replace(style, other)).expect("is written");
    let over = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&over);
    let swapping = std::thread::spawn(move || {
        let aside = site.with_extension("aside");
        while !told.load(Ordering::SeqCst) {
            for (from, to) in [(&site, &aside), (&next, &site), (&aside, &next)] {
                fs::rename(from, to).expect("is renamed");
            }
            // Nobody builds in less time than a page takes.
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    });
    for _ in 0..300 {
        let page = endpoint.get("/lead/").await;
        assert_eq!(page.status, 200);
        let own = if page.text().contains("The other build") { other } else { style };
        assert!(page.header("content-security-policy").contains(own), "{}", page.text());
        assert_eq!(endpoint.get(LEAD).await.status, 200);
    }
    over.store(true, Ordering::SeqCst);
    swapping.join().expect("ends well");
}

#[tokio::test]
async fn an_edition_that_cannot_be_read_changes_nothing() {
    let endpoint = TestEndpoint::start().await;
    let path = endpoint.site().join("_recto/edition.json");
    let good = fs::read_to_string(&path).expect("reads");
    for broken in ["", "{", "{\"version\":1}", "null"] {
        fs::write(&path, broken).expect("is written");
        assert_eq!(endpoint.post_json(LEAD, &comment("Yes.")).await.status, 202, "{broken}");
        assert_eq!(endpoint.get("/lead/").await.header("content-security-policy"), site::ARTICLE_POLICY);
    }
    fs::write(&path, good.replace("\"slug\":\"second\"", "\"slug\":\"third\"")).expect("is written");
    assert_eq!(endpoint.get("/api/articles/third/comments").await.status, 200);
    assert_eq!(endpoint.get("/api/articles/second/comments").await.status, 404);
}

#[tokio::test]
async fn a_swap_that_takes_its_time_is_waited_for() {
    let endpoint = TestEndpoint::start().await;
    let (site, aside) = (endpoint.site(), endpoint.site().with_extension("aside"));
    fs::rename(&site, &aside).expect("goes");
    let asking = endpoint.get("/lead/");
    let bringing_back = async {
        let mut looks = 0;
        eventually("some looks", || {
            looks += 1;
            (looks > 10).then_some(())
        })
        .await;
        fs::rename(&aside, &site).expect("comes");
    };
    let (answer, ()) = tokio::join!(asking, bringing_back);
    assert_eq!(answer.status, 200);
}
