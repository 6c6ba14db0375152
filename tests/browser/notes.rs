//! Notes and terms: one popover for all, by keyboard, touch and pointer; beside the text where there is room, on paper too.

use crate::visitor::{Need, TEXT_PAGE, Visitor, cannot};

const OPEN: &str = "document.getElementById('note--1').matches(':popover-open')";

#[tokio::test]
async fn a_note_opens_by_keyboard_and_escape_leads_back_before_any_module() {
    let visitor = Visitor::open(TEXT_PAGE).sized(900, 800).before_the_module().await;
    assert!(!visitor.is("document.getElementById('note--1').checkVisibility()").await);
    visitor.tabs_to("#ref--1").await;
    visitor.press("Enter").await;
    visitor.wait_until(OPEN).await;
    visitor.sees("It relied on Article 2 of the treaty").await;
    visitor.press("Escape").await;
    visitor.wait_until(&format!("!{OPEN}")).await;
    visitor.has_focus_on("#ref--1").await;
}

#[tokio::test]
async fn a_note_opens_by_a_click_and_closes_by_one_beside_it() {
    let visitor = Visitor::open(TEXT_PAGE).on_a_phone().await;
    visitor.lives().await;
    visitor.clicks("#ref--1").await;
    visitor.wait_until(OPEN).await;
    assert!(visitor.is("(({ left, right, bottom }) => left >= 0 && right <= innerWidth && bottom <= innerHeight)(document.getElementById('note--1').getBoundingClientRect())").await);
    visitor.clicks("h1").await;
    visitor.wait_until(&format!("!{OPEN}")).await;
}

#[tokio::test]
async fn where_there_is_room_a_note_stands_beside_its_paragraph() {
    let visitor = Visitor::open(TEXT_PAGE).await;
    visitor.wait_until("document.getElementById('note--1').checkVisibility()").await;
    assert!(visitor.is(&format!("!{OPEN}")).await);
    let side = "(({ left, right, top }, text) => left > text.right && right <= innerWidth && Math.abs(top - text.top) < 40)(\
        document.getElementById('note--1').getBoundingClientRect(), document.querySelector('.noted > p').getBoundingClientRect())";
    assert!(visitor.is(side).await);
    visitor.clicks("#note--1 .back").await;
    visitor.wait_until("document.activeElement.id === 'ref--1' || location.hash === '#ref--1'").await;
}

#[tokio::test]
async fn on_paper_a_note_stands_under_its_paragraph() {
    if cannot(Need::Paper) {
        return;
    }
    let visitor = Visitor::open(TEXT_PAGE).sized(900, 800).await;
    visitor.is_on_paper().await;
    visitor.wait_until("document.getElementById('note--1').checkVisibility()").await;
    assert!(visitor.is("!document.querySelector('#note--1 .back').checkVisibility()").await);
}

#[tokio::test]
async fn a_term_shows_what_it_means_and_leads_to_the_glossary() {
    let visitor = Visitor::open("/one-clause/").without_scripts().sized(900, 800).await;
    visitor.clicks(".prose button.term").await;
    visitor.wait_until("document.querySelector('.terms .note:popover-open')").await;
    visitor.clicks(".terms .note:popover-open a[href^='/glossary/#']").await;
    visitor.wait_until("location.pathname === '/glossary/' && document.querySelector(':target')").await;
}
