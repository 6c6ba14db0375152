//! A place in a list of comments, as text that only the endpoint reads.
//!
//! It is the id of the comment next to the place, so it holds while others are published before or after it.

use wire::{Comment, CommentId, Cursor, FieldError};

use crate::error::Failure;

/// The cursor beside this comment. The first letter is the form's version.
pub(super) fn write(comment: &Comment) -> Cursor {
    Cursor(format!("a{}", comment.id.as_str().replace('-', "")))
}

/// Reads a cursor that came as the parameter `name`.
pub(super) fn read(name: &str, text: &str) -> Result<CommentId, Failure> {
    let id = text.strip_prefix('a').filter(|hex| hex.len() == 32 && hex.is_ascii()).and_then(|hex| {
        CommentId::parse(&format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
    });
    id.ok_or_else(|| {
        Failure::WrongKind(vec![FieldError::new(
            name,
            "This should be a cursor, as a list gave it; leave it out to begin at the start.",
        )])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let id = CommentId::parse("0190b2f6-8a4c-7e5b-9d3e-0123456789ab").expect("a UUID");
        let comment =
            Comment { id: id.clone(), name: None, body: "Yes.".into(), parent: None, submitted: String::new() };
        assert_eq!(read("after", &write(&comment).0).expect("is read"), id);
        for wrong in
            ["", "a", "b0190b2f68a4c7e5b9d3e0123456789ab", "a0190b2f6-8a4c-7e5b-9d3e-0123456789", "aééééééééééééééééé"]
        {
            assert!(read("after", wrong).is_err(), "{wrong}");
        }
    }
}
