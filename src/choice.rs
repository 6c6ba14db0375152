//! Who, where or when a reader has chosen is marked wherever the page names it: in text, events, rows, and on the map.
//!
//! What is about a name of the cast carries the name's id in `data-name`; a bare `<span data-name>` is a mention, which can
//! be pressed; in what has `data-chooses`, entries and the values of controls are names too. What is chosen stands in the
//! markup (`data-choice` of `<main>`), so it goes with a page that is put aside and comes back with it. Pressing it again,
//! Escape, or the button at the window's edge lets go.

use crate::browser::{self, Event, Part, Place};
use crate::shown;
use std::cell::Cell;

/// Where the chosen id stands.
pub(crate) const CHOSEN: &str = "data-choice";

const MARKED: &str = "data-marked";

/// Begins to hear what is chosen, and takes up what the address says.
pub fn watch() {
    browser::listen("click", |event| pressed(&event));
    browser::listen("change", |event| picked(&event));
    browser::listen("keydown", |event| typed(&event));
    browser::listen("recto:page", |_| arrive());
    arrive();
}

fn main() -> Option<Part> {
    browser::page()?.find("main")
}

fn chosen() -> Option<String> {
    main()?.attribute(CHOSEN)
}

/// A page that has just come: its mentions can be pressed from now on, and the address may name one.
fn arrive() {
    let Some(main) = main() else { return };
    // One stop for the Tab key is enough for each name in the text, and in each block and the list of names; the pointer can
    // press all of them.
    let mut text = Vec::new();
    let (mut block, mut within) = (None, Vec::new());
    for mention in main.all("span[data-name]") {
        let here = mention.closest(".block, .names");
        let seen = if here.is_none() {
            &mut text
        } else {
            if here != block {
                within.clear();
                block = here;
            }
            &mut within
        };
        let name = mention.attribute("data-name").unwrap_or_default();
        if !seen.contains(&name) && mention.closest("[aria-hidden]").is_none() {
            mention.set("role", Some("button"));
            mention.set("tabindex", Some("0"));
            mention.set("aria-pressed", Some("false"));
            seen.push(name);
        }
    }
    // What the address names; or else what the reader has chosen in a block before the program came.
    let about = Place::here().and_then(|here| browser::query(&here.view, "about")).filter(|name| is_name(name));
    let controls = || main.all("[data-chooses] :checked");
    let name =
        about.or_else(|| controls().iter().find_map(|control| control.attribute("value").filter(|id| is_name(id))));
    if let Some(name) = name {
        mark(Some(&name));
    }
    shown::note();
}

/// Whether a text from the address can be an id, and so stand in a selector.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii())
}

fn pressed(event: &Event) {
    let Some(part) = Part::origin(event) else { return };
    if part.closest(".choice button").is_some() {
        // The button goes, and the focus with it, unless something that is in view takes it.
        let mut mentions = main().map(|main| main.all("[data-marked][role=button]")).unwrap_or_default();
        mentions.retain(|mention| mention.closest("details:not([open])").is_none());
        let in_view = mentions.iter().find(|mention| (0.0..browser::height()).contains(&mention.top()));
        in_view.or(mentions.first()).inspect(|mention| mention.focus_in_place());
        return choose(None, "");
    }
    let chooser = part.closest("span[data-name], [data-chooses] summary, [data-chooses] a[data-name]");
    let Some(chooser) = chooser else { return };
    // Of an entry's names the first is its own, the others are what it is about besides.
    let names = chooser.closest("[data-name]").and_then(|part| part.attribute("data-name")).unwrap_or_default();
    let Some(name) = names.split(' ').next().filter(|name| is_name(name)).map(str::to_owned) else { return };
    // An entry that is about to open is chosen, one that closes is let go; a mention is pressed in and out.
    let lets_go = match chooser.closest("details").filter(|_| chooser.is("summary")) {
        Some(entry) => entry.attribute("open").is_some(),
        None => chooser.is("span"),
    };
    if chosen().as_ref() != Some(&name) {
        if !(lets_go && chooser.is("summary")) {
            choose(Some(&name), "");
        }
    } else if lets_go {
        choose(None, "");
    }
}

