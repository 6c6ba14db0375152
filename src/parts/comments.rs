//! Readers' comments: what was published, and the form for a new one.
//!
//! The form is in the page and is posted by the browser where no script runs; the island sends it without leaving the page.
//! Published comments come from the endpoint, because they change without the edition being built anew.

use super::form::{NO_RANDOM, field, outcome, refused, tell};
use crate::browser::{self, Event, Failure, Form, Part, outbox};
use crate::live::live;
use article::{Article, Comments};
use leptos::prelude::*;
use wire::{CommentId, NewComment, limits};

const FORM: &str = "comment";
const ANSWER: &str = ".comment a[href*='?answer=']";
const STYLE: &str = "link[rel=stylesheet]";
const FIELDS: [&str; 3] = ["name", "email", "body"];

/// The comments of an article and, where it takes any, the form.
pub fn comments(article: &Article) -> impl IntoView + use<> {
    let path = format!("/api/articles/{}/comments", article.slug);
    let list = format!("/{}/comments/", article.slug);
    let until = article.front.comments_until().map(|date| format!("Comments are open until {}.", date.words()));
    let form = match article.front.comments {
        Comments::Closed => view! { <p class="closed">"This article no longer takes comments."</p> }.into_any(),
        _ => form(article.slug.as_str(), &path, until).into_any(),
    };
    view! {
        <section class="comments" id="comments" tabindex="-1" aria-labelledby="comment-title">
            <h2 id="comment-title">"Readers’ comments"</h2>
            <CommentsIsland>
                {form}
                <div data-own="here"></div>
                <div class="published"><p><a href=list>"Read the published comments"</a></p></div>
            </CommentsIsland>
        </section>
    }
}

fn form(slug: &str, path: &str, until: Option<String>) -> impl IntoView + use<> {
    let name = view! {
        <input id="comment-name" name="name" autocomplete="name" maxlength=limits::NAME.to_string()
            aria-describedby="comment-name-hint comment-name-error" />
    };
    let email = view! {
        <input id="comment-email" name="email" type="email" autocomplete="email" maxlength=limits::EMAIL.to_string()
            aria-describedby="comment-email-hint comment-email-error" />
    };
    let body = view! {
        <textarea id="comment-body" name="body" rows="6" required aria-describedby="comment-body-hint comment-body-error"></textarea>
    };
    view! {
        <form class="form" id="comment-form" method="post" action=path.to_owned() aria-labelledby="comment-form-title">
            <h3 id="comment-form-title">"Write a comment"</h3>
            <p>"An editor reads every comment before it appears. You need no account. "{until}</p>
            {field(FORM, "body", "Your comment", "Up to 4,000 characters.", body.into_any())}
            <div class="two">
                {field(FORM, "name", "Name", "If you like; it is shown.", name.into_any())}
                {field(FORM, "email", "E-mail", "If you like, to hear of answers. Never shown.", email.into_any())}
            </div>
            // Bots fill what people cannot see.
            <p class="unseen" aria-hidden="true">
                <label>"Leave this empty"<input name="website" tabindex="-1" autocomplete="off" /></label>
            </p>
            // For the preview of readers without scripts, which has the form to send it.
            <input type="hidden" name="article" value=slug.to_owned() />
            <div class="buttons">
                <button type="submit" class="button" id="comment-send">"Send the comment"</button>
                <button type="submit" class="button quiet" formaction="/api/preview">"Preview"</button>
            </div>
            {outcome(FORM)}
        </form>
    }
}

/// Shows published comments when the reader comes near, and sends the form without leaving the page.
#[island]
fn CommentsIsland(children: Children) -> impl IntoView {
    live(children, |root| {
        if let Some(place) = root.find(".published") {
            let link = place.find("a").and_then(|link| link.attribute("href"));
            let near = place.clone();
            if let Some(path) = link {
                place.when_near(move || bring(near, path));
            }
        }
        root.on("submit", move |_, event| {
            browser::take_over(event);
            let form = Part::origin(event).map(|part| Form::new(part, FORM));
            let Some(form) = form.filter(|form| !form.is_busy()) else { return };
            match Part::presser(event).and_then(|button| button.attribute("formaction")) {
                Some(path) => preview(form, path),
                None => send(form),
            }
        });
        root.on("click", |root, event| {
            more(root, event);
            answer(root, event);
        });
    })
}

/// A click on the link to further comments brings them here.
fn more(root: &Part, event: &Event) {
    let link = Part::origin(event).and_then(|part| part.closest(".published a[rel=next]"));
    if let Some((link, path)) = link.and_then(|link| Some((link.clone(), link.attribute("href")?))) {
        browser::take_over(event);
        link.closest("nav").inspect(Part::remove);
        if let Some(place) = root.find(".published") {
            bring(place, path);
        }
    }
}

