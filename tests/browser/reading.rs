//! Reading with scripts off: everything is there, opens, filters, leads on.

use crate::visitor::Visitor;

#[tokio::test]
async fn without_scripts_the_whole_text_is_there_and_its_blocks_open() {
    let visitor = Visitor::open("/one-clause/").without_scripts().await;
    assert!(visitor.is("!document.documentElement.hasAttribute('data-scripts')").await, "scripts are off");
    visitor.sees("A promise in two steps").await;
    visitor.sees("What Baku wants").await;
    visitor.sees("Sources").await;
    assert!(visitor.asks::<usize>("document.querySelector('.text').innerText.split(/\\s+/).length").await > 1200);

    assert!(visitor.is("!document.querySelector('#timeline--2020-10-14').checkVisibility()").await);
    visitor.clicks_on("A strike inside the Republic of Armenia").await;
    visitor.wait_until("document.querySelector('#timeline--2020-10-14').checkVisibility()").await;

    let shown = "[...document.querySelectorAll('.events > li')].filter((one) => one.checkVisibility()).length";
    let all: usize = visitor.asks(shown).await;
    visitor.clicks_on("CSTO").await;
    visitor.wait_until(&format!("{shown} < {all}")).await;
    let fit = "[...document.querySelectorAll('.events > li')].every((one) => \
               one.checkVisibility() === one.dataset.who.split(' ').includes('4'))";
    assert!(visitor.is(fit).await, "exactly the events of the chosen actor are shown");
    visitor.clicks_on("Everyone").await;
    visitor.wait_until(&format!("{shown} === {all}")).await;
}

#[tokio::test]
async fn without_scripts_a_place_opens_from_the_list_and_by_its_mark() {
    let visitor = Visitor::open("/one-clause/").without_scripts().await;
    assert!(visitor.is("!document.querySelector('#map--yerevan').checkVisibility()").await);
    visitor.clicks(".places li:first-child summary").await;
    visitor.wait_until("document.querySelector('#map--yerevan').checkVisibility()").await;
    visitor.clicks("[data-mark][href$=map--yeraskh] .dot").await;
    visitor
        .wait_until("location.hash === '#map--yeraskh' && document.querySelector('#map--yeraskh').checkVisibility()")
        .await;
}

#[tokio::test]
async fn without_scripts_links_lead_on_and_what_needs_scripts_is_not_shown() {
    let visitor = Visitor::open("/one-clause/").without_scripts().await;
    for hidden in [".theme", ".paging button"] {
        let seen = format!("document.querySelector('{hidden}').checkVisibility({{ visibilityProperty: true }})");
        assert!(!visitor.is(&seen).await, "{hidden} cannot work");
    }
    let list = "document.querySelector('.cards')";
    assert_eq!(visitor.asks::<usize>(&format!("{list}.querySelectorAll('a').length")).await, 5);
    assert!(visitor.is(&format!("{list}.scrollWidth > {list}.clientWidth")).await, "it scrolls sideways");

    visitor.clicks_on("Read the published comments").await;
    visitor.wait_until("location.pathname === '/one-clause/comments/'").await;
    visitor.sees("There are no comments here yet").await;
    visitor.goes_back().await;

    let title: String = visitor.asks("document.querySelector('.card a').innerText").await;
    visitor.clicks(".card a").await;
    let title = serde_json::json!(title);
    visitor
        .wait_until(&format!(
            "location.pathname !== '/one-clause/' && document.querySelector('h1')?.innerText === {title}"
        ))
        .await;
    visitor.goes_to("/").await;
    visitor.clicks_on("One clause, and the word it waits for").await;
    visitor.wait_until("location.pathname === '/one-clause/'").await;
}
