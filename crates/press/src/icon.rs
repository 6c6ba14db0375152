//! The edition's icon: one square SVG, and the PNGs that systems ask for, each cut as its system will cut it.
//!
//! A system that masks icons may cut everything outside of a circle of four fifths of the width, and one that rounds their
//! corners fills what is transparent with black. So those get a ground, and the first a smaller drawing.

use anyhow::{Context, Result};
use article::{Frame, Problem, lines_of};
use resvg::tiny_skia::{Color, Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{Error, Options, Tree};
use std::ops::Range;

/// Where the drawing itself lies, in the edition's folder, in the bundle and on the site.
pub(crate) const SVG: &str = "icon.svg";

/// How a PNG treats the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// As it is drawn.
    Free,
    /// On a ground without a hole.
    Grounded,
    /// On such a ground, all of it within the circle that no mask cuts.
    Safe,
}

/// One of the PNGs: its file's name, its width and height in pixels, its cut.
pub(crate) struct Png(pub(crate) &'static str, pub(crate) u32, pub(crate) Cut);

/// All of them. The last is where iOS looks by itself.
pub(crate) const PNGS: [Png; 5] = [
    Png("icon-192.png", 192, Cut::Free),
    Png("icon-512.png", 512, Cut::Free),
    Png("icon-maskable-192.png", 192, Cut::Safe),
    Png("icon-maskable-512.png", 512, Cut::Safe),
    Png("apple-touch-icon.png", 180, Cut::Grounded),
];

/// How far from the middle a mask leaves everything, as a share of the width.
const SAFE: f32 = 0.4;

/// An icon that can be drawn.
pub(crate) struct Icon {
    tree: Tree,
    ground: Color,
    /// How far from the middle the drawing reaches on its ground, as a share of the width.
    reach: f32,
}

impl Icon {
    /// Reads an SVG, or says what keeps it from being an icon.
    pub(crate) fn read(svg: &[u8]) -> Result<Self, Problem> {
        let text = String::from_utf8_lossy(svg);
        for (element, what) in [("<text", "letters, for which it has no typeface"), ("<image", "another picture")] {
            if let Some(at) = text.find(element) {
                return Err(Problem::new(at..at + element.len(), format!("the icon holds {what}"))
                    .expected("shapes alone: they look the same everywhere")
                    .mend("turn it into paths in your drawing program"));
            }
        }
        let tree = Tree::from_data(svg, &Options::default()).map_err(|error| unreadable(&text, &error))?;
        let (width, height) = (tree.size().width(), tree.size().height());
        let root = text.find("<svg").map_or(0..0, |at| at..at + "<svg".len());
        if (width - height).abs() > f32::EPSILON * width {
            return Err(Problem::new(root, format!("the icon is {width} wide and {height} high"))
                .expected("a square")
                .mend("draw it in a square, such as `viewBox=\"0 0 64 64\"`"));
        }
        let (ground, reach) = look(&tree).ok_or_else(|| {
            Problem::new(root, "the icon shows nothing")
                .expected("shapes within its `viewBox`")
                .mend("look whether the shapes have a colour and lie within the square")
        })?;
        Ok(Self { tree, ground, reach })
    }

    /// One of the PNGs.
    pub(crate) fn draw(&self, Png(name, side, cut): &Png) -> Result<Vec<u8>> {
        let mut png = Pixmap::new(*side, *side).context("an icon has a size")?;
        if *cut != Cut::Free {
            png.fill(self.ground);
        }
        let size = if *cut == Cut::Safe { (SAFE / self.reach).min(1.0) } else { 1.0 };
        render(&self.tree, size, &mut png);
        png.encode_png().with_context(|| format!("{name} could not be written as PNG"))
    }
}

/// Draws the icon in the middle, over that share of the width.
fn render(tree: &Tree, size: f32, to: &mut Pixmap) {
    let side = to.width() as f32;
    let (scale, edge) = (side * size / tree.size().width(), side * (1.0 - size) / 2.0);
    resvg::render(tree, Transform::from_scale(scale, scale).post_translate(edge, edge), &mut to.as_mut());
}

/// The icon's ground, and how far what stands on it reaches. A ground is the icon's own where it fills all corners with one
/// colour; otherwise it is the paper's. `None` if nothing stands on it.
fn look(tree: &Tree) -> Option<(Color, f32)> {
    const SIDE: usize = 256;
    let mut seen = Pixmap::new(SIDE as u32, SIDE as u32)?;
    render(tree, 1.0, &mut seen);
    let pixels = seen.pixels();
    let corner = pixels[0];
    let filled = corner.alpha() == u8::MAX
        && [SIDE - 1, SIDE * (SIDE - 1), SIDE * SIDE - 1].iter().all(|at| pixels[*at] == corner);
    let stands = |pixel: PremultipliedColorU8| pixel.alpha() > 0 && !(filled && pixel == corner);
    let middle = SIDE as f32 / 2.0;
    // The far edge of a pixel, not its near one.
    let away = |at: usize| (at as f32 + 0.5 - middle).abs() + 0.5;
    let on = pixels.iter().enumerate().filter(|(_, pixel)| stands(**pixel));
    let reach = on.map(|(at, _)| away(at % SIDE).hypot(away(at / SIDE))).fold(0.0, f32::max) / SIDE as f32;
    let ground = if filled { Color::from_rgba8(corner.red(), corner.green(), corner.blue(), u8::MAX) } else { paper() };
    (reach > 0.0).then_some((ground, reach))
}

fn paper() -> Color {
    let paper = u32::from_str_radix(&Frame::default().light[1..], 16).expect("it is written as six hexadecimal digits");
    let [_, red, green, blue] = paper.to_be_bytes();
    Color::from_rgba8(red, green, blue, u8::MAX)
}

fn unreadable(text: &str, error: &Error) -> Problem {
    let (at, found): (Range<usize>, _) = match error {
        Error::ParsingFailed(error) => {
            let (row, column) = (error.pos().row as usize, error.pos().col as usize);
            let (start, line) = lines_of(text).nth(row.saturating_sub(1)).unwrap_or_default();
            let before: usize = line.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
            (start + before..start + line.len(), format!("the icon is no SVG: {error}"))
        }
        error => (0..0, format!("the icon cannot be drawn: {error}")),
    };
    Problem::new(at, found).expected("an SVG with a `viewBox`").mend("export it anew from your drawing program")
}
