//! The cast in front matter: who is in it, how it is found, and what is wrong with it.

use super::{FRONT, check};
use crate::{Cast, Date, Member, Point, Sort, Span};

const CAST: &str = r#"[cast]
actors = ["Armenia", "CSTO"]
[cast.places]
"Yerevan" = "40.18 N, 44.51 E"
"Black Lake / Sev Lich" = "39.60 N, 46.23 E"
[cast.dates]
"the war" = "2020-09-27..2020-11-10"
"the strike" = 2020-10-14
"#;

#[track_caller]
fn cast(toml: &str, problems: &[&str]) -> Cast {
    check(&FRONT.replace("licence = \"CC BY 4.0\"\n", &format!("licence = \"CC BY 4.0\"\n{toml}")), problems).front.cast
}

#[test]
fn the_cast_keeps_the_order_of_the_file() {
    let cast = cast(CAST, &[]);
    let ids = |members: Vec<&Member>| members.into_iter().map(|member| member.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(cast.actors().collect()), ["armenia", "csto"]);
    assert_eq!(ids(cast.places().collect()), ["yerevan", "black-lake-sev-lich"]);
    assert_eq!(ids(cast.dates().collect()), ["the-war", "the-strike"]);
    assert_eq!(cast.members.len(), 6);
    assert_eq!(cast.members[2].sort, Sort::Place(Point { lat: 40.18, lon: 44.51 }));
    let day = Date { year: 2020, month: Some(10), day: Some(14) };
    assert_eq!(cast.members[5].sort, Sort::Date(Span { from: day, to: day, circa: (false, false) }));
    assert_eq!(check(FRONT, &[]).front.cast, Cast::default());
}

#[test]
fn a_member_is_found_by_name_by_half_of_it_and_by_id() {
    let cast = cast(CAST, &[]);
    let find = |written: &str| cast.find(written).map(|member| member.name.as_str());
    for written in ["Black Lake / Sev Lich", "Black Lake", " Sev Lich ", "black-lake-sev-lich", "sev-lich"] {
        assert_eq!(find(written), Some("Black Lake / Sev Lich"), "{written}");
    }
    assert_eq!(find("Armenia"), Some("Armenia"));
    for unknown in ["Black", "Lake / Sev Lich", "", "…", "section"] {
        assert_eq!(find(unknown), None, "{unknown}");
    }
}

#[test]
fn no_two_of_the_cast_share_a_name() {
    cast(
        "[cast]\nactors = [\"Armenia\", \"armenia\", \"?\"]\n[cast.places]\n\"Lake / Armenia\" = \"1 N, 1 E\"\n\
         \"Sea / Bay\" = \"1 N, 1 E\"\n\"Bay\" = \"1 N, 1 E\"\n\"Sea Bay\" = \"1 N, 1 E\"\n",
        &[
            "\"armenia\": `armenia` cannot be told apart from `Armenia`",
            "\"?\": `?` is not a name",
            "\"Lake / Armenia\": `Lake / Armenia` cannot be told apart from `Armenia`",
            "\"Bay\": `Bay` cannot be told apart from `Sea / Bay`",
            "\"Sea Bay\": `Sea Bay` cannot be told apart from `Sea / Bay`",
        ],
    );
}

#[test]
fn every_mistake_in_the_cast_is_told_where_it_stands() {
    cast(
        "[cast]\nactors = [1, \"Armenia\"]\nplaces = \"x\"\nactor = [\"x\"]\n[cast.dates]\n\"one\" = \"soon\"\n\
         \"two\" = 3\n\"three\" = \"2021..2020\"\n\"four\" = 2020-10-14T10:00:00\n",
        &[
            "1: `actors` is a integer that does not fit",
            "\"x\": `places` is a string that does not fit",
            "actor: `actor` is not a field that Recto knows",
            "\"soon\": `one` is on `soon`, which is not a date",
            "3: `two` is a integer that does not fit",
            "\"2021..2020\": `three` is on `2021..2020`, which is not a date",
            "2020-10-14T10:00:00: `four` is on `2020-10-14T10:00:00`, which is not a date",
        ],
    );
    cast(
        "[cast.places]\n\"x\" = \"91 N, 0 E\"\n",
        &["\"91 N, 0 E\": `x` is at `91 N, 0 E`, which is not a place on the earth"],
    );
    cast("[[cast]]\nactors = []\n", &["[[cast]]: `cast` is a array that does not fit"]);
}

#[test]
fn points_are_degrees_north_or_south_and_east_or_west() {
    let point = |text: &str| Point::parse(text).map(|point| (point.lat, point.lon));
    assert_eq!(point("40.18 N, 44.51 E"), Some((40.18, 44.51)));
    assert_eq!(point(" 33.9S,18.4 W "), Some((-33.9, -18.4)));
    assert_eq!(point("90 S, 180 W"), Some((-90.0, -180.0)));
    for wrong in
        ["90.1 N, 0 E", "0 N, 181 E", "-1 N, 0 E", "inf N, 0 E", "NaN N, 0 E", "44 E, 40 N", "40 N", "40, 44", ""]
    {
        assert_eq!(point(wrong), None, "{wrong}");
    }
}
