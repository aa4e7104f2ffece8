//! Places in a text: byte spans inside the engine, lines and columns at its edge.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::{fmt::Write as _, ops::Range};

/// A half-open range of bytes in one document.
///
/// Offsets are `u32`: the largest document the engine accepts is far below 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte; never less than `start`.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes; offsets beyond `u32` saturate.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self { start, end: end.max(start) }
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range that indexes a byte slice.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value together with the place where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands, in bytes of its document.
    pub span: Span,
}

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units, as editors and JavaScript count them.
    Utf16,
}

/// A line and a column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1; lines end with LF (a CR before it belongs to the line end).
    pub line: u32,
    /// The column, from 1, in the unit that the caller chose.
    pub column: u32,
}

/// The offsets at which the lines of a document begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// All is ASCII, so that a column needs no counting.
    ascii: bool,
}

impl LineIndex {
    /// The index of a document without bytes.
    pub(crate) const fn empty() -> Self {
        Self { starts: Vec::new(), ascii: true }
    }

    /// Indexes the lines of `bytes`, in one pass.
    pub fn new(bytes: &[u8]) -> Self {
        let mut starts = Vec::from([0]);
        for (offset, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' {
                starts.push(Span::new(offset + 1, offset + 1).start);
            }
        }
        Self { starts, ascii: bytes.is_ascii() }
    }

    /// The line (from 0) that holds the byte at `offset`.
    pub fn line_at(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The offset at which line `line` (from 0) begins, or `end` for a line behind the last.
    pub fn start_of(&self, line: usize, end: u32) -> u32 {
        self.starts.get(line).copied().unwrap_or(end)
    }

    /// Line and column of the byte at `offset` in `bytes`, the document that was indexed.
    ///
    /// Bytes that are not UTF-8 count as replacement characters, one for each maximal broken
    /// sequence, as `String::from_utf8_lossy` and every browser decode them.
    pub fn position(&self, bytes: &[u8], offset: u32, encoding: Encoding) -> Position {
        self.position_from(bytes, (0, Position { line: 1, column: 1 }), offset, encoding)
    }

    /// The same, where a place before it is known: what lies between the two on one line is all that is counted.
    pub(crate) fn position_from(
        &self,
        bytes: &[u8],
        (known, position): (u32, Position),
        offset: u32,
        encoding: Encoding,
    ) -> Position {
        let line = self.line_at(offset);
        let start = self.start_of(line, offset);
        let is_between = (start..=offset).contains(&known);
        let (start, column) = if is_between { (known, position.column) } else { (start, 1) };
        let before = bytes.get(start as usize..offset as usize).unwrap_or_default();
        let units = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 if self.ascii => before.len(),
            Encoding::Utf16 => String::from_utf8_lossy(before).chars().map(char::len_utf16).sum::<usize>(),
        };
        let counted = |from: u32, count: usize| from.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        Position { line: counted(1, line), column: counted(column, units) }
    }
}

/// The longest piece of a document that is repeated in a message, in characters.
const QUOTED_LENGTH: usize = 120;

/// Text of a document made fit to be shown: control, bidirectional and other invisible characters
/// stand as `\u{..}` escapes, and anything beyond 120 characters is cut and marked with `…`.
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(QUOTED_LENGTH) + 2);
    for (count, character) in text.chars().enumerate() {
        if count == QUOTED_LENGTH {
            shown.push('…');
            break;
        }
        push_visible(&mut shown, character);
    }
    shown
}

/// [`shown`] text between back ticks, the way messages quote a document; an empty text in words.
pub fn quoted(text: &str) -> String {
    if text.is_empty() {
        return "an empty text".into();
    }
    let mut quoted = shown(text);
    quoted.insert(0, '`');
    quoted.push('`');
    quoted
}

/// A whole text with every invisible character escaped; borrowed when there is none.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    text.chars().for_each(|character| push_visible(&mut escaped, character));
    Cow::Owned(escaped)
}

/// Appends a character, escaped where it is invisible.
pub(crate) fn push_visible(text: &mut String, character: char) {
    if is_invisible(character) {
        // INVARIANT: writing to a String never fails.
        let _ = write!(text, "\\u{{{:x}}}", u32::from(character));
    } else {
        text.push(character);
    }
}

/// Characters that change how the text around them looks, or that cannot be seen at all: controls,
/// bidirectional formatting (Unicode TR 36 and CVE-2021-42574), zero-width characters, line and
/// paragraph separators, tags and variation selectors.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn columns_count_what_the_caller_asks_for() {
        let text = "a\n\u{1f512}é=1\r\n".as_bytes();
        let index = LineIndex::new(text);
        let offset = 2 + 4 + 2;
        assert_eq!(index.position(text, offset, Encoding::Utf16), Position { line: 2, column: 4 });
        assert_eq!(index.position(text, offset, Encoding::Utf8), Position { line: 2, column: 7 });
    }

    #[test]
    fn the_end_of_a_text_is_a_place() {
        let index = LineIndex::new(b"ab\n");
        assert_eq!(index.position(b"ab\n", 3, Encoding::Utf16), Position { line: 2, column: 1 });
    }

    #[test]
    fn invisible_characters_are_shown_escaped() {
        assert_eq!(quoted("a\0\u{202e}b"), "`a\\u{0}\\u{202e}b`");
        assert_eq!(visible("plain"), "plain");
        assert_eq!(shown(&"x".repeat(200)), "x".repeat(120) + "…".to_string().as_str());
    }
}
