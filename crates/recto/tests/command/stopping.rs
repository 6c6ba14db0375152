//! Being told to stop, and mistakes in the settings, which end it before it begins.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use crate::harness::Place;

#[test]
fn told_to_stop_it_finishes_what_is_under_way_and_ends_well_and_twice_is_harmless() {
    let place = Place::new();
    let server = place.serve(&[]);
    let body = r#"{"id":"00000000-0000-4000-8000-000000000001","body":"Under way."}"#;
    let mut stream = TcpStream::connect(server.address).expect("connects");
    let head = format!(
        "POST /api/articles/lead/comments HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
         expect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("is taken");
    // Its asking for the body shows that the request is under way.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).expect("is asked for");
    server.signal("TERM");
    while TcpStream::connect(server.address).is_ok() {}
    server.signal("TERM");
    server.signal("INT");
    stream.write_all(body.as_bytes()).expect("is taken");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("is text");
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    assert_eq!(server.ended().0, Some(0));
    assert!(place.says(&["comments", "held"]).contains("Under way."));
}

#[test]
fn who_never_finishes_does_not_keep_it_from_ending() {
    let place = Place::new();
    let server = place.serve(&[("RECTO_STOP_TIME", "1 s")]);
    let mut stream = TcpStream::connect(server.address).expect("connects");
    let head = "POST /api/subscribers HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                expect: 100-continue\r\ncontent-length: 100\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("is taken");
    stream.read_exact(&mut [0; 25]).expect("is asked for");
    assert!(server.stop().contains("cut off"));
}

#[test]
fn settings_with_mistakes_end_it_at_once_and_tell_all_of_them() {
    let place = Place::new();
    std::fs::write(place.file("recto.toml"), "[site]\nadress = \"x\"\n[limits]\nqueue = \"many\"\n")
        .expect("is written");
    let told = place.refuses(&["serve"]);
    for part in ["recto.toml:2:1", "did you mean `address`?", "recto.toml:4:9", "expected a whole number"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!place.file("data").exists());
}

#[test]
fn a_settings_file_that_is_named_and_not_there_is_an_error() {
    let told = Place::new().refuses(&["serve", "--settings", "nowhere.toml"]);
    assert!(told.contains("nowhere.toml"), "{told}");
}

#[test]
fn an_address_that_is_taken_is_an_error_that_names_it() {
    let place = Place::new();
    let server = place.serve(&[]);
    let address = server.address.to_string();
    let told = place.refuses(&["serve", "--listen", &address, "--data", "other"]);
    assert!(told.contains(&address), "{told}");
}
