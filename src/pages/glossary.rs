//! The glossary: every term of the edition, what it means, and where it is explained and used.

use crate::app::{Edition, Page, render};
use crate::blocks::source_view;
use crate::glossary::{Entry, Glossary};
use leptos::prelude::*;

/// The page of all terms.
pub fn glossary(edition: &Edition, glossary: &Glossary) -> Page {
    let entries = || glossary.entries().into_iter().map(one).collect_view();
    let main = render(|| {
        view! {
            <div class="answer glossary">
                <h1 tabindex="-1">"Glossary"</h1>
                <dl>{entries()}</dl>
            </div>
        }
    });
    Page {
        listed: true,
        signup: true,
        sheets: super::GLOSSARY.to_vec(),
        ..super::short(
            edition,
            "/glossary/",
            "Glossary",
            &format!("The terms that {} uses, and what they mean.", edition.masthead.title),
            main,
        )
    }
}

fn one(entry: &Entry) -> impl IntoView + use<> {
    let used = entry.used.iter().map(|(path, title)| {
        view! { " "<a href=path.clone()>{title.clone()}</a>"." }
    });
    let used: Vec<_> = used.collect();
    view! {
        <div id=format!("term--{}", entry.term.id) tabindex="-1">
            <dt>{entry.term.name.clone()}</dt>
            {entry.term.text.iter().map(|text| view! { <dd>{text.clone()}</dd> }).collect_view()}
            {entry.term.has_source().then(|| view! { <dd class="credit">"Source: "{source_view(entry.term.source.clone())}</dd> })}
            <dd class="credit">
                "Explained in "<a href=entry.path.clone()>{entry.title.clone()}</a>"."
                {(!used.is_empty()).then(|| view! { " Used in:"{used} })}
            </dd>
        </div>
    }
}
