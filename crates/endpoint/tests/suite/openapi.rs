//! The description of the API, and the endpoint held to it by a program that reads it and sends what it allows and what
//! it does not.

use std::{path::PathBuf, process::Command};

use endpoint::Rate;
use serde_json::Value;
use wire::limits;

use crate::harness::{TestEndpoint, without_brakes};

#[tokio::test]
async fn the_description_is_served_and_quotes_the_limits_that_are_checked() {
    let endpoint = TestEndpoint::start().await;
    let answer = endpoint.get("/api/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    let document = answer.json();
    let field = |schema: &str, field: &str, limit: &str| {
        document["components"]["schemas"][schema]["properties"][field][limit].as_u64().map(|number| number as usize)
    };
    assert_eq!(field("NewComment", "body", "maxLength"), Some(limits::BODY));
    assert_eq!(field("NewComment", "name", "maxLength"), Some(limits::NAME));
    assert_eq!(field("NewComment", "email", "maxLength"), Some(limits::EMAIL));
    assert_eq!(field("NewSubscriber", "email", "maxLength"), Some(limits::EMAIL));
    let parameters = document["paths"]["/api/articles/{slug}/comments"]["get"]["parameters"].as_array();
    let limit = parameters.expect("parameters").iter().find(|parameter| parameter["name"] == "limit").expect("a limit");
    assert_eq!(limit["schema"]["maximum"], limits::PAGE_MOST);
}

/// schemathesis, where `scripts/install test` has put it.
fn schemathesis() -> PathBuf {
    let program = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.tools/python/bin/schemathesis");
    assert!(program.exists(), "schemathesis has to be there first: `scripts/install test` installs it");
    program
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_the_api_answers_as_it_is_described_and_never_breaks() {
    let schemathesis = schemathesis();
    let endpoint = TestEndpoint::start_with(|settings| {
        without_brakes(settings);
        settings.limits.signups = Rate { most: 1_000_000, ..settings.limits.signups };
    })
    .await;
    endpoint.published_comment("To be read.").await;
    let held = endpoint.held_comment("To be judged.").await;
    let receipt = endpoint.token("receipt", &held);
    let desk = endpoint::moderators::token(&endpoint.settings, "schemathesis").await.expect("is made");
    let folder = tempfile::tempdir().expect("a folder");
    // Names that are there are tried as well as those that are not.
    let config = folder.path().join("schemathesis.toml");
    let names =
        format!("[parameters]\n\"path.slug\" = \"lead\"\n\"path.token\" = \"{receipt}\"\n\"path.id\" = \"{held}\"\n");
    std::fs::write(&config, names).expect("is written");
    let mut run = Command::new(schemathesis);
    run.arg("--config-file").arg(&config).arg("run").arg(format!("http://{}/api/openapi.json", endpoint.address));
    // What is described is necessary, and not enough: a comment of blanks has the right length. The seed makes every run
    // the same.
    run.args(["--checks", "all", "--exclude-checks", "positive_data_acceptance", "--suppress-health-check", "all"]);
    run.args(["--seed", "1", "--max-examples", "25", "--generation-database", "none", "--request-timeout", "20"]);
    run.args(["--header", &format!("Authorization: Bearer {desk}"), "--warnings", "off"]).current_dir(folder.path());
    let output = tokio::task::spawn_blocking(move || run.output()).await.expect("is run").expect("starts");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = endpoint.get("/api/openapi.json").await.json();
    let operations: usize = document["paths"]
        .as_object()
        .expect("paths")
        .values()
        .map(|item| item.as_object().expect("operations").len())
        .sum();
    // It leaves out the description itself.
    assert!(told.contains(&format!("Tested: {}", operations - 1)), "{operations} operations in\n{told}");
}
