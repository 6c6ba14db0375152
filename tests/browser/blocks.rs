//! Timeline and map by keyboard alone, before and after the module has come, and by their marks.

use crate::visitor::{Need, Visitor, cannot};

const SHOWN: &str = "[...document.querySelectorAll('.events > li')].filter((one) => one.checkVisibility()).length";

/// Whether the mark of an entry is marked as open.
fn chosen(mark: &str) -> String {
    format!("document.querySelector('[data-mark][href$={mark}]').hasAttribute('data-open')")
}

async fn opens_an_event_and_chooses_an_actor_by_keyboard(visitor: &Visitor) {
    visitor.tabs_to(".pick input").await;
    visitor.press("ArrowRight").await;
    visitor.wait_until("document.querySelector('.pick input[value=armenia]').checked").await;
    visitor
        .wait_until(
            "[...document.querySelectorAll('.events > li')].every((one) => \
         one.checkVisibility() === one.dataset.who.split(' ').includes('1'))",
        )
        .await;
    visitor.tabs_to(".events summary").await;
    visitor.press("Enter").await;
    visitor.wait_until("document.activeElement.closest('details').open").await;
}

#[tokio::test]
async fn the_timeline_works_by_keyboard_and_says_what_a_choice_leaves() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    opens_an_event_and_chooses_an_actor_by_keyboard(&visitor).await;
    let shown: usize = visitor.asks(SHOWN).await;
    let said = "document.getElementById('said').textContent";
    visitor
        .wait_until(&format!("{said}.startsWith('Armenia is marked: ') && {said}.endsWith(' {shown} of 11 events')"))
        .await;
    visitor.sees(&format!("{shown} of 11 events")).await;
    let mark: String = visitor.asks("document.activeElement.closest('details').querySelector('.more').id").await;
    visitor.wait_until(&chosen(&mark)).await;
    visitor.press("Space").await;
    visitor.wait_until("!document.activeElement.closest('details').open").await;
    visitor.wait_until(&format!("!{}", chosen(&mark))).await;
}

#[tokio::test]
async fn the_map_works_by_keyboard() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.tabs_to(".places summary").await;
    visitor.press("Space").await;
    visitor.wait_until("document.querySelector('#map--yerevan').checkVisibility()").await;
    visitor.wait_until(&chosen("map--yerevan")).await;
    visitor.tabs_to(".places li:nth-child(2) summary").await;
    visitor.press("Enter").await;
    visitor.wait_until(&format!("{} && !{}", chosen("map--gyumri"), chosen("map--yerevan"))).await;
}

#[tokio::test]
async fn what_was_opened_and_chosen_before_the_module_came_is_kept() {
    let visitor = Visitor::open("/one-clause/").before_the_module().await;
    visitor.tabs_to(".places summary").await;
    visitor.press("Enter").await;
    visitor.wait_until("document.querySelector('#map--yerevan').checkVisibility()").await;
    opens_an_event_and_chooses_an_actor_by_keyboard(&visitor).await;
    let open: String = visitor.asks("document.querySelector('.events details[open] .more').id").await;
    visitor.module_comes().await;
    visitor.has_focus_on(".events summary").await;
    assert!(visitor.is("document.querySelector('.pick input[value=armenia]').checked").await, "the choice is kept");
    assert!(visitor.is(&format!("document.getElementById('{open}').closest('details').open")).await);
    assert!(visitor.is("document.querySelector('#map--yerevan').closest('details').open").await);
    visitor.wait_until(&format!("{} && {}", chosen(&open), chosen("map--yerevan"))).await;
    let shown: usize = visitor.asks(SHOWN).await;
    visitor.sees(&format!("{shown} of 11 events")).await;
}

#[tokio::test]
async fn a_mark_opens_its_entry_takes_the_focus_there_and_leaves_the_history_alone() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    for (mark, spot) in [("map--gyumri", ".dot"), ("timeline--2021-05-14", "circle")] {
        visitor.scrolls_to(&format!("[data-mark][href$={mark}]")).await;
        let before: usize = visitor.asks("history.length").await;
        visitor.clicks(&format!("[data-mark][href$={mark}] {spot}")).await;
        visitor.wait_until(&format!("document.getElementById('{mark}').closest('details').open")).await;
        visitor.has_focus_on("summary").await;
        assert!(
            visitor.is(&format!("document.activeElement.closest('details').querySelector('#{mark}')")).await,
            "the focus is on the summary of {mark}"
        );
        visitor.wait_until(&chosen(mark)).await;
        assert_eq!(visitor.asks::<usize>("history.length").await, before);
        assert!(visitor.is(&format!("location.hash !== '#{mark}'")).await);
    }
}

#[tokio::test]
async fn in_forced_colours_and_reduced_motion_the_blocks_still_show_and_open() {
    if cannot(Need::ForcedColours) {
        return;
    }
    let visit =
        Visitor::open("/one-clause/").media("forced-colors", "active").media("prefers-reduced-motion", "reduce");
    let visitor = visit.on_a_phone().await;
    visitor.lives().await;
    let colour = |css: &str, what: &str| format!("getComputedStyle(document.querySelector('{css}')).{what}");
    visitor.clicks(".places li:first-child summary").await;
    visitor.wait_until(&chosen("map--yerevan")).await;
    let told_apart = format!(
        "{} !== {}",
        colour("[data-mark][href$=map--yerevan] .dot", "fill"),
        colour("[data-mark][href$=map--gyumri] .dot", "fill")
    );
    visitor.wait_until(&told_apart).await;
    visitor.clicks_on("CSTO").await;
    let chip = |value: &str| format!("#timeline .pick [value=\"{value}\"] + span");
    let told_apart =
        format!("{} !== {}", colour(&chip("csto"), "backgroundColor"), colour(&chip(""), "backgroundColor"));
    visitor.wait_until(&told_apart).await;
    assert!(visitor.is("getComputedStyle(document.documentElement).scrollBehavior === 'auto'").await);
}
