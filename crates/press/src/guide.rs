//! The authors' guide with the site's own style sheet.

/// The guide to text and blocks, as a page that needs nothing but itself: `docs/blocks.html` in this repository.
pub fn guide() -> String {
    let mut style = reader::app::style();
    style.extend(reader::app::sheets().into_iter().map(|(_, css)| css));
    reader::blocks::guide::page(&crate::squeeze::style(&style))
}
