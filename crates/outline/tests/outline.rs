//! What the outline promises a map, asked of real places and of views nobody should ask for.

use std::collections::HashMap;

use outline::{BadView, Country, Outline, Point, Ring, View, outline};

const CAUCASUS: View = View { south: 38.4, north: 41.6, west: 43.4, east: 50.4 };

fn contains(rings: &[Ring], (x, y): Point) -> bool {
    let mut inside = false;
    for ring in rings {
        for (index, &b) in ring.iter().enumerate() {
            let a = ring[(index + ring.len() - 1) % ring.len()];
            if (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0) {
                inside = !inside;
            }
        }
    }
    inside
}

/// The country at a latitude and longitude, the way maps name them.
fn country_at(drawn: &Outline, north: f64, east: f64) -> Option<&Country> {
    drawn.land.iter().find(|country| contains(&country.rings, (east, north)))
}

fn name_at(drawn: &Outline, north: f64, east: f64) -> Option<&'static str> {
    country_at(drawn, north, east).map(|country| country.name)
}

#[test]
fn cities_lie_in_their_countries() {
    let drawn = outline(&CAUCASUS);
    assert_eq!(name_at(&drawn, 40.18, 44.51), Some("Armenia"), "Yerevan");
    assert_eq!(name_at(&drawn, 39.21, 45.41), Some("Azerbaijan"), "Nakhichevan");
    assert_eq!(name_at(&drawn, 39.82, 46.75), Some("Azerbaijan"), "Stepanakert");
    assert_eq!(name_at(&drawn, 40.40, 49.80), Some("Azerbaijan"), "Baku");
    assert_eq!(name_at(&drawn, 41.55, 45.02), Some("Georgia"), "Rustavi");
    assert_eq!(name_at(&drawn, 38.55, 44.97), Some("Iran"), "Khoy");
}

#[test]
fn the_caspian_is_water() {
    let view = View { east: 51.5, ..CAUCASUS };
    assert_eq!(name_at(&outline(&view), 40.5, 51.0), None);
    assert_eq!(name_at(&outline(&CAUCASUS), 39.8, 50.2), None);
}

#[test]
fn the_bay_of_baku_is_on_a_coast() {
    let drawn = outline(&CAUCASUS);
    let near = |&(x, y): &Point| (x - 49.85).hypot(y - 40.36) < 0.06;
    assert!(drawn.coasts.iter().flatten().any(near));
    assert!(!drawn.borders.iter().flatten().any(near));
}

#[test]
fn lake_sevan_is_a_lake_in_armenia() {
    let drawn = outline(&CAUCASUS);
    let sevan = (45.3, 40.35);
    let lake = drawn.lakes.iter().find(|lake| contains(&lake.rings, sevan));
    assert!(lake.is_some_and(|lake| lake.name.contains("Sevan")));
    assert_eq!(name_at(&drawn, sevan.1, sevan.0), Some("Armenia"));
    assert!(drawn.shores.iter().flatten().any(|&(x, y)| (x - 45.3).hypot(y - 40.35) < 0.5));
}

/// A segment, the same in both directions.
fn key(a: Point, b: Point) -> [u64; 4] {
    let (a, b) = if a < b { (a, b) } else { (b, a) };
    [a.0, a.1, b.0, b.1].map(f64::to_bits)
}

fn sides(rings: &[Ring]) -> Vec<(Point, Point)> {
    let closed = |ring: &Ring| -> Vec<_> {
        ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)).take(ring.len()).collect()
    };
    rings.iter().flat_map(closed).collect()
}

#[test]
fn the_border_of_armenia_and_azerbaijan_occurs_once() {
    let drawn = outline(&CAUCASUS);
    let mut times = HashMap::new();
    for pair in drawn.borders.iter().flat_map(|line| line.windows(2)) {
        *times.entry(key(pair[0], pair[1])).or_insert(0) += 1;
    }
    assert!(times.values().all(|&count| count == 1));

    let armenia = country_at(&drawn, 40.18, 44.51).expect("Yerevan is in the view");
    let azerbaijan = country_at(&drawn, 40.40, 49.80).expect("Baku is in the view");
    let theirs: Vec<_> = sides(&azerbaijan.rings).into_iter().map(|(a, b)| key(a, b)).collect();
    let shared = sides(&armenia.rings).into_iter().map(|(a, b)| key(a, b)).filter(|side| theirs.contains(side));
    let shared: Vec<_> = shared.collect();
    assert!(shared.len() > 50, "{}", shared.len());
    assert!(shared.iter().all(|side| times.get(side) == Some(&1)));
}

#[test]
fn labels_lie_on_their_countries_land_within_the_view() {
    let drawn = outline(&CAUCASUS);
    for name in ["Armenia", "Azerbaijan", "Georgia", "Iran"] {
        let country = drawn.land.iter().find(|country| country.name == name).expect(name);
        let label = country.label.expect(name);
        assert!(contains(&country.rings, label), "{name}");
        assert!(!drawn.lakes.iter().any(|lake| contains(&lake.rings, label)), "{name}");
    }
}

