//! What was typed, as it came through either door, and the message that it makes.
//!
//! JSON and forms become the same [`Typed`] first, so no check can hold at one door and be missing at the other; and a
//! form that is refused can be given back as it was. Leaves out judging: that is `admission`'s.

use percent_encoding::percent_decode;
use serde_json::{Map, Value};
use wire::{ClientId, CommentId, FieldError, NewComment, NewSubscriber};

use crate::{body::Door, error::Failure};

/// Every field that a reader may send, as typed; empty where nothing was.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) body: String,
    pub(crate) parent: String,
    /// The trap: hidden from people, so only a program fills it in.
    pub(crate) website: String,
    /// The token of a confirmation.
    pub(crate) token: String,
    /// The token that an earlier receipt gave the writer.
    pub(crate) writer: String,
    /// When the form was given out.
    pub(crate) since: String,
    /// The proof of work.
    pub(crate) work: String,
    /// The article that a preview is for.
    pub(crate) article: String,
}

impl Typed {
    /// Reads a body. Unknown fields are dropped.
    pub(crate) fn read(door: Door, body: &[u8]) -> Result<Self, Failure> {
        match door {
            Door::Json => Self::from_json(body),
            Door::Form => Self::from_form(body),
        }
    }

    fn from_json(body: &[u8]) -> Result<Self, Failure> {
        let expected = "The body should be one JSON object in UTF-8.";
        let object: Map<String, Value> =
            serde_json::from_slice(body).map_err(|error| Failure::Unreadable(format!("{expected} {error}.")))?;
        let mut typed = Self::default();
        let mut errors = Vec::new();
        for (name, value) in object {
            let Some(field) = typed.field(&name) else { continue };
            match value {
                Value::String(text) => *field = text,
                Value::Null => {}
                _ => errors.push(FieldError::new(&name, "This should be text, or absent.")),
            }
        }
        if errors.is_empty() { Ok(typed) } else { Err(Failure::WrongKind(errors)) }
    }

    fn from_form(body: &[u8]) -> Result<Self, Failure> {
        // The parser would put replacement signs in the place of broken UTF-8 and say nothing.
        if percent_decode(body).decode_utf8().is_err() {
            return Err(Failure::Unreadable("The form should be in UTF-8.".into()));
        }
        let mut typed = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            if let Some(field) = typed.field(&name) {
                *field = value.into_owned();
            }
        }
        Ok(typed)
    }

    fn field(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "id" => Some(&mut self.id),
            "name" => Some(&mut self.name),
            "email" => Some(&mut self.email),
            "body" => Some(&mut self.body),
            "parent" => Some(&mut self.parent),
            "website" => Some(&mut self.website),
            "token" => Some(&mut self.token),
            "writer" => Some(&mut self.writer),
            "since" => Some(&mut self.since),
            "work" => Some(&mut self.work),
            "article" => Some(&mut self.article),
            _ => None,
        }
    }

    /// Whether the trap was stepped into.
    pub(crate) fn trapped(&self) -> bool {
        !self.website.trim().is_empty()
    }

    /// The comment, normalised, with all that is wrong with it. A form may come without an id, since a page without
    /// scripts cannot make one; it is given one here.
    pub(crate) fn comment(&self, door: Door) -> (NewComment, Vec<FieldError>) {
        let mut faults = Vec::new();
        let id = ClientId::parse(self.id.trim()).unwrap_or_else(|| {
            if door == Door::Json || !self.id.trim().is_empty() {
                faults.push(FieldError::new("id", "The id should be the text of a UUID, made anew for each comment."));
            }
            ClientId::parse(&uuid::Uuid::new_v4().to_string()).expect("a UUID is written as a UUID")
        });
        let parent = match self.parent.trim() {
            "" => None,
            text => {
                let parent = CommentId::parse(text);
                if parent.is_none() {
                    faults.push(FieldError::new("parent", "This should be the id of the comment that is answered."));
                }
                parent
            }
        };
        let (name, email) = (Some(self.name.clone()), Some(self.email.clone()));
        let said = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let (writer, since, work) = (said(&self.writer), said(&self.since), said(&self.work));
        let comment = NewComment { id, name, email, body: self.body.clone(), parent, writer, since, work }.normalised();
        faults.extend(comment.check().err().unwrap_or_default());
        (comment, faults)
    }

    /// The signup, normalised, with all that is wrong with it.
    pub(crate) fn subscriber(&self) -> (NewSubscriber, Vec<FieldError>) {
        let subscriber = NewSubscriber { email: self.email.clone() }.normalised();
        let faults = subscriber.check().err().unwrap_or_default();
        (subscriber, faults)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FIELDS: [&str; 12] =
        ["id", "name", "email", "body", "parent", "website", "token", "writer", "since", "work", "article", "unknown"];

    /// Whatever comes is a message or the sender's fault, and judging it finds no way to fall over.
    fn survives(door: Door, body: &[u8]) {
        match Typed::read(door, body) {
            Ok(typed) => {
                let (comment, faults) = typed.comment(door);
                assert!(!faults.is_empty() || comment.check().is_ok());
                let (subscriber, faults) = typed.subscriber();
                assert!(!faults.is_empty() || subscriber.check().is_ok());
            }
            Err(failure) => assert!(failure.status().is_client_error(), "{failure:?}"),
        }
    }

    /// Text that is mostly JSON: cut off, doubled or with a byte changed.
    fn almost_json() -> impl Strategy<Value = Vec<u8>> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "(?s).{0,12}".prop_map(Value::from)
        ];
        let value = leaf.prop_recursive(3, 12, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(Value::from));
        let object = prop::collection::vec((prop::sample::select(FIELDS.as_slice()), value), 0..6).prop_map(|pairs| {
            let pairs = pairs.into_iter().map(|(name, value)| format!("{name:?}:{value}"));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(",")).into_bytes()
        });
        (object, any::<prop::sample::Index>(), any::<u8>(), 0..4).prop_map(|(mut text, at, byte, how)| {
            let at = at.index(text.len());
            match how {
                0 => text.truncate(at),
                1 => text[at] = byte,
                2 => text.extend(text.clone()),
                _ => {}
            }
            text
        })
    }

    proptest! {
        #[test]
        fn whatever_bytes_come_through_either_door_are_survived(body in prop::collection::vec(any::<u8>(), 0..200)) {
            survives(Door::Json, &body);
            survives(Door::Form, &body);
        }

        #[test]
        fn what_is_almost_json_is_survived(body in almost_json()) {
            survives(Door::Json, &body);
        }

        #[test]
        fn what_is_almost_a_form_is_survived(body in "([a-z]{0,6}|body|id)(=|&|%|%[0-9a-fA-F]{0,2}|[+;]|.){0,30}") {
            survives(Door::Form, body.as_bytes());
        }

        #[test]
        fn both_doors_make_the_same_comment_of_the_same_fields(values in prop::collection::vec("(?s).{0,20}", FIELDS.len())) {
            let id = "0b2f6a0e-8a4c-4e5b-9d3e-0123456789ab";
            let pairs = || FIELDS.iter().copied().zip(values.iter().map(String::as_str)).skip(1).chain([("id", id)]);
            let json = Value::Object(pairs().map(|(name, value)| (name.to_owned(), value.into())).collect()).to_string();
            let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs()).finish();
            let read = |door, body: &str| Typed::read(door, body.as_bytes()).expect("is a message").comment(Door::Json);
            prop_assert_eq!(read(Door::Json, &json), read(Door::Form, &form));
        }
    }
}
