//! How long an edition of a thousand articles takes to set: the first time, again with its share cards drawn, and again
//! with compressed copies; and how much memory that needs. Run by `make bench`; no test is timed.
#![expect(clippy::unwrap_used, reason = "a bench that cannot write its files should stop")]

use press::{Built, Job, build};
use std::fs;
use std::path::Path;
use std::time::Instant;

fn main() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folder = tempfile::TempDir::new().unwrap();
    println!("{:>9} {:>9} {:>9} {:>9} {:>9}", "articles", "first s", "again s", "packed s", "peak MB");
    for count in [10, 100, 1_000] {
        let content = folder.path().join(format!("edition-{count}"));
        edition(&own, &content, count);
        let out = folder.path().join(format!("site-{count}"));
        let times = [false, false, true].map(|compress| {
            let began = Instant::now();
            let job = Job { content: &content, bundle: &own.join("bundle"), out: &out, last: &out, compress };
            assert!(matches!(build(&job, &mut |_, _, _| {}).unwrap(), Built::Site(set) if set == count));
            began.elapsed().as_secs_f32()
        });
        let [first, again, packed] = times;
        println!("{count:>9} {first:>9.2} {again:>9.2} {packed:>9.2} {:>9.0}", peak_megabytes());
    }
}

/// The lead article's length, made of the fixture's words, each article a little different.
fn edition(own: &Path, content: &Path, count: usize) {
    fs::create_dir_all(content).unwrap();
    fs::copy(own.join("edition/edition.toml"), content.join("edition.toml")).unwrap();
    let first = fs::read_to_string(own.join("edition/first.md")).unwrap();
    for number in 0..count {
        let slug = if number == 0 { "first".to_owned() } else { format!("article-{number}") };
        let words: Vec<_> = (0..1_300).map(|word| format!("word{}", (word * 7 + number * 13) % 4_000)).collect();
        let text = first.replace("related = [\"second\"]\n", "").replace("second.md#wool", "first.md#wool");
        let paragraphs: Vec<_> = words.chunks(90).map(|words| words.join(" ")).collect();
        fs::write(content.join(format!("{slug}.md")), format!("{text}\n{}\n", paragraphs.join("\n\n"))).unwrap();
        fs::create_dir_all(content.join(&slug)).unwrap();
        fs::copy(own.join("edition/first/picture.svg"), content.join(&slug).join("picture.svg")).unwrap();
    }
}

/// What the system says this process needed at most; 0 where it does not say.
fn peak_megabytes() -> f32 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<f32>().ok()).unwrap_or_default() / 1024.0
}
