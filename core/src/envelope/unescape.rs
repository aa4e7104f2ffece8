//! Escapes of JSON strings and what they stand for.

use alloc::vec::Vec;

use crate::text::Span;

/// The length of `\uXXXX`.
pub(super) const UNIT: usize = 6;

/// The escapes in a text, whose grammar was checked, that stand for half of a surrogate pair without the other half.
pub(super) fn lone_surrogates(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let unit = |place: usize| Unescaped::new(bytes.get(place..).unwrap_or_default()).unit(0);
    let mut lone = Vec::new();
    let mut place = 0;
    while let Some(found) = memchr::memchr(b'\\', bytes.get(place..).unwrap_or_default()) {
        place += found;
        place += match (unit(place), unit(place + UNIT)) {
            (None, _) => 2,
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 2 * UNIT,
            (Some(0xd800..=0xdfff), _) => {
                lone.push(Span::new(place, place + UNIT));
                UNIT
            }
            (Some(_), _) => UNIT,
        };
    }
    lone
}

/// The bytes of a string's content, its escapes replaced by what they stand for; ends at a quotation mark. Half of a
/// surrogate pair stands for the three bytes that UTF-8 would have for it, so that different halves stay different.
#[derive(Clone, Debug)]
pub(super) struct Unescaped<'t> {
    rest: &'t [u8],
    pending: [u8; 4],
    pending_length: usize,
}

impl<'t> Unescaped<'t> {
    /// The content of a string whose grammar was checked.
    pub(super) fn new(content: &'t [u8]) -> Self {
        Self { rest: content, pending: [0; 4], pending_length: 0 }
    }

    fn unit(&self, at: usize) -> Option<u32> {
        let digits = self.rest.get(at..at + UNIT)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
    }

    fn code_point(&mut self) -> Option<u32> {
        let unit = self.unit(0)?;
        let pair = match (unit, self.unit(UNIT)) {
            (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) => Some(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00)),
            _ => None,
        };
        self.rest = self.rest.get(if pair.is_some() { 2 * UNIT } else { UNIT }..).unwrap_or_default();
        Some(pair.unwrap_or(unit))
    }
}

impl Iterator for Unescaped<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        if self.pending_length > 0 {
            let byte = self.pending[0];
            self.pending.rotate_left(1);
            self.pending_length -= 1;
            return Some(byte);
        }
        let (first, rest) = self.rest.split_first()?;
        match first {
            b'"' => None,
            b'\\' if rest.first() == Some(&b'u') => {
                let point = self.code_point()?;
                let low = |shift: u32| 0x80 | (point >> shift & 0x3f) as u8;
                #[expect(clippy::cast_possible_truncation, reason = "the ranges bound each byte")]
                let (bytes, length) = match point {
                    0..=0x7f => ([point as u8, 0, 0, 0], 1),
                    0x80..=0x7ff => ([0xc0 | (point >> 6) as u8, low(0), 0, 0], 2),
                    0x800..=0xffff => ([0xe0 | (point >> 12) as u8, low(6), low(0), 0], 3),
                    _ => ([0xf0 | (point >> 18) as u8, low(12), low(6), low(0)], 4),
                };
                self.pending = bytes;
                self.pending_length = length;
                self.next()
            }
            b'\\' => {
                let (escaped, rest) = rest.split_first()?;
                self.rest = rest;
                Some(match escaped {
                    b'b' => 8,
                    b'f' => 12,
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    other => *other,
                })
            }
            byte => {
                self.rest = rest;
                Some(*byte)
            }
        }
    }
}
