//! What readers send, through both doors: whatever comes is a message within its limits or the sender's fault, what is
//! normalised stays as it is, both doors make the same of the same, and a mail can be written to every address let in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::{FieldError, NewComment, NewSubscriber, limits};

const ID: &str = "0b2f6a0e-8a4c-4e5b-9d3e-0123456789ab";

fuzz_target!(|sent: Sent<'_>| match sent {
    Sent::Body { json, body } => read(json, body),
    Sent::Fields(fields) => both(&fields),
});

#[derive(arbitrary::Arbitrary, Debug)]
enum Sent<'a> {
    /// As it may come over the wire.
    Body { json: bool, body: &'a [u8] },
    /// What was typed into the fields.
    Fields(Fields<'a>),
}

#[derive(arbitrary::Arbitrary, Debug)]
struct Fields<'a> {
    name: &'a str,
    email: &'a str,
    parent: &'a str,
    body: &'a str,
}

fn read(json: bool, body: &[u8]) {
    match endpoint::fuzz::message(json, body) {
        Ok(message) => {
            comment(&message.comment, &message.comment_faults);
            signup(&message.signup, &message.signup_faults);
        }
        Err(problem) => {
            assert_eq!(problem.status, 400);
            assert!(!problem.detail.is_empty() && !problem.title.is_empty());
            faults(&problem.errors);
        }
    }
}

fn both(typed: &Fields<'_>) {
    let fields =
        [("id", ID), ("name", typed.name), ("email", typed.email), ("parent", typed.parent), ("body", typed.body)];
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let json: serde_json::Map<_, _> = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).into())).collect();
    let json = serde_json::to_vec(&json).expect("is JSON");
    let of =
        |is_json, body: &[u8]| endpoint::fuzz::message(is_json, body).unwrap_or_else(|refused| panic!("{refused:?}"));
    let (json, form) = (of(true, &json), of(false, form.as_bytes()));
    assert_eq!(json.comment, form.comment);
    assert_eq!((&json.comment_faults, &json.signup_faults), (&form.comment_faults, &form.signup_faults));
    assert_eq!(json.signup, form.signup);
    comment(&json.comment, &json.comment_faults);
    signup(&json.signup, &json.signup_faults);
}

fn comment(comment: &NewComment, found: &[FieldError]) {
    assert_eq!(&comment.clone().normalised(), comment, "normalising twice is not normalising once");
    faults(found);
    if !found.is_empty() {
        return;
    }
    assert!((1..=limits::BODY).contains(&comment.body.chars().count()));
    assert!(!comment.body.contains(|char: char| char.is_control() && char != '\n' && char != '\t'));
    if let Some(name) = &comment.name {
        assert!((1..=limits::NAME).contains(&name.chars().count()));
        assert!(!name.contains(|char: char| char.is_control() || matches!(char, '\u{202a}'..='\u{202e}')));
        assert_eq!(name.split_whitespace().collect::<Vec<_>>().join(" "), *name, "a name is one line");
    }
    if let Some(email) = &comment.email {
        address(email);
    }
    assert_eq!(
        serde_json::from_slice::<NewComment>(&serde_json::to_vec(comment).expect("is JSON")).ok().as_ref(),
        Some(comment)
    );
}

fn signup(signup: &NewSubscriber, found: &[FieldError]) {
    assert_eq!(&signup.clone().normalised(), signup, "normalising twice is not normalising once");
    faults(found);
    if found.is_empty() {
        address(&signup.email);
    }
}

/// What is let in can stand in the header of a mail and nowhere else.
fn address(email: &str) {
    assert!(email.chars().count() <= limits::EMAIL && email.matches('@').count() == 1, "{email:?}");
    assert!(!email.contains(|char: char| char.is_whitespace() || char.is_control() || "<>,;:\"\\()[]".contains(char)));
    // What the check lets pass and cannot be written to is answered before it is stored; ASCII has no such addresses.
    assert!(!email.is_ascii() || endpoint::fuzz::can_reach(email), "{email:?} passes, and no mail can be sent to it");
}

fn faults(found: &[FieldError]) {
    let known = ["id", "name", "email", "parent", "body", "website", "token", "writer", "since", "work", "article"];
    for fault in found {
        assert!(known.contains(&&*fault.field) && !fault.detail.is_empty(), "{fault:?}");
    }
}
