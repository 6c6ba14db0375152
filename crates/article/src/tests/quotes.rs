//! Quotations, asides, and figures of several pictures.

use super::{check_text, prose};

#[test]
fn a_quotation_says_whose_words_it_has() {
    let article = check_text("> Words.\n>\n> — A mason, *On Arches*\n", &[]);
    assert_eq!(
        prose(&article),
        "<figure class=\"quote\"><blockquote>\n<p>Words.</p>\n</blockquote>\
         <figcaption>A mason, <em>On Arches</em></figcaption></figure>\n"
    );
    for dash in ["—", "— ", "– ", "-- ", "--- "] {
        let html = prose(&check_text(&format!("> a\n>\n> {dash}*B*\n"), &[]));
        assert!(html.ends_with("</blockquote><figcaption><em>B</em></figcaption></figure>\n"), "{dash}: {html}");
    }
}

#[test]
fn other_quotations_stay_as_they_are() {
    for text in [
        "> a\n>\n> b — c\n",
        "> — a\n",
        "> — a\n>\n> b\n",
        "> a\n>\n> –b\n",
        "> a\n>\n> - — b\n",
        "> a\n>\n> — b\n>\n> - c\n",
        "> a\n>\n> - b\n>\n>   — c\n",
    ] {
        let html = prose(&check_text(text, &[]));
        assert!(html.starts_with("<blockquote>") && !html.contains("figure"), "{text}: {html}");
    }
    let nested = prose(&check_text("> a\n>\n>> b\n>>\n>> — c\n", &[]));
    assert!(nested.starts_with("<blockquote>\n<p>a</p>\n<figure class=\"quote\"><blockquote>\n<p>b</p>"), "{nested}");
    check_text("> a\n>\n> —\n", &["—: a quotation without the name of whose words they are"]);
}

#[test]
fn an_aside_has_a_kicker() {
    let article = check_text("> [!NOTE]\n> Words.\n", &[]);
    assert_eq!(
        prose(&article),
        "<div class=\"aside\" role=\"note\" aria-label=\"Note\"><p class=\"kicker\">Note</p>\n<p>Words.</p>\n</div>\n"
    );
    for word in ["Tip", "Important", "Warning", "Caution"] {
        let html = prose(&check_text(&format!("> [!{}]\n> a\n>\n> — b\n", word.to_uppercase()), &[]));
        assert!(html.contains(&format!("aria-label=\"{word}\"><p class=\"kicker\">{word}</p>")), "{html}");
        assert!(html.contains("<p>— b</p>"), "{html}");
    }
}

#[test]
fn an_aside_of_another_name_is_a_problem() {
    check_text(
        "> [!NOTES]\n> a\n\n> [!note] b\n\n> [!TIP]\n\n> \\[!c]\n\n> [!d](#x)\n\n> a\n>\n> [!e]\n",
        &[
            "[!NOTES]: `[!NOTES]` is not an aside that Recto knows",
            "[!note]: `[!note]` with words behind it",
            "> [!TIP]: an aside without words",
        ],
    );
}

#[test]
fn a_paragraph_of_pictures_is_one_figure() {
    let picture = "![What](picture.svg \"Me\")";
    let html = prose(&check_text(&format!("{picture}\n{picture}  \n{picture}\n*Three [times](@).*\n"), &[]));
    assert!(html.starts_with("<figure class=\"pictures\"><span class=\"picture\"><img"), "{html}");
    assert!(html.contains("</small></span><figcaption>Three <button"), "{html}");
    assert!(html.ends_with(".</figcaption></figure>\n") && !html.contains("<em>") && !html.contains("<p>"), "{html}");
    let html = prose(&check_text(&format!("{picture} {picture}\n"), &[]));
    assert!(html.ends_with("</span></figure>\n"), "{html}");
    for text in [
        picture.to_owned(),
        format!("{picture}\n*Caption*"),
        format!("{picture} and {picture}"),
        format!("*Caption*\n{picture}\n{picture}"),
        format!("{picture}\n*One*\n{picture}\n*Two*"),
        format!("{picture}\n{picture}\n**Strong**"),
    ] {
        let html = prose(&check_text(&text, &[]));
        assert!(html.starts_with("<p>") && !html.contains("figure"), "{text}: {html}");
    }
}

#[test]
fn a_picture_in_a_description_is_words() {
    let article = check_text("- ![a ![b](c)](picture.svg \"Me\")\n\n## Heading\n", &[]);
    assert!(prose(&article).contains("alt=\"a b\""));
    assert_eq!(article.sections.len(), 2);
}
