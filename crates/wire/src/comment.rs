//! A comment on its way in, and the receipt for it.
//!
//! [`NewComment`] cannot carry what a reader may not set (id, time, state), so nothing needs blanking later; unknown
//! fields of a request are dropped.

use serde::{Deserialize, Serialize};

use crate::{ClientId, CommentId, FieldError, OwnState, limits, subscriber::check_email, text};

/// A comment as a reader sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewComment {
    /// Made by the sender, once for each comment: the same id again is the same comment again.
    pub id: ClientId,
    /// Shown with the comment; absent for a reader who gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 80))]
    pub name: Option<String>,
    /// Never shown; for the editors alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
    /// What the reader wrote, as a small Markdown. Never to be shown as HTML as it is.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4000))]
    pub body: String,
    /// The published comment of the same article that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[cfg_attr(feature = "openapi", schema(pattern = "^([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})?$"))]
    pub parent: Option<CommentId>,
    /// Who sends it, as the receipt of an earlier comment said; absent or unknown, the receipt tells a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writer: Option<String>,
    /// When the form was given out, as the list of comments said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The proof of the work that a refusal asked for; see [`Work`](crate::Work).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<String>,
}

impl NewComment {
    /// A comment of no name that answers none.
    #[must_use]
    pub fn new(id: ClientId, body: impl Into<String>) -> Self {
        Self { id, name: None, email: None, body: body.into(), parent: None, writer: None, since: None, work: None }
    }

    /// The comment as it is stored: one kind of line end, blanks cut, empty fields absent.
    #[must_use]
    pub fn normalised(self) -> Self {
        Self {
            id: self.id,
            name: self.name.map(|name| text::normalised_line(&name)).filter(|name| !text::is_blank(name)),
            email: self.email.map(|email| email.trim().to_owned()).filter(|email| !email.is_empty()),
            body: text::normalised(&self.body),
            parent: self.parent,
            writer: self.writer,
            since: self.since,
            work: self.work,
        }
    }

    /// Checks every field of a [`normalised`](Self::normalised) comment.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form, each in words for the reader.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        if let Some(name) = &self.name {
            errors.extend(check_name(name));
        }
        if let Some(email) = &self.email {
            errors.extend(check_email(email));
        }
        errors.extend(check_body(&self.body));
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

fn check_name(name: &str) -> Option<FieldError> {
    if text::has_control(name, false) {
        return Some(FieldError::new("name", "The name holds characters that cannot be shown. Please type it anew."));
    }
    let length = text::length(name);
    (length > limits::NAME).then(|| {
        FieldError::over(
            "name",
            limits::NAME,
            format!("The name is {length} characters long; at most {} fit.", limits::NAME),
        )
    })
}

fn check_body(body: &str) -> Option<FieldError> {
    if text::has_control(body, true) {
        return Some(FieldError::new(
            "body",
            "The comment holds characters that cannot be shown. If you pasted it, please paste it as plain text.",
        ));
    }
    if text::is_blank(body) {
        return Some(FieldError::new("body", "The comment is empty. Please write something before sending it."));
    }
    let length = text::length(body);
    (length > limits::BODY).then(|| {
        FieldError::over(
            "body",
            limits::BODY,
            format!(
                "The comment is {length} characters long; at most {} fit. Please shorten it by {}.",
                limits::BODY,
                length - limits::BODY
            ),
        )
    })
}

/// What the endpoint answers when it has a comment safely on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The comment's public id.
    pub id: CommentId,
    /// Where the comment stands.
    pub state: OwnState,
    /// What the state is to the reader, in words.
    pub message: String,
    /// To be sent with the reader's next comments, so that they are known to be of one hand. A secret of the reader's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writer: Option<String>,
    /// The address of the comment's private page, where its writer sees what became of it, changes it or takes it back.
    pub link: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(body: &str) -> NewComment {
        let id = ClientId::parse("0b2f6a0e-8a4c-4e5b-9d3e-0123456789ab").expect("is a UUID");
        NewComment::new(id, body)
    }

    fn refused(comment: NewComment) -> Vec<FieldError> {
        comment.normalised().check().expect_err("should be refused")
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(comment(&"Щ".repeat(4_000)).check(), Ok(()));
        let errors = refused(comment(&"Щ".repeat(4_001)));
        assert_eq!((errors[0].field.as_str(), errors[0].limit), ("body", Some(4_000)));
        assert!(errors[0].detail.contains("4001") && errors[0].detail.contains("4000"));
    }

    #[test]
    fn blank_is_refused() {
        for body in ["", " ", "\r\n\r\n", "\u{200b}\n"] {
            assert_eq!(refused(comment(body))[0].field, "body", "{body:?}");
        }
    }

    #[test]
    fn empty_fields_are_absent() {
        let typed = NewComment { name: Some(" \u{202e} ".into()), email: Some(" ".into()), ..comment("Yes.\r\n") };
        let normal = typed.normalised();
        assert_eq!((normal.name, normal.email, normal.body.as_str()), (None, None, "Yes."));
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let typed = NewComment { name: Some("n".repeat(81)), email: Some("nobody".into()), ..comment("") };
        let fields: Vec<_> = refused(typed).into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["name", "email", "body"]);
    }

    #[test]
    fn what_a_reader_may_not_set_is_dropped() {
        let sent =
            r#"{"id":"0b2f6a0e-8a4c-4e5b-9d3e-0123456789ab","body":"Yes.","state":"published","time":1,"score":9}"#;
        let read: NewComment = serde_json::from_str(sent).expect("unknown fields are no fault");
        assert_eq!(read, comment("Yes."));
    }
}
