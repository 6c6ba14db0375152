//! From what the store tells to the mail that goes out, with its links.

use crate::{
    admission::Doubt,
    endpoint::Endpoint,
    mail::{self, Alert, Answer, Asked, Digest, Outgoing, Waiting},
    store::{Facts, NextMail},
    subscribers::{CONFIRM, SUBSCRIPTION, UNSUBSCRIBE},
    watches::WATCH,
};

/// Writes a mail as its recipient should get it.
pub(super) fn compose(endpoint: &Endpoint, next: &NextMail) -> anyhow::Result<Outgoing> {
    let head = endpoint.letterhead()?;
    let (id, date, to) = (&*next.id, next.created, &*next.recipient);
    let site = &endpoint.address;
    let edition = &endpoint.site.current().edition;
    let title = |slug: &str| edition.article(slug).map_or_else(|| slug.to_owned(), |article| article.title.clone());
    let letter = match &next.facts {
        Facts::Confirmation => {
            let code = endpoint.keys.sealed(UNSUBSCRIBE, &next.about);
            let asked = Asked {
                id,
                date,
                to,
                confirm: format!("{site}/subscribe/confirm?token={}", endpoint.keys.sealed(CONFIRM, id)),
                stop: format!("{site}/unsubscribe?token={code}"),
                code,
                see: Some(format!("{site}/subscription/{}", endpoint.keys.sealed(SUBSCRIPTION, &next.about))),
            };
            mail::confirmation(&head, asked)
        }
        Facts::Watch { article } => {
            let code = endpoint.keys.sealed(WATCH, &next.about);
            let asked = Asked {
                id,
                date,
                to,
                confirm: format!("{site}/watch/confirm?token={code}"),
                stop: format!("{site}/watch/stop?token={code}"),
                code,
                see: None,
            };
            mail::watch(&head, &title(article), asked)
        }
        Facts::Answer { article, comment, name, text } => {
            let code = endpoint.keys.sealed(WATCH, &next.about);
            let told = Answer {
                id,
                date,
                to,
                article: &title(article),
                name: name.as_deref(),
                text,
                link: format!("{site}/{article}/comments/?thread={comment}#comment-{comment}"),
                stop: format!("{site}/watch/stop?token={code}"),
                code,
            };
            mail::answer(&head, told)
        }
        Facts::Desk { article, name, text, doubts } => {
            let waiting = Waiting {
                id,
                date,
                to,
                article: &title(article),
                name: name.as_deref(),
                text,
                doubts: Doubt::told(doubts),
                link: format!("{site}/moderation/comments/{}", next.about),
            };
            mail::desk(&head, waiting)
        }
        Facts::Digest { waiting, doubtful, articles } => {
            let articles = articles.iter().map(|(slug, count)| (title(slug), *count)).collect();
            let link = format!("{site}/moderation");
            mail::digest(&head, Digest { id, date, to, waiting: *waiting, doubtful: *doubtful, articles, link })
        }
        Facts::Alert { since, signups, most, usual } => {
            mail::alert(&head, &Alert { id, date, to, since: *since, signups: *signups, most: *most, usual: *usual })
        }
    };
    letter.write(&head)
}
