//! What is chosen anywhere is marked everywhere, can be let go, and stands in the address with all else that is shown.

use crate::visitor::Visitor;

/// How many elements of that sort are marked.
fn marked(css: &str) -> String {
    format!("document.querySelectorAll('{css}[data-marked]').length")
}

async fn nothing_is_marked(visitor: &Visitor) {
    visitor.wait_until("!document.querySelector('[data-marked]') && document.querySelector('.choice').hidden").await;
    visitor.wait_until("!location.search.includes('about=')").await;
}

#[tokio::test]
async fn a_name_chosen_in_the_text_by_keyboard_is_marked_in_text_picture_and_list() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.tabs_to(".prose [data-name=armenia]").await;
    visitor.press("Enter").await;
    visitor.wait_until("document.activeElement.getAttribute('aria-pressed') === 'true'").await;
    visitor.wait_until("location.search === '?about=armenia'").await;
    for css in [".prose span", ".events > li", ".scale a", "tbody tr"] {
        let count: usize = visitor.asks(&marked(css)).await;
        assert!(count > 0, "no {css} is marked");
    }
    assert!(
        visitor
            .is("[...document.querySelectorAll('[data-name]')].every((one) => \
                    one.hasAttribute('data-marked') === one.dataset.name.split(' ').includes('armenia'))")
            .await,
        "what carries the name is marked, and nothing else"
    );
    let said: String = visitor.asks("document.getElementById('said').textContent").await;
    let entries: usize =
        visitor.asks("document.querySelectorAll(':is(li, tr, dl > div, [role=group])[data-marked]').length").await;
    let mentions: usize = visitor
        .asks("[...document.querySelectorAll('.text span[data-marked]')].filter((one) => !one.closest('[aria-hidden]')).length")
        .await;
    assert_eq!(said, format!("Armenia is marked: {entries} entries, {mentions} mentions. Escape lets go."));
    visitor.press("Escape").await;
    nothing_is_marked(&visitor).await;
    visitor.press("Space").await;
    visitor.wait_until("location.search === '?about=armenia'").await;
    visitor.press("Space").await;
    nothing_is_marked(&visitor).await;
}

#[tokio::test]
async fn a_place_chosen_on_the_map_is_marked_in_the_timeline_and_the_button_lets_go() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.scrolls_to("#map").await;
    visitor.clicks("[data-mark][href$=map--yeraskh] .dot").await;
    visitor.wait_until("location.search.includes('about=yeraskh')").await;
    visitor.wait_until(&format!("{} === 1 && {} === 1", marked(".places > li"), marked(".events > li"))).await;
    visitor.clicks(".choice button").await;
    nothing_is_marked(&visitor).await;
}

#[tokio::test]
async fn choosing_in_the_timeline_marks_the_text_and_letting_go_shows_every_event_again() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.clicks_on("CSTO").await;
    visitor.wait_until(&format!("{} > 0", marked(".prose [data-name=csto]"))).await;
    visitor.wait_until("location.search.includes('about=csto') && location.search.includes('timeline-who=csto')").await;
    visitor.press("Escape").await;
    nothing_is_marked(&visitor).await;
    visitor.wait_until("document.querySelector('.pick input[value=\"\"]').checked").await;
    visitor.wait_until("[...document.querySelectorAll('.events > li')].every((one) => one.checkVisibility())").await;
    visitor.wait_until("location.search === ''").await;
}

#[tokio::test]
async fn a_link_shows_what_was_chosen_opened_and_sorted_before_anything_moves() {
    let watch = "addEventListener('DOMContentLoaded', () => setTimeout(() => window.early = {
        open: document.getElementById('timeline--2021-05-14').closest('details').open,
        who: document.querySelector('.pick input[value=csto]').checked,
        live: Boolean(document.querySelector('leptos-island[data-live]')),
    }));
    new PerformanceObserver((seen) => window.shifts = (window.shifts ?? []).concat(seen.getEntries().map((one) =>
        `${one.value} at ${one.startTime}: ` + one.sources.map(({ node, previousRect, currentRect }) =>
            `${node?.parentNode?.className} ${node?.textContent.slice(0, 30)} ${JSON.stringify([previousRect, currentRect])}`))))
        .observe({ type: 'layout-shift', buffered: true });";
    let address = "/one-clause/?about=csto&timeline-who=csto&open=timeline--2021-05-14#timeline";
    let visitor = Visitor::open(address).before_the_module().watching(watch).await;
    visitor.wait_until("window.early").await;
    assert!(visitor.is("early.open && early.who && !early.live").await, "the first script restores it");
    visitor.comes_to_rest().await;
    let top: f64 = visitor.asks("document.getElementById('timeline').getBoundingClientRect().top").await;
    assert!((-1.0..80.0).contains(&top), "the block is at the top of the window: {top}");
    visitor.module_comes().await;
    visitor.wait_until(&format!("{} > 0", marked(".prose [data-name=csto]"))).await;
    visitor.comes_to_rest().await;
    let later: f64 = visitor.asks("document.getElementById('timeline').getBoundingClientRect().top").await;
    assert!((top - later).abs() < 1.0, "nothing moves when the module comes: {top}, {later}");
    let shifts: Vec<String> = visitor.asks("window.shifts ?? []").await;
    assert!(shifts.is_empty(), "layout shifts: {shifts:#?}");
    assert!(visitor.is(&format!("location.href.endsWith('{address}')")).await, "the address stays");
}

