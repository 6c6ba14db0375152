//! The rules that no compiler knows: who may use whom, what every file begins with, and that the map names what is there.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the repository should stop")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of the repository's own.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> =
        ["src", "crates", "tests", "fuzz/src", "fuzz/fuzz_targets"].iter().map(|name| root().join(name)).collect();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// The parts of this workspace that a part names as dependencies, those of its tests not counted.
fn uses(manifest: &str) -> Vec<&'static str> {
    let text = fs::read_to_string(root().join(manifest)).unwrap();
    let mut names = Vec::new();
    let mut counts = false;
    for line in text.lines() {
        if line.starts_with('[') {
            counts = line.contains("dependencies") && !line.contains("dev-") && !line.contains("workspace");
        }
        let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
        let parts = ["article", "outline", "wire", "reader", "press", "endpoint"];
        names.extend(parts.into_iter().filter(|part| counts && *part == name));
    }
    names
}

#[test]
fn a_part_uses_only_what_its_arrow_points_to() {
    assert_eq!(uses("crates/article/Cargo.toml"), [""; 0]);
    assert_eq!(uses("crates/outline/Cargo.toml"), [""; 0]);
    assert_eq!(uses("crates/wire/Cargo.toml"), [""; 0]);
    assert_eq!(uses("Cargo.toml"), ["article", "outline", "wire"]);
    assert_eq!(uses("crates/press/Cargo.toml"), ["article", "reader", "wire"]);
    assert_eq!(uses("crates/endpoint/Cargo.toml"), ["wire"]);
    assert_eq!(uses("crates/recto/Cargo.toml"), ["endpoint", "press"]);
}

/// What the reader's program is linked from, as Cargo resolves it for the browser.
fn linked_into_the_module() -> Vec<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--package", "reader", "--target", "wasm32-unknown-unknown"]);
    cargo.args(["--edges", "normal", "--prefix", "none", "--format", "{lib}"]).current_dir(root());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn the_module_links_nothing_that_only_a_server_needs() {
    let linked = linked_into_the_module();
    assert!(linked.iter().any(|name| name == "wire"), "{linked:?}");
    // `wire` describes its messages with utoipa where the endpoint asks for it.
    for name in ["utoipa", "axum", "hyper", "tokio", "sqlx", "proptest"] {
        assert!(!linked.iter().any(|linked| linked == name), "{name} is linked into the reader's program");
    }
}

#[test]
fn only_the_door_to_the_browser_names_the_browser() {
    for path in sources() {
        let own = path.strip_prefix(root()).unwrap().display().to_string();
        let is_view = own.starts_with("src/") && !own.starts_with("src/browser");
        let text = fs::read_to_string(&path).unwrap();
        assert!(!is_view || !text.contains("web_sys"), "{own} names web_sys: go through src/browser.rs");
    }
}

#[test]
fn every_file_says_what_it_is_and_is_about_one_thing() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} begins without `//!`", path.display());
        let lines = text.lines().count();
        assert!(lines <= 300, "{} has {lines} lines", path.display());
    }
}

/// What is made by building or serving, and so is not in the repository.
const MADE: [&str; 6] = ["_recto/", "dist/", "data/", "target/", ".tools/", "fuzz/artifacts"];

#[test]
fn the_map_names_only_what_is_there() {
    for document in ["ARCHITECTURE.md", "README.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for name in text.split('`').skip(1).step_by(2) {
            let is_path =
                name.contains('/') && !name.contains([' ', '<', '*', '{', ':', '#', '(']) && !name.starts_with('/');
            let is_made = MADE.iter().any(|folder| name.starts_with(folder));
            assert!(!is_path || is_made || root().join(name).exists(), "{document} names {name}, which is not there");
        }
    }
}
