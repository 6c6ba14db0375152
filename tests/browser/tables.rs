//! Matrix, compare, steps and chart by keyboard alone, before and after the module has come.

use serde_json::json;

use crate::visitor::{KINDS_PAGE, Need, Visitor, cannot};

/// The names of the rows that can be seen, in their order.
const ROWS: &str = "[...document.querySelectorAll('#matrix tbody tr')].filter((one) => one.checkVisibility())\
                    .map((one) => one.cells[0].textContent.trim()).join(' ')";

/// Chooses in the list that has this label, by keyboard: the first letters of an option's words.
async fn picks(visitor: &Visitor, name: &str, letters: &str) {
    visitor.tabs_to(&format!("select[name={name}]")).await;
    visitor.types(&format!("select[name={name}]"), letters).await;
}

async fn the_matrix_sorts_filters_and_focuses(visitor: &Visitor) {
    visitor.wait_until(&format!("{ROWS} === 'Armenia Azerbaijan CSTO'")).await;
    picks(visitor, "matrix-question", "Is").await;
    visitor.wait_until("!document.querySelector('#matrix tbody td:nth-child(2)').checkVisibility()").await;
    assert!(visitor.is("document.querySelector('#matrix tbody td:nth-child(3)').checkVisibility()").await);
    picks(visitor, "matrix-order", "Was").await;
    visitor.wait_until(&format!("{ROWS} === 'Armenia CSTO Azerbaijan'")).await;
    visitor.does("document.activeElement.blur(); scrollTo(0, 0)").await;
    picks(visitor, "matrix-row", "CS").await;
    visitor.wait_until(&format!("{ROWS} === 'CSTO'")).await;
}

#[tokio::test]
async fn the_matrix_works_by_keyboard_before_the_module_has_come() {
    let visitor = Visitor::open(KINDS_PAGE).before_the_module().await;
    the_matrix_sorts_filters_and_focuses(&visitor).await;
    visitor.module_comes().await;
    assert!(visitor.is(&format!("{ROWS} === 'CSTO'")).await, "what was chosen is kept");
    visitor.sees("1 of 3 rows").await;
}

#[tokio::test]
async fn what_is_sorted_and_chosen_in_a_matrix_is_in_the_address_and_comes_back() {
    let visitor = Visitor::open(KINDS_PAGE).await;
    visitor.lives().await;
    the_matrix_sorts_filters_and_focuses(&visitor).await;
    let all = ["about=csto", "matrix-row=csto", "matrix-question=road", "matrix-order=border"];
    for part in all {
        visitor.wait_until(&format!("location.search.includes('{part}')")).await;
    }
    visitor.reloads().await;
    visitor.lives().await;
    visitor.wait_until(&format!("{ROWS} === 'CSTO'")).await;
    visitor.wait_until("document.querySelector('select[name=matrix-order]').value === 'border'").await;
    visitor.press("Escape").await;
    visitor.wait_until(&format!("{ROWS} === 'Armenia CSTO Azerbaijan'")).await;
}

#[tokio::test]
async fn a_position_chosen_in_a_matrix_leaves_the_rows_that_have_it() {
    let visitor = Visitor::open(KINDS_PAGE).await;
    visitor.lives().await;
    picks(&visitor, "matrix-show", "unclear").await;
    visitor.wait_until(&format!("{ROWS} === 'CSTO'")).await;
    visitor.wait_until("document.getElementById('said').textContent === '1 of 3 rows'").await;
}

#[tokio::test]
async fn on_a_phone_the_sides_are_tabs_by_arrow_keys_and_wide_windows_show_all() {
    let mut visitor = Visitor::open(KINDS_PAGE).on_a_phone().before_the_module().await;
    let shown = |side: u8| format!("document.querySelector('#compare .sides > :nth-child({side})').checkVisibility()");
    visitor.wait_until(&format!("{} && !{}", shown(1), shown(2))).await;
    visitor.tabs_to("#compare .pick input").await;
    visitor.press("ArrowRight").await;
    visitor.wait_until(&format!("!{} && {}", shown(1), shown(2))).await;
    visitor.resize(1440, 900).await;
    visitor.wait_until(&format!("{} && {}", shown(1), shown(2))).await;
    assert!(!visitor.is("document.querySelector('#compare .pick').checkVisibility()").await);
}

