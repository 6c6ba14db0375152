//! The parts that a mail is made of, and the plain text and the HTML that both come from them.
//!
//! The HTML has no picture, no class and no style sheet: mail programs drop those, and what is left should be as it was
//! meant. The few styles stand at the elements themselves.

use maud::{DOCTYPE, Markup, html};

/// One part of a mail.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// A paragraph in our words.
    Says(String),
    /// A link of ours, on a line of its own.
    Link { words: String, url: String },
    /// A stranger's words, without a link in them; line breaks stay.
    Quote(String),
    /// Facts in our words, one a line.
    Facts(Vec<String>),
}

impl Part {
    pub(crate) fn says(words: impl Into<String>) -> Self {
        Self::Says(words.into())
    }

    pub(crate) fn link(words: &str, url: impl Into<String>) -> Self {
        Self::Link { words: words.to_owned(), url: url.into() }
    }

    fn text(&self) -> String {
        match self {
            Self::Says(words) => words.clone(),
            Self::Link { words, url } => format!("{words}:\n{url}"),
            Self::Quote(text) => text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"),
            Self::Facts(facts) => facts.iter().map(|fact| format!("- {fact}")).collect::<Vec<_>>().join("\n"),
        }
    }

    fn html(&self) -> Markup {
        html! {
            @match self {
                Self::Says(words) => p { (words) },
                Self::Link { words, url } => p { a href=(url) { (words) } },
                Self::Quote(text) => blockquote dir="auto" style="margin: 1em 0; padding: 0 0 0 1em; border-left: 3px solid #999999" {
                    @for (at, line) in text.lines().enumerate() { @if at > 0 { br; } (line) }
                },
                Self::Facts(facts) => ul { @for fact in facts { li { (fact) } } },
            }
        }
    }
}

/// All parts as plain text, the footer below the line that marks a signature.
pub(crate) fn text(parts: &[Part], footer: &[Part]) -> String {
    let join = |parts: &[Part]| parts.iter().map(Part::text).collect::<Vec<_>>().join("\n\n");
    format!("{}\n\n-- \n{}\n", join(parts), join(footer))
}

/// All parts as a document.
pub(crate) fn html(title: &str, language: &str, parts: &[Part], footer: &[Part]) -> String {
    let document = html! {
        (DOCTYPE)
        html lang=(language) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (title) } }
            body {
                div style="max-width: 36em; font-family: Georgia, serif; font-size: 17px; line-height: 1.5" {
                    @for part in parts { (part.html()) }
                    hr;
                    div style="font-size: 15px" { @for part in footer { (part.html()) } }
                }
            }
        }
    };
    document.into_string()
}
