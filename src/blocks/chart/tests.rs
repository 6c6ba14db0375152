//! Good and bad bodies of a chart, its file, and its twin.

use super::*;
use article::{Member, Sort};

/// A chart of these rows that has all that a chart needs.
fn of(rows: &str) -> String {
    format!("unit: states\nsource: S\n\n{rows}")
}

#[track_caller]
fn good(body: &str, article: &Article) -> Figures {
    read(body, article).expect("the body is good")
}

#[track_caller]
fn bad(body: &str, expected: &[(usize, &str)]) {
    crate::blocks::tests::told(read(body, &Article::default()), expected);
}

fn with_table(text: &str) -> Article {
    Article { tables: [("members.csv".to_owned(), text.to_owned())].into(), ..Article::default() }
}

#[test]
fn a_chart_has_all_that_its_lines_say() {
    let body = "title: T\ndraw: levels\nunit: states\nsource: S <https://example.org>\n\nyear,in,\"a, b\"\n1993,\"1,960\",\n1992-05,-3.5,7 states\n";
    let figures = good(body, &Article::default());
    assert_eq!((figures.title.as_str(), figures.draw, figures.unit.as_str()), ("T", Draw::Levels, "states"));
    assert_eq!(figures.source, ("S".to_owned(), Some("https://example.org".to_owned())));
    let table = figures.table;
    assert_eq!(table.along, "year");
    assert_eq!(table.series.iter().map(|one| one.words.as_str()).collect::<Vec<_>>(), ["in", "a, b"]);
    let rows: Vec<_> = table.rows.iter().map(|row| (row.label.words.as_str(), amounts(row))).collect();
    // From early to late.
    assert_eq!(rows, [("May 1992", vec![Some(-3.5), Some(7.0)]), ("1993", vec![Some(1960.0), None])]);
}

fn amounts(row: &Row) -> Vec<Option<f64>> {
    row.numbers.iter().map(|number| number.as_ref().map(|number| number.amount)).collect()
}

#[test]
fn dates_are_drawn_as_lines_and_names_as_bars_when_nothing_is_said() {
    let drawn = |rows| good(&of(rows), &Article::default()).draw;
    assert_eq!(drawn("a,b\n1992,1\n1993,2\n"), Draw::Lines);
    assert_eq!(drawn("a,b\nArmenia,1\nRussia,2\n"), Draw::Bars);
}

#[test]
fn the_head_may_have_empty_lines_and_stand_in_any_order() {
    let figures = good("source: S\n\ntitle: T\nunit: %\n\n\na,b\n1992,12 %\n", &Article::default());
    assert_eq!((figures.title.as_str(), figures.csv.as_str()), ("T", "a,b\n1992,12 %\n"));
}

#[test]
fn every_mistake_of_the_head_is_told_with_its_line() {
    bad(
        "draw: bar\nsouce: S\ntitle: A\ntitle: B\nno colon\n\na,b\n1992,1\n",
        &[
            (1, "`souce:`"),
            (3, "a second `title:`"),
            (4, "`no colon`, which is no line of the head"),
            (0, "a chart without `unit:`"),
            (0, "a chart without `source:`"),
            (0, "`bar`, which cannot be drawn"),
        ],
    );
    bad("unit: %\nsource: S\n", &[(0, "a chart without numbers")]);
    bad("draw: lines\nunit: %\nsource: S\n\na,b\nArmenia,1\n", &[(0, "lines between names, which no time joins")]);
}

#[test]
fn every_mistake_of_the_table_is_told_with_its_line() {
    bad(
        &of("year,in,,in\n1992,6\n1993,x,1,\n1993,1 seats,2,\nArmenia,\"1,2,\n1994-01,1,2,\n1994,1,2,\n"),
        &[
            (7, "a quote that is not closed"),
            (3, "column 3 without a name"),
            (3, "a second column `in`"),
            (4, "2 cells"),
            (5, "`x`, which is not a number"),
            (6, "`1993`, which the table has already as `1993`"),
            (6, "`1 seats`, counted in `seats`"),
            (7, "`Armenia` among dates"),
            (7, "2 cells"),
            (9, "`1994`, which the table has already as `1994-01`"),
            (3, "`in`, a column without numbers"),
        ],
    );
    bad(
        &of("a,b\nRussia,1\nArmenia,2\nArmenia,3\n1992,4\n,5\n"),
        &[
            (6, "`Armenia`, which the table has already as `Armenia`"),
            (7, "`1992`, a date among names"),
            (8, "a row without a name"),
        ],
    );
    bad(&of("year;in\n"), &[(3, "a table of one column"), (3, "a table without rows")]);
    bad(&of("a,b,c,d,e,f,g,h\nx,1,1,1,1,1,1,1\n"), &[(3, "`h`, one column too many")]);
    let rows: String = (1..=501).map(|n| format!("n{n},1\n")).collect();
    bad(&of(&format!("a,b\n{rows}")), &[(504, "row 501 of the table")]);
}

