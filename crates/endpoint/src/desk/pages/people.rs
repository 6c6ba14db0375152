//! Who moderates, which tools hold a token, and who is barred from writing. For owners.

use maud::{Markup, html};

use super::{frame::csrf, words};
use crate::{
    clock::Moment,
    desk::session::Who,
    store::{ApiToken, Bar, Moderator},
};

/// What the page shows.
pub(crate) struct People<'a> {
    pub(crate) moderators: &'a [Moderator],
    pub(crate) tokens: &'a [ApiToken],
    pub(crate) bars: &'a [Bar],
    pub(crate) now: Moment,
    /// What can be shown only now: what it is, and itself.
    pub(crate) secret: Option<(&'a str, &'a str)>,
    pub(crate) wrong: Option<&'a str>,
}

pub(crate) fn people(people: &People<'_>, who: &Who) -> Markup {
    html! {
        div class="page-head" { h1 { "People" } }
        @if let Some((what, secret)) = people.secret {
            div class="summary warning" role="status" {
                p { (what) " It is shown only now: copy it." }
                code class="secret" { (secret) }
            }
        }
        @if let Some(wrong) = people.wrong { div class="summary" role="alert" { p { (wrong) } } }
        section class="panel" {
            h2 { "Moderators" }
            div class="wide" tabindex="0" role="region" aria-label="Moderators" { (moderators(people, who)) }
            (invite(who))
        }
        section class="panel" {
            h2 { "Tokens for the newsroom’s tools" }
            p class="soft" { "What holds a token may do at " code { "/api/moderation/" } " what a moderator may." }
            @if !people.tokens.is_empty() { div class="wide" tabindex="0" role="region" aria-label="Tokens" { (tokens(people, who)) } }
            form class="filters" method="post" action="/moderation/people" {
                (csrf(who))
                div class="field" { label for="token" { "A new one for" } input id="token" name="name" type="text" required maxlength="60" autocomplete="off"; }
                button class="button" name="do" value="token" { "Make a token" }
            }
        }
        section class="panel" {
            h2 { "Barred from writing" }
            @if people.bars.is_empty() { p class="soft" { "Nobody is." } }
            @else { div class="wide" tabindex="0" role="region" aria-label="Barred from writing" { (bars(people, who)) } }
        }
    }
}

fn moderators(people: &People<'_>, who: &Who) -> Markup {
    html! {
        table {
            thead { tr { th { "Name" } th { "Role" } th { "Signs in" } th { "Mail" } th { "Since" } th { span class="unseen" { "Acts" } } } }
            tbody {
                @for one in people.moderators {
                    tr {
                        td { bdi { (one.name) } @if one.name == who.name { " (you)" } }
                        td data-label="Role" { (one.role) }
                        td data-label="Signs in" { @if one.password.is_some() { "yes" } @else { "was sent a link" } }
                        td data-label="Mail" { (one.mail) @if let Some(email) = &one.email { ", " (email) } }
                        td data-label="Since" { (words::time(one.created, people.now)) }
                        td {
                            form method="post" action="/moderation/people" {
                                (csrf(who))
                                input type="hidden" name="name" value=(one.name);
                                button class="button plain" name="do" value="link" { "New link" span class="unseen" { " for " (one.name) } }
                                @if one.name != who.name {
                                    button class="button plain grave" name="do" value="remove" { "Remove" span class="unseen" { " " (one.name) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn invite(who: &Who) -> Markup {
    html! {
        form class="filters" method="post" action="/moderation/people" {
            (csrf(who))
            div class="field" { label for="name" { "Name, as it signs" } input id="name" name="name" type="text" required maxlength="60" autocomplete="off"; }
            div class="field" { label for="email" { "E-mail (optional)" } input id="email" name="email" type="email" maxlength="254" autocomplete="off"; }
            div class="field" {
                label for="role" { "Role" }
                select id="role" name="role" { option value="moderator" { "Moderator" } option value="owner" { "Owner" } }
            }
            button class="button" name="do" value="invite" { "Add, and make a link" }
        }
    }
}

fn tokens(people: &People<'_>, who: &Who) -> Markup {
    html! {
        table {
            thead { tr { th { "For" } th { "Made" } th { "Last used" } th { span class="unseen" { "Acts" } } } }
            tbody {
                @for token in people.tokens {
                    tr {
                        td { bdi { (token.name) } }
                        td data-label="Made" { (words::time(token.created, people.now)) }
                        td data-label="Last used" { @if let Some(used) = token.used { (words::time(used, people.now)) } @else { "never" } }
                        td {
                            form method="post" action="/moderation/people" {
                                (csrf(who))
                                input type="hidden" name="name" value=(token.name);
                                button class="button plain grave" name="do" value="revoke" { "Revoke" span class="unseen" { " the token for " (token.name) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn bars(people: &People<'_>, who: &Who) -> Markup {
    html! {
        table {
            thead { tr { th { "Whom" } th { "Until" } th { "By" } th { "Why" } th { span class="unseen" { "Acts" } } } }
            tbody {
                @for bar in people.bars {
                    tr {
                        td { (bar.kind) " " code { (bar.value.chars().take(8).collect::<String>()) } }
                        td data-label="Until" { @if let Some(until) = bar.until { (words::exact(until)) } @else { "for ever" } }
                        td data-label="By" { (bar.actor) ", " (words::time(bar.created, people.now)) }
                        td data-label="Why" dir="auto" { (bar.reason.as_deref().unwrap_or("")) }
                        td {
                            form method="post" action="/moderation/people" {
                                (csrf(who))
                                input type="hidden" name="kind" value=(bar.kind);
                                input type="hidden" name="value" value=(bar.value);
                                button class="button plain" name="do" value="unbar" { "Let write again" }
                            }
                        }
                    }
                }
            }
        }
    }
}