#[tokio::test]
async fn a_link_to_what_is_shown_lands_at_its_anchor_without_scripts() {
    let visitor = Visitor::open("/one-clause/?about=csto&open=timeline--2021-05-14#timeline").without_scripts().await;
    let at_top = "(({ top }) => top > -2 && top < 80)(document.getElementById('timeline').getBoundingClientRect())";
    visitor.wait_until(at_top).await;
}

#[tokio::test]
async fn the_link_of_a_block_copies_what_is_shown() {
    let visitor = Visitor::open("/one-clause/")
        .watching("navigator.clipboard.writeText = async (text) => { window.copied = text }")
        .await;
    visitor.lives().await;
    visitor.clicks_on("Armenia asks for emergency consultations").await;
    visitor.wait_until("location.search.includes('open=timeline--2021-05-14')").await;
    visitor.clicks("#timeline a.link").await;
    visitor.wait_until("window.copied?.endsWith('/one-clause/?open=timeline--2021-05-14#timeline')").await;
}

#[tokio::test]
async fn what_is_chosen_survives_another_page_and_the_way_back() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.clicks(".prose [data-name=armenia]").await;
    visitor.wait_until("location.search === '?about=armenia'").await;
    visitor.clicks(".prose a[href^='/csto-in-brief/']").await;
    visitor.wait_until("location.pathname === '/csto-in-brief/' && location.search === ''").await;
    assert!(!visitor.is("document.querySelector('[data-marked]')").await, "another page has marks of its own");
    visitor.goes_back().await;
    visitor.wait_until("location.search === '?about=armenia' && document.querySelector('.prose [data-marked]')").await;
    visitor.reloads().await;
    visitor.lives().await;
    visitor
        .wait_until("document.querySelector('.prose [data-marked]') && !document.querySelector('.choice').hidden")
        .await;
}

#[tokio::test]
async fn a_name_pressed_before_the_module_came_is_marked_when_it_comes() {
    let visitor = Visitor::open("/one-clause/").before_the_module().await;
    visitor.clicks(".prose [data-name=armenia]").await;
    assert!(!visitor.is("document.querySelector('[data-marked]')").await);
    visitor.module_comes().await;
    visitor.wait_until("document.querySelectorAll('.prose [data-marked]').length > 3").await;
}

#[tokio::test]
async fn an_address_that_names_nobody_marks_nothing() {
    let visitor =
        Visitor::open("/one-clause/?about=nobody'%5D&open=nothing+map--yerevan&timeline-who=x&body=x#map").await;
    visitor.lives().await;
    assert!(!visitor.is("document.querySelector('[data-marked]')").await);
    assert!(
        visitor.is("document.querySelector('#map--yerevan').closest('details').open").await,
        "the rest is taken up"
    );
    assert!(visitor.is("document.getElementById('comment-body').value === ''").await, "forms are not filled by links");
}

#[tokio::test]
async fn one_choice_gives_way_to_the_next_wherever_it_was_made() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    let only = |name: &str| {
        format!(
            "[...document.querySelectorAll('[data-name]')].every((one) => \
             one.hasAttribute('data-marked') === one.dataset.name.split(' ').includes('{name}')) && \
             location.search.includes('about={name}')"
        )
    };
    visitor.clicks_on("CSTO").await;
    visitor.wait_until(&only("csto")).await;
    visitor.clicks(".prose [data-name=russia]").await;
    visitor.wait_until(&only("russia")).await;
    visitor
        .wait_until("document.querySelector('#timeline .pick input').checked && !location.search.includes('timeline')")
        .await;
    visitor.clicks_on("CSTO").await;
    visitor.wait_until(&only("csto")).await;
    visitor.types("select[name=positions-row]", "Azer").await;
    visitor.wait_until(&only("azerbaijan")).await;
    visitor.wait_until("document.querySelector('#timeline .pick input').checked").await;
    assert!(visitor.is("document.querySelector('select[name=positions-row]').value === 'azerbaijan'").await);
    visitor.clicks(".choice button").await;
    nothing_is_marked(&visitor).await;
    visitor.wait_until("document.querySelector('select[name=positions-row]').value === ''").await;
    visitor.has_focus_on("span[data-name=azerbaijan]").await;
}

#[tokio::test]
async fn what_was_chosen_and_opened_before_the_module_came_is_marked_and_in_the_address_when_it_comes() {
    let visitor = Visitor::open("/one-clause/").before_the_module().await;
    visitor.clicks_on("CSTO").await;
    visitor.clicks_on("Armenia takes the chair").await;
    visitor.module_comes().await;
    visitor.wait_until(&format!("{} > 0", marked(".prose [data-name=csto]"))).await;
    for part in ["about=csto", "timeline-who=csto", "open=timeline--2021-09-16"] {
        visitor.wait_until(&format!("location.search.includes('{part}')")).await;
    }
}

#[tokio::test]
async fn after_a_step_back_within_the_page_the_address_says_what_is_shown() {
    let visitor = Visitor::open("/one-clause/").await;
    visitor.lives().await;
    visitor.clicks(".prose [data-name=armenia]").await;
    visitor.wait_until("location.search === '?about=armenia'").await;
    visitor.clicks(".contents a[href='#baku']").await;
    visitor.wait_until("location.hash === '#baku'").await;
    visitor.press("Escape").await;
    nothing_is_marked(&visitor).await;
    visitor.goes_back().await;
    visitor.wait_until("location.hash !== '#baku' && location.search === ''").await;
}
