//! Who, where and when an article is about: its cast as a list from which a reader can choose what to have marked.

use article::{Article, Member, Sort};
use leptos::prelude::*;

/// The list, folded; nothing where an article names no cast. Without scripts nothing can be
/// marked, and the style sheet does not show it.
pub fn names(article: &Article) -> impl IntoView + use<> {
    let cast = &article.front.cast;
    let group = |title: &'static str, members: Vec<&Member>| {
        let names = members.into_iter().map(|member| {
            view! { <li><span data-name=member.id.clone()>{member.name.clone()}</span></li> }
        });
        let names: Vec<_> = names.collect();
        (!names.is_empty()).then(|| view! { <p>{title}</p><ul role="list">{names}</ul> })
    };
    let dates = cast.members.iter().filter(|member| matches!(member.sort, Sort::Date(_)));
    (!cast.members.is_empty()).then(|| {
        view! {
            <details class="names">
                <summary>"Mark in the text"</summary>
                {group("Who", cast.actors().collect())}
                {group("Where", cast.places().collect())}
                {group("When", dates.collect())}
            </details>
        }
    })
}
