//! Many envelopes, one a line: how they are counted, and how an input that may never end is cut into whole lines.

use alloc::vec::Vec;
use core::ops::AddAssign;

use super::rule::Class;

/// How many envelopes have which class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u64; Class::ALL.len()]);

impl Counts {
    /// Counts envelopes by the numbers of their classes, as [`Classifier::classes`](super::Classifier::classes) gives
    /// them.
    pub fn add(&mut self, classes: &[u8]) {
        for class in classes {
            if let Some(count) = self.0.get_mut(usize::from(*class)) {
                *count += 1;
            }
        }
    }

    /// How many envelopes have a class.
    pub fn of(&self, class: Class) -> u64 {
        self.0.get(usize::from(class.byte())).copied().unwrap_or_default()
    }

    /// How many envelopes there are.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The classes that occur, in the order of their numbers, each with how many envelopes have it.
    pub fn iter(&self) -> impl Iterator<Item = (Class, u64)> {
        Class::ALL.iter().copied().zip(self.0).filter(|(_, count)| *count > 0)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

/// Lines, each ended by a line feed, which is left out, or the end of `bytes`; as many as
/// [`Classifier::classes`](super::Classifier::classes) gives classes.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    core::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = rest.get(..end).filter(|_| !rest.is_empty())?;
        rest = rest.get(end + 1..).unwrap_or_default();
        Some(line)
    })
}

/// How many [`lines`] there are.
pub fn line_count(bytes: &[u8]) -> u64 {
    let open = !bytes.is_empty() && !bytes.ends_with(b"\n");
    memchr::memchr_iter(b'\n', bytes).count() as u64 + u64::from(open)
}

/// Cuts what was read from an input into blocks of whole lines.
///
/// Of a line that is longer than the limit only so much is kept that it shows itself as too long: an input without
/// line ends needs no more memory than any other.
#[derive(Clone, Debug)]
pub struct LineCutter {
    limit: usize,
    /// Within a line that was already given because it is too long.
    skipping: bool,
}

impl LineCutter {
    /// A cutter before the first line; `limit` is the most bytes of a line, without its line feed.
    pub fn new(limit: usize) -> Self {
        Self { limit, skipping: false }
    }

    /// Leaves whole lines in `bytes` and moves the beginning of the next one to `rest`, which is emptied before.
    ///
    /// The next `bytes` are that `rest` with what is read next behind it. At the end of the input `rest` is the last
    /// line, unless it is empty.
    pub fn cut(&mut self, bytes: &mut Vec<u8>, rest: &mut Vec<u8>) {
        rest.clear();
        if self.skipping {
            let Some(end) = memchr::memchr(b'\n', bytes) else {
                bytes.clear();
                return;
            };
            bytes.drain(..=end);
            self.skipping = false;
        }
        let whole = memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1);
        let open = bytes.get(whole..).unwrap_or_default();
        if open.len() > self.limit {
            bytes.truncate(whole + self.limit + 1);
            bytes.push(b'\n');
            self.skipping = true;
        } else {
            rest.extend_from_slice(open);
            bytes.truncate(whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of `text`, read in pieces of `size` bytes.
    fn cut(text: &[u8], size: usize, limit: usize) -> Vec<Vec<u8>> {
        let mut cutter = LineCutter::new(limit);
        let (mut bytes, mut rest, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for chunk in text.chunks(size) {
            core::mem::swap(&mut bytes, &mut rest);
            bytes.extend_from_slice(chunk);
            cutter.cut(&mut bytes, &mut rest);
            assert!(rest.len() <= limit && (bytes.is_empty() || bytes.ends_with(b"\n")));
            lines.extend(bytes.split_inclusive(|byte| *byte == b'\n').map(|line| line.trim_ascii_end().to_vec()));
        }
        lines.extend((!rest.is_empty()).then_some(rest));
        lines
    }

    #[test]
    fn lines_are_the_same_however_they_are_read() {
        let text = b"one\n\ntwo two two\r\nthree\n\n";
        let expected: [&[u8]; 5] = [b"one", b"", b"two two two", b"three", b""];
        for size in 1..=text.len() {
            assert_eq!(cut(text, size, 12), expected, "{size}");
            assert_eq!(cut(text.trim_ascii(), size, 12), expected[..4], "{size}");
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_one_line_and_not_kept() {
        let text = b"a\nbbbbbbbbbb\nc\ndddddddddd";
        for size in 1..=4 {
            assert_eq!(cut(text, size, 3), [&b"a"[..], b"bbbb", b"c", b"dddd"], "{size}");
        }
    }

    #[test]
    fn lines_end_with_a_line_feed_or_the_text() {
        for (text, expected) in [("", &[][..]), ("\n", &[""]), ("a", &["a"]), ("a\n\nb\n", &["a", "", "b"])] {
            let found: Vec<&str> = super::lines(text.as_bytes()).map(|line| str::from_utf8(line).unwrap()).collect();
            assert_eq!(found, expected);
            assert_eq!(line_count(text.as_bytes()), expected.len() as u64);
        }
    }

    #[test]
    fn counts_add_up() {
        let mut counts = Counts::default();
        counts.add(&[0, 1, 0, 255]);
        counts += counts;
        assert_eq!((counts.total(), counts.of(Class::Conforming), counts.of(Class::TooLarge)), (6, 4, 2));
        assert_eq!(counts.iter().collect::<Vec<_>>(), [(Class::Conforming, 4), (Class::TooLarge, 2)]);
    }
}
