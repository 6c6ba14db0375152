//! Draws a region as SVG, to look at the data: `draw SOUTH NORTH WEST EAST > region.svg`.
//!
//! For judging the outline by eye after the file is made anew. It leaves out everything a
//! published map needs: the `map` block draws those.

use std::fmt::Write as _;

use outline::{Line, Point, View, outline};

/// Pixels across.
const WIDTH: f64 = 1000.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let edges: Vec<f64> = std::env::args().skip(1).map(|edge| edge.parse()).collect::<Result<_, _>>()?;
    let [south, north, west, east] = edges[..] else {
        return Err("four numbers, please: south, north, west, east".into());
    };
    let view = View { south, north, west, east };
    view.check()?;
    let drawn = outline(&view);

    let scale = WIDTH / view.width();
    let stretch = scale / f64::midpoint(south, north).to_radians().cos().max(0.05);
    let place = |(x, y): Point| ((x - west) * scale, (north - y) * stretch);
    let path = |lines: &[Line], end: &str| {
        let mut d = String::new();
        for line in lines {
            for (index, &point) in line.iter().enumerate() {
                let (x, y) = place(point);
                let command = if index == 0 { 'M' } else { 'L' };
                // Writing to a string cannot fail.
                let _ = write!(d, "{command}{x:.1} {y:.1}");
            }
            d.push_str(end);
        }
        d
    };
    let height = (north - south) * stretch;
    println!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0}">"#);
    println!(r##"<rect width="100%" height="100%" fill="#cfe0e8"/>"##);
    for country in &drawn.land {
        let d = path(&country.rings, "Z");
        println!(r##"<path d="{d}" fill="#f4efe6" fill-rule="evenodd"/>"##);
    }
    for lake in &drawn.lakes {
        let d = path(&lake.rings, "Z");
        println!(r##"<path d="{d}" fill="#cfe0e8" fill-rule="evenodd" stroke="#6b8a99" stroke-width="0.7"/>"##);
    }
    let (coasts, borders) = (path(&drawn.coasts, ""), path(&drawn.borders, ""));
    let shores = path(&drawn.shores, "");
    println!(r##"<path d="{shores}" fill="none" stroke="#6b8a99" stroke-width="0.7"/>"##);
    println!(r##"<path d="{coasts}" fill="none" stroke="#6b8a99"/>"##);
    println!(r##"<path d="{borders}" fill="none" stroke="#a33" stroke-dasharray="4 2"/>"##);
    for country in &drawn.land {
        if let Some((x, y)) = country.label.map(place) {
            let name = country.name.replace('&', "&amp;");
            println!(
                r#"<text x="{x:.1}" y="{y:.1}" text-anchor="middle" font-family="sans-serif" font-size="14">{name}</text>"#
            );
        }
    }
    println!("</svg>");
    eprintln!("{} points", drawn.points());
    Ok(())
}