/// A click on “Answer” brings the form under that comment; a second one brings it back. Where the form stands says what it
/// answers.
fn answer(root: &Part, event: &Event) {
    let link = Part::origin(event).and_then(|part| part.closest(ANSWER));
    let (Some(link), Some(form)) = (link, root.find("form")) else { return };
    let (Some(comment), Some(home)) = (link.closest(".comment"), root.find("leptos-children")) else { return };
    browser::take_over(event);
    form.set("data-answers", None);
    let begins = form.closest(".comment").as_ref() != Some(&comment);
    for other in root.all(ANSWER) {
        other.write("Answer");
    }
    let title = if begins { link.attribute("aria-label") } else { None };
    form.find("h3").inspect(|heading| heading.write(title.as_deref().unwrap_or("Write a comment")));
    if begins {
        link.write("Do not answer");
        comment.take_in(&form);
    } else {
        home.take_in_first(&form);
    }
    // A draft that is put back in its place takes nobody's focus.
    if event.is_trusted() {
        form.find("textarea").inspect(Part::focus);
    }
}

/// Brings published comments in. They come as the page that readers without scripts get, so that what a stranger wrote is
/// turned into markup in one place, and that is not here.
fn bring(place: Part, path: String) {
    leptos::task::spawn_local(async move {
        let Some(page) = browser::fetch_page(&path).await.as_deref().and_then(Part::parse) else { return };
        // The link that stood here is the way for readers without scripts.
        place.find("p").inspect(Part::remove);
        let style = if place.find(STYLE).is_some() { None } else { page.find(STYLE) };
        for part in style.iter().chain(&page.all(".comment-list, nav[aria-label='More comments']")) {
            place.take_in(part);
        }
        for link in place.all("nav a[rel=next]") {
            let next =
                link.attribute("href").map(|query| format!("{}{query}", path.split('?').next().unwrap_or_default()));
            link.set("href", next.as_deref());
            link.write("Show more comments");
        }
        place.all("nav a[rel=prev]").iter().for_each(Part::remove);
        if place.all(".comment").is_empty() {
            let invites = browser::by_id("comment-form").map_or("", |_| " Yours could be the first.");
            place.write(&format!("Nothing has been published here yet.{invites}"));
        }
        resume();
    });
}

/// Puts the form back under the comment that an unfinished answer was begun to; `src/scripts/drafts.js` says which.
fn resume() {
    let begun = browser::by_id("comment-form").and_then(|form| form.attribute("data-answers"));
    let comment = begun.and_then(|id| browser::by_id(&id)).filter(|comment| comment.closest(".published").is_some());
    comment.and_then(|comment| comment.find(ANSWER)).inspect(Part::press);
}

/// Shows the comment as it would stand on the page, by the very way that it would come there.
fn preview(form: Form, path: String) {
    leptos::task::spawn_local(async move {
        match browser::post(&path, &[("body", &form.value("body"))]).await {
            Ok(answer) => form.show(&answer.text("html")),
            Err(Failure::Refused(problem)) => refused(&form, &FIELDS, &problem),
            Err(Failure::Unreachable) => form.say("The server did not answer, so there is no preview now.", false),
        }
    });
}

fn send(form: Form) {
    let Some(path) = form.part().attribute("action") else { return };
    let [name, email, body] = FIELDS.map(|name| form.value(name));
    let typed = body.clone();
    // The comment may not be here, as without a connection.
    let answered = form.part().closest(".comment").and_then(|comment| comment.attribute("id"));
    let answered = answered.or_else(|| form.part().attribute("data-answers")).unwrap_or_default();
    let parent = answered.strip_prefix("comment-").and_then(CommentId::parse);
    let Some(id) = browser::random_id() else { return form.say(NO_RANDOM, false) };
    let comment = NewComment { name: Some(name), email: Some(email), parent, ..NewComment::new(id, body) }.normalised();
    form.complain(&FIELDS, &[]);
    if let Err(errors) = comment.check() {
        form.say("", false);
        form.complain(&FIELDS, &errors);
        return;
    }
    form.set_busy(true);
    leptos::task::spawn_local(async move {
        let id = comment.id.as_str();
        let fields = [
            ("id", id),
            ("name", comment.name.as_deref().unwrap_or_default()),
            ("email", comment.email.as_deref().unwrap_or_default()),
            ("body", &comment.body),
            ("parent", comment.parent.as_ref().map(CommentId::as_str).unwrap_or_default()),
        ];
        let standing = outbox::send("comment", id, &path, &fields, &form).await;
        form.set_busy(false);
        if tell(&form, &FIELDS, &standing) {
            form.part().set("data-answers", None);
            form.clear("body", &typed);
        }
    });
}
