//! What several targets look at a page with: a browser's parser, and what a page must never hold.

use html5ever::{QualName, local_name, ns, parse_document, parse_fragment, tendril::TendrilSink as _};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// What stands before and behind the first line `%%%`: several texts in one input, which seeds can be written for by hand.
pub fn cut(input: &[u8]) -> (&[u8], &[u8]) {
    const LINE: &[u8] = b"\n%%%\n";
    match input.windows(LINE.len()).position(|found| found == LINE) {
        Some(at) => (&input[..at], &input[at + LINE.len()..]),
        None => (input, &[]),
    }
}

/// Reads a piece of a page as a browser does within `<main>`, and fails where it holds what could run or is broken.
pub fn harmless_piece(html: &str) {
    let context = QualName::new(None, ns!(html), local_name!("main"));
    let dom = parse_fragment(RcDom::default(), Default::default(), context, Vec::new(), false).one(html);
    let errors = dom.errors.borrow();
    assert!(errors.is_empty(), "a browser mends {errors:?} in {html}");
    harmless(&dom.document, html);
}

/// Reads a whole page as a browser does, and fails where it holds what could run.
pub fn harmless_page(html: &str) {
    let dom = parse_document(RcDom::default(), Default::default()).one(html);
    harmless(&dom.document, html);
}

fn harmless(node: &Handle, html: &str) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let tag = &*name.local;
        let attributes = attrs.borrow();
        // Scripts are the site's own files.
        let own = attributes.iter().any(|one| &*one.name.local == "src" && one.value.starts_with('/'));
        assert!(tag != "script" || (own && node.children.borrow().is_empty()), "a script in {html}");
        assert!(!["iframe", "object", "embed", "base", "style"].contains(&tag), "<{tag}> in {html}");
        for attribute in attributes.iter() {
            let (key, value) = (&*attribute.name.local, attribute.value.trim().to_ascii_lowercase());
            assert!(!key.starts_with("on"), "{key} at <{tag}> in {html}");
            let leads = ["href", "src", "action", "formaction", "data"].contains(&key);
            let bad = ["javascript:", "data:text", "vbscript:"].iter().any(|scheme| value.starts_with(scheme));
            assert!(!(leads && bad), "{key}={value} at <{tag}> in {html}");
        }
    }
    for child in node.children.borrow().iter() {
        harmless(child, html);
    }
}
