//! Paths that stay inside a repository.

use alloc::{string::String, vec::Vec};

/// The longest path, in bytes.
const LONGEST: usize = 1024;

/// A path relative to a repository, with forward slashes and without `.` parts.
///
/// # Errors
///
/// Why it is none, as the end of a sentence: it leads out of the repository, names no file, or means different things on
/// different systems.
pub fn inside(text: &str) -> Result<String, &'static str> {
    if text.contains('\0') {
        return Err("it holds a NUL character");
    }
    // Systems differ in what they take beyond this; hosts must not.
    if text.len() > LONGEST {
        return Err("it is longer than 1024 bytes");
    }
    if text.contains('\\') {
        return Err("write it with forward slashes");
    }
    let drive = matches!(text.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if text.starts_with('/') || drive {
        return Err("it must be relative to the repository");
    }
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.contains(&"..") {
        return Err("it must not leave the repository with `..`");
    }
    if parts.is_empty() {
        return Err("it names no file");
    }
    Ok(parts.join("/"))
}
