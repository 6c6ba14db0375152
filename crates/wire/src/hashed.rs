//! Names of files that never change.

/// Whether a file's name or path holds a hash of its content, as the press and Trunk write it: 16 hexadecimal digits after
/// the last dash, before a dot or an underscore. `reader-1f2e3d4c5b6a7980_bg.wasm` never changes; a page's path has no
/// extension and is never taken for one.
#[must_use]
pub fn is_hashed(path: &str) -> bool {
    let Some((_, rest)) = path.rsplit_once('-') else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    digits == 16 && rest[digits..].starts_with(['.', '_']) && !rest.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_of_their_content_never_change() {
        for hashed in [
            "/reader-1f2e3d4c5b6a7980.js",
            "/reader-1f2e3d4c5b6a7980_bg.wasm",
            "/pictures/a-b/plan-0a1b2c3d0a1b2c3d.svg",
            "app-1f2e3d4c5b6a7980.js",
        ] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in [
            "/",
            "/a-slug-1234567890/",
            "/a-slug-1234567890123456/",
            "/x-1234567890123456./y",
            "/index.html",
            "/icon-192.png",
            "/photo-20201014.jpg",
            "/1234567890123456.js",
            "/apple-touch-icon.png",
            "/x-1f2e3d4c5b6a7980é.js",
        ] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }
}