#[test]
fn a_table_may_be_a_file_and_its_mistakes_point_at_the_line_that_names_it() {
    let body = "unit: states\nsource: S\nfile: members.csv\n";
    let article = with_table("\u{feff}year,members\r\n1992,6\r\n");
    assert_eq!(good(body, &article).table.rows.len(), 1);
    let told = |body, article: &Article, expected| crate::blocks::tests::told(read(body, article), expected);
    let expected = [(2, "in line 3 of `members.csv`: `x`, which is not a number")];
    told(body, &with_table("year,members\n1992,6\n1993,x\n"), &expected);
    told(&format!("{body}\na,b\n1992,1\n"), &article, &[(4, "a table besides the one in the file")]);
    let near = read(&body.replace("members", "member"), &article).expect_err("it is not there");
    assert_eq!((near[0].line, near[0].found.as_str()), (2, "the table `member.csv`, which is not there"));
    assert_eq!(near[0].expected, "`members.csv`");
    let alone = read(body, &Article::default()).expect_err("it is not there");
    assert!(alone[0].expected.contains("folder"), "{alone:?}");
}

#[test]
fn the_table_can_be_downloaded_as_it_was_written() {
    let fence = |body: &str| crate::blocks::tests::fence("chart", body);
    let here = Article { slug: article::Slug::new("here"), ..Article::default() };
    let files = Chart.files(&fence(&of("a,b\n1992, 6 \n\n")), &here);
    let (path, content) = &files[0];
    assert!(path.starts_with("/here/chart-") && path.ends_with(".csv") && wire::is_hashed(path), "{path}");
    assert_eq!((content.as_str(), files.len()), ("a,b\n1992, 6\n", 1));
    let html = crate::app::render(|| Chart.view(&fence(&of("a,b\n1992, 6 \n\n")), &here).ok());
    assert!(html.contains(&format!("<a download=\"chart.csv\" href=\"{path}\">")), "{html}");
    let others = Chart.files(&fence(&of("a,b\n1992,7\n")), &here);
    assert_ne!(&others[0].0, path, "other numbers are another file");
    assert_eq!(Chart.files(&fence("unit: x"), &here), []);
}

#[test]
fn what_is_about_the_cast_carries_its_name() {
    let mut article = Article::default();
    let member = Member { id: "a-b".to_owned(), name: "A / B".to_owned(), sort: Sort::Actor };
    article.front.cast.members.push(member);
    let html = |rows: &str| {
        let figures = good(&of(rows), &article);
        crate::app::render(|| twin("chart", &figures, Some("/here/chart-0123456789abcdef.csv".to_owned())))
    };
    // In the picture and in the table; as a column in the key too.
    let (as_row, as_column) = (html("who,n\nA,1\nElse,2\n"), html("year,B,Else\n1992,1,2\n"));
    assert_eq!(as_row.matches("data-name=\"a-b\"").count(), 2);
    assert_eq!(as_column.matches("data-name=\"a-b\"").count(), 2);
}

#[test]
fn a_line_breaks_where_a_number_is_missing_and_a_level_ends_there() {
    let html = |draw: &str| {
        let body = format!("draw: {draw}\n{}", of("year,a\n1992,0\n1993,10\n1994,\n1995,5\n"));
        let figures = good(&body, &Article::default());
        crate::app::render(|| drawing::draw(&figures))
    };
    assert!(html("lines").contains("d=\"M0 220h0L33.4 0M100 110h0\""), "{}", html("lines"));
    assert!(html("levels").contains("d=\"M0 220h0H30.8V0H61.6M92.3 110h0H100\""), "{}", html("levels"));
    for draw in ["lines", "levels", "dots", "bars"] {
        assert_eq!(html(draw).matches("data-at=").count(), 4);
    }
}

#[test]
fn bars_and_levels_stand_on_zero() {
    for draw in ["bars", "levels"] {
        let figures = good(&format!("draw: {draw}\n{}", of("year,a\n1992,90\n1993,100\n")), &Article::default());
        let html = crate::app::render(|| drawing::draw(&figures));
        assert!(html.contains("data-zero") && html.contains("<span>0</span>"), "{html}");
    }
    let lines = good(&of("year,a\n1992,90\n1993,100\n"), &Article::default());
    assert!(!crate::app::render(|| drawing::draw(&lines)).contains("data-zero"));
}

#[test]
fn the_twin_is_as_it_was_looked_at() {
    let figures = good(Chart.example(), &Article::default());
    let html = crate::app::render(|| twin("chart", &figures, Some("/here/chart-0123456789abcdef.csv".to_owned())));
    insta::assert_snapshot!(html.replace("><", ">\n<"));
}
