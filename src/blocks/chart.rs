//! `chart`: numbers over time or by name, as bars, lines, levels or dots.
//!
//! Grammar, a head and, below an empty line, a table:
//! ```text
//! title: What the chart shows                  (may be left out)
//! draw: levels                                 (bars, lines, levels or dots; left out, it is lines for dates, else bars)
//! unit: states                                 (what the numbers count; may be a sign such as %)
//! source: On whose word <https://…>
//! file: members.csv                            (a CSV file in the article's folder, instead of the table)
//!
//! year,members                                 (names of the columns: what is counted along, then at most 6 counts)
//! 1992,6                                       (DATE or a name, then numbers: 1960, "1,960", 1 960, -3.5, 6 states)
//! 1993,                                        (an empty cell is a gap)
//! ```
//! Dates are drawn to scale, a year or month where it begins. `levels` is for what holds until it changes, such as a number
//! of members: a line would tell of states that joined by and by. Bars and levels stand on zero; lines and dots begin higher
//! where the smallest number is more than half of the largest.
//!
//! The twin is the table, and the same as a file to download. The picture is drawn at build; live, its values can be gone
//! through by keyboard, pointer and touch, and are read from the table.

use super::frame::frame;
use super::{Kind, lines};
use crate::browser::Part;
use crate::live::live;
use article::{Article, BadLine, Fence, closest};
use head::Head;
use leptos::prelude::*;
use table::{Label, Row, Table};

mod csv;
mod drawing;
mod head;
mod number;
mod table;
mod ticks;

/// The kind.
pub(super) struct Chart;

impl Kind for Chart {
    fn name(&self) -> &'static str {
        "chart"
    }

    fn source(&self) -> &'static str {
        include_str!("chart.rs")
    }

    fn example(&self) -> &'static str {
        include_str!("chart.example")
    }

    fn css(&self) -> &'static str {
        include_str!("chart.css")
    }

    fn view(&self, fence: &Fence, article: &Article) -> Result<AnyView, Vec<BadLine>> {
        read(&fence.body, article).map(|figures| {
            let file = article.slug.is_some().then(|| file(fence, article, &figures));
            twin(fence.anchor.as_str(), &figures, file)
        })
    }

    fn files(&self, fence: &Fence, article: &Article) -> Vec<(String, String)> {
        let figures = read(&fence.body, article);
        figures.into_iter().map(|figures| (file(fence, article, &figures), figures.csv)).collect()
    }
}

/// The address of the file to download. It tells the file's content, so who keeps a page has the numbers that it shows.
fn file(fence: &Fence, article: &Article, figures: &Figures) -> String {
    article.slug.path() + &super::hashed(fence.anchor.as_str(), "csv", &figures.csv)
}

/// What a fence says.
#[derive(Debug, PartialEq)]
struct Figures {
    title: String,
    draw: Draw,
    unit: String,
    source: (String, Option<String>),
    table: Table,
    /// The table as it was written.
    csv: String,
}

/// How numbers are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Draw {
    Bars,
    Lines,
    Levels,
    Dots,
}

const DRAW: [(&str, Draw); 4] =
    [("bars", Draw::Bars), ("lines", Draw::Lines), ("levels", Draw::Levels), ("dots", Draw::Dots)];

fn read(body: &str, article: &Article) -> Result<Figures, Vec<BadLine>> {
    let mut bad = Vec::new();
    let head = Head::read(body, &mut bad);
    let unit = head.need("unit", "a line `unit: what the numbers count`", &mut bad);
    let source = lines::source(head.need("source", "a line `source: On whose word`", &mut bad));
    let draw = head.said("draw").and_then(|(line, word)| Some((line, way(line, word, &mut bad)?)));
    let table = head.table(article, &mut bad).map(|(csv, place)| {
        let table = table::read(csv, unit, &place, article, &mut bad);
        if let (Some((line, Draw::Lines | Draw::Levels)), false) = (draw, table.is_dated()) {
            let expected = "`bars` or `dots`, or dates in the first column";
            bad.push(BadLine::new(line, "lines between names, which no time joins", expected));
        }
        (table, csv)
    });
    let Some((table, csv)) = table.filter(|_| bad.is_empty()) else { return Err(bad) };
    let usual = if table.is_dated() { Draw::Lines } else { Draw::Bars };
    Ok(Figures {
        title: head.said("title").map(|(_, title)| title.to_owned()).unwrap_or_default(),
        draw: draw.map_or(usual, |(_, draw)| draw),
        unit: unit.to_owned(),
        source,
        table,
        csv: format!("{}\n", csv.trim_end()),
    })
}

fn way(line: usize, word: &str, bad: &mut Vec<BadLine>) -> Option<Draw> {
    let found = DRAW.iter().find(|(name, _)| *name == word).map(|(_, draw)| *draw);
    if found.is_none() {
        let near = closest(word, DRAW.iter().map(|(name, _)| *name));
        let expected = near.map_or("`bars`, `lines`, `levels` or `dots`".to_owned(), |near| format!("`{near}`"));
        bad.push(BadLine::new(line, format!("`{word}`, which cannot be drawn"), expected));
    }
    found
}

