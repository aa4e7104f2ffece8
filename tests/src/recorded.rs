//! Texts that are recorded in a file and compared with every run.

use std::path::Path;

/// Asserts that the file at `path` holds `text`; with `BLESS=1` in the environment, writes it.
///
/// # Panics
///
/// Where they differ.
#[track_caller]
pub fn assert_recorded(path: &Path, text: &str) {
    let recorded = std::fs::read_to_string(path).unwrap_or_default();
    if recorded == text {
        return;
    }
    if std::env::var_os("BLESS").is_some() {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("the folder can be made");
        }
        std::fs::write(path, text).expect("the file can be written");
        return;
    }
    let shown = path.strip_prefix(crate::workspace()).unwrap_or(path).display();
    panic!(
        "{shown} is not what the program gives now; BLESS=1 rewrites it.\n--- recorded\n{recorded}\n--- now\n{text}"
    );
}
