//! Every limit on what a reader may send, in one place: the forms, the checks and the refusals all quote these.
//!
//! Lengths are in characters (Unicode scalar values), because a reader counts letters and not bytes.

/// Longest name, in characters.
pub const NAME: usize = 80;

/// Longest e-mail address, in characters; what RFC 5321 leaves for an address inside angle brackets.
pub const EMAIL: usize = 254;

/// Longest part of an e-mail address before the `@`, in characters (RFC 5321, 4.5.3.1.1).
pub const EMAIL_LOCAL: usize = 64;

/// Longest comment, in characters.
pub const BODY: usize = 4_000;

/// Largest request body that the endpoint reads, in bytes. It leaves room for [`BODY`] characters of four bytes each,
/// percent-encoded by a plain form.
pub const REQUEST: usize = 64 * 1024;

/// Threads on one part of a list, unless asked otherwise.
pub const PAGE: usize = 20;

/// Most threads that one part of a list may hold, or answers of one thread.
pub const PAGE_MOST: usize = 100;

#[cfg(test)]
mod tests {
    #[test]
    fn the_longest_comment_fits_the_request() {
        // Three bytes of UTF-8 are what nearly every script needs at most; a plain form spends three bytes on each.
        let percent_encoded = super::BODY * 3 * 3;
        assert!(percent_encoded + super::NAME * 9 + super::EMAIL < super::REQUEST);
    }
}
