//! What holds for every kind of block, tried on its example: heard as it is seen, within any window, in any colours, with the
//! module and without.

use insta::{assert_snapshot, with_settings};
use press::KINDS;

use crate::visitor::{Do, KINDS_PAGE, LAST_OF_ALL, MODULE, Need, TEXT_PAGE, Visitor, cannot, facts};

const OPEN_ALL: &str = "document.querySelectorAll('.block details').forEach((one) => one.open = true)";

#[tokio::test]
async fn a_screen_reader_is_told_the_same_before_and_after_the_island_takes_over() {
    if cannot(Need::AccessibilityTree) {
        return;
    }
    let visitor = Visitor::open(KINDS_PAGE).before_the_module().await;
    visitor.does(OPEN_ALL).await;
    let mut before = Vec::new();
    for kind in KINDS {
        before.push(visitor.tree(&format!("#{}", kind.name())).await);
    }
    visitor.module_comes().await;
    for (kind, before) in KINDS.iter().zip(before) {
        let name = kind.name();
        let after = visitor.tree(&format!("#{name}")).await;
        with_settings!({ snapshot_path => "trees", prepend_module_to_snapshot => false }, {
            assert_snapshot!(format!("{name}-before"), before);
            assert_snapshot!(format!("{name}-after"), after);
        });
        assert_eq!(facts(&before), facts(&after), "{name}");
    }
}

#[tokio::test]
async fn every_kind_says_everything_where_the_module_never_comes() {
    let visitor = Visitor::open(KINDS_PAGE).but(MODULE, Do::Refuse).expecting("Failed to load resource").await;
    visitor.scrolls_to("#timeline").await;
    visitor.does(OPEN_ALL).await;
    let asked =
        async |visitor: &Visitor| visitor.requested().iter().any(|one| one.path.ends_with(MODULE)).then_some(());
    visitor.wait_for("the module to be asked for", asked).await;
    let text: String = visitor.asks("document.querySelector('.text').textContent.replace(/\\s+/g, ' ')").await;
    for kind in KINDS {
        for line in kind.example().lines().filter(|line| line.starts_with(' ')) {
            let words = line.trim().rsplit(": ").next().unwrap_or_default();
            let words = words.split(" <").next().unwrap_or(words).trim_start_matches("- ");
            assert!(text.contains(words), "{}: {words}", kind.name());
        }
    }
}

#[tokio::test]
async fn no_kind_is_wider_than_a_window_of_320_pixels_or_a_zoom_of_400_per_cent() {
    let mut visitor = Visitor::open(KINDS_PAGE).on_a_phone().await;
    let mut wrong = Vec::new();
    for page in [KINDS_PAGE, TEXT_PAGE] {
        visitor.goes_to(page).await;
        visitor.lives().await;
        visitor.does(OPEN_ALL).await;
        for width in [320, 500, 800] {
            visitor.resize(width, 740).await;
            let wide: Vec<String> = visitor.asks(crate::width::TOO_WIDE).await;
            wrong.extend(wide.into_iter().map(|one| format!("{page} at {width}: {one}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn on_paper_every_kind_shows_all_that_it_holds() {
    if cannot(Need::Paper) {
        return;
    }
    let visitor = Visitor::open(KINDS_PAGE).media("prefers-color-scheme", "dark").await;
    visitor.lives().await;
    // Whatever is chosen on the screen: the last of every control.
    visitor.does(LAST_OF_ALL).await;
    visitor.is_on_paper().await;
    // Paper is laid out in the frame after it is asked for.
    let hidden = "[...document.querySelectorAll('.block :is(li, tr, td, th, dd, .more, [role=group])')].filter((one) => !one.closest('[hidden]') && \
         (!one.checkVisibility({ contentVisibilityAuto: true }) || getComputedStyle(one).opacity !== '1' || one.getBoundingClientRect().height < 5)) \
         .map((one) => one.outerHTML.slice(0, 120))";
    visitor.wait_until(&format!("{hidden}.length === 0")).await;
    assert!(
        !visitor
            .is("[...document.querySelectorAll('.block :is(select, input)')].some((one) => one.checkVisibility())")
            .await
    );
}
