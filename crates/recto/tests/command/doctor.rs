//! `recto doctor`: it says what is not as it should be, and what to do, and changes nothing.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::harness::Place;

#[test]
fn before_the_first_start_it_says_what_is_not_there_yet_and_makes_nothing() {
    let place = Place::new();
    // A port that nobody answers on; whoever runs the tests may have a server on the usual one.
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("there is one");
    let output = place.command(&["doctor"]).env("RECTO_LISTEN", free.to_string()).output().expect("runs");
    let said = String::from_utf8(output.stdout).expect("is text");
    assert!(output.status.success(), "{said}");
    for part in ["ok    site     5 articles", "warn  data", "warn  key", "warn  store    not there yet", "warn  server"]
    {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    assert!(!place.file("data").exists());
}

#[test]
fn while_all_is_well_nothing_is_bad() {
    let place = Place::new();
    let server = place.serve(&[]);
    let output = place.command(&["doctor"]).env("RECTO_LISTEN", server.address.to_string()).output().expect("runs");
    let said = String::from_utf8(output.stdout).expect("is text");
    assert!(output.status.success() && !said.contains("bad  "), "{said}");
    for part in ["ok    data", "ok    key", "ok    store", "ok    outbox", "ok    server", "ready"] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
}

#[test]
fn what_does_not_work_is_bad_with_what_to_do_and_the_exit_code_says_so() {
    let place = Place::new();
    place.serve(&[]).stop();
    fs::set_permissions(place.file("data/key"), fs::Permissions::from_mode(0o644)).expect("is set");
    fs::remove_dir_all(place.file("dist")).expect("is removed");
    let tomorrow = std::time::SystemTime::now() + std::time::Duration::from_secs(86_400);
    let store = fs::File::options().append(true).open(place.file("data/recto.sqlite")).expect("opens");
    store.set_modified(tomorrow).expect("is set");
    let output = place.run(&["doctor"]);
    let said = String::from_utf8(output.stdout).expect("is text");
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in ["bad   site", "recto build", "bad   key", "chmod 600", "bad   clock", "NTP"] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
}

#[test]
fn a_database_that_does_not_answer_is_bad_and_its_password_is_not_told() {
    let place = Place::new();
    // A port on which nobody listens.
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("binds").local_addr().expect("has one").port();
    let address = format!("postgres://recto:topsecret@127.0.0.1:{port}/recto");
    let output = place.command(&["doctor"]).env("DATABASE_URL", address).output().expect("runs");
    let said = String::from_utf8(output.stdout).expect("is text") + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("bad   store") && !said.contains("topsecret"), "{said}");
}
