//! One pass over the bytes of an envelope: the grammar of JSON, exactly, and the fields that the policy names.
//!
//! Strings are most of an envelope, and their ends are looked for many bytes at a time; everything else goes byte by
//! byte. The pass ends at the first fault of grammar or nesting. All other faults are noted, and it goes on.

use alloc::vec::Vec;

use lockstep_lanes::WIDTH;

use super::{
    keys::{Fields, Key, KeyPrint, NO_OBJECT, Names, value},
    rule::Class,
    store::{MANY_KEYS, Store},
    unescape::{UNIT, Unescaped},
    window::Window,
};
use crate::order;

/// A field whose text decides how the envelope is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    None,
    Version,
    ApiVersion,
    Code,
}

/// What a pass over an envelope saw.
#[derive(Debug)]
pub(super) struct Scan {
    /// The classes of all faults.
    pub(super) faults: u32,
    /// The fields that are there.
    pub(super) present: u64,
    /// The fields that have a type they must not have.
    pub(super) mistyped: u64,
    /// An object whose fields the policy names has a key that it does not name.
    pub(super) unknown_keys: bool,
    /// Where the grammar is broken or the nesting too deep, if it is.
    pub(super) stopped_at: usize,
    noted: [Noted; 4],
    store: Store,
    window: Window,
}

/// The text of a field, without its quotation marks.
#[derive(Clone, Copy, Debug, Default)]
struct Noted {
    start: usize,
    end: usize,
    escaped: bool,
}

/// The text of a field, as it is compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldText<'t> {
    raw: Option<&'t [u8]>,
    escaped: bool,
}

impl<'t> FieldText<'t> {
    /// Whether there is a string of at least one character.
    #[inline(always)]
    pub(super) fn is_some(self) -> bool {
        self.raw.is_some()
    }

    /// The value of the name that it is, once unescaped.
    #[inline(always)]
    pub(super) fn find<T: Copy>(self, names: &Names<T>) -> Option<T> {
        let raw = self.raw?;
        if self.escaped {
            let text = Unescaped::new(raw);
            return names.find(KeyPrint::slowly(text.clone()), |_| true, |name| text.clone().eq(name.bytes()));
        }
        names.find(KeyPrint::new(raw, 0, raw.len()), |_| true, |name| raw == name.as_bytes())
    }
}

/// The pass cannot go on; what it was is in the faults, and where in [`Scan::stopped_at`].
struct Stop;

impl Scan {
    #[inline(always)]
    pub(super) fn new() -> Self {
        Self {
            faults: 0,
            present: 0,
            mistyped: 0,
            unknown_keys: false,
            stopped_at: 0,
            noted: [Noted::default(); 4],
            store: Store::new(),
            window: Window::new(),
        }
    }

    /// Readies it for the next envelope of the same text.
    #[inline(always)]
    pub(super) fn reset(&mut self) {
        self.faults = 0;
        self.present = 0;
        self.mistyped = 0;
        self.unknown_keys = false;
        self.noted = [Noted::default(); 4];
        self.store.length = 0;
    }

    /// Readies it for an envelope from `end` on of a text that goes on where this one, of `length` bytes, was cut: marks
    /// so near to the cut may say that the text ends there.
    #[inline(always)]
    pub(super) fn extend(&mut self, end: usize, length: usize) {
        self.window.extend(end, length);
    }

    /// Ends it with that fault at that place.
    pub(super) fn stop_at(&mut self, class: Class, place: usize) {
        // What cannot be read is nothing that could be the wrong thing.
        self.faults = self.faults & !Class::TopLevel.bit() | class.bit();
        self.stopped_at = place;
    }

    /// Whether it saw that fault.
    pub(super) fn broke(&self, class: Class) -> bool {
        self.faults & class.bit() != 0
    }

    /// The text of the field with that role.
    #[inline(always)]
    pub(super) fn text_of<'t>(&self, role: Role, text: &'t [u8]) -> FieldText<'t> {
        let Noted { start, end, escaped } = self.noted.get(role as usize).copied().unwrap_or_default();
        FieldText { raw: if end > start { text.get(start..end) } else { None }, escaped }
    }
}

/// The byte at a place, or a byte that JSON has nowhere.
#[inline(always)]
fn at(text: &[u8], place: usize) -> u8 {
    text.get(place).copied().unwrap_or(0)
}

