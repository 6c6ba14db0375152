//! A mailing list to be taken over (CSV): it is read whole, or the line that is wrong is named; and what was read is read
//! again from what the export writes of it.
#![no_main]

use std::sync::LazyLock;

use endpoint::fuzz::Secret;
use libfuzzer_sys::fuzz_target;

static SECRET: LazyLock<Secret> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("key"), [7; 32]).expect("is written");
    Secret::open(folder.path()).expect("opens")
});

fuzz_target!(|text: &[u8]| {
    match SECRET.list(text) {
        Ok(lines) => {
            let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
            for line in &lines {
                file.write_record(line).expect("is written");
            }
            let written = file.into_inner().expect("is written");
            let again = SECRET.list(&written);
            assert_eq!(
                again.as_ref().ok(),
                Some(&lines),
                "{:?} is read as {again:?}",
                String::from_utf8_lossy(&written)
            );
            for line in &lines[1..] {
                assert!(line[0].is_empty() || endpoint::fuzz::can_reach(&line[0]), "{line:?}");
            }
        }
        Err(error) => {
            let told = format!("{error:#}");
            let line = told.strip_prefix("line ").and_then(|rest| rest.split_once(':'));
            let line = line.and_then(|(number, _)| number.parse::<usize>().ok());
            let ends = text.iter().filter(|byte| **byte == b'\n').count();
            assert!(line.is_some_and(|line| (1..=ends + 1).contains(&line)), "{told:?} names no line of the file");
            // Nothing of a file can take over the terminal that shows it.
            assert!(!told.contains(|char: char| char.is_control()), "{told:?}");
        }
    }
});
