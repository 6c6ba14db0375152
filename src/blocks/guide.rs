//! The authors' guide: what each kind is for, its grammar, its example as source and as rendered.
//!
//! It is made from [`KINDS`], so it cannot say what is not so. What a kind is for and its grammar are taken
//! from the top of its own file, which is also what a developer reads there.

use super::{KINDS, Kind};
use article::{Article, Block, Folder, Slug};
use leptos::prelude::*;

/// What a kind is for, in a sentence.
pub fn purpose(kind: &dyn Kind) -> String {
    let first = documentation(kind).take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let sentence = first.split_once(": ").map_or(first.as_str(), |(_, purpose)| purpose);
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The grammar of a kind's body, a line each.
pub fn grammar(kind: &dyn Kind) -> String {
    let lines = documentation(kind).skip_while(|line| *line != "```text").skip(1).take_while(|line| *line != "```");
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines at the top of the kind's file, without their marks.
fn documentation(kind: &dyn Kind) -> impl Iterator<Item = &'static str> + use<> {
    let lines = kind.source().lines().take_while(|line| line.starts_with("//!"));
    lines.map(|line| line.trim_start_matches("//!").strip_prefix(' ').unwrap_or_default())
}

/// The example of text, with [`TEXT_CAST`] in its front matter.
pub const TEXT_EXAMPLE: &str = include_str!("text.example");

/// The names that the example of text mentions, as front matter.
pub const TEXT_CAST: &str =
    "[cast]\nactors = [\"Armenia\", \"CSTO\"]\n\n[cast.dates]\n\"the request\" = \"2021-05-14\"\n";

/// The whole guide as a page that needs nothing but itself. `style` is the site's style sheet with every part of it.
pub fn page(style: &str) -> String {
    let style = format!("{style}{}", include_str!("guide.css"));
    let page = crate::app::render(|| {
        view! {
            <html lang="en" data-scripts="">
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <title>"Writing for Recto: text and blocks"</title>
                    <style inner_html=style></style>
                </head>
                <body>
                    <main class="guide">
                        <h1>"Text and blocks"</h1>
                        <p>
                            "What an article can hold besides plain Markdown, each with its grammar, an example as it is \
                             written, and what becomes of it. "<code>"recto kinds"</code>" lists the kinds of block in the \
                             terminal, and "<code>"recto kinds timeline"</code>" prints one."
                        </p>
                        {text()}
                        {KINDS.iter().map(|kind| one(*kind)).collect_view()}
                    </main>
                </body>
            </html>
        }
    });
    format!("<!DOCTYPE html>\n{page}\n")
}

fn source(text: String) -> impl IntoView {
    view! { <pre tabindex="0"><code>{text}</code></pre> }
}

/// Mentions, notes, asides and quotations.
fn text() -> impl IntoView {
    let whole = format!("+++\n{TEXT_CAST}+++\n{TEXT_EXAMPLE}");
    let (article, _) = article::read(Slug::new("guide"), &whole, &Folder::default());
    let blocks = article.sections.into_iter().flat_map(|section| section.blocks);
    let prose = blocks.filter_map(|block| match block {
        Block::Prose(html) => Some(view! { <div class="prose" inner_html=html.as_str().to_owned()></div> }),
        Block::Interactive(_) => None,
    });
    view! {
        <h2 id="text">"In the text"</h2>
        <p>
            "Names of the cast, notes, asides and quotations with their source are written as Markdown has them. Two or more \
             pictures in one paragraph stand side by side; emphasised words behind them are their caption."
        </p>
        <h3 class="part">"The cast, in front matter"</h3>
        {source(TEXT_CAST.to_owned())}
        <h3 class="part">"Example"</h3>
        {source(TEXT_EXAMPLE.to_owned())}
        {prose.collect_view()}
    }
}

fn one(kind: &dyn Kind) -> impl IntoView + use<> {
    let name = kind.name();
    let fence = article::Fence {
        kind: name.to_owned(),
        anchor: article::Anchor::of(&format!("example {name}")),
        body: kind.example().to_owned(),
        line: 1,
    };
    view! {
        <h2 id=name><code>{format!("@{name}")}</code></h2>
        <p>{purpose(kind)}</p>
        <h3 class="part">"Grammar"</h3>
        {source(grammar(kind))}
        <h3 class="part">"Example"</h3>
        {source(format!("```@{name}\n{}```", kind.example()))}
        {kind.view(&fence, &Article::default()).ok()}
    }
}
