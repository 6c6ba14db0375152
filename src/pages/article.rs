//! An article: its head, its contents, its text, its sources, and what comes after it.

use crate::app::{About, Card, Edition, Page, render};
use crate::blocks;
use crate::glossary::Glossary;
use crate::parts::{carousel, comments, contents, facts, names, picture, sources, terms};
use ::article::{Article, Block, Illustration, Section};
use leptos::prelude::*;

/// The page of one article; `also` are the articles to offer after it, the best first;
/// `glossary` has the terms that its text uses. A fence that cannot be read is
/// left out: the check has reported it before a page is made.
pub fn article(edition: &Edition, article: &Article, also: &[&Article], glossary: &Glossary) -> Page {
    let front = &article.front;
    let moved = |section: &Section| {
        let anchors = front.moved.iter().filter(|(_, new)| *new == section.anchor.as_str());
        anchors.map(|(old, new)| (old.clone(), new.clone())).collect::<Vec<_>>()
    };
    let text = || article.sections.iter().map(|section| one_section(article, section, moved(section))).collect_view();
    let main = || {
        view! {
            <article class="article" lang=front.language.clone() data-slug=article.slug.to_string()>
                <header class="opening">
                    <p class="kicker">{front.section.clone()}</p>
                    <h1 id="top" tabindex="-1">{front.title.clone()}</h1>
                    <p class="standfirst">{front.standfirst.clone()}</p>
                    {facts(article)}
                </header>
                {front.illustration.as_ref().map(picture)}
                <div class="rail">{contents(article)}{names(article)}</div>
                <div class="text">{text()}</div>
                {terms(article, glossary)}
                {sources(article)}
                <p class="choice" hidden><button type="button"></button></p>
            </article>
            {carousel(also)}
            {comments(article)}
        }
    };
    Page {
        path: article.slug.path(),
        language: front.language.clone(),
        title: front.title.clone(),
        description: front.standfirst.clone(),
        listed: true,
        signup: true,
        about: Some(about(edition, article)),
        sheets: sheets_of(article),
        main: render(main),
    }
}

/// The parts of the style sheet that an article's page needs: see [`crate::app::sheets`].
pub fn sheets_of(article: &Article) -> Vec<&'static str> {
    let has_figures = |block: &Block| match block {
        Block::Prose(html) => ["<figure", "class=\"aside\""].iter().any(|mark| html.as_str().contains(mark)),
        Block::Interactive(_) => false,
    };
    let figures = article.sections.iter().flat_map(|section| &section.blocks).any(has_figures);
    let kinds = article.fences().filter_map(|fence| Some(blocks::find(&fence.kind)?.name()));
    std::iter::once("article").chain(figures.then_some("figures")).chain(kinds).collect()
}

fn one_section(article: &Article, section: &Section, moved: Vec<(String, String)>) -> impl IntoView + use<> {
    let blocks = section.blocks.iter().map(|block| one_block(article, block)).collect_view();
    if section.title.is_empty() {
        return view! { <div class="lead">{blocks}</div> }.into_any();
    }
    let (anchor, title) = (section.anchor.to_string(), section.title.clone());
    let moved = moved.into_iter().map(|(old, new)| view! { <span id=old data-moved=new></span> }).collect_view();
    view! {
        <section aria-labelledby=anchor.clone()>
            {moved}
            <div class="heading">
                <h2 id=anchor.clone() tabindex="-1">{title.clone()}</h2>
                <a class="link" href=format!("#{anchor}") aria-label=format!("Link to “{title}”")></a>
            </div>
            {blocks}
        </section>
    }
    .into_any()
}

fn one_block(article: &Article, block: &Block) -> AnyView {
    match block {
        Block::Prose(html) => view! { <div class="prose" inner_html=html.as_str().to_owned()></div> }.into_any(),
        Block::Interactive(fence) => blocks::view(fence, article).unwrap_or_else(|_| ().into_any()),
    }
}

/// The size of a card that the build draws, in pixels: what link previews agree on.
pub const CARD: (u32, u32) = (1200, 630);

/// The picture that link previews show: an illustration that is an SVG is drawn as PNG for them.
pub fn card_of(illustration: &Illustration) -> Option<String> {
    let address = &illustration.picture.address;
    match address.strip_suffix(".svg") {
        Some(name) => Some(format!("{name}.png")),
        None => (!address.is_empty()).then(|| address.clone()),
    }
}

fn about(edition: &Edition, article: &Article) -> About {
    let (front, masthead) = (&article.front, &edition.masthead);
    let published = front.published.map(|date| date.to_string()).unwrap_or_default();
    let updated = front.updated.map_or_else(|| published.clone(), |date| date.to_string());
    let card = front.illustration.as_ref().and_then(|illustration| {
        let path = card_of(illustration)?;
        let is_drawn = path != illustration.picture.address;
        let (width, height) = if is_drawn { CARD } else { (illustration.picture.width, illustration.picture.height) };
        Some(Card { path, width, height, alt: illustration.alt.clone() })
    });
    let people = front.authors.iter().map(|name| serde_json::json!({ "@type": "Person", "name": name }));
    // Keys in the order of the alphabet, so that the page is the same whether or not the map behind `json!` keeps order. The
    // sources stand in the page itself, and bytes of the first paint are dear.
    let data = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "articleSection": front.section,
        "author": people.collect::<Vec<_>>(),
        "dateModified": updated,
        "datePublished": published,
        "description": front.standfirst,
        "headline": front.title,
        "image": card.as_ref().map(|card| format!("{}{}", masthead.address, card.path)),
        "inLanguage": front.language,
        "publisher": { "@type": "Organization", "name": masthead.publisher },
    });
    About { linked_data: data.to_string(), card }
}