#[test]
fn a_view_carries_no_more_points_than_it_can_show() {
    let drawn = outline(&CAUCASUS);
    assert!((1000..2200).contains(&drawn.points()), "{}", drawn.points());
    let world = outline(&View { south: -90.0, north: 90.0, west: -180.0, east: 180.0 });
    assert!((10_000..25_000).contains(&world.points()), "{}", world.points());
}

#[test]
fn a_view_across_the_antimeridian_goes_on_past_180() {
    let view = View { south: -19.5, north: -15.0, west: 174.0, east: -178.0 };
    let drawn = outline(&view);
    assert_eq!(drawn, outline(&View { east: 182.0, ..view }));
    // Taveuni lies on the line: one island, no coast along the meridian.
    assert_eq!(name_at(&drawn, -16.9, 179.97), Some("Fiji"));
    assert_eq!(name_at(&drawn, -16.8, 180.05), Some("Fiji"));
    let along = |pair: &[Point]| pair.iter().all(|point| point.0 == 180.0);
    assert!(!drawn.coasts.iter().any(|line| line.windows(2).any(along)));
}

#[test]
fn antarctica_is_land_down_to_the_pole() {
    let drawn = outline(&View { south: -90.0, north: -60.0, west: -180.0, east: 180.0 });
    for east in [-179.0, -90.0, 0.0, 90.0, 179.0] {
        assert_eq!(name_at(&drawn, -89.0, east), Some("Antarctica"), "{east}");
    }
}

#[test]
fn a_bad_view_is_empty_and_says_why() {
    let cases = [
        (View { south: f64::NAN, ..CAUCASUS }, BadView::NotANumber),
        (View { east: f64::INFINITY, ..CAUCASUS }, BadView::NotANumber),
        (View { south: 41.6, north: 38.4, ..CAUCASUS }, BadView::NoHeight),
        (View { north: 91.0, ..CAUCASUS }, BadView::OffTheEarth),
        (View { west: 50.4, ..CAUCASUS }, BadView::NoWidth),
        (View { west: -200.0, east: 200.0, ..CAUCASUS }, BadView::NoWidth),
    ];
    for (view, why) in cases {
        assert_eq!(view.check(), Err(why), "{view:?}");
        assert_eq!(outline(&view), Outline::default());
    }
}

/// The same numbers on every run, from a linear congruential generator.
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 32).expect("32 bits are left")) / f64::from(u32::MAX)
    }

    fn edge(&mut self, reach: f64) -> f64 {
        const ODD: [f64; 12] = [
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MAX,
            0.0,
            -0.0,
            1e-300,
            90.0,
            -90.0,
            180.0,
            -180.0,
            540.0,
        ];
        match self.unit() {
            odd if odd < 0.2 => ODD[(odd * 59.0) as usize],
            round if round < 0.4 => ((self.unit() * 2.0 - 1.0) * reach).round(),
            _ => (self.unit() * 2.0 - 1.0) * reach,
        }
    }

    /// Anything at all, or a window that is often tiny, flat or thin.
    fn view(&mut self) -> View {
        if self.unit() < 0.3 {
            return View {
                south: self.edge(90.0),
                north: self.edge(90.0),
                west: self.edge(540.0),
                east: self.edge(540.0),
            };
        }
        let (south, west) = (self.edge(90.0), self.edge(180.0));
        let high = 10_f64.powf(self.unit() * 17.0 - 15.0);
        let wide = 10_f64.powf(self.unit() * 17.0 - 15.0);
        View { south, north: (south + high).min(90.0), west, east: west + wide }
    }
}

#[test]
fn no_view_whatever_panics_and_all_that_is_drawn_lies_in_it() {
    let mut dice = Dice(20);
    let mut drawn_views = 0;
    for _ in 0..600 {
        let view = dice.view();
        let drawn = outline(&view);
        if drawn == Outline::default() {
            continue;
        }
        drawn_views += 1;
        assert_eq!(view.check(), Ok(()), "{view:?}");
        let (wide, high) = (view.width() * 0.01 + 1e-9, (view.north - view.south) * 0.01 + 1e-9);
        let within = |&(x, y): &Point| {
            (-wide..=view.width() + wide).contains(&(x - view.west))
                && (view.south - high..=view.north + high).contains(&y)
        };
        let lines = drawn.borders.iter().chain(&drawn.coasts).chain(&drawn.shores);
        assert!(lines.clone().all(|line| line.len() >= 2), "{view:?}");
        let lakes = drawn.lakes.iter().flat_map(|lake| &lake.rings);
        let rings = drawn.land.iter().flat_map(|country| &country.rings).chain(lakes);
        assert!(rings.clone().all(|ring| ring.len() >= 3), "{view:?}");
        assert!(lines.chain(rings).flatten().all(within), "{view:?}");
        assert!(drawn.land.iter().filter_map(|country| country.label.as_ref()).all(within), "{view:?}");
    }
    assert!(drawn_views > 100, "{drawn_views}");
}
