//! Identifiers of comments, checked when they are made so that a held value is always well-formed.
//!
//! Both are the text form of a UUID; the check is our own because a whole UUID crate would travel to every browser.

use serde::{Deserialize, Serialize};

/// The id that the reader's program gives a comment before sending it, so that sending it twice is one comment.
///
/// Always the 36-character text of a UUID (any version), in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(pattern = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"))]
#[serde(try_from = "String", into = "String")]
pub struct ClientId(String);

/// The id that the endpoint gives a comment; public, and in order of time (UUID version 7).
///
/// Always the 36-character text of a UUID, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(pattern = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"))]
#[serde(try_from = "String", into = "String")]
pub struct CommentId(String);

macro_rules! uuid_text {
    ($name:ident) => {
        impl $name {
            /// Reads the text of a UUID, upper or lower case; anything else is `None`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                is_uuid(text).then(|| Self(text.to_ascii_lowercase()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or("not the text of a UUID")
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

uuid_text!(ClientId);
uuid_text!(CommentId);

/// Whether `text` has the shape 8-4-4-4-12 of hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upper_and_lower_case_are_the_same_id() {
        let lower = ClientId::parse("0b2f6a0e-8a4c-4e5b-9d3e-0123456789ab");
        assert!(lower.is_some());
        assert_eq!(lower, ClientId::parse("0B2F6A0E-8A4C-4E5B-9D3E-0123456789AB"));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "1",
            "0b2f6a0e8a4c4e5b9d3e0123456789ab",
            "{0b2f6a0e-8a4c-4e5b-9d3e-0123456789a}",
            "0b2f6a0e-8a4c-4e5b-9d3e-0123456789ag",
            "0b2f6a0e-8a4c-4e5b-9d3e-0123456789abc",
            "0b2f6a0e-8a4c-4e5b-9d3e-01234567é",
        ] {
            assert_eq!(ClientId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_bad_id_does_not_deserialize() {
        assert!(serde_json::from_str::<CommentId>("\"7\"").is_err());
    }
}
