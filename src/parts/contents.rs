//! The list of an article's sections. Where the reader is in it, [`crate::place`] marks.

use article::Article;
use leptos::prelude::*;

/// Links to the sections; nothing where there are fewer than three.
pub fn contents(article: &Article) -> impl IntoView + use<> {
    let titled = article.sections.iter().filter(|section| !section.title.is_empty());
    let links = titled
        .map(|section| view! { <li><a href=format!("#{}", section.anchor)>{section.title.clone()}</a></li> })
        .collect::<Vec<_>>();
    (links.len() >= 3).then(|| {
        view! {
            <nav id="contents" class="contents" aria-label="Sections of this article">
                <details open="">
                    <summary>"In this article"</summary>
                    <ol>{links}</ol>
                </details>
            </nav>
        }
    })
}
