//! What every page shares: the document around it, the header and the footer.
//!
//! Start reading here. A page is complete before any script runs; this file is what makes it so. The text of a page comes
//! from [`crate::pages`].

use crate::blocks::KINDS;
use crate::parts::{signup_form, theme_switch};
use article::{Article, Masthead};
use hydration_context::SsrSharedContext;
use leptos::{html, prelude::*};
use std::sync::Arc;

/// The edition as the pages see it.
#[derive(Debug, Clone)]
pub struct Edition {
    /// What the edition says about itself.
    pub masthead: Masthead,
    /// Every article, the newest first.
    pub articles: Vec<Article>,
}

/// One page before it is put into a document.
pub struct Page {
    /// Its path on the site, with a slash at both ends.
    pub path: String,
    /// The language of its text.
    pub language: String,
    /// For the title bar and for links to it.
    pub title: String,
    /// For search results and for links to it.
    pub description: String,
    /// Whether search engines may list it.
    pub listed: bool,
    /// Whether the mailing list's form stands at its end: not where the endpoint and one reader speak of something else.
    pub signup: bool,
    /// What search engines and link previews want to know of an article.
    pub about: Option<About>,
    /// The parts of the style sheet that it needs besides what every page has: names of [`sheets`].
    pub sheets: Vec<&'static str>,
    /// What stands between header and footer, as markup that [`render`] made.
    pub main: String,
}

/// What machines are told about an article.
pub struct About {
    /// JSON-LD.
    pub linked_data: String,
    /// A picture for link previews: path, width and height in pixels, and what it shows.
    pub card: Option<Card>,
}

/// The picture that a link preview shows.
pub struct Card {
    /// Its path on the site.
    pub path: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What it shows.
    pub alt: String,
}

/// The assets of the bundle and the texts that stand in every document.
#[derive(Debug, Clone)]
pub struct Assets {
    /// Path of the program of a page: see `src/scripts/app.js`.
    pub script: String,
    /// The style sheet that every page has; small enough that a second request would cost more.
    pub style: String,
    /// What only some pages have besides: see [`sheets`].
    pub sheets: Vec<(&'static str, String)>,
    /// The script that runs before the first paint: `src/scripts/start.js`.
    pub start: String,
    /// The style sheet of comments, which comes with them as a file.
    pub comments: String,
}

impl Assets {
    /// The style sheet of a page that needs these parts.
    pub fn style_of(&self, sheets: &[&str]) -> String {
        let parts = self.sheets.iter().filter(|(name, _)| sheets.contains(name));
        parts.fold(self.style.clone(), |style, (_, part)| style + part)
    }
}

impl Page {
    /// The head's own part of the document, without `<head>` around it.
    pub fn head(&self, masthead: &Masthead, assets: &Assets) -> String {
        let address = format!("{}{}", masthead.address, self.path);
        let title = if self.title == masthead.title {
            self.title.clone()
        } else {
            format!("{} · {}", self.title, masthead.title)
        };
        let kind = if self.about.is_some() { "article" } else { "website" };
        let meta = |property: &'static str, content: &str| {
            let content = content.to_owned();
            // `property` is not an attribute that HTML knows on its own; Open Graph brought it.
            (!content.is_empty()).then(|| html::meta().attr("property", property).content(content))
        };
        let card = self.about.as_ref().and_then(|about| about.card.as_ref());
        let page = || {
            view! {
                <title>{title}</title>
                <meta name="description" content=self.description.clone() />
                <link rel="canonical" href=address.clone() />
                {(!self.listed).then(|| view! { <meta name="robots" content="noindex" /> })}
                {meta("og:type", kind)}
                {meta("og:site_name", &masthead.title)}
                {meta("og:title", &self.title)}
                {meta("og:description", &self.description)}
                {meta("og:url", &address)}
                {meta("og:locale", &self.language.replace('-', "_"))}
                {card.map(|card| view! {
                    {meta("og:image", &format!("{}{}", masthead.address, card.path))}
                    {meta("og:image:width", &card.width.to_string())}
                    {meta("og:image:height", &card.height.to_string())}
                    {meta("og:image:alt", &card.alt)}
                    <meta name="twitter:card" content="summary_large_image" />
                })}
            }
        };
        let data = self.about.as_ref().map(|about| {
            view! { <script type="application/ld+json" inner_html=about.linked_data.replace('<', "\\u003c")></script> }
        });
        let style = assets.style_of(&self.sheets);
        // The first that fits counts. `media` is an attribute that Leptos does not know on it.
        let frame = |colour: &str| html::meta().name("theme-color").content(colour.to_owned());
        let dark = frame(&masthead.frame.dark).attr("media", "(prefers-color-scheme:dark)");
        let light = frame(&masthead.frame.light);
        let head = || {
            view! {
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                {dark}
                {light}
                <style inner_html=style.clone()></style>
                <script
                    data-script=assets.script.clone()
                    data-build=BUILD
                    data-faces=faces()
                    inner_html=assets.start.clone()
                ></script>
                {page()}
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="icon" href="/icon.svg" type="image/svg+xml" />
                {data}
            }
        };
        render(head)
    }

