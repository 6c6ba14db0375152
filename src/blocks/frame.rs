//! What every block is framed by: a place with a name that can be linked to, and a heading.

use leptos::prelude::*;

/// A block of that kind around its island. Without a title of its own it has the kind's name for one. The island comes as
/// [`AnyView`], for a block's view is nested deeper than the compiler likes to follow types.
pub(super) fn frame(kind: &'static str, anchor: &str, title: &str, island: AnyView) -> AnyView {
    let title = if title.is_empty() { capitalised(kind) } else { title.to_owned() };
    let heading = format!("{anchor}--title");
    view! {
        <section class=format!("block {kind}") id=anchor.to_owned() tabindex="-1" aria-labelledby=heading>
            <div class="heading">
                <h3 id=heading.clone()>{title.clone()}</h3>
                <a class="link" href=format!("#{anchor}") aria-label=format!("Link to “{title}”")></a>
            </div>
            {island}
        </section>
    }
    .into_any()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