#[tokio::test]
async fn the_values_of_a_chart_are_gone_through_by_keyboard() {
    let visitor = Visitor::open(KINDS_PAGE).await;
    visitor.lives().await;
    let value = "document.querySelector('#chart .value').textContent.replaceAll('\u{a0}', ' ')";
    visitor.tabs_to("#chart .probe").await;
    visitor.press("Home").await;
    visitor.wait_until(&format!("{value} === '1992: 6 states'")).await;
    visitor.press("ArrowRight").await;
    visitor.wait_until(&format!("{value} === '1993: 9 states'")).await;
    visitor.wait_until("document.activeElement.getAttribute('aria-valuetext').startsWith('1993: 9')").await;
    assert!(visitor.is("document.querySelector('#chart svg [data-at=\"1\"]').hasAttribute('data-open')").await);
    visitor.press("End").await;
    visitor.wait_until(&format!("{value} === '2012: 6 states'")).await;
}

#[tokio::test]
async fn without_the_module_a_chart_has_its_table_and_its_data() {
    let visitor = Visitor::open(KINDS_PAGE).before_the_module().await;
    assert!(!visitor.is("document.querySelector('#chart .probe').checkVisibility({ visibilityProperty: true })").await);
    visitor.tabs_to("#chart summary").await;
    visitor.press("Enter").await;
    visitor.wait_until("document.querySelector('#chart table').checkVisibility()").await;
    let data = "fetch(document.querySelector('#chart a[download]').href).then((answer) => answer.text())";
    let data = visitor.does_and_waits(&format!("{data}.then(arguments[arguments.length - 1])")).await;
    assert!(data.as_str().is_some_and(|data| data.starts_with("year,") && data.contains("\n1993,9\n")), "{data}");
}

#[tokio::test]
async fn the_step_that_passes_the_middle_is_lit_where_motion_is_welcome() {
    let visitor = Visitor::open(KINDS_PAGE).await;
    visitor.lives().await;
    for step in [2, 3] {
        let css = format!("#steps .course > li:nth-child({step})");
        visitor
            .does(&format!(
                "document.querySelector({}).scrollIntoView({{ block: 'center', behavior: 'instant' }})",
                json!(css)
            ))
            .await;
        visitor
            .wait_until(&format!("document.querySelector('#steps [aria-current=step]')?.matches({})", json!(css)))
            .await;
    }
    assert!(
        visitor.is("[...document.querySelectorAll('#steps .course > li')].every((one) => one.checkVisibility())").await
    );
}

#[tokio::test]
async fn in_reduced_motion_the_steps_are_a_plain_list() {
    let visitor = Visitor::open(KINDS_PAGE).media("prefers-reduced-motion", "reduce").await;
    visitor.lives().await;
    visitor.scrolls_to("#steps .course > li:nth-child(2)").await;
    visitor.comes_to_rest().await;
    assert!(!visitor.is("document.querySelector('#steps [aria-current]')").await);
    assert!(
        visitor
            .is("getComputedStyle(document.querySelector('#steps .course > li'), '::before').position !== 'sticky'")
            .await
    );
}

#[tokio::test]
async fn in_forced_colours_what_is_chosen_and_open_can_be_told_apart_in_every_kind() {
    if cannot(Need::ForcedColours) {
        return;
    }
    let mut visitor = Visitor::open(KINDS_PAGE).media("forced-colors", "active").await;
    visitor.lives().await;
    let colour = |css: &str, what: &str| format!("getComputedStyle(document.querySelector('{css}')).{what}");
    visitor.clicks("#map summary").await;
    let told_apart = |a: &str, b: &str, what: &str| format!("{} !== {}", colour(a, what), colour(b, what));
    visitor
        .wait_until(&told_apart("[data-mark][href$=map--yerevan] .dot", "[data-mark][href$=map--meghri] .dot", "fill"))
        .await;
    visitor.clicks_on("CSTO").await;
    visitor
        .wait_until(&told_apart("#timeline li[data-marked]", "#timeline li:not([data-marked])", "outlineStyle"))
        .await;
    visitor.resize(360, 740).await;
    visitor
        .wait_until(&told_apart(
            "#compare .pick :checked + span",
            "#compare .pick :not(:checked) + span",
            "backgroundColor",
        ))
        .await;
}
