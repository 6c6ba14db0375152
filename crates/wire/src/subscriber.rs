//! A newsletter signup, the answer to it, and the check of an e-mail address's shape.
//!
//! The check is deliberately not RFC 5322: it catches what is mistyped, and the confirmation mail proves the rest.

use serde::{Deserialize, Serialize};

use crate::{FieldError, limits, text};

/// The words of the answer to a signup; the same whether the address was known or not.
pub const SIGNUP_RECEIVED: &str = "Thank you. Please look in your mail: if this address is not on the list yet, a message is on its way with a link to confirm it.";

/// What a reader agrees to by signing up: the form shows this sentence, and the endpoint keeps it with the address.
#[must_use]
pub fn signup_consent(title: &str) -> String {
    format!("New pieces of {title}, by mail. Nothing is sent until you confirm it from your mailbox.")
}

/// A newsletter signup as a reader sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewSubscriber {
    /// Where the newsletter should go.
    #[cfg_attr(feature = "openapi", schema(max_length = 254, format = "email"))]
    pub email: String,
}

impl NewSubscriber {
    /// The signup as it is stored: blanks at the ends cut.
    #[must_use]
    pub fn normalised(self) -> Self {
        Self { email: self.email.trim().to_owned() }
    }

    /// Checks a [`normalised`](Self::normalised) signup.
    ///
    /// # Errors
    /// What is wrong, in words for the reader.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        if self.email.is_empty() {
            return Err(vec![FieldError::new("email", "Please type your e-mail address.")]);
        }
        check_email(&self.email).map_or(Ok(()), |error| Err(vec![error]))
    }
}

/// What the endpoint answers to a signup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignupReceipt {
    /// Words to show the reader.
    pub message: String,
}

pub(crate) fn check_email(email: &str) -> Option<FieldError> {
    let length = text::length(email);
    if length > limits::EMAIL {
        return Some(FieldError::over(
            "email",
            limits::EMAIL,
            format!("The e-mail address is {length} characters long; at most {} are possible.", limits::EMAIL),
        ));
    }
    (!has_shape(email)).then(|| {
        FieldError::new("email", "This does not look like an e-mail address. One looks like name@example.org.")
    })
}

/// One `@`, something before it, a dotted domain after it, and no character that could end or open a mail header.
fn has_shape(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else { return false };
    let unsafe_in_mail = |char: char| {
        char.is_whitespace()
            || char.is_control()
            || matches!(char, '<' | '>' | '(' | ')' | '[' | ']' | '"' | ',' | ';' | ':' | '\\')
    };
    let local_fits = !local.is_empty()
        && text::length(local) <= limits::EMAIL_LOCAL
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    // Beyond ASCII the endpoint's mail library judges: what tells letters there would be a fiftieth of the reader's program.
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|char| char.is_ascii_alphanumeric() || char == '-' || !char.is_ascii())
    };
    local_fits && !email.chars().any(unsafe_in_mail) && domain.contains('.') && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(email: &str) -> Result<(), Vec<FieldError>> {
        NewSubscriber { email: email.into() }.normalised().check()
    }

    #[test]
    fn usual_addresses_pass() {
        for email in ["ani@example.org", " a.b+news@sub.example.co.uk ", "o'neil@example.ie", "ռ@օրինակ.հայ"]
        {
            assert_eq!(check(email), Ok(()), "{email}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.org", "a".repeat(65));
        for email in [
            "",
            "ani",
            "@example.org",
            "ani@",
            "ani@example",
            "a@b@example.org",
            "a ni@example.org",
            "ani@exa mple.org",
            "ani@example..org",
            "ani@.org",
            "ani@example.org.",
            ".ani@example.org",
            "a..b@example.org",
            "ani@example.org\r\nBcc: all@example.org",
            "ani@example.org,b@example.org",
            "<ani@example.org>",
            "ani@-x.org",
            long.as_str(),
        ] {
            assert!(check(email).is_err(), "{email}");
        }
    }

    #[test]
    fn the_limit_is_named() {
        let email = format!("a@{}.org", "x".repeat(300));
        assert_eq!(check(&email).expect_err("too long")[0].limit, Some(254));
    }
}