fn twin(anchor: &str, figures: &Figures, file: Option<String>) -> AnyView {
    let last = figures.table.rows.len() - 1;
    // A reader wants to know first what came last, and who stands first.
    let begin = if figures.table.is_dated() { last } else { 0 };
    let (drawing, numbers) = (drawing::draw(figures).into_any(), numbers(anchor, figures).into_any());
    let value = value(figures, begin);
    let source = lines::source_view(figures.source.clone());
    let download = file.map(|file| {
        view! { <a download=format!("{anchor}.csv") href=file>"Download the data (CSV)"</a> }
    });
    let island = view! {
        <ChartIsland>
            {drawing}
            <div class="probing">
                <input type="range" class="probe" min="0" max=last.to_string() step="1" value=begin.to_string() hidden aria-label="Go through the values" />
                <p class="value">{value}</p>
            </div>
            {numbers}
            <p class="credit">
                <span>"Source: "{source}</span>
                {download}
            </p>
        </ChartIsland>
    };
    frame("chart", anchor, &figures.title, island.into_any())
}

/// A row in words, as the island says them too: what is there before it wakes is then as high as what comes.
fn value(figures: &Figures, at: usize) -> String {
    let Table { series, rows, .. } = &figures.table;
    let behind = number::behind(&figures.unit);
    let numbers = rows[at].numbers.iter().zip(series).map(|(number, name)| {
        let number = number.as_ref().map_or(GAP.to_owned(), |number| format!("{}{behind}", number.words));
        if series.len() > 1 { format!("{} {number}", name.words) } else { number }
    });
    format!("{}: {}", rows[at].label.words, numbers.collect::<Vec<_>>().join(", "))
}

/// What is said of a gap.
const GAP: &str = "no figure";

/// The table. What follows a number stands once, above it, just as it follows.
fn numbers(anchor: &str, figures: &Figures) -> impl IntoView + use<> {
    let Table { along, series, rows } = &figures.table;
    let series = series.iter().map(|Label { words, about }| {
        view! { <th scope="col" data-name=about.clone()>{words.clone()}</th> }
    });
    let rows = rows.iter().enumerate().map(|(i, row)| one_row(i, row)).collect_view();
    let label = format!("The numbers: {}", figures.title);
    let behind = number::behind(&figures.unit);
    let unit = if number::is_close(&figures.unit) { "Unit: " } else { "Unit:" };
    let label = label.trim_end_matches([':', ' ']).to_owned();
    view! {
        <details>
            <summary>"The numbers"</summary>
            <div id=format!("{anchor}--numbers") class="more table" tabindex="0" role="region" aria-label=label>
                <table>
                    <caption>{unit}<span class="unit">{behind}</span></caption>
                    <thead><tr><th scope="col">{along.clone()}</th>{series.collect_view()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

fn one_row(at: usize, row: &Row) -> impl IntoView + use<> {
    let words = row.label.words.clone();
    let label = match row.date {
        Some(date) => view! { <time datetime=date.to_string()>{words}</time> }.into_any(),
        None => words.into_any(),
    };
    let numbers = row.numbers.iter().map(|number| match number {
        Some(number) => view! { <td>{number.words.clone()}</td> }.into_any(),
        None => view! { <td data-gap="">{GAP}</td> }.into_any(),
    });
    view! {
        <tr data-at=at.to_string()>
            <th scope="row" data-name=row.label.about.clone()>{label}</th>
            {numbers.collect_view()}
        </tr>
    }
}

/// Goes through the values: by the slider, or where a pointer or finger is on the picture.
#[island]
fn ChartIsland(children: Children) -> impl IntoView {
    live(children, |root| {
        if let Some(probe) = root.find(".probe") {
            probe.set("hidden", None);
            // Nothing is marked that nobody chose; but a browser may remember what was chosen before a reload.
            if Some(probe.value()) == probe.attribute("value") {
                let value = root.find(".value").map(|line| line.text());
                probe.set("aria-valuetext", value.as_deref());
            } else {
                show(root, &probe);
            }
        }
        root.on("input", |root, event| {
            Part::origin(event).inspect(|probe| show(root, probe));
        });
        root.on("pointerover", |root, event| {
            let at = Part::origin(event).and_then(|part| part.closest("[data-at]")?.attribute("data-at"));
            if let (Some(at), Some(probe)) = (at, root.find(".probe")) {
                probe.enter(&at);
                show(root, &probe);
            }
        });
    })
}

/// Says the row that the slider is at, and marks it.
fn show(root: &Part, probe: &Part) {
    let at = probe.value();
    root.all("[data-open]").iter().for_each(|part| part.set("data-open", None));
    root.all(&format!("[data-at='{at}']")).iter().for_each(|part| part.set("data-open", Some("")));
    let text = |part: Option<Part>| part.map(|part| part.text()).unwrap_or_default();
    let (unit, row) = (text(root.find(".unit")), root.find(&format!("tr[data-at='{at}']")));
    let (names, numbers) = (root.all("thead th"), row.as_ref().map(|row| row.all("td")).unwrap_or_default());
    let numbers = numbers.iter().zip(names.iter().skip(1)).map(|(number, name)| {
        let name = if names.len() > 2 { format!("{} ", name.text()) } else { String::new() };
        let unit = if number.attribute("data-gap").is_some() { "" } else { &unit };
        format!("{name}{}{unit}", number.text())
    });
    let words = format!("{}: {}", text(row.and_then(|row| row.find("th"))), numbers.collect::<Vec<_>>().join(", "));
    probe.set("aria-valuetext", Some(&words));
    root.find(".value").inspect(|line| line.write(&words));
}

#[cfg(test)]
mod tests;
