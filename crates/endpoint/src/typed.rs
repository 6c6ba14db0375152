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
