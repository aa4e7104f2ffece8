//! The progress of a long input, as one line of a terminal.

use std::fmt::Write as _;

/// An input shorter than this many bytes is done before anybody wonders.
pub const LONG_INPUT: u64 = 64 << 20;

/// The characters of the bar.
const BAR: usize = 24;
/// The width of the line, so that the next one covers it.
const WIDTH: usize = 72;

/// The line that stands over the last one: how many bytes are done, of how many and how fast where that is known
/// (`size` in bytes, the time since the beginning in milliseconds).
#[must_use]
pub fn progress(done: u64, size: Option<u64>, milliseconds: Option<u64>) -> String {
    let mut line = String::from("\r");
    // INVARIANT: writing to a String never fails.
    if let Some(size) = size.filter(|size| *size > 0) {
        let done = u128::from(done.min(size));
        let part = |of: usize| usize::try_from(done * of as u128 / u128::from(size)).unwrap_or(of);
        let full = part(BAR);
        let _ = write!(line, "[{}{}] {:3} %  ", "#".repeat(full), "-".repeat(BAR - full), part(100));
    }
    let _ = write!(line, "{}", amount(u128::from(done)));
    if let Some(size) = size {
        let _ = write!(line, " of {}", amount(u128::from(size)));
    }
    if let Some(milliseconds) = milliseconds.filter(|time| *time > 0) {
        let _ = write!(line, "  {}/s", amount(u128::from(done) * 1000 / u128::from(milliseconds)));
    }
    let _ = write!(line, "{:1$}", "", WIDTH.saturating_sub(line.len()));
    line
}

/// What takes the line away again.
#[must_use]
pub fn no_progress() -> String {
    format!("\r{:WIDTH$}\r", "")
}

/// Bytes for people: `1.5 GiB`.
fn amount(bytes: u128) -> String {
    let units = [(1 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match units.into_iter().find(|(size, _)| bytes >= *size) {
        Some((size, unit)) => format!("{}.{} {unit}", bytes / size, bytes % size * 10 / size),
        None => format!("{bytes} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_covers_the_one_before() {
        for (line, expected) in [
            (progress(64 << 20, None, None), "64.0 MiB"),
            (
                progress(1 << 29, Some(1 << 30), Some(250)),
                "[############------------]  50 %  512.0 MiB of 1.0 GiB  2.0 GiB/s",
            ),
            (
                progress(u64::MAX, Some(1), Some(1)),
                "[########################] 100 %  16777215.9 TiB of 1 B  16777215999.9 TiB/s",
            ),
            (progress(0, Some(0), Some(0)), "0 B of 0 B"),
        ] {
            assert_eq!(line.trim(), expected);
            assert!(line.starts_with('\r') && line.len() >= WIDTH);
        }
        assert_eq!(no_progress().len(), WIDTH + 2);
    }
}
