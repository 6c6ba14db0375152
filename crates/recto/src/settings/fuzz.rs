//! The door through which `fuzz/` reads settings without a process around them. In no build but a fuzzer's.

use std::path::Path;
use std::sync::Arc;

use super::{Reading, Variables, defaults, file, loaded, print};

/// What holds, printed, with the settings as they are used; or all that is wrong, as it is told. `path` is the file's.
pub(crate) fn read(path: &Path, text: &str, variables: &Variables) -> Result<(String, endpoint::Settings), String> {
    let mut reading = Reading::new(defaults());
    file::read(&mut reading, path, &Arc::from(text));
    reading.environment(variables);
    let printed = print::effective(&reading, Some(path));
    loaded(reading).map(|loaded| (printed, loaded.endpoint)).map_err(|error| format!("{error:#}"))
}
