//! The mails that the endpoint writes.
//!
//! A confirmation holds nothing that whoever signed up has typed, so it cannot carry anybody's advertising. Leaves out
//! when mails are sent, which is `outbox`.

use anyhow::Context as _;
use lettre::{
    Address, Message,
    message::{Mailbox, header::ContentType},
};

use crate::{endpoint::Endpoint, store::DueMail};

/// Whether a mail to this address can be written at all.
pub(crate) fn can_reach(address: &str) -> bool {
    address.parse::<Address>().is_ok()
}

/// The mail that asks a subscriber to confirm, as bytes of RFC 5322. The same mail is the same bytes each time.
pub(crate) fn confirmation(endpoint: &Endpoint, mail: &DueMail) -> anyhow::Result<Vec<u8>> {
    let title = &endpoint.site.current().edition.title;
    let host = endpoint.host();
    let sender = match &endpoint.settings.sender {
        Some(sender) => sender.clone(),
        // A bare IP address cannot stand after the @.
        None if host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[') => "newsletter@localhost".to_owned(),
        None => format!("newsletter@{host}"),
    };
    let from = Mailbox::new(Some(title.clone()), sender.parse().context("the sender is no e-mail address")?);
    let to = Mailbox::new(None, mail.email.parse().context("the subscriber's address cannot be mailed")?);
    let domain = from.email.domain().to_owned();
    let link = format!("{}/subscribe/confirm?token={}", endpoint.address, endpoint.keys.sealed("confirm", &mail.id));
    let text = format!(
        "Hello,\n\nsomebody, probably you, asked for the newsletter of {title} to be sent to this address.\n\n\
         To confirm, open this page and press its button. The link works for a week:\n\n{link}\n\n\
         If it was not you, do nothing: without your confirmation nothing will be sent, and we will not write again\n\
         unless asked.\n"
    );
    let message = Message::builder()
        .message_id(Some(format!("<{}@{domain}>", mail.id)))
        .date(mail.created.timestamp().into())
        .from(from)
        .to(to)
        .subject(format!("Please confirm: the newsletter of {title}"))
        .header(ContentType::TEXT_PLAIN)
        .body(text)?;
    Ok(message.formatted())
}
