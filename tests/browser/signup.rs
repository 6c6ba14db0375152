//! A newsletter signup, from the form by way of the mail to the button that confirms it.

use crate::visitor::Visitor;

const SENT: &str = "Please look in your mail";

/// The way in the mail's link, from the slash on.
async fn link_in_the_mail(visitor: &Visitor) -> String {
    let mail = visitor.wait_for("a mail", async |visitor| visitor.site.mails().pop()).await;
    // Long lines of a mail are broken with `=`, and `=` itself is written `=3D`.
    let mail = mail.replace("=\r\n", "").replace("=3D", "=");
    let from = mail.find("/subscribe/confirm?token=").expect("the mail has a link");
    mail[from..].split_whitespace().next().expect("it has an end").to_owned()
}

async fn confirms(visitor: &Visitor) {
    let link = link_in_the_mail(visitor).await;
    visitor.goes_to(&link).await;
    visitor.sees("will come to your address").await;
    visitor.clicks_on("Yes, send me the newsletter").await;
    visitor.sees("Your address is confirmed").await;
}

#[tokio::test]
async fn a_signup_is_mailed_and_confirmed_by_a_button() {
    let visitor = Visitor::open("/").await;
    visitor.lives().await;
    visitor.types("#signup-email", "reader@example.org").await;
    visitor.clicks_on("Sign up").await;
    visitor.sees(SENT).await;
    assert_eq!(visitor.asks::<String>("document.getElementById('signup-email').value").await, "");
    assert_eq!(visitor.asks::<String>("location.pathname").await, "/");
    confirms(&visitor).await;
}

#[tokio::test]
async fn without_scripts_a_signup_is_posted_mailed_and_confirmed() {
    let visitor = Visitor::open("/garrison/").without_scripts().await;
    visitor.types("#signup-email", "reader@example.org").await;
    visitor.clicks_on("Sign up").await;
    visitor.wait_until("location.pathname === '/received/signup'").await;
    visitor.sees(SENT).await;
    confirms(&visitor).await;
}

#[tokio::test]
async fn a_person_who_opens_the_link_in_the_mail_need_not_press_anything() {
    // As in a browser that no program drives.
    let person = "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })";
    let visitor = Visitor::open("/").watching(person).await;
    visitor.lives().await;
    visitor.types("#signup-email", "reader@example.org").await;
    visitor.clicks_on("Sign up").await;
    let link = link_in_the_mail(&visitor).await;
    visitor.goes_to(&link).await;
    visitor.sees("will come to your address").await;
    visitor.press("Tab").await;
    visitor.sees("Your address is confirmed").await;
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_at_its_field() {
    let visitor = Visitor::open("/").await;
    visitor.lives().await;
    // The browser's own check lets an address without a dot pass.
    visitor.types("#signup-email", "reader@nowhere").await;
    visitor.clicks_on("Sign up").await;
    visitor.wait_until("document.getElementById('signup-email').getAttribute('aria-invalid') === 'true'").await;
    visitor.wait_until("document.getElementById('signup-email-error').innerText !== ''").await;
    visitor.has_focus_on("#signup-email").await;
    assert_eq!(visitor.asks::<String>("document.getElementById('signup-email').value").await, "reader@nowhere");
    assert!(visitor.site.mails().is_empty());
}
