//! "Also see": a list of articles that scrolls sideways. Swiping is the browser's, the buttons are answered by the page's
//! first script; the island adds arrow keys, the ends, and what was read before.

use super::thumbnail;
use crate::browser::{self, Event, Part};
use crate::live::live;
use crate::place;
use article::Article;
use leptos::prelude::*;

/// The articles to offer, in this order; nothing where there are none.
pub fn carousel(articles: &[&Article]) -> impl IntoView + use<> {
    let cards = articles.iter().map(|article| card(article)).collect::<Vec<_>>();
    (!cards.is_empty()).then(|| {
        view! {
            <section class="also" aria-labelledby="also">
                <CarouselIsland>
                    <div class="also-head">
                        <h2 id="also">"Also see"</h2>
                        <p class="paging">
                            <button type="button" data-step="-1" aria-controls="also-list">
                                <span class="unseen">"Earlier in this list"</span>
                            </button>
                            <button type="button" data-step="1" aria-controls="also-list">
                                <span class="unseen">"Further in this list"</span>
                            </button>
                        </p>
                    </div>
                    <ul id="also-list" class="cards" role="list">{cards}</ul>
                </CarouselIsland>
            </section>
        }
    })
}

fn card(article: &Article) -> impl IntoView + use<> {
    let front = &article.front;
    view! {
        <li class="card" data-slug=article.slug.to_string()>
            {front.illustration.as_ref().map(|illustration| thumbnail(illustration, false))}
            <p class="kicker">{front.section.clone()}<span class="was-read" hidden>" · You have read this"</span></p>
            <h3><a href=article.slug.path()>{front.title.clone()}</a></h3>
            <p>{front.standfirst.clone()}</p>
        </li>
    }
}

/// Marks what was read, steps with the arrow keys, and says where the list ends.
#[island]
fn CarouselIsland(children: Children) -> impl IntoView {
    live(children, |root| {
        let read = place::read_before();
        for card in root.all(".card") {
            let was_read = card.attribute("data-slug").is_some_and(|slug| read.contains(&slug));
            card.find(".was-read").inspect(|mark| mark.set("hidden", (!was_read).then_some("")));
        }
        mark_ends(root);
        root.on("scroll", |root, _| mark_ends(root));
        root.on("keydown", |_, event| step(event));
    })
}

fn step(event: &Event) {
    let by = match browser::key(event).as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        _ => return,
    };
    let Some(list) = Part::origin(event).and_then(|part| part.closest(".cards")) else { return };
    let links = list.all("a");
    let at = Part::origin(event).and_then(|part| links.iter().position(|link| *link == part));
    if let Some(link) = at.and_then(|at| links.get(at.checked_add_signed(by)?)) {
        browser::take_over(event);
        link.focus();
    }
}

/// A button that leads nowhere says so, but keeps the focus that may be on it.
fn mark_ends(root: &Part) {
    let Some((at, end)) = root.find(".cards").map(|list| list.sideways()) else { return };
    for (step, is_end) in [("-1", at <= 4), ("1", at >= end - 4)] {
        let button = root.find(&format!("[data-step='{step}']"));
        button.inspect(|button| button.set("aria-disabled", is_end.then_some("true")));
    }
}
