//! What a browser needs to install the edition: the web app manifest, with the icons and screenshots that it names.

use crate::bundle::{Bundle, OWN};
use crate::content::Reading;
use crate::drawn::Drawn;
use crate::icon::{Cut, Icon, PNGS, Png, SVG};
use crate::language::is_right_to_left;
use crate::site::{within, write};
use anyhow::{Result, anyhow};
use article::Frame;
use serde_json::{Value, json};
use std::path::Path;

/// Writes all of it into the next site; icons that the last site has of the same drawing are taken from there.
pub(crate) fn install(reading: &Reading, bundle: &Bundle, drawn: &Drawn<'_>, next: &Path) -> Result<()> {
    let svg = reading.icon.as_deref().unwrap_or(&bundle.icon);
    write(&next.join(SVG), svg)?;
    write(&next.join(OWN).join(SVG), &bundle.icon)?;
    Drawn::note(next)?;
    let is_same = drawn.find(SVG).is_some_and(|before| before == svg);
    let before = || PNGS.iter().map(|png| drawn.find(png.0)).collect();
    let pngs: Vec<_> = match is_same.then(before).flatten() {
        Some(before) => before,
        None => draw(svg)?,
    };
    for (png, drawn) in PNGS.iter().zip(pngs) {
        write(&next.join(png.0), &drawn)?;
    }
    for screenshot in &reading.screenshots {
        write(&within(next, &screenshot.address), &screenshot.bytes)?;
    }
    write(&next.join("manifest.webmanifest"), manifest(reading).to_string().as_bytes())
}

fn draw(svg: &[u8]) -> Result<Vec<Vec<u8>>> {
    // The edition's own was checked, so what cannot be drawn is the bundle's.
    let icon = Icon::read(svg).map_err(|problem| anyhow!("{SVG} of the app bundle: {}", problem.found))?;
    PNGS.iter().map(|png| icon.draw(png)).collect()
}

fn manifest(reading: &Reading) -> Value {
    let masthead = &reading.masthead;
    let pngs = PNGS.iter().filter(|Png(_, _, cut)| *cut != Cut::Grounded).map(|Png(name, side, cut)| {
        let purpose = if *cut == Cut::Safe { "maskable" } else { "any" };
        json!({ "src": format!("/{name}"), "sizes": format!("{side}x{side}"), "type": "image/png", "purpose": purpose })
    });
    let drawing = json!({ "src": format!("/{SVG}"), "sizes": "any", "type": "image/svg+xml", "purpose": "any" });
    let icons: Vec<_> = [drawing].into_iter().chain(pngs).collect();
    let shortcut = |name: &str, url: &str| {
        let icon = json!({ "src": format!("/{}", PNGS[0].0), "sizes": "192x192", "type": "image/png" });
        json!({ "name": name, "url": url, "icons": [icon] })
    };
    let lead = reading.find(&masthead.lead).map(|lead| shortcut(&lead.article.front.title, &masthead.lead.path()));
    let shortcuts =
        [("Saved pages", "/saved/"), ("My comments", "/my-comments/")].map(|(name, url)| shortcut(name, url));
    let shortcuts: Vec<_> = lead.into_iter().chain(shortcuts).collect();
    // What shows before the page does is the paper, which is no editor's to choose; `[frame]` is only what is around it.
    let ground = Frame::default().light;
    let mut manifest = json!({
        "id": "/",
        "name": masthead.title,
        "short_name": masthead.short_title,
        "lang": masthead.language,
        "dir": if is_right_to_left(&masthead.language) { "rtl" } else { "ltr" },
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": masthead.frame.light,
        "background_color": ground,
        "icons": icons,
        "shortcuts": shortcuts,
    });
    if !masthead.tagline.is_empty() {
        manifest["description"] = json!(masthead.tagline);
    }
    if !masthead.categories.is_empty() {
        manifest["categories"] = json!(masthead.categories);
    }
    if !reading.screenshots.is_empty() {
        let screenshots = reading.screenshots.iter().map(|screenshot| {
            let ((width, height), form) = (screenshot.size, screenshot.form);
            let place = if form == "wide" { "on a wide screen" } else { "on a phone" };
            json!({
                "src": screenshot.address, "sizes": format!("{width}x{height}"), "type": "image/png",
                "form_factor": form, "label": format!("{} {place}", masthead.title),
            })
        });
        manifest["screenshots"] = screenshots.collect();
    }
    manifest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_has_the_colours_of_the_paper_unless_an_editor_says_others() {
        let (style, Frame { light, dark }) = (reader::app::style(), Frame::default());
        let papers: Vec<_> = style.split("--paper: ").skip(1).filter_map(|rest| rest.split(';').next()).collect();
        assert_eq!(papers, [&light, &dark, &dark, "#fff"], "light, dark by the system, dark by the switch, on paper");
    }
}