    /// The body's content.
    pub fn body(self, masthead: &Masthead) -> String {
        let at_home = self.path == "/";
        let name = masthead.title.clone();
        let body = || {
            view! {
                <a class="skip" href="#page">"Skip to the text"</a>
                <header class="masthead">
                    <a class="name" href="/" aria-current=at_home.then_some("page")>{name.clone()}</a>
                    {theme_switch()}
                </header>
                <main id="page" tabindex="-1" data-page=PRINT inner_html=self.main></main>
                <footer class="colophon">
                    {self.signup.then(|| signup_form(masthead))}
                    <p class="imprint">
                        {format!("Published by {}. ", masthead.publisher)}
                        "No cookies, no tracking: what you read here is not recorded. "
                        <a href="/saved/">"Saved pages"</a>" · "<a href="/my-comments/">"My comments"</a>
                    </p>
                </footer>
                <p id="said" class="unseen" role="status"></p>
            }
        };
        render(body)
    }
}

/// What stands in `data-build` and in [`list_of`] until the press knows the build: hexadecimal digits, the same for all pages of
/// a build.
pub const BUILD: &str = "0000000000000000";

/// Where the list of the pages of a build is.
pub fn list_of(build: &str) -> String {
    format!("/edition-{build}.json")
}

/// What stands in `data-page` until the press knows the page: hexadecimal digits, others for every other text of a page.
pub const PRINT: &str = "00000000";

/// The style sheet of what scripts add to a page.
pub const LATE: &str = include_str!("late.css");

/// Where the upright and the italic of the text lie: the first two addresses that the style sheet names.
fn faces() -> String {
    let addresses = include_str!("style.css").split("url(").skip(1).take(2);
    addresses.filter_map(|rest| rest.split(')').next()).collect::<Vec<_>>().join(" ")
}

/// The style sheet that every page has.
pub fn style() -> String {
    include_str!("style.css").to_owned()
}

/// The style sheet of comments and of the pages that the endpoint makes about them.
pub const COMMENTS: &str = include_str!("parts/comments.css");

/// The parts of the style sheet that only some pages need: the front page's, that
/// of short pages, the articles', that of asides, quotations and figures, then each kind of block's, by its name. A page
/// names its own in [`Page::sheets`].
pub fn sheets() -> Vec<(&'static str, String)> {
    let kinds = KINDS.iter().map(|kind| (kind.name(), format!("@layer blocks{{{}}}", kind.css())));
    let parts = |name, css: &str| (name, format!("@layer parts{{{css}}}"));
    let home = parts("home", include_str!("pages/home.css"));
    let answer = parts("answer", include_str!("pages/answer.css"));
    let article = ("article", include_str!("pages/article.css").to_owned());
    let figures = ("figures", format!("@layer prose{{{}}}", include_str!("pages/figures.css")));
    [home, answer, article, figures].into_iter().chain(kinds).collect()
}

/// Makes a view and turns it into markup. In islands mode only islands carry anything for the browser.
pub fn render<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    let islands = Arc::new(SsrSharedContext::new_islands());
    let mut html = Owner::new_root(Some(islands)).with(|| view().into_view().to_html());
    // Leptos marks where one text ends and the next begins. No island of ours has text that changes, so the marks would say
    // nothing to anybody. An author's `<` is written `&lt;`, so they are all its own.
    html = html.replace("<!>", "");
    // What a drawing consists of holds nothing.
    for shape in ["circle", "line", "path", "rect", "use"] {
        html = html.replace(&format!("></{shape}>"), "/>");
    }
    html
}