/// Looks at one envelope, from `start` to the end of `text`, or with `LINES` to the first line feed, which then belongs
/// to no envelope. Returns where it ended.
#[inline(always)]
pub(super) fn scan<const LINES: bool>(fields: &Fields, text: &[u8], start: usize, scan: &mut Scan) -> usize {
    let mut pass = Pass::<LINES> { fields, text, start, scan };
    match pass.envelope() {
        Ok(end) => end,
        Err(Stop) => pass.end_of_broken(),
    }
}

struct Pass<'p, const LINES: bool> {
    fields: &'p Fields,
    text: &'p [u8],
    /// Where the envelope begins.
    start: usize,
    scan: &'p mut Scan,
}

impl<const LINES: bool> Pass<'_, LINES> {
    #[inline(always)]
    fn envelope(&mut self) -> Result<usize, Stop> {
        let mut start = self.start;
        if at(self.text, start) == 0xef && self.text.get(start..).is_some_and(|text| text.starts_with(b"\xef\xbb\xbf"))
        {
            self.scan.faults |= Class::ByteOrderMark.bit();
            start += 3;
        }
        let (place, byte) = self.token(start);
        let end = match byte {
            b'{' if self.fields.depth > 0 => self.known_object(place, 0, 1)?,
            _ if place >= self.text.len() || (LINES && byte == b'\n') => return Err(self.stop(Class::Empty, place)),
            _ => {
                self.scan.faults |= Class::TopLevel.bit();
                self.value(place, byte, 0)?.0
            }
        };
        let (place, byte) = self.token(end);
        if place < self.text.len() && !(LINES && byte == b'\n') {
            return Err(self.stop(Class::TrailingBytes, place));
        }
        Ok(place)
    }

    /// The object at `place` whose fields the policy names, the `depth`-th bracket that is open; returns the place
    /// behind it. (It calls itself for such objects in it, no deeper than the policy's paths.)
    fn known_object(&mut self, place: usize, object: u8, depth: usize) -> Result<usize, Stop> {
        let base = self.scan.store.length;
        let mut filter = 0;
        let (mut place, mut byte) = self.token(place + 1);
        if byte == b'}' {
            return Ok(place + 1);
        }
        loop {
            if byte != b'"' {
                return Err(self.stop(Class::Syntax, place));
            }
            let key = match self.spelled_key(place, object) {
                Some((key, length)) => {
                    (place, byte) = self.colon(place + length)?;
                    Some(key)
                }
                None => {
                    let (key, end) = self.other_key(place, object, base, &mut filter)?;
                    (place, byte) = self.colon(end)?;
                    key
                }
            };
            if let Some(key) = key {
                let bit = 1u64 << key.field;
                if self.scan.present & bit != 0 {
                    self.scan.faults |= Class::DuplicateKey.bit();
                    // The last one counts, as it does for every reader that takes duplicates.
                    self.forget(bit | key.below);
                }
                self.scan.present |= bit;
                let kind;
                if byte == b'"' {
                    let start = place + 1;
                    let (end, escaped) = self.string(start)?;
                    kind = if end == start { value::EMPTY_STRING } else { value::STRING };
                    if let Some(noted) = self.scan.noted.get_mut(key.role as usize) {
                        *noted = Noted { start, end, escaped };
                    }
                    place = end + 1;
                } else if byte == b'{' && key.holds != NO_OBJECT && depth < self.fields.depth {
                    kind = value::OBJECT;
                    place = self.known_object(place, key.holds, depth + 1)?;
                } else {
                    (place, kind) = self.value(place, byte, depth)?;
                }
                if key.types & kind == 0 {
                    self.scan.mistyped |= bit;
                }
            } else {
                place = self.value(place, byte, depth)?.0;
            }
            (place, byte) = self.token(place);
            if byte != b',' {
                break;
            }
            (place, byte) = self.token(place + 1);
        }
        if byte != b'}' {
            return Err(self.stop(Class::Syntax, place));
        }
        self.compare_if_many(base);
        self.scan.store.length = base;
        Ok(place + 1)
    }

    #[inline(always)]
    fn spelled_key(&self, place: usize, object: u8) -> Option<(Key, usize)> {
        self.fields.spelled(object, self.text.get(place..)?.first_chunk()?)
    }

    /// The key at `place` of an object whose fields the policy names, however it is written; returns its field, if it
    /// is one, and the place behind it.
    #[inline(never)]
    fn other_key(
        &mut self,
        place: usize,
        object: u8,
        base: usize,
        filter: &mut u64,
    ) -> Result<(Option<Key>, usize), Stop> {
        let start = place + 1;
        let (end, escaped) = self.string(start)?;
        let print = if escaped { self.escaped_print(start, end) } else { KeyPrint::new(self.text, start, end) };
        let raw = self.text.get(start..end).unwrap_or_default();
        let is = |name: &str| if escaped { Unescaped::new(raw).eq(name.bytes()) } else { raw == name.as_bytes() };
        let key = self.fields.find(object, print, is);
        if key.is_none() {
            self.scan.unknown_keys = true;
            self.note_key(print.hash(), start, base, filter);
        }
        Ok((key, end + 1))
    }

    /// The value that begins with `byte` at `place`, within `depth` brackets; returns the place behind it, and its type.
    #[inline(always)]
    fn value(&mut self, place: usize, byte: u8, depth: usize) -> Result<(usize, u8), Stop> {
        match byte {
            b'"' => {
                let end = self.string(place + 1)?.0;
                Ok((end + 1, if end == place + 1 { value::EMPTY_STRING } else { value::STRING }))
            }
            b'{' => Ok((self.brackets(place, byte, depth)?, value::OBJECT)),
            b'[' => Ok((self.brackets(place, byte, depth)?, value::ARRAY)),
            _ => self.scalar(place, byte),
        }
    }

    /// The object or array that begins with `byte` at `place`, within `depth` brackets, with everything in it; returns
    /// the place behind it.
    fn brackets(&mut self, mut place: usize, mut byte: u8, mut depth: usize) -> Result<usize, Stop> {
        let floor = self.scan.store.length;
        // Where the keys of the innermost object begin in the store, the bits of their hashes (most keys are seen to be
        // new without comparing), and the bracket that closes it.
        let (mut base, mut filter, mut closing) = (floor, 0u64, 0u8);
        loop {
            match byte {
                b'"' => place = self.string(place + 1)?.0 + 1,
                b'{' | b'[' => {
                    if depth >= self.fields.depth {
                        return Err(self.stop(Class::Nesting, place));
                    }
                    depth += 1;
                    self.scan.store.push((base as u64) << 8 | u64::from(closing));
                    self.scan.store.push(filter);
                    // The closing brackets stand two behind the opening ones.
                    (base, filter, closing) = (self.scan.store.length, 0, byte + 2);
                    (place, byte) = self.token(place + 1);
                    if byte != closing {
                        if closing == b'}' {
                            (place, byte) = self.key(place, byte, base, &mut filter)?;
                        }
                        continue;
                    }
                }
                _ => place = self.scalar(place, byte)?.0,
            }
            // Behind a value, or at the closing bracket of an empty object or array.
            loop {
                (place, byte) = self.token(place);
                if byte == b',' {
                    (place, byte) = self.token(place + 1);
                    if closing == b'}' {
                        (place, byte) = self.key(place, byte, base, &mut filter)?;
                    }
                    break;
                }
                if byte != closing {
                    return Err(self.stop(Class::Syntax, place));
                }
                self.compare_if_many(base);
                place += 1;
                depth -= 1;
                let length = base - 2;
                self.scan.store.length = length;
                if length == floor {
                    return Ok(place);
                }
                let outer = self.scan.store.get(length);
                filter = self.scan.store.get(length + 1);
                #[expect(clippy::cast_possible_truncation, reason = "packed so when it was pushed")]
                {
                    closing = outer as u8;
                    base = (outer >> 8) as usize;
                }
            }
        }
    }

    /// The key that begins with `byte` at `place`, with its colon; returns the place of its value and its first byte.
    #[inline(always)]
    fn key(&mut self, place: usize, byte: u8, base: usize, filter: &mut u64) -> Result<(usize, u8), Stop> {
        if byte != b'"' {
            return Err(self.stop(Class::Syntax, place));
        }
        let start = place + 1;
        let (end, escaped) = self.string(start)?;
        let print = if escaped { self.escaped_print(start, end) } else { KeyPrint::new(self.text, start, end) };
        self.note_key(print.hash(), start, base, filter);
        self.colon(end + 1)
    }

    /// The colon from `place`; returns the place of the value behind it and its first byte.
    #[inline(always)]
    fn colon(&mut self, place: usize) -> Result<(usize, u8), Stop> {
        let (place, byte) = self.token(place);
        if byte != b':' {
            return Err(self.stop(Class::Syntax, place));
        }
        Ok(self.token(place + 1))
    }

    /// Notes the key at `start` among those of its object, and whether it stands there already.
    #[inline(always)]
    fn note_key(&mut self, hash: u32, start: usize, base: usize, filter: &mut u64) {
        let bit = 1u64 << (hash & 63);
        if *filter & bit != 0 {
            self.compare_few(base, hash, start);
        }
        *filter |= bit;
        self.scan.store.push(u64::from(hash) << 32 | (start - self.start) as u64);
    }

    #[cold]
    fn forget(&mut self, fields: u64) {
        self.scan.present &= !fields;
        self.scan.mistyped &= !fields;
        for (role, field) in self.fields.roles() {
            if fields & (1 << field) != 0
                && let Some(noted) = self.scan.noted.get_mut(role as usize)
            {
                *noted = Noted::default();
            }
        }
    }

    #[cold]
    fn escaped_print(&self, start: usize, end: usize) -> KeyPrint {
        KeyPrint::slowly(Unescaped::new(self.text.get(start..end).unwrap_or_default()))
    }

    /// Compares a key with the others of its object, few as they are.
    #[inline(never)]
    fn compare_few(&mut self, base: usize, hash: u32, start: usize) {
        if self.scan.store.length - base > MANY_KEYS {
            return;
        }
        let entries = (base..self.scan.store.length).map(|at| self.scan.store.get(at));
        let mut alike = entries.filter(|entry| entry >> 32 == u64::from(hash));
        if alike.any(|entry| self.key_at(start_of(entry)).eq(self.key_at(start - self.start))) {
            self.scan.faults |= Class::DuplicateKey.bit();
        }
    }

    /// Compares the keys of an object that ends, if they are too many to have been compared each.
    #[inline(always)]
    fn compare_if_many(&mut self, base: usize) {
        if self.scan.store.length - base > MANY_KEYS {
            self.compare_many(base);
        }
    }

    /// Compares all keys of an object that has many.
    #[cold]
    #[inline(never)]
    fn compare_many(&mut self, base: usize) {
        let mut keys: Vec<u64> = (base..self.scan.store.length).map(|at| self.scan.store.get(at)).collect();
        order::sort_by(&mut keys, |left, right| {
            let texts = || self.key_at(start_of(*left)).cmp(self.key_at(start_of(*right)));
            (left >> 32).cmp(&(right >> 32)).then_with(texts)
        });
        let same = |first: u64, again: u64| {
            first >> 32 == again >> 32 && self.key_at(start_of(first)).eq(self.key_at(start_of(again)))
        };
        if keys.windows(2).any(|pair| matches!(pair, [first, again] if same(*first, *again))) {
            self.scan.faults |= Class::DuplicateKey.bit();
        }
    }

    /// The bytes of the key that begins so far behind the envelope's beginning, unescaped, to its quotation mark.
    fn key_at(&self, offset: usize) -> Unescaped<'_> {
        Unescaped::new(self.text.get(self.start + offset..).unwrap_or_default())
    }

    /// The string whose content begins at `start`; returns the place of its closing quotation mark, and whether there
    /// is an escape in it.
    #[inline(always)]
    fn string(&mut self, start: usize) -> Result<(usize, bool), Stop> {
        let mut place = start;
        let mut escaped = false;
        let mut wide = false;
        loop {
            let (stops, wide_before) = self.scan.window.look(self.text, place);
            wide |= wide_before;
            if stops == 0 {
                place += WIDTH;
                continue;
            }
            place += stops.trailing_zeros() as usize;
            match at(self.text, place) {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    place = self.escape(place)?;
                }
                // A control character, or the end of the text.
                _ => return Err(self.stop(Class::Syntax, place.min(self.text.len()))),
            }
        }
        if wide {
            self.check_utf8(start, place);
        }
        Ok((place, escaped))
    }

    #[cold]
    #[inline(never)]
    fn check_utf8(&mut self, start: usize, end: usize) {
        if str::from_utf8(self.text.get(start..end).unwrap_or_default()).is_err() {
            self.scan.faults |= Class::Encoding.bit();
        }
    }

    /// The escape whose back slash is at `place`; returns the place behind it.
    #[inline(never)]
    fn escape(&mut self, place: usize) -> Result<usize, Stop> {
        match at(self.text, place + 1) {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(place + 2),
            b'u' => {
                let unit = self.unit(place)?;
                match unit {
                    0xd800..=0xdbff => {
                        let behind = place + UNIT;
                        if at(self.text, behind) == b'\\'
                            && at(self.text, behind + 1) == b'u'
                            && (0xdc00..=0xdfff).contains(&self.unit(behind)?)
                        {
                            return Ok(behind + UNIT);
                        }
                        self.scan.faults |= Class::LoneSurrogate.bit();
                    }
                    0xdc00..=0xdfff => self.scan.faults |= Class::LoneSurrogate.bit(),
                    _ => {}
                }
                Ok(place + UNIT)
            }
            _ => Err(self.stop(Class::Syntax, place + 1)),
        }
    }

    /// The UTF-16 code unit that the escape at `place` stands for.
    fn unit(&mut self, place: usize) -> Result<u32, Stop> {
        let mut unit = 0;
        for digit in place + 2..place + UNIT {
            match char::from(at(self.text, digit)).to_digit(16) {
                Some(value) => unit = unit << 4 | value,
                None => return Err(self.stop(Class::Syntax, digit)),
            }
        }
        Ok(unit)
    }

    /// The number or word that begins with `byte` at `place`; returns the place behind it, and its type.
    #[inline(always)]
    fn scalar(&mut self, place: usize, byte: u8) -> Result<(usize, u8), Stop> {
        match byte {
            b'-' | b'0'..=b'9' => Ok((self.number(place)?, value::NUMBER)),
            b't' => Ok((self.word(place, b"true")?, value::BOOLEAN)),
            b'f' => Ok((self.word(place, b"false")?, value::BOOLEAN)),
            b'n' => Ok((self.word(place, b"null")?, value::NULL)),
            _ => Err(self.stop(Class::Syntax, place)),
        }
    }

    /// The number at `place`; returns the place behind it.
    #[inline(always)]
    fn number(&mut self, mut place: usize) -> Result<usize, Stop> {
        if at(self.text, place) == b'-' {
            place += 1;
        }
        match at(self.text, place) {
            b'0' => place += 1,
            b'1'..=b'9' => place = self.digits(place),
            _ => return Err(self.stop(Class::Syntax, place)),
        }
        if at(self.text, place) == b'.' {
            place = self.some_digits(place + 1)?;
        }
        if matches!(at(self.text, place), b'e' | b'E') {
            place += 1;
            if matches!(at(self.text, place), b'+' | b'-') {
                place += 1;
            }
            place = self.some_digits(place)?;
        }
        Ok(place)
    }

    #[inline(always)]
    fn digits(&self, mut place: usize) -> usize {
        while at(self.text, place).is_ascii_digit() {
            place += 1;
        }
        place
    }

    #[inline(always)]
    fn some_digits(&mut self, place: usize) -> Result<usize, Stop> {
        let end = self.digits(place);
        if end == place { Err(self.stop(Class::Syntax, place)) } else { Ok(end) }
    }

    #[inline(always)]
    fn word(&mut self, place: usize, word: &[u8]) -> Result<usize, Stop> {
        if self.text.get(place..).is_some_and(|rest| rest.starts_with(word)) {
            return Ok(place + word.len());
        }
        let differs = word.iter().enumerate().position(|(index, byte)| at(self.text, place + index) != *byte);
        Err(self.stop(Class::Syntax, place + differs.unwrap_or_default()))
    }

    /// The first place from `place` that holds no white space, and its byte.
    #[inline(always)]
    fn token(&self, mut place: usize) -> (usize, u8) {
        loop {
            let byte = at(self.text, place);
            match byte {
                b'!'.. => return (place, byte),
                b' ' | b'\t' | b'\r' => place += 1,
                b'\n' if !LINES => place += 1,
                _ => return (place, byte),
            }
        }
    }

    #[cold]
    fn stop(&mut self, class: Class, place: usize) -> Stop {
        self.scan.stop_at(class, place);
        Stop
    }

    /// Where a broken envelope ends; what the pass did not reach may still be no UTF-8.
    #[inline(never)]
    fn end_of_broken(&mut self) -> usize {
        let place = self.scan.stopped_at;
        let rest = self.text.get(place..).unwrap_or_default();
        let end =
            if LINES { memchr::memchr(b'\n', rest).map_or(self.text.len(), |at| place + at) } else { self.text.len() };
        if str::from_utf8(self.text.get(self.start..end).unwrap_or_default()).is_err() {
            self.scan.faults |= Class::Encoding.bit();
        }
        end
    }
}

fn start_of(entry: u64) -> usize {
    usize::try_from(entry & u64::from(u32::MAX)).unwrap_or_default()
}
