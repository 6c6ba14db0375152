//! `/moderation/newsroom`: what is decided for all comments. For owners.
//!
//! Decisions are kept as JSON under their names: `reasons`, and `words.refused`, `words.doubtful`, `domains` and
//! `notice`, each one text. Leaves out heeding them, which is admission's.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};
use wire::Comments;

use super::{
    acting,
    frames::framed_as,
    pages::{
        frame::Here,
        newsroom::{self, Text},
    },
    reasons, see,
    session::{Owner, OwnerPosted, Posted, Who},
};
use crate::{
    admission::domains,
    endpoint::Endpoint,
    error::Failure,
    store::{Decide, OpenOrClose},
};

/// Most entries of a list of words, longest entry, longest notice; in characters.
const WORDS: usize = 2_000;
const WORD: usize = 100;
/// Most lines of domains; one request hardly holds more.
const DOMAINS: usize = 5_000;
const NOTICE: usize = 500;

const CHANGED: &str =
    "Somebody else has changed this meanwhile. What you see is theirs; please make your change again.";

pub(crate) async fn show(State(endpoint): State<Arc<Endpoint>>, Owner(who): Owner) -> Result<Response, Failure> {
    page(&endpoint, &who, None, None).await
}

/// `wrong` is the form that was refused and why, `typed` its text.
async fn page(
    endpoint: &Endpoint,
    who: &Who,
    wrong: Option<(&str, &str)>,
    typed: Option<&str>,
) -> Result<Response, Failure> {
    let store = &endpoint.store;
    let reasons = store.decision("reasons").await?;
    let (refused, doubtful) = (store.decision("words.refused").await?, store.decision("words.doubtful").await?);
    let (domains, notice) = (store.decision("domains").await?, store.decision("notice").await?);
    let read = |value: &Option<String>| -> Result<String, Failure> {
        value.as_deref().map_or(Ok(String::new()), serde_json::from_str).map_err(Failure::broken)
    };
    let texts = [
        ("reasons", reasons::lines(&acting::reasons(endpoint).await?), reasons.revision),
        ("refused", read(&refused.value)?, refused.revision),
        ("doubtful", read(&doubtful.value)?, doubtful.revision),
        ("domains", read(&domains.value)?, domains.revision),
        ("notice", read(&notice.value)?, notice.revision),
    ];
    let text = |at: usize| {
        let (name, text, revision) = &texts[at];
        let typed = typed.filter(|_| wrong.is_some_and(|(form, _)| form == *name));
        Text { text: typed.unwrap_or(text), revision: *revision }
    };
    let articles = articles(endpoint).await?;
    let shown = newsroom::Newsroom {
        reasons: text(0),
        refused: text(1),
        doubtful: text(2),
        domains: text(3),
        notice: text(4),
        articles: &articles,
        wrong,
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    framed_as(status, endpoint, who, Here::Newsroom, "Newsroom", &newsroom::newsroom(&shown, who), None).await
}

async fn articles(endpoint: &Endpoint) -> Result<Vec<newsroom::Article>, Failure> {
    let decided = endpoint.store.opened_or_closed().await?;
    let built = endpoint.site.current();
    let articles = built.edition.articles.iter().map(|article| newsroom::Article {
        slug: article.slug.clone(),
        title: article.title.clone(),
        edition: match &article.comments {
            Comments::Open => "open".to_owned(),
            Comments::Closed => "closed".to_owned(),
            Comments::Until(last) => format!("open until {last}"),
            Comments::Days(days) => format!("open for {days} days after publication"),
        },
        desk: decided.iter().find(|(slug, _)| *slug == article.slug).map(|(_, state)| state.clone()),
    });
    Ok(articles.collect())
}

pub(crate) async fn decide(
    State(endpoint): State<Arc<Endpoint>>,
    OwnerPosted(posted): OwnerPosted,
) -> Result<Response, Failure> {
    let Posted { who, fields, .. } = &posted;
    let text = fields.exact("text");
    let form = fields.get("name");
    let (name, value) = match form {
        "article" => return article(&endpoint, &posted).await,
        "reasons" => ("reasons", reasons::read(text).and_then(|reasons| json(&reasons))),
        "refused" => ("words.refused", words(text).and_then(|words| json(&words))),
        "doubtful" => ("words.doubtful", words(text).and_then(|words| json(&words))),
        "domains" => ("domains", domains(text).and_then(|domains| json(&domains))),
        "notice" => ("notice", sentence(text).and_then(|text| json(&text))),
        _ => {
            return Err(Failure::Missing(
                "decision; there are reasons, refused, doubtful, domains, notice and article",
            ));
        }
    };
    let value = match value {
        Ok(value) => value,
        Err(wrong) => return page(&endpoint, who, Some((form, &wrong)), Some(text)).await,
    };
    let decide = Decide {
        name: name.to_owned(),
        value,
        revision: fields.get("revision").parse().unwrap_or_default(),
        actor: who.name.clone(),
        now: endpoint.clock.now(),
    };
    if endpoint.store.decide(decide).await? {
        see("/moderation/newsroom")
    } else {
        page(&endpoint, who, Some((form, CHANGED)), None).await
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| error.to_string())
}

/// One entry a line, without empty lines and what is there twice.
fn words(text: &str) -> Result<String, String> {
    let mut words: Vec<&str> = Vec::new();
    for (at, line) in
        text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).filter(|(_, line)| !line.is_empty())
    {
        if line.chars().count() > WORD {
            return Err(format!("Line {at} is longer than {WORD} characters."));
        }
        if !line.chars().any(char::is_alphanumeric) {
            return Err(format!("Line {at}, “{line}”, holds no letter, so it would be found everywhere or nowhere."));
        }
        if !words.contains(&line) {
            words.push(line);
        }
    }
    if words.len() > WORDS {
        return Err(format!("These are {} entries; at most {WORDS} fit.", words.len()));
    }
    Ok(words.join("\n"))
}

/// One domain a line; remarks stay.
fn domains(text: &str) -> Result<String, String> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    for (at, line) in lines.iter().enumerate() {
        if let Err(found) = domains::domain(line) {
            return Err(format!("Line {}, “{found}”, is no domain; one looks like mail.example.", at + 1));
        }
    }
    if lines.len() > DOMAINS {
        return Err(format!("These are {} lines; at most {DOMAINS} fit.", lines.len()));
    }
    Ok(lines.join("\n"))
}

fn sentence(text: &str) -> Result<String, String> {
    let text = wire::text::normalised(text).trim().to_owned();
    let length = text.chars().count();
    if length > NOTICE {
        Err(format!("The notice is {length} characters long; at most {NOTICE} fit."))
    } else {
        Ok(text)
    }
}

async fn article(endpoint: &Endpoint, posted: &Posted) -> Result<Response, Failure> {
    let Posted { who, fields, .. } = posted;
    let slug = fields.get("article");
    if endpoint.site.current().edition.article(slug).is_none() {
        return Err(Failure::Missing("article"));
    }
    let comments = match fields.get("text") {
        "" => None,
        state @ ("open" | "closed") => Some(state.to_owned()),
        _ => return Err(Failure::Missing("state of an article's comments; there are open and closed")),
    };
    let wish = OpenOrClose { article: slug.into(), comments, actor: who.name.clone(), now: endpoint.clock.now() };
    endpoint.store.open_or_close(wish).await?;
    see("/moderation/newsroom")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_list_of_words_is_one_a_line() {
        assert_eq!(words(" casino*\n\nբառ\ncasino*"), Ok("casino*\nբառ".into()));
        assert!(words("a\n***").expect_err("is refused").starts_with("Line 2, “***”"));
    }
}
