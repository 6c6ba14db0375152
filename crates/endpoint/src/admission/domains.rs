//! Domains whose mail addresses the newsroom refuses, such as those of mailboxes that are thrown away.
//!
//! One a line, `#` begins a remark; what is below a domain counts as the domain. Domains are compared as they go over the
//! wire (IDNA), so that no way of writing one gets around the list. Ships with none: which are thrown away changes by the
//! week, and lists of them are for the newsroom to choose.

use std::collections::HashSet;

/// A list, ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct DomainList(HashSet<String>);

impl DomainList {
    /// Reads a list; a line that is no domain says nothing.
    pub(crate) fn read(text: &str) -> Self {
        Self(text.lines().filter_map(|line| domain(line).ok().flatten()).collect())
    }

    /// Which of the list's domains an address belongs to.
    pub(crate) fn holds(&self, email: &str) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let asked = idna::domain_to_ascii(email.rsplit_once('@')?.1).ok()?;
        let mut below = asked.trim_end_matches('.');
        loop {
            if self.0.contains(below) {
                return Some(below.to_owned());
            }
            below = below.split_once('.')?.1;
        }
    }
}

/// The domain in a line, also written as `@mail.example` or `*.mail.example`; nothing in an empty line or a remark.
///
/// # Errors
/// What was found instead.
pub(crate) fn domain(line: &str) -> Result<Option<String>, &str> {
    let entry = line.split('#').next().unwrap_or_default().trim();
    if entry.is_empty() {
        return Ok(None);
    }
    let bare = entry.trim_start_matches(['@', '*', '.']).trim_end_matches('.');
    match idna::domain_to_ascii_strict(bare) {
        // Without a dot it would be a whole country's, or nobody's.
        Ok(domain) if domain.contains('.') => Ok(Some(domain)),
        _ => Err(entry),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_a_domain_belongs_to_it_however_it_is_written() {
        let list = DomainList::read(
            "# thrown away\nMailinator.com  # for ten minutes\n@bücher.example\n*.spam.example\n\ncom",
        );
        for (email, found) in [
            ("a@mailinator.com", Some("mailinator.com")),
            ("a@eu.MAILINATOR.com", Some("mailinator.com")),
            ("a@ｍailinator。com", Some("mailinator.com")),
            ("a@mailinator.com.", Some("mailinator.com")),
            ("a@xn--bcher-kva.example", Some("xn--bcher-kva.example")),
            ("a@x.BÜCHER.example", Some("xn--bcher-kva.example")),
            ("a@spam.example", Some("spam.example")),
            ("a@notmailinator.com", None),
            ("mailinator.com@example.org", None),
            ("a@mailinator.com.example.org", None),
            ("a@example.com", None),
            ("mailinator.com", None),
        ] {
            assert_eq!(list.holds(email).as_deref(), found, "{email}");
        }
    }

    #[test]
    fn a_line_that_is_no_domain_is_told() {
        assert_eq!(domain(" mail.example # why"), Ok(Some("mail.example".into())));
        assert_eq!((domain(""), domain("# why")), (Ok(None), Ok(None)));
        for wrong in ["com", "a b.example", "a@mail.example", "-.example", "*"] {
            assert_eq!(domain(wrong), Err(wrong));
        }
    }
}