/// A control of a block whose values are names: the actor of a timeline, the row of a matrix.
fn picked(event: &Event) {
    let Some(control) = Part::origin(event).filter(|part| part.closest("[data-chooses]").is_some()) else { return };
    let count = control.closest(".block").and_then(|block| block.find(".count")).map(|count| count.text());
    choose(Some(control.value().as_str()).filter(|name| !name.is_empty()), &count.unwrap_or_default());
}

fn typed(event: &Event) {
    match browser::key(event).as_str() {
        "Enter" | " " => {
            if let Some(mention) = Part::origin(event).filter(|part| part.is("span[data-name]")) {
                browser::take_over(event);
                mention.press();
            }
        }
        // Escape closes what is open first.
        "Escape" if browser::page().is_some_and(|page| page.find(":popover-open").is_none()) => choose(None, ""),
        _ => {}
    }
}

thread_local! {
    /// Whether a choice is under way: what it does to controls is no choice of the reader's.
    static CHOOSING: Cell<bool> = const { Cell::new(false) };
}

/// Marks a name everywhere, or lets go, and says so; `count` is what the block besides has to say of it.
fn choose(name: Option<&str>, count: &str) {
    let before = chosen();
    if before.as_deref() == name || CHOOSING.replace(true) {
        return;
    }
    if let Some(main) = main() {
        // A block that shows only what is let go shows everything again.
        for control in main.all("[data-chooses] :checked").into_iter().filter(|_| before.is_some()) {
            if control.attribute("value") == before {
                control.reset();
            }
        }
        let words = mark(name);
        browser::say(format!("{words} {count}").trim());
        shown::note();
    }
    CHOOSING.set(false);
}

/// Marks what carries the name, and nothing else; what there is to say about that.
fn mark(name: Option<&str>) -> String {
    let Some(main) = main() else { return String::new() };
    for part in main.all("[data-marked]") {
        part.set(MARKED, None);
        if part.attribute("aria-pressed").is_some() {
            part.set("aria-pressed", Some("false"));
        }
    }
    let marked = name.map(|name| main.all(&format!("[data-name~='{name}']"))).unwrap_or_default();
    for part in &marked {
        part.set(MARKED, Some(""));
        if part.attribute("aria-pressed").is_some() {
            part.set("aria-pressed", Some("true"));
        }
    }
    let name = name.filter(|_| !marked.is_empty());
    main.set(CHOSEN, name);
    let words = name.map(|name| words(&main, name));
    if let Some(chip) = main.find(".choice") {
        chip.set("hidden", words.is_none().then_some(""));
        chip.find("button").inspect(|button| button.write(words.as_deref().unwrap_or_default()));
    }
    let Some(words) = words else { return "Nothing is marked any more.".to_owned() };
    let count = |what: &str, css: &str| {
        let count = marked.iter().filter(|part| part.is(css)).count();
        (count > 0)
            .then(|| format!("{count} {}", if count == 1 { what.to_owned() } else { what.replace('y', "ie") + "s" }))
    };
    let counts =
        [count("entry", "li, tr, dl > div, [role=group]"), count("mention", ".text span:not([aria-hidden] *)")];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    format!("{words} is marked: {}. Escape lets go.", counts.join(", "))
}

/// The name as readers know it: as the list of names has it, or else as it is first mentioned.
fn words(main: &Part, name: &str) -> String {
    let listed = main.find(&format!(".names [data-name='{name}']"));
    let mention = listed.or_else(|| main.find(&format!("span[data-name='{name}']")));
    mention.map(|mention| mention.text()).unwrap_or_default()
}
