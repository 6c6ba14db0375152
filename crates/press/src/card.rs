//! Share cards: an illustration as a PNG of the size that link previews show, because they show no SVG.

use anyhow::{Context, Result};
use reader::pages::CARD;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Width and height of an SVG in pixels; `None` if it is none.
pub(crate) fn size(svg: &[u8]) -> Option<(u32, u32)> {
    let size = Tree::from_data(svg, &Options::default()).ok()?.size();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "usvg gives positive sizes")]
    let whole = |length: f32| length.round().clamp(1.0, 100_000.0) as u32;
    Some((whole(size.width()), whole(size.height())))
}

/// The middle of an SVG, filling the card.
pub(crate) fn draw(svg: &[u8]) -> Result<Vec<u8>> {
    let tree = Tree::from_data(svg, &Options::default()).context("the illustration is not an SVG")?;
    let mut card = Pixmap::new(CARD.0, CARD.1).context("a card has a size")?;
    #[expect(clippy::cast_precision_loss, reason = "cards are small")]
    let (width, height) = (CARD.0 as f32, CARD.1 as f32);
    let scale = (width / tree.size().width()).max(height / tree.size().height());
    let left = (width - tree.size().width() * scale) / 2.0;
    let top = (height - tree.size().height() * scale) / 2.0;
    resvg::render(&tree, Transform::from_scale(scale, scale).post_translate(left, top), &mut card.as_mut());
    card.encode_png().context("the card could not be written as PNG")
}
