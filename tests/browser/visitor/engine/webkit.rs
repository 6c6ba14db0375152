//! WebKit by WebKitWebDriver and the small browser that comes with WebKitGTK, on a screen of its own that nobody sees.
//!
//! Preferences reach it as they do on a desktop: by a program that tells the settings of the system.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::json;

use super::super::{
    browser::Browser,
    driver::{Driver, Program},
    verbs::PATIENCE,
};

/// The screen of one visitor, and the system's settings on it.
pub(in super::super) struct Screen {
    settings: Program,
    file: PathBuf,
    _screen: Program,
}

impl Screen {
    fn start(profile: &Path) -> (Self, String) {
        let command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"];
        let (screen, display) =
            Program::start(&command, &[], |line| line.parse::<u16>().ok().map(|number| format!(":{number}")));
        let file = profile.join("settings");
        fs::write(&file, settings(&[])).expect("it can be written");
        let name = file.to_string_lossy();
        let environment = [("DISPLAY", OsStr::new(&display))];
        let (settings, ()) = Program::start(&["xsettingsd", "-c", &name], &environment, |line| {
            line.contains("Took ownership").then_some(())
        });
        (Self { settings, file, _screen: screen }, display)
    }
}

fn settings(media: &[(&str, &str)]) -> String {
    let theme = if media.contains(&("prefers-color-scheme", "dark")) { "Adwaita-dark" } else { "Adwaita" };
    let moves = u8::from(!media.contains(&("prefers-reduced-motion", "reduce")));
    format!("Net/ThemeName \"{theme}\"\nGtk/EnableAnimations {moves}\n")
}

/// A full screen has no bars, so the window is the page; but for a notice, which would not fit into a narrow one.
const NO_BARS: &str = "* { font-size: 1px; min-width: 0; padding: 0 }";

pub(in super::super) async fn start(profile: &Path, scripts: bool) -> Browser {
    let (screen, display) = Screen::start(profile);
    fs::create_dir_all(profile.join("gtk-3.0")).expect("a folder for settings");
    fs::write(profile.join("gtk-3.0/gtk.css"), NO_BARS).expect("it can be written");
    let folder = profile.as_os_str();
    let environment = [
        ("FOLDER", folder),
        ("DISPLAY", OsStr::new(&display)),
        ("GDK_BACKEND", OsStr::new("x11")),
        ("NO_AT_BRIDGE", OsStr::new("1")),
        ("XDG_CONFIG_HOME", folder),
        ("XDG_CACHE_HOME", folder),
        ("XDG_DATA_HOME", folder),
    ];
    let driver = Driver::start_at(|port| vec!["WebKitWebDriver".to_owned(), format!("--port={port}")], &environment);
    let scripts = format!("--enable-javascript={scripts}");
    let capabilities = json!({ "webkitgtk:browserOptions": {
        "binary": browser(),
        "args": ["--automation", "--full-screen", scripts],
    }});
    Browser::start(driver, Some(screen), capabilities).await
}

/// Where the packages put the small browser.
fn browser() -> PathBuf {
    let libraries = fs::read_dir("/usr/lib").expect("a system has it").filter_map(Result::ok).map(|entry| entry.path());
    let folders = ["/usr/libexec", "/usr/lib"].map(PathBuf::from).into_iter().chain(libraries);
    let mut all = folders.map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"));
    all.find(|file| file.exists()).expect("MiniBrowser comes with WebKitGTK (`scripts/install test`)")
}

/// Where there is more than one tab, the window is higher than the page by the bar of tabs. The page learns of its size a
/// while after the window has it.
pub(in super::super) async fn resize(browser: &Browser, width: u32, height: u32) {
    let since = Instant::now();
    let (mut bar, mut still) = (0, 0);
    loop {
        let whole = height.saturating_add_signed(bar);
        browser.session.set_window_rect(0, 0, width, whole).await.expect("a window can have any size");
        let sizes = browser.session.execute("return [innerWidth, innerHeight, outerHeight]", Vec::new()).await;
        let sizes: [u32; 3] = sizes.expect("there is a page").convert().expect("they are numbers");
        // The bar of tabs comes late, and takes its room from the page.
        still = if sizes[..2] == [width, height] { still + 1 } else { 0 };
        if still == 10 {
            return;
        }
        assert!(since.elapsed() < PATIENCE, "a window of {width} by {height} becomes one of {sizes:?}");
        if sizes[2] == whole {
            bar += i32::try_from(i64::from(height) - i64::from(sizes[1])).expect("a window is not that high");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub(in super::super) fn prefers(screen: &Screen, media: &[(&str, &str)]) {
    fs::write(&screen.file, settings(media)).expect("it can be written");
    screen.settings.reads_again();
}
