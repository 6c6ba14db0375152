//! Knows the allow-list of a comment's HTML by itself, and nothing of how it is written.

/// Walks the output as a browser would and panics at whatever is not on the list.
pub(super) fn checked(page: &str) -> &str {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find(['<', '>', '&', '"']) {
        rest = &rest[at..];
        if let Some(entity) = rest.strip_prefix('&') {
            assert!(["amp;", "lt;", "gt;", "quot;"].iter().any(|known| entity.starts_with(known)), "{page}");
            rest = entity;
            continue;
        }
        let tag = rest.strip_prefix('<').unwrap_or_else(|| panic!("a bare mark in {page}"));
        let (tag, after) = tag.split_once('>').expect("a tag ends");
        rest = after;
        match tag.split_once(' ').unwrap_or((tag, "")) {
            ("br", "") => {}
            (closing, "") if closing.starts_with('/') => assert_eq!(open.pop(), Some(&closing[1..]), "{page}"),
            ("a", attributes) => {
                let href = attributes
                    .strip_prefix("href=\"")
                    .and_then(|href| href.strip_suffix("\" rel=\"nofollow ugc noopener\""));
                let href = href.expect("an href and a rel");
                assert!(["http://", "https://", "mailto:"].iter().any(|scheme| href.starts_with(scheme)), "{page}");
                assert!(!href.contains(['"', '<', '>', '\\', ' ', '\n', '\t']), "{page}");
                assert!(!open.contains(&"a"), "a link in a link: {page}");
                open.push("a");
            }
            ("ol", start)
                if start
                    .strip_prefix("start=\"")
                    .and_then(|start| start.strip_suffix('"'))
                    .is_some_and(|number| number.parse::<u32>().is_ok()) =>
            {
                open.push("ol");
            }
            (name @ ("p" | "li" | "blockquote" | "pre"), "dir=\"auto\"") => {
                let within = open.last().copied();
                match name {
                    "li" => assert!(matches!(within, Some("ul" | "ol")), "{page}"),
                    _ => assert!(matches!(within, None | Some("li" | "blockquote")), "{name} in {within:?}: {page}"),
                }
                open.push(name);
            }
            (name @ ("ul" | "ol"), "") => {
                assert!(matches!(open.last(), None | Some(&("li" | "blockquote"))), "{page}");
                open.push(name);
            }
            (name @ ("em" | "strong" | "code"), "") => {
                assert!(!open.contains(&name), "{name} within itself: {page}");
                open.push(name);
            }
            other => panic!("{other:?} is not on the list: {page}"),
        }
        assert!(open.len() <= 6 * 2 + 6, "too deep: {page}");
    }
    assert!(open.is_empty(), "{open:?} stay open in {page}");
    page
}
